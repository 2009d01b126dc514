"""Makes the helpers of this folder importable, and the demo's own modules."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "examples" / "django-4.2-to-5.1")]
