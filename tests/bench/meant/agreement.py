"""What names mean in a real package, beside what jedi says of them.

Every definition of a package is asked what uses it. A place is right where jedi says that the name
there means that definition; of places of which jedi says nothing, nothing is said. *Recall* is the
share of what jedi finds that is told as certain; behind it what is told at all, the uncertain
included.

Where jedi and this engine differ it is mostly about names that a conditional binds: jedi stops at
the variable, or infers what it may hold.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.index.mentions import WITHIN
from planproof.model.document import Document, Role
from planproof.model.location import LineMap
from planproof.model.name import canonical
from planproof.search.atlas import Atlas
from planproof.search.match import Match
from planproof.search.meaning import End, Meaning
from planproof.search.open_atlas import open_atlas
from planproof.search.uses import Uses

ORACLE = Path(__file__).with_name("oracle.py")
PACKAGES = ("requests", "flask", "click")
HELD_OUT = ("httpx", "jinja2", "attr")
"""Looked at by nobody while this was built."""

REQUIREMENTS = (
    "jedi==0.20.1",
    "requests==2.32.3", "urllib3==2.8.0",
    "flask==3.1.0", "werkzeug==3.1.9", "jinja2==3.1.6",
    "click==8.5.1",
    "httpx==0.28.1",
    "attrs==25.4.0",
)  # fmt: skip

Place = tuple[str, int, int]
Definition = tuple[str, int, str]
Told = dict[Place, set[Definition]]


class Counts(NamedTuple):
    """Of the places told as certain: right, wrong; of those that jedi knows: told as certain, told
    at all, and how many there are."""

    right: int
    wrong: int
    found: int
    told: int
    known: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.known)

    def said(self) -> str:
        return (
            f"precision {self.precision:.1%} of {self.right + self.wrong}, recall"
            f" {self.recall:.1%} of {self.known}, {self.told / max(1, self.known):.1%} with the"
            " uncertain"
        )


class Agreement(NamedTuple):
    """Of one package: of calls alone, and of all references."""

    calls: Counts
    references: Counts


def added(counts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True)))


def agreement(python: Path, package: str, scratch: Path) -> Agreement:
    """``python`` is that of an environment with jedi and the package."""
    folder = tree_of(python, package, scratch)
    jedi = said_by_jedi(python, folder, package)
    certain, uncertain = uses_in(folder)
    calls = {at: those for at, (called, those) in jedi.items() if called}
    names = {at: those for at, (_, those) in jedi.items()}
    return Agreement(*(compared(each, certain, uncertain) for each in (calls, names)))


def compared(asked: Told, certain: Told, uncertain: Told) -> Counts:
    judged = [(certain[at], those) for at, those in asked.items() if at in certain]
    known = {at: those for at, those in asked.items() if those}
    right = sum(bool(ours & those) for ours, those in judged)
    found = {at for at, those in known.items() if certain.get(at, set()) & those}
    perhaps = {at for at, those in known.items() if uncertain.get(at, set()) & those}
    return Counts(right, len(judged) - right, len(found), len(found | perhaps), len(known))


def uses_in(folder: Path) -> tuple[Told, Told]:
    """The definitions that each name means: for certain, and perhaps."""
    certain: Told = {}
    uncertain: Told = {}
    with Index.open(None, 1) as index:
        tree = working_tree(find_root(folder))
        atlas = open_atlas(index, tree, lambda _done, _total: None)
        sources = {
            e.path: content or b"" for e, content in tree.read(tree.manifest.entries.values())
        }
        lines = {path: LineMap(source) for path, source in sources.items()}
        for definition, match in all_uses(atlas, index, lines):
            told = certain if match.certain else uncertain
            at = place_of(match, atlas, index, sources[match.path], lines[match.path])
            told.setdefault(at, set()).add(definition)
    return certain, uncertain


def all_uses(
    atlas: Atlas, index: Index, lines: dict[str, LineMap]
) -> Iterator[tuple[Definition, Match]]:
    uses = Uses(atlas, Meaning(atlas))
    for number, unit in atlas.units.items():
        for each in document_of(atlas, index, number).definitions:
            line = lines[unit.path].line_of(each.name.start) + 1
            name = each.qualified.rpartition(".")[2]
            for match in uses.of(End(unit.path, canonical(each.qualified))):
                if not match.mention.roles & Role.IMPORT:
                    yield (unit.path, line, name), match


def document_of(atlas: Atlas, index: Index, number: int) -> Document:
    unit = atlas.units[number]
    found = index.find([unit.blob], unit.language)[unit.blob]
    assert isinstance(found, Document)
    return found


def place_of(match: Match, atlas: Atlas, index: Index, source: bytes, lines: LineMap) -> Place:
    """That of the last name of a chain."""
    found = document_of(atlas, index, match.mention.unit).occurrence(match.mention.row)
    if match.mention.roles & WITHIN:
        at = end_of(match.mention.texts[0], source, found.span.start)
    else:
        at = found.span.end
    last = match.mention.texts[0] if match.mention.roles & WITHIN else found.name
    position = lines.position(source.rfind(last.rpartition(".")[2].encode(), found.span.start, at))
    return match.path, position.line + 1, position.column


def end_of(name: str, source: bytes, start: int) -> int:
    """Where the beginning of a chain ends, whatever white space is in it."""
    for part in name.split("."):
        start = source.index(part.encode(), start) + len(part.encode())
    return start


def said_by_jedi(
    python: Path, folder: Path, package: str
) -> dict[Place, tuple[bool, set[Definition]]]:
    done = subprocess.run(
        [str(python), str(ORACLE), str(folder), package], capture_output=True, text=True, check=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        (path, line, column): (called, {(p, n, name) for p, n, name in there})
        for path, line, column, _, called, there in rows
    }


def tree_of(python: Path, package: str, scratch: Path) -> Path:
    """A folder with nothing but the package as it is installed."""
    asked = f"import {package}; print({package}.__path__[0])"
    done = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True)
    folder = scratch / package
    if not folder.exists():
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(done.stdout.strip(), folder / package, ignore=skipped)
    return folder
