"""What a term hits that may be a surprise, and what it does not see, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planproof.evaluate.tally import Tally
from planproof.model.evaluation import Coverage
from planproof.model.explanation import Counted
from planproof.rules import NameTerm, RegexTerm, RuleClause, RuleTerm, Structure
from planproof.spec.wire import Facet

_MOST = 3

_BY_THEIR_END = frozenset(
    {
        *(Facet.CALLS, Facet.DEFINITIONS, Facet.ATTRIBUTES, Facet.DECORATORS, Facet.BASES),
        *(Facet.ASSIGNMENTS, Facet.ANNOTATIONS),
    }
)
_NAMES = frozenset(
    {*_BY_THEIR_END, Facet.IDENTIFIERS, Facet.IMPORTS, Facet.PARAMETERS, Facet.KEYWORDS}
)
_RUN_TIME = (
    "what is only put together when the program runs: getattr, reflection, names in strings"
    " (literals finds those)"
)
_BLIND: Mapping[Facet, tuple[str, ...]] = {
    Facet.IDENTIFIERS: (_RUN_TIME, "words in comments and strings (comments, literals, text)"),
    Facet.CALLS: (
        "the name passed on without a call, as in map(name, items) (identifiers finds that)",
        _RUN_TIME,
    ),
    Facet.DEFINITIONS: ("names that are only assigned or imported (assignments, imports)",),
    Facet.IMPORTS: ("modules that are loaded by a text, such as import_module(name)",),
    Facet.ATTRIBUTES: (_RUN_TIME,),
    Facet.DECORATORS: ("a decorator that is applied by calling it: f = decorate(f)",),
    Facet.BASES: ("bases of bases: only what a definition itself names",),
    Facet.KEYWORDS: ("arguments that are handed on in a mapping: f(**options)",),
    Facet.EXPRESSIONS: ("code that is neither an argument nor a right-hand side (text, pattern)",),
    Facet.LITERALS: ("strings that are put together from parts",),
    Facet.COMMENTS: ("code, and strings that are no comments",),
    Facet.API_ROUTES: ("routes whose path is computed, and frameworks that are not known here",),
    Facet.SQL_TABLES: ("SQL that is put together when the program runs",),
    Facet.TEXT: ("what stands on several lines",),
    Facet.FILES: ("what is ignored by git, and what lies in submodules",),
    Facet.DEPENDENCIES: ("modules that are loaded by a text, such as import_module(name)",),
}


def surprises(term: RuleTerm) -> Iterator[str]:
    """What the term hits though nobody wrote it so."""
    matcher = term.matcher
    if isinstance(matcher, NameTerm) and term.facet in _BY_THEIR_END and len(matcher.parts) == 1:
        yield "the same of anything, x.name, since the end of a name decides"
    if isinstance(matcher, NameTerm) and term.facet is Facet.IDENTIFIERS:
        yield "longer chains that hold it, x.name.y"
    if term.facet is Facet.TEXT:
        yield "comments, strings and documents as well as code"
    if isinstance(matcher, RegexTerm) and term.facet in _NAMES and not _anchored(matcher):
        yield "any name that holds a match, since nothing ties it to a beginning or an end"


def misses(term: RuleTerm, clause: RuleClause, languages: Counted) -> Iterator[str]:
    """What somebody may think that it sees; ``languages`` are those of the files in scope."""
    matcher = term.matcher
    if isinstance(matcher, NameTerm) and term.facet in _NAMES:
        yield from _of_a_name(matcher, term.facet)
    if isinstance(matcher, RegexTerm) and term.facet in _NAMES and _anchored(matcher):
        yield (
            "a name behind another, x.name: ^ and $ are the ends of the whole chain;"
            r" (^|\.) and (\.|$) are those of a part"
        )
    if isinstance(matcher, Structure):
        yield from _of_a_structure(matcher, languages)
    if clause.skip_uncertain:
        yield "what cannot be told for sure, since uncertain: skip leaves it out"
    yield from _BLIND.get(term.facet, ())


def notes_on(tally: Tally) -> Iterator[str]:
    """What is so for the rule as a whole, in this tree."""
    if tally.unresolved and tally.is_about_tables:
        yield (
            f"{tally.unresolved:,} places leave open which table is meant, or what a name means:"
            " SQL whose tables are computed when the program runs, and import *"
        )
    yield from _of_coverage(tally.coverage(), about_tables=tally.is_about_tables)
    without = [t.label for t in tally.terms if t.reads and not t.whole and not _has_words(t)]
    if without:
        yield (
            f"no letters are certain for {', '.join(without)}, so that every file in scope is read"
            " for it; that takes longer and misses nothing"
        )


def _has_words(term: RuleTerm) -> bool:
    return bool(term.words or term.folded)


def _of_a_name(term: NameTerm, facet: Facet) -> Iterator[str]:
    if "*" not in term.parts[-1]:
        yield "names that only contain it, or differ in case: old_name, NAME (*name, /name/i)"
    if len(term.parts) > 1 and facet is not Facet.IMPORTS:
        yield (
            "its last part alone, of a value whose origin the file does not show: an argument"
            " without a type, the result of a call"
        )


def _of_a_structure(structure: Structure, languages: Counted) -> Iterator[str]:
    for language, files in languages:
        if language and language not in structure.languages:
            count = "1 file" if files == 1 else f"{files:,} files"
            yield f"{count} in {language}, where the pattern means nothing"


def _of_coverage(coverage: Coverage, *, about_tables: bool) -> Iterator[str]:
    if coverage.unresolved and not about_tables:
        yield (
            "imports of everything (import *) that leave open what names mean, so that they are"
            f" compared as they are written: {coverage.unresolved:,}"
        )
    if coverage.unjudged:
        yield (
            "files that are no code and hold its letters, which are not judged (text would):"
            f" {len(coverage.unjudged):,}"
        )
    for path, why in coverage.blocking[:_MOST]:
        yield f"{path} could not be judged: {why}"
    if len(coverage.blocking) > _MOST:
        yield f"files that could not be judged, in all: {len(coverage.blocking):,}"


def _anchored(term: RegexTerm) -> bool:
    return term.body.startswith("^") or term.body.endswith("$")
