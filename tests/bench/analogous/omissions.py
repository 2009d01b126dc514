"""Omissions planted in a real tree: does ``spec from-similar`` name the function that was changed?

A family is a name that at least eight functions have: of the package, of its files of one name, or
of one folder. Where all members of
a family make a call of the same name, one of the members, chosen by a fixed seed among those that
make it once, has it taken out: the statement that is nothing else becomes ``pass``, and any other
use of the call becomes ``None``. One omission per family, all of them in the same tree; no call and
no member is picked by hand. What is asked is the family by its name (``--role``), or another member,
chosen by the seed too, by its place.

An answer is right if a proposal has the planted one among its odd ones and lacks the very call. The
same families are asked untouched: what is proposed then is either a true oddity or noise, and how
often that happens is told beside.
"""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planproof.usecases.from_similar_families import Wanted
from planproof.usecases.from_similar_rules import Proposal
from planproof.usecases.spec_from_similar import Question, propose
from planproof.usecases.workspace import Workspace

MEMBERS = 8
MOST = 400
SEED = 7
LIMIT = 3

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Planted:
    """``family`` is a name of functions and a glob, empty for everywhere; ``call`` is what was
    taken out. ``path`` and ``line`` are those of the member that lost its call, ``other`` of one that
    did not."""

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
    """What came of one question. ``rank`` counts from 1, 0 for not proposed; ``lines`` tell of the
    proposals."""

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
    planted: list[Planted] = []
    cuts: defaultdict[str, list[Cut]] = defaultdict(list)
    for name, call, odd, other in chance.sample(chosen, min(most, len(chosen))):
        cut = _cut(files[odd.path], odd, odd.calls()[call][0])
        if all(cut.end <= one.start or one.end <= cut.start for one in cuts[odd.path]):
            cuts[odd.path].append(cut)
            place = (other.path, other.node.lineno)
            planted.append(
                Planted(name, call, odd.path, odd.node.lineno, place, len(families[name]))
            )
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
