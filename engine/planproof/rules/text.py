"""The facet ``text``: a literal or a regular expression in the lines of any text.

A line is what every editor shows as one; its ending is no part of it. ``^`` and ``$`` are its ends,
and nothing is found across two lines. White space and case count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from planproof.model.location import Span
from planproof.rules.hits import Hit, shortened
from planproof.rules.literals import required_word
from planproof.rules.offsets import spans_of
from planproof.rules.regex import BadRegexError, Regex, encodable, line_pattern_of
from planproof.rules.terms import BadTermError

_REGEX = re.compile(r"/(?P<body>.*)/(?P<flags>i?)\Z", re.DOTALL)
_ASCII_RUN = re.compile(r"[\x20-\x7e]+")
_ESCAPED_OR_SET = re.compile(r"\\\\|\[\^?\]?(?:\\.|[^\]\\])*\]")
_BEYOND_A_LINE = re.compile(r"\n|\r|\\[nrAzZC]|\(\?[a-zA-Z]*-[a-zA-Z]*m")
_WIDE = re.compile(r"[^\x00-\x7f]|\\[xpP]")
_MARK = "\ufeff"
_WORK = 2_000_000_000
"""Characters that the matches in one text may make RE2 look at: a few seconds."""


class TextSearch(Struct, frozen=True):
    """What is looked for in lines: ``body`` in RE2 syntax, or else ``literal`` as it stands."""

    text: str
    literal: str = ""
    body: str = ""
    ignore_case: bool = False

    letters: None = None
    """A broken region is searched like everything else, so there is nothing to search for."""

    @property
    def words(self) -> frozenset[str]:
        """In ASCII, so that a file holds it in whatever encoding."""
        word = self.literal or (required_word(self.body) if not self.ignore_case else None) or ""
        return frozenset(sorted(_ASCII_RUN.findall(word), key=len)[-1:])

    @property
    def is_wide(self) -> bool:
        """Whether it asks for more than ASCII, which only a known encoding can answer."""
        return _WIDE.search(self.literal or self.body) is not None

    def search(self, text: str) -> bool:
        if self.literal:
            return self.literal in text
        return self._pattern.search(encodable(_one_kind_of_line(text))) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Character offsets of all matches that are not empty, in order, without overlap.

        Raises TooManyMatchesError where long lines hold so many that looking on may take minutes.
        """
        if self.literal:
            yield from self._literal_spans(text)
            return
        text = encodable(_one_kind_of_line(text))
        left = _WORK // max(1, max(map(len, text.split("\n"))))
        for found in self._pattern.finditer(text):
            if found.end() > found.start():
                yield found.start(), found.end()
            left -= 1
            if not left:
                raise TooManyMatchesError

    def _literal_spans(self, text: str) -> Iterator[tuple[int, int]]:
        at = text.find(self.literal)
        while at >= 0:
            yield at, at + len(self.literal)
            at = text.find(self.literal, at + len(self.literal))

    @property
    def _pattern(self) -> Regex:
        return line_pattern_of(self.body, self.ignore_case)


class TooManyMatchesError(Exception):
    """More matches on long lines than can be looked at within bounds."""


def parse_text_search(text: str) -> TextSearch:
    """``/…/`` and ``/…/i`` are regular expressions, all else literal. Raises BadTermError."""
    closed = _REGEX.match(text)
    if not closed or len(text) < 2:
        return _literal(text)
    term = TextSearch(text, body=closed["body"], ignore_case=closed["flags"] == "i")
    _refuse_beyond_a_line(term)
    try:
        matches_nothing_at_all = term.search("")
    except BadRegexError as error:
        message = f"{text!r} is not a regular expression: {error}"
        raise BadTermError(message, fix="RE2 syntax: no look-around, no back-references") from None
    if matches_nothing_at_all:
        raise BadTermError(
            f"{text!r} matches the empty text, so it would hit every line",
            fix="say what must be there",
        )
    return term


def _literal(text: str) -> TextSearch:
    if not text.strip():
        raise BadTermError("an empty text stands everywhere", fix="remove it, or write text")
    if any(character in text for character in "\n\r\0"):
        raise BadTermError(
            f"{text!r} holds a line break, and text is searched line by line",
            fix="list the lines one by one, or write the one that tells them apart",
        )
    return TextSearch(text, literal=text)


def _refuse_beyond_a_line(term: TextSearch) -> None:
    found = _BEYOND_A_LINE.search(_ESCAPED_OR_SET.sub(" ", term.body))
    if found:
        raise BadTermError(
            f"{term.text!r} asks with {found.group()!r} for what no line holds: text is searched "
            "line by line",
            fix="write ^ and $ for the ends of a line, and a term for each line",
        )


def find_text(index: int, term: TextSearch, text: str) -> list[Hit] | str:
    """The matches in a text, or why they cannot be told. Spans count characters of the text."""
    mark = text.startswith(_MARK)
    try:
        places = [(start + mark, end + mark) for start, end in term.spans(text[mark:])]
    except TooManyMatchesError:
        return f"has too many matches of {term.text!r} on long lines"
    return [Hit(index, Span(*place), shortened(text[place[0] : place[1]])) for place in places]


def find_text_in_bytes(index: int, term: TextSearch, text: str, codec: str) -> list[Hit] | str:
    """The same for a text of which the bytes are in ``codec``: spans count those."""
    found = find_text(index, term, text)
    if isinstance(found, str):
        return found
    spans = spans_of([(hit.span.start, hit.span.end) for hit in found], text, codec)
    return [replace(hit, span=span) for hit, span in zip(found, spans, strict=True)]


def _one_kind_of_line(text: str) -> str:
    """Every end of a line as a line feed, at the same length: an empty line more does no harm."""
    return text.replace("\r", "\n") if "\r" in text else text
