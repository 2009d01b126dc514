"""The conditions of patterns, read: what a name, a path, a glob has to be like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from planproof.model.name import segments
from planproof.rules.globs import matcher_of
from planproof.rules.regex import BadRegexError, Regex, encodable, pattern_of
from planproof.rules.scopes import check_glob
from planproof.rules.terms import BadTermError, NameTerm, Term, parse_name
from planproof.search.patterns.kinds import (
    LONGEST,
    MOST,
    ApiRoute,
    ClassPattern,
    CommandPattern,
    ComponentPattern,
    FunctionPattern,
    ModelPattern,
    Pattern,
    TestPattern,
    conditions_of,
)

if TYPE_CHECKING:
    from planproof.rules.routes import RouteTerm
    from planproof.rules.tables import TableTerm

Fits = Callable[[str], bool]
"""Whether a name is one that is meant."""

_REGEX = re.compile(r"/(.+)/(i?)\Z", re.DOTALL)


def anything(text: str) -> bool:
    """What a condition is that is not there."""
    del text
    return True


def chain_term(text: str) -> Fits:
    """A name such as ``auth.*``, or ``/regular expression/``: of the last segments of a chain.
    Raises BadTermError."""
    return anything if not text else _fits(parse_name(text))


def chain_terms(texts: Iterable[str]) -> tuple[Fits, ...]:
    return tuple(map(chain_term, texts))


def _fits(term: Term) -> Fits:
    if not isinstance(term, NameTerm):
        return term.search
    return lambda chain: term.may_end(_last(chain)) and term.ends(segments(chain))


def _last(chain: str) -> str:
    return chain.rpartition(".")[2]


def every_of(terms: Sequence[Fits], names: Sequence[str]) -> bool:
    """Whether each term is met by some name."""
    return all(any(map(fits, names)) for fits in terms)


def word_term(text: str) -> Fits:
    """A title such as ``renders the *``, or ``/regular expression/``: a title may hold anything,
    so only ``*`` means something in it. Raises BadTermError."""
    if not text:
        return anything
    if regex := _REGEX.fullmatch(text):
        return _search(_compiled(text, regex[1], ignore_case=bool(regex[2])))
    if text.startswith("/"):
        parse_name(text)  # says what is wrong with it
    body = r"\A" + "(?s:.*)".join(map(_escaped, text.split("*"))) + r"\z"
    return _search(_compiled(text, re.sub(r"(\(\?s:\.\*\)){2,}", r"(?s:.*)", body)))


def _search(pattern: Regex) -> Fits:
    return lambda title: pattern.search(encodable(title)) is not None


def _escaped(piece: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", piece, flags=re.ASCII) if piece.isascii() else _hex(piece)


def _hex(piece: str) -> str:
    return "".join(f"\\x{{{ord(one):x}}}" for one in encodable(piece))


def _compiled(text: str, body: str, *, ignore_case: bool = False) -> Regex:
    try:
        pattern = pattern_of(body, ignore_case)
    except BadRegexError as error:
        message = f"{text!r} is not a regular expression: {error}"
        raise BadTermError(message, fix="RE2 syntax: no look-around, no back-references") from None
    if text.startswith("/") and pattern.search("") is not None:
        fix = "say what must be there; for every name leave it out"
        raise BadTermError(f"{text!r} matches the empty text, so it would hit every name", fix=fix)
    return pattern


def inside_term(globs: Sequence[str]) -> Fits:
    """Whether a path is in one of these files or folders. Raises BadGlobError."""
    if not globs:
        return anything
    bare = [glob.removeprefix("./") for glob in globs]
    for glob in bare:
        check_glob(glob)
    return matcher_of(bare)


def route_term(pattern: ApiRoute) -> RouteTerm:
    """Raises BadTermError."""
    from planproof.rules.routes import parse_route

    term = parse_route(pattern.path or "/**")
    if term.methods and pattern.method:
        fix = "write the methods in one of them"
        raise BadTermError(f"path {pattern.path!r} and method both name methods", fix=fix)
    if not pattern.method:
        return term
    return parse_route(f"{','.join(pattern.method)} {pattern.path or '/**'}")


def table_term(pattern: ModelPattern) -> TableTerm | None:
    """Raises BadTermError."""
    if not pattern.table:
        return None
    from planproof.rules.tables import parse_table

    term = parse_table(pattern.table)
    if term.act is not None:
        fix = f"write {pattern.table.split()[-1]}"
        raise BadTermError(f"table {pattern.table!r} says what is done to the table", fix=fix)
    return term


def refuse_bad_terms(pattern: Pattern) -> None:
    """Raises UsageError for a condition that nobody can read."""
    for word, value in conditions_of(pattern).items():
        _refuse_odd(word, (value,) if isinstance(value, str) else value)
    inside_term(pattern.inside)
    match pattern:
        case ApiRoute():
            route_term(pattern)
        case FunctionPattern():
            chain_terms((pattern.name, *pattern.decorators, *pattern.parameters))
        case ClassPattern():
            members = (*pattern.bases, *pattern.decorators, *pattern.methods)
            chain_terms((pattern.name, *members))
        case ComponentPattern():
            chain_terms((pattern.name, *pattern.props))
        case ModelPattern():
            chain_term(pattern.name)
            table_term(pattern)
        case TestPattern() | CommandPattern():
            word_term(pattern.name)


def _refuse_odd(word: str, texts: Sequence[str]) -> None:
    if len(texts) > MOST:
        raise BadTermError(f"{word} has {len(texts):,} values", fix=f"write at most {MOST}")
    for text in texts:
        if not text.strip():
            raise BadTermError(f"{word} has an empty value", fix=f"write {word}=…, or leave it out")
        if len(text) > LONGEST:
            message = f"a value of {word} has {len(text):,} characters"
            raise BadTermError(message, fix=f"write at most {LONGEST:,}")
        if _is_no_text(text):
            raise BadTermError(f"a value of {word} is no Unicode text", fix="write it in UTF-8")


def _is_no_text(text: str) -> bool:
    return any("\ud800" <= one <= "\udfff" for one in text)
