"""Every definition, call and import that the TypeScript compiler sees in real packages, and no other.

Also attributes, decorators, bases and JSX attributes, each by role, place and name. What this
engine counts and a syntax tree leaves open is said in ``typescript_facts.js``: functions assigned
to ``exports`` and prototypes are definitions, the names taken out of a ``require`` are imports, and
``typeof a.b`` in a type is an attribute. A file that the grammar cannot read entirely is compared
outside its broken parts, and such files must stay rare.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from planproof.index import scan
from planproof.languages import language_of
from planproof.model.document import Document, Role
from planproof.model.location import Span

CACHE = Path(__file__).parent.parent.parent / ".cache" / "npm"
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
def test_facts_of_a_real_package_are_those_of_the_compiler(package: str):
    paths = sources(fetch(package) / PACKAGES[package])
    compared: Counter[str] = Counter()
    different: list[tuple[str, Fact]] = []
    broken = 0
    for path, expected in zip(paths, compiled(paths), strict=True):
        if expected is None:
            continue
        document, found = scanned(path)
        broken += bool(document.broken)
        for fact in found ^ in_bytes(expected, path):
            if not document.is_broken(Span(fact[1], fact[2])):
                different.append((str(path.relative_to(CACHE)), fact))
        compared.update(fact[0] for fact in found)
    assert len(different) <= compared.total() / 10_000, different[:20]
    assert broken <= max(1, len(paths) / 50)
    assert min(compared[role] for role in ("import", "definition")) > 50


def fetch(package: str) -> Path:
    """The folder of a package of the npm registry, fetched once."""
    npm = shutil.which("npm")
    assert npm, "this suite needs node and npm"
    folder = CACHE / package.replace("/", "-")
    if not folder.exists():
        archives = CACHE / "archives"
        archives.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", "--silent", package, "--pack-destination", str(archives)]
        name = subprocess.run(command, check=True, capture_output=True, text=True, cwd=archives)
        unpacking = folder.with_name(f"{folder.name}.part")
        with tarfile.open(archives / name.stdout.split()[-1]) as archive:
            archive.extractall(unpacking, filter="data")
        unpacking.rename(folder)
    return next(each for each in folder.iterdir() if each.is_dir())


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and language_of(path.name))


def compiled(paths: list[Path]) -> Iterator[list[Fact] | None]:
    compiler = fetch(COMPILER) / "lib" / "typescript.js"
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
