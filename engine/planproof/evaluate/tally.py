"""What a pass over a tree gathers for one rule."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field

from planproof.evaluate.selection import any_reads, limiting_terms, terms_of
from planproof.evaluate.sightings import Watch
from planproof.evaluate.text_page import AnyPage
from planproof.model.evaluation import Coverage
from planproof.model.suppression import Suppression
from planproof.model.violation import Violation
from planproof.rules import MEASURED, Hit, Rule, RuleTerm, whole_file
from planproof.spec.wire import Facet


class RedFile(Struct, frozen=True):
    """A file in which a rule is red: what a witness is made of. No page: red by its path.

    ``hits`` are the first of each term, ``terms`` how many these are. ``kept``: neither its page
    nor its hits are at hand, for it was judged before.
    """

    path: str
    blob: str
    page: AnyPage | None
    hits: tuple[Hit, ...]
    terms: int
    kept: bool = False


_SUMS = ("in_scope", "excluded", "examined", "hits", "lexical", "unresolved", "suppressed",
         "unquoted")  # fmt: skip
_LISTS = ("unjudged", "blocking", "violations", "suppressions")
_COUNTERS = ("forbidden", "candidates", "met", "seen")


class Tally(Struct, eq=False):
    """What some files, or all of them, add up to for one rule.

    ``terms`` are all of the rule's, ``limiting`` those of which more hits could turn it red.
    ``forbidden`` and ``met`` count hits by the index of their term, in ``match`` and ``expect``,
    ``candidates`` those of ``for_each``;
    ``met`` only those that an expectation may rest on, ``seen`` all of them. Without ``quotes``
    hits are counted and no violations made of them. ``known`` counts violations that are known from
    before and not among these. One that ``counts_only`` has few of them: all others are counted as
    ``unquoted``, and no file is kept as a red one.
    """

    rule: Rule
    terms: tuple[RuleTerm, ...]
    limiting: tuple[RuleTerm, ...]
    quotes: bool = True
    watch: Watch | None = None
    in_scope: int = 0
    excluded: int = 0
    examined: int = 0
    hits: int = 0
    lexical: int = 0
    unresolved: int = 0
    suppressed: int = 0
    unquoted: int = 0
    unjudged: list[tuple[str, str]] = field(default_factory=list)
    blocking: list[tuple[str, str]] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    forbidden: Counter[int] = field(default_factory=Counter)
    candidates: Counter[int] = field(default_factory=Counter)
    met: Counter[int] = field(default_factory=Counter)
    seen: Counter[int] = field(default_factory=Counter)
    red_file: RedFile | None = None
    known: int = 0
    counts_only: bool = False
    _looked_at: Tally | None = None

    @property
    def looked_at(self) -> Tally:
        """The part of a file in which nothing was found: one for all of them, not to be changed."""
        if self._looked_at is None:
            self._looked_at = self.part()
            self._looked_at.in_scope = self._looked_at.examined = 1
        return self._looked_at

    def part(self) -> Tally:
        """An empty one of the same rule, for one file."""
        part = Tally(self.rule, self.terms, self.limiting, self.quotes, self.watch)
        part.counts_only = self.counts_only
        return part

    def add(self, part: Tally) -> None:
        """Adds what one file gave. Files are added in the order of their paths."""
        if part is self._looked_at:
            self.in_scope += 1
            self.examined += 1
            return
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(part, name))
        for name in _LISTS:
            getattr(self, name).extend(getattr(part, name))
        for name in _COUNTERS:
            getattr(self, name).update(getattr(part, name))
        if part.red_file is not None:
            self.keep_red_file(part.red_file)

    def add_plain(self, files: int) -> None:
        """Adds files of which there is nothing to say: without a letter of the rule, or for a rule
        about paths alone, with a path that it says nothing of."""
        self.in_scope += files
        if any_reads(self.rule):
            self.excluded += files
        else:
            self.examined += files

    @property
    def is_plain(self) -> bool:
        """Whether a file gave nothing but that it holds none of the rule's letters."""
        return self.excluded == 1 and not (self.hits or self.blocking or self.violations)

    @property
    def is_about_tables(self) -> bool:
        return any(term.facet is Facet.SQL_TABLES for term in self.terms)

    @property
    def is_red(self) -> bool:
        """Whether something forbidden was hit."""
        return bool(self.forbidden)

    @property
    def unhit(self) -> tuple[RuleTerm, ...]:
        """The terms by which the rule is red and was not."""
        return tuple(t for t in self.rule.forbidding if not self.forbidden[t.index])

    @property
    def unseen(self) -> tuple[RuleTerm, ...]:
        """Those of them that found nothing at all: no candidate either that holds what it must. A
        limit that is kept everywhere has measured all the same."""
        found = (t for t in self.unhit if t.facet not in MEASURED)
        return tuple(term for term in found if not self.candidates[term.index])

    def picks(self, path: str) -> bool:
        """Whether a file is a candidate as a whole, by its path."""
        clause = self.rule.for_each
        return clause is not None and whole_file(clause, path, 0) is not None

    def keep_red_file(self, file: RedFile) -> None:
        """Keeps the one in which most terms are hit; of several the first by path."""
        known = self.red_file
        if known is None or (-file.terms, file.path) < (-known.terms, known.path):
            self.red_file = file

    def forget_page(self) -> None:
        """Lets go of the page of its red file: thousands of them would not fit into memory."""
        red = self.red_file
        if red is not None and red.page is not None:
            self.red_file = RedFile(red.path, red.blob, None, (), red.terms, kept=True)

    def coverage(self) -> Coverage:
        return Coverage(
            in_scope=self.in_scope,
            excluded_by_letters=self.excluded,
            examined=self.examined,
            hits=self.hits,
            lexical_hits=self.lexical,
            suppressed=self.suppressed,
            unresolved=self.unresolved,
            unjudged=tuple(sorted(self.unjudged)),
            blocking=tuple(sorted(self.blocking)),
        )


def open_tally(
    rule: Rule, *, quotes: bool = True, watch: Watch | None = None, counts_only: bool = False
) -> Tally:
    """An empty tally of all files."""
    tally = Tally(rule, terms_of(rule), limiting_terms(rule), quotes, watch)
    tally.counts_only = counts_only
    return tally
