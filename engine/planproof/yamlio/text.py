"""Bytes to text that YAML may hold, or an error that names the byte."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from planproof.yamlio.complaints import Complaints
from planproof.yamlio.limits import MAX_BYTES, MAX_DIRECTIVES
from planproof.yamlio.nodes import Mark

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
# all that YAML does not call printable (https://yaml.org/spec/1.1/#c-printable), and the byte order
# mark; surrogates never come out of UTF-8. Said the other way round it takes 6 ms to compile.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """Turns offsets in a text into 1-based places."""

    def __init__(self, text: str) -> None:
        if "\r" in text:
            self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        else:  # the ordinary case, four times faster
            self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def mark(self, offset: int) -> Mark:
        line = bisect_right(self._starts, offset)
        return Mark(line, offset - self._starts[line - 1] + 1)


def decode(data: bytes, complaints: Complaints) -> str:
    """The text of a file; a UTF-8 byte order mark at its start is dropped. Raises SpecError."""
    if len(data) > MAX_BYTES:
        raise complaints.fatal(
            "too-large",
            f"the file has more than {MAX_BYTES:,} bytes",
            "split it; a spec is a page or two",
        )
    if data.startswith(_UTF16_BOMS):
        raise complaints.fatal("not-utf8", "the file is UTF-16, not UTF-8", "save it as UTF-8")
    text = _decode_utf8(data.removeprefix(_UTF8_BOM), complaints)
    _refuse_control_characters(text, complaints)
    if len(_DIRECTIVE.findall(text)) > MAX_DIRECTIVES:
        raise complaints.fatal("yaml-syntax", "the file has too many % directives", "remove them")
    return text


def _decode_utf8(data: bytes, complaints: Complaints) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise complaints.fatal(
            "not-utf8",
            f"the byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
            Lines(before).mark(len(before)),
        ) from None


def _refuse_control_characters(text: str, complaints: Complaints) -> None:
    found = _FORBIDDEN.search(text)
    if found:
        raise complaints.fatal(
            "bad-character",
            f"the character U+{ord(found.group()):04X} may not stand in YAML",
            f'remove it, or write it as "\\u{ord(found.group()):04x}" in double quotes',
            Lines(text).mark(found.start()),
        )
