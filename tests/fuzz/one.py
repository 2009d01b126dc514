"""One target under atheris: ``one.py TARGET CORPUS [libFuzzer options]``; run by ``fuzz.py``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(next((HERE.parent.parent / ".cache" / "fuzz").glob("atheris-*"))))

import atheris  # noqa: E402 - from the folder above

with atheris.instrument_imports(include=["planproof"]):
    from targets import TARGETS

name = sys.argv.pop(1)
atheris.Setup(sys.argv, TARGETS[name])
atheris.Fuzz()
