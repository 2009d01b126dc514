"""Every definition, call and import that the TypeScript compiler sees in real packages, and no other.

Also attributes, decorators, bases and JSX attributes, each by role, place and name. What this
engine counts and a syntax tree leaves open is said in ``typescript_facts.js``: functions assigned
to ``exports`` and prototypes are definitions, the names taken out of a ``require`` are imports, and
``typeof a.b`` in a type is an attribute. A file that the grammar cannot read entirely is compared
outside its broken parts, and such files must stay rare.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planproof.index.scan import scan
from planproof.languages import language_of
from planproof.model.document import Document, Role
from planproof.model.location import Span

FACTS = Path(__file__).with_name("typescript_facts.js")
COMPILER = "typescript@5.6.3"
PACKAGES = {
    "rxjs@7.8.1": "src",
    "effect@3.7.2": "src",
    "@reduxjs/toolkit@2.2.7": "src",
    "react-native-paper@5.12.5": "src",
    "eslint@8.57.1": "lib",
    "express@4.21.0": "lib",
    "@types/node@20.16.5": "",
}
ROLES = Role.DEFINITION | Role.CALL | Role.IMPORT | Role.ATTRIBUTE | Role.DECORATOR
ROLES |= Role.BASE | Role.KEYWORD

Fact = tuple[str, int, int, str]


@pytest.mark.packages
@pytest.mark.parametrize("package", PACKAGES)
def test_facts_of_a_real_package_are_those_of_the_compiler(
    package: str, npm_package: Callable[[str], Path], measured: Callable[[str], None]
):
    paths = sources(npm_package(package) / PACKAGES[package])
    compiler = npm_package(COMPILER) / "lib" / "typescript.js"
    compared: Counter[str] = Counter()
    different: list[tuple[str, Fact]] = []
    broken = 0
    for path, expected in zip(paths, compiled(compiler, paths), strict=True):
        if expected is None:
            continue
        document, found = scanned(path)
        broken += bool(document.broken)
        for fact in found ^ in_bytes(expected, path):
            if not document.is_broken(Span(fact[1], fact[2])):
                different.append((str(path), fact))
        compared.update(fact[0] for fact in found)
    measured(
        f"{package} against the TypeScript compiler: {len(paths)} files ({broken} with broken "
        f"regions), {compared.total():,} facts; {len(different)} differ"
    )
    assert len(different) <= compared.total() / 10_000, different[:20]
    assert broken <= max(1, len(paths) / 50)
    assert min(compared[role] for role in ("import", "definition")) > 50


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and language_of(path.name))


def compiled(compiler: Path, paths: list[Path]) -> Iterator[list[Fact] | None]:
    answer = subprocess.run(
        ["node", str(FACTS), str(compiler)],
        input="\n".join(map(str, paths)),
        check=True,
        capture_output=True,
        text=True,
    )
    for line in answer.stdout.splitlines():
        facts = json.loads(line)
        yield facts and [tuple(fact) for fact in facts]


def scanned(path: Path) -> tuple[Document, set[Fact]]:
    language = language_of(path.name)
    assert language is not None
    document = scan(path.read_bytes(), language.name)
    assert isinstance(document, Document)
    return document, {
        (role.word, row.span.start, row.span.end, row.name)
        for row in document
        for role in row.roles & ROLES
    }


def in_bytes(facts: list[Fact], path: Path) -> set[Fact]:
    """The same with offsets in bytes instead of UTF-16 units."""
    text = path.read_bytes().decode()
    offsets = [3 if text.startswith("\ufeff") else 0]
    for character in text.removeprefix("\ufeff"):
        after = offsets[-1] + len(character.encode())
        offsets.extend([after] * (len(character.encode("utf-16-le")) // 2))
    return {(role, offsets[start], offsets[end], name) for role, start, end, name in facts}
