"""The benchmark's modules are a program's, not a package's: its tests find them by their folder."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
