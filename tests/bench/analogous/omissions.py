"""Omissions planted in a real tree: does ``spec from-similar`` name the function that was changed?

A family is a name that at least eight functions have: of the package, of its files of one name, or
of one folder. Where all members make a call of the same name, one of them, chosen by a fixed seed
among those that make it once, has it taken out: a statement that is nothing else becomes ``pass``,
any other use of the call ``None``. There is one omission in a family, all of them are in the same
tree, and no function is a member of two families; no call and no member is picked by hand. What is
asked is the family by its name (``--role``), or another member, chosen by the seed too, by its place.

An answer is right if a proposal has the planted one among its odd ones and is about the very call.
The same families are asked untouched: what is proposed then is either a true oddity or noise, and
how often that happens is told beside.
"""

from __future__ import annotations

import ast
import os
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planproof.usecases.from_similar_families import Wanted
from planproof.usecases.from_similar_rules import Proposal
from planproof.usecases.spec_from_similar import Question, propose
from planproof.usecases.workspace import Workspace, open_workspace

MEMBERS = 8
MOST = 400
SEED = 7
LIMIT = 3

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Planted:
    """``family`` is a name of functions and a glob, empty for everywhere; ``call`` is what was
    taken out. ``path`` and ``line`` are of the member that lost it, ``other`` of one that did
    not."""

    family: tuple[str, str]
    call: str
    path: str
    line: int
    other: tuple[str, int]
    members: int


@dataclass(frozen=True)
class Function:
    path: str
    node: _Function

    def calls(self) -> dict[str, list[ast.Call]]:
        found: defaultdict[str, list[ast.Call]] = defaultdict(list)
        for statement in self.node.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and (name := _last(node.func)):
                    found[name].append(node)
        return found


@dataclass(frozen=True)
class Asked:
    """What came of one question: the ``rank`` of the planted one, from 1 on, 0 for not proposed,
    and the number of proposals, :data:`LIMIT` at most."""

    planted: Planted
    rank: int
    proposals: int


@dataclass(frozen=True)
class Cut:
    """A node of a file, and what stands there instead."""

    start: int
    end: int
    word: str


def plant(files: Mapping[str, str], most: int = MOST) -> tuple[dict[str, str], list[Planted]]:
    """The files with omissions, and what was left out where."""
    chance = random.Random(SEED)
    families: defaultdict[tuple[str, str], list[Function]] = defaultdict(list)
    for path in sorted(files):
        for node in _functions(files[path]):
            for glob in _globs(path):
                families[node.name, glob].append(Function(path, node))
    chosen = [
        (name, *found)
        for name in sorted(_distinct(families))
        if (found := _chosen(families[name], chance)) is not None
    ]
    chance.shuffle(chosen)
    planted: list[Planted] = []
    cuts: defaultdict[str, list[Cut]] = defaultdict(list)
    taken: set[tuple[str, int]] = set()
    for name, call, odd, other in chosen:
        places = {(one.path, one.node.lineno) for one in families[name]}
        if len(planted) < most and not places & taken:
            taken |= places
            cuts[odd.path].append(_cut(files[odd.path], odd, odd.calls()[call][0]))
            place = (other.path, other.node.lineno)
            planted.append(Planted(name, call, odd.path, odd.node.lineno, place, len(places)))
    return {path: _edited(text, cuts.get(path, ())) for path, text in files.items()}, planted


def _globs(path: str) -> Iterator[str]:
    """Everywhere, files of its name, its folder."""
    folder, slash, file = path.rpartition("/")
    yield ""
    yield f"**/{file}"
    if slash:
        yield f"{folder}/*.py"


def _distinct(families: Mapping[tuple[str, str], Sequence[Function]]) -> Iterator[tuple[str, str]]:
    """Of several that have the same members only the first."""
    seen: set[tuple[tuple[str, int], ...]] = set()
    for key in sorted(families):
        members = tuple((one.path, one.node.lineno) for one in families[key])
        if len(members) >= MEMBERS and members not in seen:
            seen.add(members)
            yield key


def _functions(text: str) -> Iterator[_Function]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            yield node


def _chosen(
    members: Sequence[Function], chance: random.Random
) -> tuple[str, Function, Function] | None:
    """A call that all make, one who makes it once, and another one."""
    if len(members) < MEMBERS:
        return None
    calls = [one.calls() for one in members]
    shared = sorted(set.intersection(*map(set, calls)))
    once = [
        (call, at)
        for call in shared
        for at, made in enumerate(calls)
        if len(made[call]) == 1 and "\n" not in ast.unparse(made[call][0])
    ]
    if not once:
        return None
    call = chance.choice(sorted({call for call, _ in once}))
    at = chance.choice([at for name, at in once if name == call])
    other = chance.choice([one for number, one in enumerate(members) if number != at])
    return call, members[at], other


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _cut(text: str, function: Function, call: ast.Call) -> Cut:
    node, word = _replaced(function, call)
    starts = [0]
    for line in text.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
    return Cut(start, end, word)


def _replaced(function: Function, call: ast.Call) -> tuple[ast.expr | ast.stmt, str]:
    """What is replaced by what."""
    whole: ast.expr = call
    for node in ast.walk(function.node):
        if isinstance(node, ast.Await) and node.value is call:
            whole = node
    for node in ast.walk(function.node):
        if isinstance(node, ast.Expr) and node.value is whole:
            return node, "pass"
    return whole, "None"


def _edited(text: str, cuts: Iterable[Cut]) -> str:
    """No line is lost, so that all places stay where they are."""
    source = text.encode()
    for cut in sorted(cuts, key=lambda one: -one.start):
        feeds = "\n" * source[cut.start : cut.end].count(b"\n")
        word = f"({cut.word}{feeds})" if feeds and cut.word == "None" else f"{cut.word}{feeds}"
        source = source[: cut.start] + word.encode() + source[cut.end :]
    return source.decode()


def ask(workspace: Workspace, planted: Planted, *, by_role: bool) -> Asked:
    """One question about a tree in which something may be planted."""
    path, line = planted.other
    wanted = family_of(planted) if by_role else Wanted(target=f"{path}:{line}")
    question = Question(wanted, limit=LIMIT)
    found = propose(workspace, workspace.root.path, question, lambda _done, _all: None)
    ranks = (at for at, one in enumerate(found.proposals, 1) if _names(one, planted))
    return Asked(planted, next(ranks, 0), len(found.proposals))


def family_of(planted: Planted) -> Wanted:
    name, glob = planted.family
    return Wanted(role=name, inside=(glob,) if glob else ())


def _names(proposal: Proposal, planted: Planted) -> bool:
    """Whether the planted one is odd there, for the lack of the call."""
    convention = proposal.convention
    traits = {one.short.name for one in (*convention.names, *convention.also)}
    odd = {(one.path, one.line + 1) for one in proposal.outliers}
    return planted.call in traits and (planted.path, planted.line) in odd


@dataclass(frozen=True)
class Result:
    """All questions about a package: by the family's name and by the place of a member, of the
    tree with omissions and of the one without."""

    planted: Sequence[Planted]
    by_role: Sequence[Asked]
    by_place: Sequence[Asked]
    untouched_by_role: Sequence[Asked]
    untouched_by_place: Sequence[Asked]

    def recall(self, rank: int, *, by_role: bool) -> float:
        """How many of the planted ones are named among the first so many proposals."""
        asked = self.by_role if by_role else self.by_place
        return sum(0 < one.rank <= rank for one in asked) / max(len(asked), 1)

    def noise(self, *, by_role: bool) -> float:
        """Of how many untouched families something is proposed."""
        asked = self.untouched_by_role if by_role else self.untouched_by_place
        return sum(bool(one.proposals) for one in asked) / max(len(asked), 1)


def measure(root: Path, below: str, most: int, scratch: Path) -> Result:
    """The Python files of a package, of some of its folders where ``below`` is a glob. ``scratch``
    gets the two trees."""
    files = dict(_files(root, below))
    edited, planted = plant(files, most)
    asked: list[list[Asked]] = []
    for name, some in (("planted", edited), ("untouched", files)):
        _write(scratch / name, some)
        workspace = open_workspace(scratch / name, os.environ, str, "bench")
        for by_role in (True, False):
            asked.append([ask(workspace, one, by_role=by_role) for one in planted])
    return Result(planted, *asked)


def _files(root: Path, below: str) -> Iterator[tuple[str, str]]:
    tops = [root] if not below else sorted(root.glob(below))
    for top in tops:
        for path in sorted(top.rglob("*.py")):
            try:
                yield path.relative_to(root).as_posix(), path.read_bytes().decode()
            except (UnicodeDecodeError, IsADirectoryError):
                continue


def _write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
