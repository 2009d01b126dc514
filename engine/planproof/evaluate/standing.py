"""Whether edits leave it as it was which words lead where: told without a look at all files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from planproof.evaluate.bindings import Binding
from planproof.evaluate.grounds import Grounds, Plain, TermGrounds
from planproof.evaluate.link_edits import Edit, Edits
from planproof.evaluate.link_state import LinkState
from planproof.evaluate.linking import Linking
from planproof.evaluate.module_families import Family, module_of
from planproof.evaluate.moved import moved_modules
from planproof.evaluate.reach import Reach, Words, smallest_of, words_left, words_of
from planproof.evaluate.trail import holds_any
from planproof.model.name import last_segment
from planproof.rules import NameTerm, RegexTerm

Term = NameTerm | RegexTerm


class _UnsureError(Exception):
    """Only a look at all files can tell."""


def still_stand(state: LinkState, edits: Edits, linking: Linking) -> bool:
    """Whether all reaches are as they were but for the files that differ themselves. What leads to
    these is put right in the links."""
    differing = [each for each in edits.files if each.gone() or each.new()]
    grounds = state.grounds.without({each.path for each in differing})
    linking.reaches.grounds = grounds
    check = _Check(state, grounds, linking)
    try:
        return not check.modules_matter() and all(map(check.is_harmless, differing))
    except _UnsureError:
        return False


class _Check(Struct, frozen=True):
    """``grounds`` are those without the files that differ."""

    state: LinkState
    grounds: Grounds
    linking: Linking

    def modules_matter(self) -> bool:
        """Whether modules came or went where the reaches looked for some."""
        old, new = self.state.families, self.linking.links.modules.families
        marks = moved_modules(old, new)
        if marks is None or holds_any(self.state.marks, marks):
            return True
        roots = {root for space in new for root in _roots(old, space) ^ _roots(new, space)}
        words = {segment for root in roots for segment in root.split(".")}
        return any(not words.isdisjoint(words_of(term)) for term in self.state.reaches)

    def is_harmless(self, edit: Edit) -> bool:
        """Whether what an edit binds, and binds no more, leads nowhere new and nobody to it."""
        if edit.path in self.state.knots or holds_any(self.state.marks, edit.differences()):
            return False
        language = edit.now or edit.was
        assert language is not None  # noqa: S101 - only such files are looked at
        place = module_of(edit.path, language).place
        if any(self.grounds.rename(binding, place) for binding in edit.gone() | edit.new()):
            return False
        ends = {last_segment(place)} | self.linking.links.modules.names_of(place)
        return all(self._is_harmless_to(term, edit, ends) for term in self.state.reaches)

    def _is_harmless_to(self, term: Term, edit: Edit, ends: set[str]) -> bool:
        if not words_of(term):
            return True
        grounds = self.grounds.terms.get(term.text)
        if grounds is None:
            return False
        one = _OfTerm(term, grounds, self.state.reaches[term], self.linking)
        return (
            all(one.may_come(each, ends) for each in edit.new())
            and all(one.may_go(each, ends) for each in edit.gone())
            and one.put_right(edit)
        )


def _roots(families: Mapping[str, Family], space: str) -> frozenset[str]:
    return families[space].all_roots if space in families else frozenset()


class _OfTerm(Struct, frozen=True):
    term: Term
    grounds: TermGrounds
    reach: Reach
    linking: Linking

    def may_come(self, binding: Binding, ends: set[str]) -> bool:
        """Whether a new binding only does what others do already."""
        if self.grounds.is_open_to(binding.chain):
            return False
        for name in self._names(binding):
            plain = self._plain(name)
            if plain is None or "" in ends or not ends.isdisjoint(plain.open):
                return False
        return True

    def may_go(self, binding: Binding, ends: set[str]) -> bool:
        """Whether others do all that a binding did that is gone."""
        for name in self._names(binding):
            plain = self._plain(name)
            if plain is None or "" in ends or not ends.isdisjoint(plain.near):
                return False
            if not plain.paths:
                return False
        return True

    def put_right(self, edit: Edit) -> bool:
        """Notes by what words the file itself may be led to, and that it has the term's names;
        False where that cannot be told."""
        before, after = self._at(edit.before), self._at(edit.after)
        if before != self.reach.at.get(edit.path, frozenset()):
            return False
        for binding in edit.after:
            for name in self._names(binding):
                if (plain := self._plain(name)) is not None:
                    plain.support(edit.path)
        if before != after:
            known = self.linking.reaches.known
            at = {**known[self.term].at, edit.path: after}
            known[self.term] = replace(
                known[self.term], at={path: sets for path, sets in at.items() if sets}
            )
        return True

    def _plain(self, name: str) -> Plain | None:
        return self.grounds.plain.get(name) if name in self.reach.names else None

    def _names(self, binding: Binding) -> Iterator[str]:
        """By what others take something that leads to the term; ``*`` where it leads further."""
        name, words = binding.offers, words_of(self.term)
        if name is None:
            return
        for left in (*self._written(binding), *self._taken(binding)):
            yield name if name and words <= left | {name} else "*"

    def _written(self, binding: Binding) -> Iterator[Words]:
        """What must follow where it leads to the term by itself."""
        if any(word in binding.chain for word in words_of(self.term)):
            yield from words_left(self.term, binding.chain)

    def _taken(self, binding: Binding) -> Iterator[Words]:
        """The same where it does so by way of other files."""
        if not self.grounds.takes(binding.chain):
            return
        links, reaches = self.linking.links, self.linking.reaches
        if links.modules.language(binding.path) is None:
            raise _UnsureError
        with links.inquiry() as knots, links.log.aside() as marks:
            chains = links.may_mean(binding.path, binding.chain)
        if knots:
            raise _UnsureError
        reaches.marks |= marks
        for chain in chains:
            yield from words_left(self.term, chain)

    def _at(self, bindings: Iterable[Binding]) -> frozenset[Words]:
        words = words_of(self.term)
        found = (left for each in bindings for left in self._taken(each))
        return smallest_of(left for left in found if not words <= left)
