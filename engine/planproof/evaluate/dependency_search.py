"""One term of ``dependencies`` over the import graph of one tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from planproof.evaluate.chains import Chains
from planproof.evaluate.import_graph import ImportGraph, Use
from planproof.evaluate.modules import Module
from planproof.evaluate.tree_hits import Undecided
from planproof.model.violation import Mark
from planproof.rules import DependencyTerm, Term, names_external, names_module


@dataclass(frozen=True, slots=True)
class Found:
    """An import that leads to what is meant, and the names of the modules on the way there."""

    use: Use
    chain: Sequence[str]
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
        self._judged: dict[str, bool] = {}

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
                    yield Found(use, chain, self._mark(use, way))

    def undecided(self) -> Iterator[Undecided]:
        """Files of which the imports are not known, where they may matter."""
        for source in sorted(self.sources):
            for path, why in self.graph.doubts(self._module(source)):
                yield Undecided(path, why, (path,))

    def _load(self) -> None:
        self.graph.load([self._module(source) for source in self.sources])

    def _ways(self, source: int) -> Iterator[tuple[Use, int, Sequence[int]]]:
        for use in self.graph.uses(self._module(source)):
            for node in self._nodes(use):
                if node != source and (way := self._way(source, node)):
                    yield use, node, way

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

    def _nodes(self, use: Use) -> Iterator[int]:
        """What an import leads to: modules, or a chain that the targets name."""
        yield from (each.number for each in use.modules)
        if not any(each.number in self.targets for each in use.modules) and self._fits(use):
            if use.chain not in self._numbers:
                self._numbers[use.chain] = len(self._names)
                self._names.append(use.chain)
            yield self._numbers[use.chain]

    def _fits(self, use: Use) -> bool:
        """Whether the targets name what is imported by its chain: it lies outside of the tree, or
        is a name that a module of the tree holds."""
        if use.relative:
            chains = list(self.graph.modules.outside(use.file, use.chain))
            return any(self._fits_chain(chain, use) for chain in chains)
        return self._fits_chain(use.chain, use)

    def _fits_chain(self, chain: str, use: Use) -> bool:
        key = f"{bool(use.modules):d}{chain}"
        if key not in self._judged:
            names = names_module if use.modules else names_external
            self._judged[key] = any(names(term, chain) for term in self.term.targets)
        return self._judged[key]

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

    def undecided(self) -> Iterator[Undecided]:
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
        self.graph.load()

    def _way(self, source: int, node: int) -> Sequence[int]:
        if self._is_inside(source):
            return self._to_others.to_goal(node)
        return self._to_targets.to_goal(node, source if self.term.among else None)

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
        """(importer, imported), and whether some import that says so is sound."""
        found: dict[tuple[int, int], bool] = {}
        for module in self.graph.modules.all:
            for use in self.graph.uses(module):
                for node in self._nodes(use):
                    pair = (module.number, node)
                    found[pair] = found.get(pair, False) or use.mark is not Mark.LEXICAL
        return found

    def _doubtful(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        modules = self.graph.modules.all
        between = (m for m in modules if m.number not in self.sources | self.targets)
        found = {module.number: list(self.graph.doubts(module)) for module in between}
        return {number: doubts for number, doubts in found.items() if doubts}

    def _paths_that_reach(self, chains: Chains) -> Sequence[str]:
        uses = (use for each in self.sources for use in self.graph.uses(self._module(each)))
        reaching = (u for u in uses if any(chains.to_goal(node) for node in self._nodes(u)))
        return sorted({use.file.path for use in reaching})
