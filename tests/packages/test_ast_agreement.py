"""Every definition, call and import that ``ast`` sees in real packages, and nothing else.

Also attributes, decorators, bases, keyword arguments, assignments, parameters and annotations, each
by role, place and name. Differences that are not mistakes are part of the comparison itself:
comments at the end of a body (``ast_agreement.py``), roots in parentheses and positions inside
f-strings (``ast_facts.py``).
"""

from __future__ import annotations

import json
import tokenize
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from ast_agreement import Agreement

PACKAGES = (
    "django==5.1.4",
    "flask==3.1.0",
    "requests==2.32.3",
    "sqlalchemy==2.0.36",
    "homeassistant==2024.3.3",
)


@pytest.mark.packages
@pytest.mark.parametrize("requirement", PACKAGES)
def test_facts_of_a_real_package_are_those_of_ast(
    requirement: str, package: Callable[[str], Path], measured: Callable[[str], None]
):
    paths = sorted(package(requirement).rglob("*.py"))
    agreement = compare(paths)
    measured(
        f"{requirement} against ast: {len(paths):,} files, {agreement.compared.total():,} facts; "
        f"{len(agreement.differences)} differ"
    )
    assert agreement.differences == []
    assert min(agreement.compared[role] for role in ("call", "import", "definition")) > 100


def test_facts_of_standard_library_modules_are_those_of_ast():
    library = Path(json.__file__).parent.parent
    folders = ("json", "asyncio", "email", "logging", "importlib")
    agreement = compare(sorted(p for each in folders for p in (library / each).glob("*.py")))
    assert agreement.differences == []
    assert agreement.compared["call"] > 5_000


def test_facts_of_unusual_python_are_those_of_ast():
    agreement = Agreement()
    for path in sorted((Path(__file__).parent.parent / "golden" / "python").glob("*.py")):
        if is_valid(path.read_bytes()):
            agreement.compare(path, path.read_bytes())
    assert agreement.differences == []
    assert agreement.compared["call"] > 20


def compare(paths: Iterable[Path]) -> Agreement:
    agreement = Agreement()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of invalid escapes in other people's code
        for path in paths:
            agreement.compare(path, path.read_bytes())
    return agreement


def is_valid(source: bytes) -> bool:
    try:
        compile(source, "golden", "exec", flags=0x2000, dont_inherit=True)
    except (SyntaxError, tokenize.TokenError):
        return False
    return True
