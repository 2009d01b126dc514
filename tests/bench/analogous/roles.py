"""Functions that play one role all over a large package: are its peers found, names masked?

A role is a name of functions. Every name counts that at least thirty functions have, of a median
length of four lines or more; none is picked. Some functions of each role are asked for, by a fixed
seed, among all functions of the package; a peer is a function of the same name in another file.

Masked are the function's own name, wherever it stands in its text or among its siblings, and the
names of files: of the one no feature is made but the field ``NAME``, which is not asked for here,
and of the other none at all. Each role counts alike, however many functions play it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import fmean, median

from analogous.tokens import TokenCosine

from planproof.index import Index
from planproof.languages import by_name
from planproof.model.document import Document
from planproof.model.tree import Tree
from planproof.search.features import Field, Kind, Unit, name_of, rows_of, units_of
from planproof.search.ranking import WEIGHTS, rank
from planproof.search.similar_catalogue import Catalogue, UnitPlace, open_catalogue
from planproof.search.similar_files import language_name

MEMBERS = 30
LINES = 4
QUERIES = 15
SEED = 7
DEPTH = 200
"""A peer behind the first two hundred counts as not found."""

MASKED = {one: weight for one, weight in WEIGHTS.items() if one is not Field.NAME}


@dataclass(frozen=True)
class Function:
    """One definition at one path."""

    name: str
    path: str
    lines: int
    place: UnitPlace


@dataclass
class Package:
    """All functions of a tree, with what they are compared by."""

    catalogue: Catalogue
    functions: list[Function] = field(default_factory=list)
    units: dict[UnitPlace, Unit] = field(default_factory=dict)
    at: dict[UnitPlace, list[int]] = field(default_factory=lambda: defaultdict(list))
    tokens: TokenCosine = field(default_factory=TokenCosine)


@dataclass(frozen=True)
class Score:
    """Macro averages over roles: mean reciprocal rank, and precision among the first ten."""

    mrr: float
    precision: float


@dataclass(frozen=True)
class Result:
    functions: int
    roles: Mapping[str, tuple[Score, Score]]
    """Name → ours, and the cosine of tokens."""

    def ours(self) -> Score:
        return _mean(ours for ours, _ in self.roles.values())

    def cosine(self) -> Score:
        return _mean(cosine for _, cosine in self.roles.values())


def measure(index: Index, tree: Tree, queries: int = QUERIES) -> Result:
    """Every role of a package, by planproof and by the cosine of TF-IDF over tokens."""
    package = read_package(index, tree)
    scores = {}
    for name, members in sorted(roles_of(package.functions).items()):
        some = random.Random(f"{SEED}{name}").sample(members, min(queries, len(members)))
        ours = _mean(_score(package, one, _ours(package, one)) for one in some)
        cosine = _mean(_score(package, one, _cosine(package, one)) for one in some)
        scores[name] = (ours, cosine)
    return Result(len(package.functions), scores)


def roles_of(functions: Sequence[Function]) -> dict[str, list[int]]:
    """The numbers of the functions of each role."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(functions):
        named[one.name].append(number)
    return {
        name: members
        for name, members in named.items()
        if len(members) >= MEMBERS and median(functions[one].lines for one in members) >= LINES
    }


def read_package(index: Index, tree: Tree) -> Package:
    catalogue = open_catalogue(index, tree, lambda _done, _all: None)
    package = Package(catalogue)
    for key, paths in sorted(catalogue.paths.items(), key=lambda item: item[1]):
        blob, reading = key
        language = language_name(reading)
        if by_name(language) is None or language != "python":
            continue
        document = index.find([blob], language).get(blob)
        ((_, content),) = tree.read([tree.manifest.entries[paths[0]]])
        if isinstance(document, Document) and content is not None:
            _add_file(package, key, paths, document, content)
    return package


def _add_file(
    package: Package,
    key: tuple[str, str],
    paths: Iterable[str],
    document: Document,
    content: bytes,
) -> None:
    rows = [-1, *rows_of(document)]
    for number, unit in enumerate(units_of(document, content)):
        if unit.kind is not Kind.FUNCTION:
            continue
        definition = document.definitions[rows[number]]
        text = content[definition.extent.start : definition.extent.end]
        place = UnitPlace(*key, number)
        package.units[place] = unit
        for path in paths:
            package.at[place].append(len(package.functions))
            name = name_of(definition)
            package.functions.append(Function(name, path, text.count(b"\n") + 1, place))
            package.tokens.add(text, name)


def _ours(package: Package, asked: int) -> Iterator[int]:
    """The functions most like one, best first, those of its own file too."""
    unit = package.units[package.functions[asked].place]
    ranking = rank(package.catalogue, unit.features(), DEPTH + 100, MASKED)
    for one in ranking.best:
        yield from package.at.get(package.catalogue.place(one.part, one.unit), ())


def _cosine(package: Package, asked: int) -> Iterator[int]:
    return iter(package.tokens.ranked(asked, DEPTH + 100))


def _score(package: Package, asked: int, ranked: Iterator[int]) -> Score:
    """Reciprocal rank and precision of one question."""
    own = package.functions[asked]
    others = (package.functions[one] for one in ranked)
    hits = [
        one.name == own.name for one in islice((o for o in others if o.path != own.path), DEPTH)
    ]
    first = next((place for place, hit in enumerate(hits, 1) if hit), 0)
    return Score(1 / first if first else 0.0, sum(hits[:10]) / 10)


def _mean(scores: Iterable[Score]) -> Score:
    every = list(scores)
    return Score(fmean(one.mrr for one in every), fmean(one.precision for one in every))
