"""Which rules look at which paths of a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from planproof.languages import Language, language_of
from planproof.model.tree import Entry, EntryKind, Manifest
from planproof.rules import OwnPaths, PathScope, Rule, RuleClause, RuleTerm

_READABLE = (EntryKind.FILE, EntryKind.EXECUTABLE)
_HEAD = 100


class Selected(Struct, frozen=True):
    """An entry, the numbers of the rules in whose scope its path lies, and its language by name.

    ``unsure`` says that only the first line can tell the language.
    """

    entry: Entry
    rules: tuple[int, ...]
    language: Language | None
    unsure: bool

    @property
    def hint(self) -> str:
        """The name of the language, as far as the path tells it; ``?`` for only the content."""
        if self.unsure:
            return "?"
        return self.language.name if self.language is not None else ""


class Selection(Struct):
    """The paths of a tree that any rule looks at, in the order of the manifest."""

    rules: Sequence[Rule]
    own: OwnPaths
    manifest: Manifest
    _scoped: set[str] = field(default_factory=set)

    def files(self) -> Iterator[Selected]:
        """The files to look into. Links are not followed: what they point at is judged there."""
        yield from self.among(self.manifest.entries.values())

    def among(self, entries: Iterable[Entry]) -> Iterator[Selected]:
        """The same of some entries."""
        readers = self._readers()
        for entry in entries:
            if entry.kind in _READABLE:
                selected = self._select(entry, readers)
                if selected.rules:
                    yield selected

    def rules_for(self, entry: Entry) -> tuple[int, ...]:
        """The numbers of the rules that look into a file, as far as its path tells."""
        return next((selected.rules for selected in self.among([entry])), ())

    def settle(self, selected: Selected, content: bytes) -> Selected:
        """The same with the language that the content tells, and the rules that want it."""
        language = selected.language
        if selected.unsure:
            language = language_of(selected.entry.path, content[:_HEAD])
        return self.settle_as(selected, language)

    def settle_as(self, selected: Selected, language: Language | None) -> Selected:
        """The same with a language that is known already."""
        rules = tuple(n for n in selected.rules if self._speaks(self.rules[n], language))
        if rules:
            self._scoped.add(selected.entry.path)
        return Selected(selected.entry, rules, language, unsure=False)

    def may_hold(self, rule: Rule, path: str) -> bool:
        """Whether a path that cannot be read, or something in a folder that cannot, is in scope."""
        if not path.endswith("/"):
            return rule.scope.holds(path, self.own)
        return rule.scope.may_hold_below(path)

    def rest_on(self, paths: Iterable[str]) -> None:
        """Adds paths that a verdict depends on, in scope or not."""
        self._scoped.update(paths)

    def is_scoped(self, path: str) -> bool:
        """Whether a verdict is known to depend on a path."""
        return path in self._scoped

    @property
    def scoped(self) -> Iterator[Entry]:
        """The files in scope of a rule, or that a verdict rests on otherwise, once all are seen."""
        return (self.manifest.entries[path] for path in self._scoped)

    def _readers(self) -> list[tuple[PathScope, list[int]]]:
        """The rules that look into files, by scope: most share one, which is asked once a path."""
        groups: dict[PathScope, list[int]] = {}
        for number, rule in enumerate(self.rules):
            if any_reads(rule):
                groups.setdefault(rule.scope, []).append(number)
        return list(groups.items())

    def _select(self, entry: Entry, readers: Iterable[tuple[PathScope, list[int]]]) -> Selected:
        language = language_of(entry.path)
        unsure = is_unsure(entry.path)
        numbers: list[int] = []
        for scope, group in readers:
            speaking = [n for n in group if unsure or self._speaks(self.rules[n], language)]
            if speaking and scope.holds(entry.path, self.own):
                numbers += speaking
        return Selected(entry, tuple(sorted(numbers)), language, unsure)

    @staticmethod
    def _speaks(rule: Rule, language: Language | None) -> bool:
        return not rule.languages or (language is not None and language.name in rule.languages)


def is_unsure(path: str) -> bool:
    """Whether only the first line of a file can tell its language."""
    return "." not in path.rpartition("/")[2] and language_of(path) is None


def terms_of(rule: Rule) -> tuple[RuleTerm, ...]:
    """The terms that tell which files to look into: what is expected of candidates is looked for
    in those that have some."""
    expect = rule.expect if rule.for_each is None else None
    clauses = (rule.match, rule.for_each, expect)
    return tuple(term for clause in clauses if clause is not None for term in clause.terms)


def every_term(rule: Rule) -> tuple[RuleTerm, ...]:
    """All terms of a rule, of all clauses."""
    clauses = (rule.match, rule.for_each, rule.expect)
    return tuple(term for clause in clauses if clause is not None for term in clause.terms)


def limiting_terms(rule: Rule) -> tuple[RuleTerm, ...]:
    """What more hits could turn red: forbidden terms, and expected ones with an upper limit."""
    return tuple(term for clause in limiting_clauses(rule) for term in clause.terms)


def limiting_clauses(rule: Rule) -> tuple[RuleClause, ...]:
    """Where more hits could turn the rule red."""
    clauses = [rule.match, rule.for_each]
    if rule.for_each is None and rule.expect is not None and rule.expect.at_most is not None:
        clauses.append(rule.expect)
    return tuple(clause for clause in clauses if clause is not None)


def any_reads(rule: Rule) -> bool:
    """Whether the rule looks into files at all."""
    return rule.for_each is not None or any(term.reads for term in terms_of(rule))
