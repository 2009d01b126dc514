"""Which module imports which, compared with grimp, the graph below import-linter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import grimp
import pytest

from planproof.evaluate.dependency_search import TransitiveSearch
from planproof.evaluate.import_graph import ImportGraph
from planproof.evaluate.small_trees import small_tree
from planproof.rules import DependencyTerm, parse_name

pytestmark = pytest.mark.packages

PACKAGES = [
    ("django==5.1.4", "django"),
    ("homeassistant==2024.3.3", "homeassistant"),
    ("sqlalchemy==2.0.36", "sqlalchemy"),
]

Edges = set[tuple[str, str]]


@pytest.mark.parametrize(("requirement", "name"), PACKAGES)
def test_the_same_modules_import_the_same(
    package: Callable[[str], Path],
    measured: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    requirement: str,
    name: str,
) -> None:
    folder = package(requirement)
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    graph = grimp.build_graph(name, cache_dir=None)
    theirs = {(a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a)}
    ours = set(edges(folder, name))
    assert sorted(theirs - ours) == []
    more = ours - theirs
    bare = {pair for pair in more if not graph.modules.issuperset(pair)}
    compiled = {pair for pair in more - bare if holds_compiled_modules(folder, pair[1])}
    assert sorted(more - bare - compiled) == []
    measured(
        f"imports of {requirement}: {len(ours & theirs):,} pairs of modules are grimp's;"
        f" {len(bare)} more are of modules in folders without __init__.py,"
        f" {len(compiled)} of compiled modules, counted as their package"
    )


def holds_compiled_modules(folder: Path, package: str) -> bool:
    return any((folder / package.replace(".", "/")).glob("*.pyx"))


CONTRACTS = [
    ("django==5.1.4", "django.db", "django.forms"),
    ("django==5.1.4", "django.utils", "django.db"),
    ("homeassistant==2024.3.3", "homeassistant.helpers", "homeassistant.components.recorder"),
    ("homeassistant==2024.3.3", "homeassistant.util", "homeassistant.components.http"),
    ("sqlalchemy==2.0.36", "sqlalchemy.util", "sqlalchemy.orm"),
]


@pytest.mark.parametrize(("requirement", "source", "target"), CONTRACTS)
def test_the_same_modules_break_a_contract_by_chains_as_short(
    package: Callable[[str], Path],
    measured: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    requirement: str,
    source: str,
    target: str,
) -> None:
    folder, name = package(requirement), source.partition(".")[0]
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    theirs = dict(shortest_of_grimp(grimp.build_graph(name, cache_dir=None), source, target))
    below = [(parse_name(f"{source}.**"),), (parse_name(f"{target}.**"),)]
    search = TransitiveSearch(DependencyTerm(*below, transitive=True), graph_of(folder, name))
    assert shortest(found.chain for found in search.run()) == theirs
    measured(f"contract {source} → {target}: {len(theirs)} modules break it, as in grimp's graph")


def shortest(chains: Iterable[Sequence[str]]) -> dict[str, int]:
    """The length of the shortest chain from each module."""
    found: dict[str, int] = {}
    for chain in chains:
        found[chain[0]] = min(found.get(chain[0], len(chain)), len(chain))
    return found


def shortest_of_grimp(
    graph: grimp.ImportGraph, source: str, target: str
) -> Iterator[tuple[str, int]]:
    """The same by grimp's graph, searched from each module on; no chain leads over another one."""
    sources = {source, *graph.find_descendants(source)}
    targets = {target, *graph.find_descendants(target)}
    for module in sorted(sources):
        level, seen, length = {module}, set(sources), 1
        while level and not level & targets:
            imported = {
                each for at in level for each in graph.find_modules_directly_imported_by(at)
            }
            level, length = imported - seen, length + 1
            seen |= level
        if level:
            yield module, length


def graph_of(folder: Path, name: str) -> ImportGraph:
    files = sorted((folder / name).rglob("*.py"))
    contents = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    return ImportGraph(small_tree(contents))


def edges(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    graph = graph_of(folder, name)
    graph.load(graph.modules.all)
    for module in graph.modules.all:
        for meanings, _ in graph.imported(module):
            for meaning in meanings:
                for number in meaning.modules:
                    if number != module.number:
                        yield module.name, graph.modules.all[number].name
