"""“Where does this name stand?”: as it is written, and under every other name that it has.

A term is read as a rule reads it, and hits what a rule of the role's facet would hit: definitions
by module and qualified name; imports by prefix, whole or imported name; all else by the end of what
is written or meant. A regular expression and ``a.**`` are compared with what each file says; other
files are asked only for the names that they give it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from planproof.index.mentions import MADE, OFFER, RELATIVE, STARRED, VIA, WITHIN, Mention
from planproof.model.document import Role
from planproof.model.name import last_segment, segments
from planproof.rules.chains import ANY_SEGMENTS, segment_fits
from planproof.rules.terms import NameTerm, Term
from planproof.search.atlas import Atlas
from planproof.search.match import Match
from planproof.search.meaning import Meaning

_DEFINITION, _IMPORT = int(Role.DEFINITION), int(Role.IMPORT)
STAR = "a star import may bring it"


def find(term: Term, atlas: Atlas, meaning: Meaning) -> Iterator[Match]:
    """Every place that a term hits, unsorted; one place perhaps several times."""
    finder = _Finder(term, atlas, meaning)
    yield from finder.run()


class _Finder:
    def __init__(self, term: Term, atlas: Atlas, meaning: Meaning) -> None:
        self._term = term
        self._atlas = atlas
        self._meaning = meaning

    def run(self) -> Iterator[Match]:
        """What stands under the last segment, then under the names that others give it."""
        waiting = self._keys()
        if waiting is None:
            waiting = set()
            yield from self._all(waiting)
        done: set[str] = set()
        while waiting:
            key = waiting.pop()
            done.add(key)
            for mention in self._atlas.mentions(key):
                if mention.roles & OFFER:
                    if self._is_offered(mention) and mention.texts[0] not in done:
                        waiting.add(mention.texts[0])
                else:
                    yield from self._judge(mention)

    def _all(self, names: set[str]) -> Iterator[Match]:
        """What holds the term anywhere; ``names`` gets those that others may take it by."""
        for mention in self._atlas.scan(self._may_be_meant, self._term.letters):
            if mention.roles & OFFER:
                names.add(mention.texts[0])
            else:
                yield from self._judge(mention)

    def _may_be_meant(self, texts: tuple[str, ...]) -> bool:
        return any(map(self._may_fit, texts))

    def _may_fit(self, text: str) -> bool:
        if isinstance(self._term, NameTerm):
            return self._term.within(_comparable(text))
        return self._term.search(text)

    def _keys(self) -> set[str] | None:
        """The segments to look under; None for all."""
        term = self._term
        if not isinstance(term, NameTerm) or term.parts[-1] == ANY_SEGMENTS:
            return None
        last = term.parts[-1]
        if "*" not in last:
            return {last}
        begin = last.partition("*")[0]
        return {key for key in self._atlas.keys(begin) if segment_fits(last, key)}

    def _is_offered(self, mention: Mention) -> bool:
        path, chain = self._atlas.units[mention.unit].path, mention.texts[1]
        return any(map(self._ends, self._meaning.of(path, chain).chains))

    def _judge(self, mention: Mention) -> Iterator[Match]:
        path = self._atlas.units[mention.unit].path
        if mention.roles & WITHIN:
            return
        if mention.roles & _DEFINITION:
            if self._defines(mention, path):
                yield Match(mention, path)
            return
        fits: Callable[[str], bool] = self._ends
        written = mention.texts[0]
        if mention.roles & _IMPORT:
            written, fits = mention.texts[-1], partial(self._imports, mention)
        if fits(written):
            yield Match(mention, path)
        elif (linked := self._linked(path, mention, fits)) is not None:
            yield linked

    def _linked(self, path: str, mention: Mention, fits: Callable[[str], bool]) -> Match | None:
        """By what a name means, the first meaning that fits; a certain one before others."""
        guess: Match | None = None
        for chain in mention.texts[1:]:
            if chain.startswith(MADE):
                continue
            ends = self._meaning.of(path, chain, starred=self._is_starred(mention, chain))
            for each in ends.chains:
                if fits(each) and self._reaches(each, mention):
                    if each not in ends.guessed:
                        return Match(mention, path, each)
                    guess = guess or Match(mention, path, each, certain=False, why=STAR)
        return guess

    def _is_starred(self, mention: Mention, chain: str) -> bool:
        if not mention.roles & STARRED:
            return False
        stars = self._atlas.told(mention.unit).stars
        return any(chain.startswith(f"{star}.") for star in stars)

    def _defines(self, mention: Mention, path: str) -> bool:
        term, chain = self._term, mention.texts[-1]
        if isinstance(term, NameTerm):
            return term.ends(_comparable(chain))
        module = self._atlas.modules.place(path)
        prefix = len(module) + 1 if module else 0
        own = last_segment(chain)
        return term.search(own) or any(end > prefix for _, end in term.spans(chain))

    def _imports(self, mention: Mention, target: str) -> bool:
        term = self._term
        if not isinstance(term, NameTerm):
            return term.search(target) or term.search(mention.texts[0])
        chain = _comparable(target)
        if any(term.begins(chain[start:]) for start in self._starts(mention)):
            return True
        return not mention.roles & VIA and len(term.parts) == 1 and term.ends(chain[-1:])

    def _starts(self, mention: Mention) -> range:
        """A relative import is compared from the source root on, too."""
        if not mention.roles & RELATIVE:
            return range(1)
        path = self._atlas.units[mention.unit].path
        language = self._atlas.language(path)
        return range(self._atlas.above_root(path, language) + 1) if language else range(1)

    def _ends(self, text: str) -> bool:
        if not isinstance(self._term, NameTerm):
            return self._term.search(text)
        return self._term.ends(_comparable(text))

    def _reaches(self, chain: str, mention: Mention) -> bool:
        """A match must reach beyond the file's own module."""
        module = self._atlas.modules.place(self._atlas.units[mention.unit].path)
        if not module or not chain.startswith(f"{module}."):
            return True
        if isinstance(self._term, NameTerm):
            parts, own = segments(chain), len(segments(module))
            return any(self._term.ends(parts[:end]) for end in range(own + 1, len(parts) + 1))
        return any(end > len(module) + 1 for _, end in self._term.spans(chain))


def _comparable(name: str) -> tuple[str, ...]:
    return segments(name if name.isascii() else unicodedata.normalize("NFKC", name))
