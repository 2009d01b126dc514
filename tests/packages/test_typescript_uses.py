"""References and calls in real TypeScript packages, against the TypeScript compiler.

Measured like those of Python against jedi: ``tests/bench/meant/agreement.py``.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from meant.agreement import Told, compared, uses_in

MEANINGS = Path(__file__).with_name("typescript_meanings.js")
COMPILER = "typescript@5.6.3"
PACKAGES = ("rxjs@7.8.1", "@tanstack/query-core@5.59.0")
PRECISION = 0.97


@pytest.mark.packages
@pytest.mark.parametrize("package", PACKAGES)
def test_uses_in_a_typescript_package_are_what_the_compiler_says(
    package: str, npm_package: Callable[[str], Path], measured: Callable[[str], None]
) -> None:
    folder = npm_package(package) / "src"
    compiler = npm_package(COMPILER) / "lib" / "typescript.js"
    calls, names = said_by_the_compiler(compiler, folder)
    certain, uncertain = uses_in(folder)

    for what, asked in (("calls", calls), ("references", names)):
        found = compared(asked, certain, uncertain)
        measured(f"{what} of the definitions of {package}, against the compiler: {found.said()}")
        assert found.precision >= PRECISION
        assert found.told >= 0.85 * found.known


def said_by_the_compiler(compiler: Path, folder: Path) -> tuple[Told, Told]:
    """Of what is called, and of all names."""
    command = ["node", str(MEANINGS), str(compiler), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    calls: Told = {}
    names: Told = {}
    for line in done.stdout.splitlines():
        path, number, column, _, called, there = json.loads(line)
        names[path, number, column] = meant = {(p, n, name) for p, n, name in there}
        if called:
            calls[path, number, column] = meant
    return calls, names
