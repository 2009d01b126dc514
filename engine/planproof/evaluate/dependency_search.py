"""One term of ``dependencies`` over the import graph of one tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from planproof.evaluate.chains import Chains
from planproof.evaluate.import_graph import ImportGraph, Use
from planproof.evaluate.meanings import Meaning
from planproof.evaluate.modules import Module
from planproof.evaluate.tree_hits import Undecided
from planproof.model.violation import Mark
from planproof.rules import DependencyTerm, Term, names_module


class Found(Struct, frozen=True):
    """An import that leads to what is meant, the names of the modules on the way there, and the
    files of those between."""

    use: Use
    chain: Sequence[str]
    between: tuple[str, ...]
    mark: Mark


class DirectSearch:
    """Imports of the targets themselves.

    Nodes are modules, by number, and above those chains that mean no module of the tree. Imports
    among modules that both sides of the term name are not meant: in ``from: app.**, on:
    app.web.**`` those inside of ``app.web``. Only where both sides are the same they are.
    """

    def __init__(self, term: DependencyTerm, graph: ImportGraph) -> None:
        self.term = term
        self.graph = graph
        self.sources = self._named(term.sources)
        self.targets = self._named(term.targets)
        self._names = [module.name for module in graph.modules.all]
        self._numbers: dict[str, int] = {}
        self._nodes: dict[int, tuple[int, ...]] = {}
        self._leading: dict[int, bool] = {}

    def run(self) -> Iterator[Found]:
        """Every import that leads to a target, by module and place."""
        self._load()
        for source in sorted(self.sources):
            told: set[tuple[str, int, int]] = set()
            for use, node, way in self._ways(source):
                key = (use.file.path, use.statement if len(way) == 1 else -1, node)
                if key not in told:
                    told.add(key)
                    chain = [self._names[each] for each in (source, *way)]
                    yield Found(use, chain, self._files_of(way[:-1]), self._mark(use, way))

    def undecided(self) -> Iterator[Undecided]:
        """Files of which the imports are not known, where they may matter."""
        for source in sorted(self.sources):
            for path, why in self.graph.doubts(self._module(source)):
                yield Undecided(path, why, (path,))

    def _load(self) -> None:
        self.graph.load([self._module(source) for source in self.sources])

    def _ways(self, source: int) -> Iterator[tuple[Use, int, Sequence[int]]]:
        for use in self.graph.uses(self._module(source), self._may_lead):
            for node in self._nodes_of(use.meaning):
                if node != source and (way := self._way(source, node)):
                    yield use, node, way

    def _may_lead(self, meaning: Meaning) -> bool:
        """Whether what is imported leads to a target from anywhere: judged once for all sources."""
        known = self._leading.get(meaning.number)
        if known is None:
            known = self._leading[meaning.number] = any(map(self._leads, self._nodes_of(meaning)))
        return known

    def _leads(self, node: int) -> bool:
        return node >= len(self.graph.modules.all) or node in self.targets

    def _files_of(self, nodes: Iterable[int]) -> tuple[str, ...]:
        return tuple(file.path for node in nodes for file in self._module(node).files)

    def _way(self, source: int, node: int) -> Sequence[int]:
        """From what a source imports to a target, both included; empty if it leads to none."""
        return (node,) if self._is_goal(source, node) else ()

    def _mark(self, use: Use, way: Sequence[int]) -> Mark:
        del way
        return use.mark

    def _is_goal(self, source: int, node: int) -> bool:
        if node >= len(self.graph.modules.all):
            return True
        return node in self.targets and (node not in self.sources or not self._is_inside(source))

    def _is_inside(self, source: int) -> bool:
        """Whether imports of the source by those that are sources and targets are not meant."""
        return source in self.targets and not self.term.among

    def _nodes_of(self, meaning: Meaning) -> tuple[int, ...]:
        """What an import leads to: modules, or a chain that the targets name."""
        nodes = self._nodes.get(meaning.number)
        if nodes is None:
            nodes = meaning.modules
            if self.targets.isdisjoint(nodes) and self._fits(meaning):
                nodes = (*nodes, self._number_of(meaning.chain))
            self._nodes[meaning.number] = nodes
        return nodes

    def _number_of(self, chain: str) -> int:
        if chain not in self._numbers:
            self._numbers[chain] = len(self._names)
            self._names.append(chain)
        return self._numbers[chain]

    def _fits(self, meaning: Meaning) -> bool:
        """Whether the targets name what is imported by its chain: it lies outside of the tree, or
        is a name that a module of the tree holds."""
        spelt = ((term, chain) for term in self.term.targets for chain in meaning.spellings)
        return any(names_module(term, chain) for term, chain in spelt)

    def _named(self, terms: Iterable[Term]) -> frozenset[int]:
        return frozenset(
            each.number
            for each in self.graph.modules.all
            if any(names_module(term, name) for term in terms for name in each.names)
        )

    def _module(self, number: int) -> Module:
        return self.graph.modules.all[number]


class TransitiveSearch(DirectSearch):
    """Imports that lead to the targets through any number of modules, none of them a source: a
    chain through another source is that one's."""

    def __init__(self, term: DependencyTerm, graph: ImportGraph) -> None:
        super().__init__(term, graph)
        self._reached = set(self.sources)

    def undecided(self) -> Iterator[Undecided]:
        self._load()
        yield from super().undecided()
        doubtful = self._doubtful()
        for number in sorted(doubtful):
            chains = self._chains_to({number})
            at = tuple(self._paths_that_reach(chains))
            for path, why in doubtful[number] if at else ():
                yield Undecided(path, why, at)
        paths = tuple(f.path for each in sorted(self.sources) for f in self._module(each).files)
        for path, why in self.graph.unreadable():
            yield Undecided(path, why, paths)

    def _load(self) -> None:
        """Reading the edges reads what is needed of the graph."""
        assert self._edges is not None  # noqa: S101

    def _way(self, source: int, node: int) -> Sequence[int]:
        if self._is_inside(source):
            return self._to_others.to_goal(node)
        return self._to_targets.to_goal(node, source if self.term.among else None)

    def _leads(self, node: int) -> bool:
        return bool(self._to_targets.to_goal(node))

    def _mark(self, use: Use, way: Sequence[int]) -> Mark:
        broken = not all(self._edges[pair] for pair in pairwise(way))
        return Mark.LEXICAL if broken and use.mark is Mark.PROVEN else use.mark

    @cached_property
    def _to_targets(self) -> Chains:
        return self._chains_to({*self.targets, *self._outside()}, others=self.term.among)

    @cached_property
    def _to_others(self) -> Chains:
        return self._chains_to({*(self.targets - self.sources), *self._outside()})

    def _chains_to(self, goals: Collection[int], *, others: bool = False) -> Chains:
        return Chains(goals, self._importers, self.sources | self.targets, others=others)

    def _outside(self) -> Iterator[int]:
        """The targets that are chains and mean no module."""
        modules = len(self.graph.modules.all)
        return (imported for _, imported in self._edges if imported >= modules)

    @cached_property
    def _importers(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for importer, imported in sorted(self._edges):
            found.setdefault(imported, []).append(importer)
        return found

    @cached_property
    def _edges(self) -> Mapping[tuple[int, int], bool]:
        """(importer, imported), and whether some import that says so is sound: of the modules that
        the sources lead to, which are read as they are met."""
        found: dict[tuple[int, int], bool] = {}
        wave = sorted(self.sources)
        while wave:
            self.graph.load([self._module(number) for number in wave])
            pairs = [self._edges_of(number, found) for number in wave]
            met = {node for nodes in pairs for node in nodes} - self._reached - self.targets
            wave = sorted(node for node in met if node < len(self.graph.modules.all))
            self._reached.update(wave)
        return found

    def _edges_of(self, importer: int, found: dict[tuple[int, int], bool]) -> Collection[int]:
        """Adds the edges of one module; returns what it leads to."""
        nodes: set[int] = set()
        for meanings, broken in self.graph.imported(self._module(importer)):
            for number, meaning in enumerate(meanings):
                for node in self._nodes_of(meaning):
                    pair = (importer, node)
                    found[pair] = found.get(pair, False) or number not in broken
                    nodes.add(node)
        return nodes

    def _doubtful(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        between = self._reached - self.sources
        found = {number: list(self.graph.doubts(self._module(number))) for number in between}
        return {number: doubts for number, doubts in found.items() if doubts}

    def _paths_that_reach(self, chains: Chains) -> Sequence[str]:
        def reaches(meaning: Meaning) -> bool:
            return any(map(chains.to_goal, self._nodes_of(meaning)))

        modules = map(self._module, self.sources)
        uses = (use for module in modules for use in self.graph.uses(module, reaches))
        return sorted({use.file.path for use in uses})
