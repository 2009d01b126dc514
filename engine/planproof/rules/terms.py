"""The grammar of terms: what a person writes in a clause, read once.

Three kinds: a *name* (``auth.legacy.**``), a *regular expression* (``/^old_/i``, RE2 syntax), and
for the facet ``expressions`` a piece of *text*. Their ``letters`` are a literal that every file
with a hit must hold (in its bytes or in its path), or None when there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import UsageError
from planproof.languages import LANGUAGES
from planproof.model.name import OPAQUE, segments
from planproof.rules.chains import ANY_SEGMENTS, chain_fits, parts_covered, segment_fits
from planproof.rules.literals import required_word
from planproof.rules.regex import (
    BadRegexError,
    encodable,
    pattern_of,
)

_REGEX = re.compile(r"/(?P<body>.*)/(?P<flags>[A-Za-z]*)\Z", re.DOTALL)
_BAD_CHARACTER = re.compile(r"[^\w$@*~!?:.#/()-]")
_SEPARATORS = (".", "#", "/", ":")
_WORD = re.compile(r"\w")


class BadTermError(UsageError):
    """A term that cannot be read; the message quotes it and ``fix`` says what to write."""

    code = "bad-term"


class NameTerm(Struct, frozen=True):
    """A name of one or more segments; ``**`` among the parts is any number of segments."""

    text: str
    parts: tuple[str, ...]
    letters: str | None

    @property
    def words(self) -> frozenset[str]:
        """All the literal pieces that a file with a hit must hold, since names come from it."""
        return frozenset(_pieces(_written(self.parts)))

    def words_left(self, chain: tuple[str, ...]) -> Iterator[frozenset[str]]:
        """What must be written behind something that means the chain, so that the whole is the
        name: for each way in which the chain may be its beginning. None: it never is."""
        for number in sorted(parts_covered(self.parts, chain)):
            yield frozenset(_pieces(_written(self.parts[number:], whole=self.parts)))

    def ends(self, chain: tuple[str, ...]) -> bool:
        """The term is a suffix of the chain."""
        return chain_fits((ANY_SEGMENTS, *self.parts), chain)

    def may_end(self, segment: str) -> bool:
        """Whether the term can be a suffix of a chain that ends with the segment."""
        return self.parts[-1] == ANY_SEGMENTS or segment_fits(self.parts[-1], segment)

    def begins(self, chain: tuple[str, ...]) -> bool:
        """The term is a prefix of the chain, or all of it."""
        return chain_fits((*self.parts, ANY_SEGMENTS), chain)

    def within(self, chain: tuple[str, ...]) -> bool:
        """The term is a consecutive run of the chain."""
        return chain_fits((ANY_SEGMENTS, *self.parts, ANY_SEGMENTS), chain)

    def word_pattern(self) -> str:
        """A ``re`` pattern for the word that a lexical search looks for."""
        part = _last(self.parts, literal=True) or _last(self.parts, literal=False) or "*"
        if not part.strip("*"):
            return r"[\w$]+"
        middle = r"[\w$]*".join(re.escape(piece) for piece in part.split("*"))
        return rf"(?<![\w$]){middle}(?![\w$])"


class RegexTerm(Struct, frozen=True):
    """A regular expression, searched (not anchored)."""

    text: str
    body: str
    ignore_case: bool
    letters: str | None

    @property
    def words(self) -> frozenset[str]:
        return frozenset({self.letters} if self.letters else ())

    def search(self, text: str) -> bool:
        return pattern_of(self.body, self.ignore_case).search(encodable(text)) is not None

    def anywhere(self) -> RegexTerm:
        """The same without the anchors around it, for text of which the ends are not known."""
        body = self.body.removeprefix("^")
        if body.endswith("$") and not body.endswith("\\$"):
            body = body[:-1]
        return replace(self, body=f"(?m){body}")

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """The same as :meth:`spans`: source text is searched as it is written."""
        return self.spans(text)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it matches, as character offsets; empty matches are left out."""
        for found in pattern_of(self.body, self.ignore_case).finditer(encodable(text)):
            if found.end() > found.start():
                yield found.start(), found.end()


class TextTerm(Struct, frozen=True):
    """A literal, compared in white-space-normalised source text, on word boundaries."""

    text: str
    normal: str
    letters: str | None

    @property
    def words(self) -> frozenset[str]:
        return frozenset({self.letters} if self.letters else ())

    def search(self, text: str) -> bool:
        return next(self.spans(text), None) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        at = text.find(self.normal)
        while at >= 0:
            end = at + len(self.normal)
            if not (_joins(text, at) or _joins(text, end)):
                yield at, end
            at = text.find(self.normal, at + 1)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in text as it is written, with any white space where it has a blank."""
        return (found.span() for found in _spaced_pattern(self.normal).finditer(text))


@lru_cache(maxsize=256)
def _spaced_pattern(normal: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in normal.split())
    before = r"(?<!\w)" if re.match(r"\w", normal) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", normal) else ""
    return re.compile(before + words + after)


Term = NameTerm | RegexTerm
SourceTerm = TextTerm | RegexTerm


def parse_name(text: str) -> Term:
    """A term of a name facet. Raises BadTermError."""
    if text.startswith("/"):
        return _parse_regex(text)
    _refuse_bad_names(text)
    parts = segments(unicodedata.normalize("NFKC", text))
    _refuse_bad_wildcards(text, parts)
    return NameTerm(text, parts, _letters(parts))


def parse_text(text: str) -> SourceTerm:
    """A term of ``expressions``: ``/…/`` and ``/…/i`` are regular expressions, all else literal.

    Raises BadTermError.
    """
    closed = _REGEX.match(text)
    if closed and closed["flags"] in ("", "i") and len(text) > 1:
        return _parse_regex(text)
    normal = " ".join(text.split())
    if not normal:
        raise BadTermError("an empty text would match everything", fix="remove it, or write text")
    return TextTerm(text, normal, max(normal.split(), key=len))


def _parse_regex(text: str) -> RegexTerm:
    closed = _REGEX.match(text)
    if not closed or closed["flags"] not in ("", "i"):
        raise BadTermError(
            f"{text!r} begins with / and so is a regular expression, which ends with / or /i",
            fix=f"write {text.rstrip('/')}/ for a pattern, or {text.strip('/')} for a name",
        )
    ignore_case = closed["flags"] == "i"
    letters = None if ignore_case else required_word(closed["body"])
    term = RegexTerm(text, closed["body"], ignore_case, letters)
    _refuse_bad_regex(term)
    return term


def _refuse_bad_regex(term: RegexTerm) -> None:
    try:
        matches_nothing_at_all = term.search("")
    except BadRegexError as error:
        message = f"{term.text!r} is not a regular expression: {error}"
        raise BadTermError(message, fix="RE2 syntax: no look-around, no back-references") from None
    if matches_nothing_at_all:
        raise BadTermError(
            f"{term.text!r} matches the empty text, so it would hit every name",
            fix="say what must be there; for every name write *",
        )


def _refuse_bad_names(text: str) -> None:
    if not text.strip():
        raise BadTermError("an empty term names nothing", fix="remove it, or write a name")
    if any(character.isspace() for character in text):
        raise BadTermError(
            f"{text!r} holds white space, and a term is one name",
            fix="list the names one by one; for source text use expressions or pattern",
        )
    if text.startswith(_SEPARATORS) or text.endswith(_SEPARATORS):
        bare = text.strip("".join(_SEPARATORS)) or "name"
        raise BadTermError(
            f"{text!r} begins or ends with a separator",
            fix=f"write {bare}, or {bare}.** for everything under it",
        )
    bad = _BAD_CHARACTER.search(text) or re.search(r"(?<!:):(?!:)|:{3,}|\?(?!\.)", text)
    if bad:
        raise BadTermError(
            f"{text!r} is not a name: {bad.group()!r} cannot be part of one",
            fix=f"write a name such as a.b.c, or /{text}/ for a regular expression",
        )
    if "(" in text.removeprefix(OPAQUE) or ")" in text.removeprefix(OPAQUE):
        raise BadTermError(
            f"{text!r} holds brackets", fix=f"write {re.split(r'[()]', text)[0] or 'the name'}"
        )


def _refuse_bad_wildcards(text: str, parts: tuple[str, ...]) -> None:
    for part in parts:
        if "**" in part and part != ANY_SEGMENTS:
            raise BadTermError(
                f"{text!r}: ** stands for whole segments and must stand alone between separators",
                fix="write * inside a segment, as in get_*, or a.** for all under a",
            )


def _letters(parts: tuple[str, ...]) -> str | None:
    parts = _written(parts)
    literal = _last(parts, literal=True)
    if literal:
        return literal
    return max(_pieces(parts), key=len, default=None)


def _written(parts: tuple[str, ...], *, whole: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Without the segments that a language brings: no file that calls ``System.exit`` needs to
    hold ``java.lang``. A name of one segment is about what is written."""
    if len(whole or parts) == 1:
        return parts
    brought = frozenset().union(*(language.unwritten for language in LANGUAGES))
    return tuple(part for part in parts if part not in brought)


def _pieces(parts: tuple[str, ...]) -> list[str]:
    named = [part for part in parts if part != OPAQUE]
    return [piece for part in named for piece in part.split("*") if piece]


def _last(parts: tuple[str, ...], *, literal: bool) -> str | None:
    wanted = [p for p in parts if p not in (ANY_SEGMENTS, OPAQUE) and ("*" in p) is not literal]
    return wanted[-1] if wanted else None


def _joins(text: str, at: int) -> bool:
    """Whether the characters on both sides of an offset belong to one word."""
    if at == 0 or at == len(text):
        return False
    return bool(_WORD.match(text[at - 1]) and _WORD.match(text[at]))
