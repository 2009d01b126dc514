"""The names of files, and what they are bound to, as skims have it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.opened import imported, target_of
from planproof.languages import Language, Skim, SkimKind, Skimmed
from planproof.model.document import WHOLE
from planproof.model.name import last_segment


class Binding(NamedTuple):
    """One name of a file, and the chain that it is bound to. The name of a star is empty, that of
    a module as a whole ``*``; an import may bind no name."""

    path: str
    language: Language
    name: str
    chain: str
    kind: SkimKind

    @property
    def is_star(self) -> bool:
        return self.kind is SkimKind.STAR or self.name == WHOLE

    @property
    def offers(self) -> str | None:
        """By what others take it: a name, empty for all names; None if by nothing."""
        if self.is_star:
            return ""
        return self.name or None


def bindings_of(skim: Skim, language: Language, path: str, place: str) -> Iterator[Binding]:
    chains = imported(skim, language, path, place)
    for each, chain in zip(skim, chains, strict=True):
        yield Binding(path, language, each.name, chain, each.kind)


class Bindings:
    """Those of all files, by the chains that they are bound to, which files share.

    Bindings are numbered through all files, and made when they are asked for.
    """

    def __init__(self, skims: Mapping[str, Skim], modules: ModulePlaces) -> None:
        self._modules = modules
        self._paths: list[str] = []
        self._starts: list[int] = []
        self._skimmed: list[Skimmed] = []
        self._plain = bytearray()
        self._bound: dict[str, list[int]] = {}
        self._targets = _Targets()
        self._with_word: dict[str, list[str]] = {}
        self._with_before: dict[str, dict[str, list[int]]] = {}
        for path, skim in skims.items():
            language = modules.language(path)
            if language is not None:
                self._add(path, skim, language)

    def _add(self, path: str, skim: Skim, language: Language) -> None:
        bound, number = self._bound, len(self._skimmed)
        self._paths.append(path)
        self._starts.append(number)
        self._skimmed += skim
        self._plain += bytes([language.chains_name_modules]) * len(skim)
        for chain in self._targets.of(skim, language, path, self._modules.place(path)):
            if chain in bound:
                bound[chain].append(number)
            else:
                bound[chain] = [number]
            number += 1

    def with_any(self, words: Iterable[str]) -> list[str]:
        """The chains that hold one of the words."""
        return list(dict.fromkeys(chain for word in words for chain in self._holding(word)))

    def _holding(self, word: str) -> list[str]:
        if word not in self._with_word:
            self._with_word[word] = [chain for chain in self._bound if word in chain]
        return self._with_word[word]

    def bound_to(self, chain: str) -> Iterator[Binding]:
        return (self._binding(number, chain) for number in self._bound[chain])

    def all(self) -> Iterator[Binding]:
        return (each for chain in self._bound for each in self.bound_to(chain))

    def behind(self, segment: str, before: frozenset[str] | None = None) -> Iterator[Binding]:
        """What is bound to a chain with the segment, behind one of these; None for whatever
        stands before it, and for nothing."""
        chains = self._by_segment.get(segment, ())
        numbers = range(len(chains)) if before is None else self._behind_any(segment, before)
        for number in numbers:
            yield from self.bound_to(chains[number])

    def _behind_any(self, segment: str, before: frozenset[str]) -> Sequence[int]:
        """The numbers of such chains among those with the segment, in their order."""
        known = self._befores_of(segment)
        found = [known[each] for each in known.keys() & before]
        return found[0] if len(found) == 1 else sorted(set().union(*found))

    def _befores_of(self, segment: str) -> Mapping[str, list[int]]:
        """By what stands before a segment: the chains, by their numbers among those with it."""
        found = self._with_before.get(segment)
        if found is None:
            found = self._with_before[segment] = {}
            for number, chain in enumerate(self._by_segment.get(segment, ())):
                for each in set(_before(chain, segment)):
                    found.setdefault(each, []).append(number)
        return found

    def other_names(self, end: str) -> Iterator[Binding]:
        """What is bound to a chain with this end, and is not just the same name for a module."""
        return (self._binding(number, chain) for number, chain in self._others.get(end, ()))

    def befores(self, segment: str) -> set[str]:
        """All that stands before a segment in some chain."""
        return {*self._befores_of(segment)}

    def leading_to(self, ends: Iterable[str]) -> set[str]:
        """These ends of modules, and those that may be called by one of them elsewhere."""
        found, waiting = set(ends), list(ends)
        while waiting:
            for end in self._renamed_to.get(waiting.pop(), ()):
                if end not in found:
                    found.add(end)
                    waiting.append(end)
        return found

    @cached_property
    def _renamed_to(self) -> Mapping[str, set[str]]:
        """By another name of a module: what its own may be."""
        found: dict[str, set[str]] = {}
        for end, others in self._others.items():
            for number, chain in others:
                bound = self._binding(number, chain)
                found.setdefault(self.other_name(bound), set()).add(end)
        return found

    def other_name(self, bound: Binding) -> str:
        """What the module that something is bound to may be called behind the file's name, or in
        its stead."""
        return last_segment(self._modules.place(bound.path)) if bound.is_star else bound.name

    def _binding(self, number: int, chain: str) -> Binding:
        path = self._paths[bisect_right(self._starts, number) - 1]
        language = self._modules.language(path)
        assert language is not None  # noqa: S101 - of no other file there are any
        skimmed = self._skimmed[number]
        return Binding(path, language, skimmed.name, chain, skimmed.kind)

    @cached_property
    def _by_segment(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for chain in self._bound:
            for segment in set(chain.split(".")):
                if segment in found:
                    found[segment].append(chain)
                else:
                    found[segment] = [chain]
        return found

    @cached_property
    def _others(self) -> Mapping[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        skimmed, plain = self._skimmed, self._plain
        for chain, numbers in self._bound.items():
            end = chain.rpartition(".")[2]
            for number in numbers:
                if skimmed[number].name != end or not plain[number]:
                    found.setdefault(end, []).append((number, chain))
        return found


def _before(chain: str, segment: str) -> Iterator[str]:
    parts = chain.split(".")
    return (parts[at - 1] if at else "" for at, part in enumerate(parts) if part == segment)


class _Targets:
    """What imports stand for: that of an absolute one is the same in all files, that of a relative
    one mostly in all of a folder."""

    def __init__(self) -> None:
        self._absolute: dict[tuple[str, str], str] = {}
        self._relative: dict[tuple[str, str, int, str], str] = {}

    def of(self, skim: Skim, language: Language, path: str, place: str) -> Iterator[str]:
        space, absolute, relative = language.name, self._absolute, self._relative
        folder = path.rpartition("/")[0] if language.relative_to_folder else path
        for each in skim:
            _, target, level, kind = each
            if kind is SkimKind.SAME:
                yield target_of(each, language, path, place)
            elif level or target[:1] == ".":
                key = (space, folder, level, target)
                if key not in relative:
                    relative[key] = target_of(each, language, path, place)
                yield relative[key]
            else:
                if (space, target) not in absolute:
                    absolute[space, target] = target_of(each, language, path, place)
                yield absolute[space, target]
