"""Selectors of calls: which calls of a name are meant, by their arguments.

A call of which it cannot be told counts as an uncertain hit. That a keyword is given by its
position is known only where the called function is defined in the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from planproof.languages import LANGUAGES, Language
from planproof.model.violation import Mark
from planproof.rules.chains import segment_fits
from planproof.rules.hits import Hit
from planproof.rules.names import find_in_rows
from planproof.rules.refined import Certainty, Refined, every, within
from planproof.rules.subject import Subject
from planproof.rules.terms import BadTermError, RegexTerm, Term, parse_name, parse_text
from planproof.spec.wire import Bounds, CallSelector, Facet, TermSpec

if TYPE_CHECKING:
    from planproof.index import Call, Value

_ANY_NUMBER = Bounds()
_QUOTES = ("'", '"', "`")


class ArgumentTerm(Struct, frozen=True):
    """A keyword, ``*`` allowed, and what its value must be: a text, a regex, None for any."""

    name: str
    value: str | RegexTerm | None = None

    def names(self, keyword: str) -> bool:
        return segment_fits(self.name, keyword)

    def holds(self, value: Value) -> bool:
        """A string literal is compared with its quotes, which are all alike, and without."""
        texts = (value.source,) if value.text is None else (value.source, value.text)
        if self.value is None:
            return True
        if isinstance(self.value, RegexTerm):
            return any(map(self.value.search, texts))
        return self.value in texts or (value.text is not None and value.text == _inside(self.value))


class CallTerm(Refined, frozen=True):
    """Calls of ``name``, by their arguments."""

    name: Term
    having: tuple[ArgumentTerm, ...] = ()
    lacking: tuple[ArgumentTerm, ...] = ()
    args: Bounds = _ANY_NUMBER
    skip_uncertain: bool = False

    @property
    def plain(self) -> Term:
        return self.name

    @property
    def words(self) -> frozenset[str]:
        """Where only certain hits count, the keywords too are written in the file: in the call, or
        in the definition by which its positions are known."""
        named = {term.name for term in self.having if "*" not in term.name}
        return self.name.words | named if self.skip_uncertain else self.name.words

    def applies(self, language: Language) -> bool:
        """Where calls have no keywords nothing is meant that asks for them."""
        return language.keywords or not self.asks_for_keywords

    @property
    def asks_for_keywords(self) -> bool:
        return bool(self.having or self.lacking)

    def judge(self, call: Call | None, parameters: Sequence[str] | None) -> Certainty:
        """Whether a call is meant. ``call`` is None where nothing is known of its arguments;
        ``parameters`` are those that its positional arguments fill, None where they are unknown."""
        if call is None:
            return Certainty.PERHAPS
        given = _Given(call, parameters)
        return every(
            (
                within(self.args, len(call.positions), more=call.open_positions),
                *map(given.has, self.having),
                *map(given.lacks, self.lacking),
            )
        )


class _Given:
    """The keywords of a call, those included that are known to be given by position."""

    def __init__(self, call: Call, parameters: Sequence[str] | None) -> None:
        self._call = call
        self._values = [(each.name, each.value, each.final) for each in call.keywords]
        self._open: Sequence[str] | None = parameters
        if parameters is not None:
            placed = zip(parameters, call.positions[: call.placed], strict=False)
            self._values += [(name, value, True) for name, value in placed]
            self._open = parameters[call.placed :]

    def has(self, term: ArgumentTerm) -> Certainty:
        found = [(value, final) for name, value, final in self._values if term.names(name)]
        if any(term.holds(value) for value, _ in found):
            return Certainty.YES
        if found and "*" not in term.name and all(final for _, final in found):
            return Certainty.NO
        return Certainty.PERHAPS if self._may_have_more(term) else Certainty.NO

    def lacks(self, term: ArgumentTerm) -> Certainty:
        if any(term.names(name) for name, _, _ in self._values):
            return Certainty.NO
        return Certainty.PERHAPS if self._may_have_more(term) else Certainty.YES

    def _may_have_more(self, term: ArgumentTerm) -> bool:
        """Whether something that is not written out may give the keyword."""
        if self._call.open_keywords:
            return True
        names = self._open
        return self._call.open_positions and (names is None or any(map(term.names, names)))


def find_calls(
    index: int,
    term: CallTerm,
    subject: Subject,
    call_in_row: Callable[[int], Call | None],
    parameters_in_row: Callable[[int], Sequence[str] | None],
) -> Iterator[Hit]:
    """The calls of one file that are meant or may be; rows are those of its document."""
    if not term.applies(subject.language):
        return
    for row, hit in find_in_rows(index, Facet.CALLS, term.name, subject):
        answer = term.judge(call_in_row(row), parameters_in_row(row))
        if answer is Certainty.YES:
            yield hit
        elif answer is Certainty.PERHAPS and not term.skip_uncertain:
            yield replace(hit, mark=Mark.UNCERTAIN)


def parse_call(term: TermSpec, languages: Iterable[str]) -> CallTerm:
    """A selector of calls for a rule of these languages, none for all. Raises BadTermError."""
    selector = term.selector
    assert isinstance(selector, CallSelector)  # noqa: S101 - what the facet takes
    _refuse_contradictions(term.label, selector)
    found = CallTerm(
        parse_name(term.text),
        tuple(ArgumentTerm(_keyword(name), _value(value)) for name, value in selector.having),
        tuple(ArgumentTerm(_keyword(name)) for name in selector.lacking),
        selector.args,
        selector.skip_uncertain,
    )
    if found.asks_for_keywords:
        _refuse_without_keywords(term.label, frozenset(languages))
    return found


def _keyword(name: str) -> str:
    if not name.strip():
        raise BadTermError("an empty keyword names no argument", fix="write its name, or remove it")
    return name


def _value(written: str) -> str | RegexTerm | None:
    if written == "*":
        return None
    term = parse_text(written)
    return term if isinstance(term, RegexTerm) else term.normal


def _refuse_contradictions(label: str, selector: CallSelector) -> None:
    both = {name for name, _ in selector.having} & set(selector.lacking)
    least, most = selector.args.at_least, selector.args.at_most
    if both:
        raise BadTermError(
            f"{label!r} asks for calls with and without {min(both)}, and there are none",
            fix="keep one of the two",
        )
    if least is not None and most is not None and least > most:
        raise BadTermError(
            f"{label!r} asks for at least {least} arguments and for no more than {most}",
            fix="at_least cannot be above at_most",
        )


def _refuse_without_keywords(label: str, languages: frozenset[str]) -> None:
    known = [language for language in LANGUAGES if language.name in languages]
    if known and not any(language.keywords for language in known):
        names = " and ".join(language.name for language in known)
        raise BadTermError(
            f"{label!r} asks for keyword arguments, and calls of {names} have none",
            fix="use args for how many there are, or a pattern such as f($A, $B)",
        )


def _inside(written: str) -> str | None:
    """What is inside the quotes of a text; None for one without."""
    quoted = len(written) > 1 and written[0] in _QUOTES and written[-1] == written[0]
    return written[1:-1] if quoted else None
