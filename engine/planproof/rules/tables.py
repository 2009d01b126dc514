"""The facet ``sql_tables``: terms for tables, and where they are hit.

A term is the name of a table, with ``*`` and ``**``, or a regular expression; a word before it says
what is done to the table: ``create legacy_users``. Names are compared without regard to case, as
SQL compares them, and a term is a suffix of ``catalog.schema.table``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from planproof.index import Act
from planproof.model.violation import Mark
from planproof.rules.chains import ANY_SEGMENTS, chain_fits
from planproof.rules.hits import Hit
from planproof.rules.overlap import chains_may_meet
from planproof.rules.terms import BadTermError, RegexTerm, parse_name

if TYPE_CHECKING:
    from planproof.index import PlainTables, Tables, TableUse

_VERBS = {act.name.lower(): act for act in Act}
_MEANT = {
    "select": "read",
    "query": "read",
    "insert": "write",
    "update": "write",
    "delete": "write",
    "truncate": "write",
    "rename": "alter",
    "define": "declare",
    "model": "declare",
    "references": "reference",
    **{act.value: verb for verb, act in _VERBS.items()},
}
_QUOTED = re.compile(r'"[^"]*"|`[^`]*`|\[[^\]]*\]|[^."`\[\]]+')
_FEWEST = 3
"""Letters that a needle keeps when the ending of a plural is taken off it."""


class TableTerm(Struct, frozen=True):
    """``act`` is None for anything that is done to a table.

    ``parts`` are in lower case. ``letters`` is the literal that a search by words looks for, and
    ``needle`` what stands in every file with a hit, in some case: None if nothing does.
    """

    text: str
    act: Act | None
    parts: tuple[str, ...] = ()
    regex: RegexTerm | None = None
    letters: str | None = None
    needle: str | None = None

    @property
    def words(self) -> frozenset[str]:
        """None: names of tables are found in any case."""
        return frozenset()

    @property
    def folded(self) -> frozenset[str]:
        """Lower-case literals all of which every file with a hit holds, in whatever case."""
        return frozenset({self.needle} if self.needle else ())

    @property
    def standing(self) -> str | None:
        """What stands in a file that can only be searched by words and that names the table."""
        return self.letters.lower() if self.letters and self.letters.isascii() else None

    def fits(self, use: TableUse) -> Mark | None:
        """How sure it is that the table is meant; None if it is not."""
        if self.act is not None and use.sure and use.act is not self.act:
            return None
        mark = self._names(use)
        return Mark.UNCERTAIN if mark is not None and not use.sure else mark

    def _names(self, use: TableUse) -> Mark | None:
        name = use.name
        if not name.is_known:
            return None
        if self.regex is not None:
            found = self.regex.search(str(name))
            return (Mark.UNCERTAIN if name.is_dynamic else Mark.PROVEN) if found else None
        written = tuple(part.lower() for part in name.parts)
        if chain_fits((ANY_SEGMENTS, *self.parts), written):
            return Mark.PROVEN
        return Mark.UNCERTAIN if chains_may_meet(self.parts, written) else None

    def word_patterns(self) -> tuple[str, ...]:
        """``re`` patterns for where nothing is known but words: the name, or its model's name."""
        last = next((part for part in reversed(self.parts) if part.strip("*")), "*")
        words = re.split(r"_+", last)
        models = {"".join(words[at:]) for at in range(len(words))} - {""}
        name, model = _any_of({last}), _any_of(models)
        return (
            rf"(?i:(?<![\w$]){name}(?![\w$]))",
            rf"(?i:(?:(?<=class )|(?<=struct )){model}(?![\w$]))",
        )


def _any_of(names: Iterable[str]) -> str:
    """Any of the names, ``*`` being any number of letters."""
    found = (
        r"[\w$]*".join(map(re.escape, name.split("*"))) if name.strip("*") else r"[\w$]+"
        for name in sorted(names)
    )
    return f"(?:{'|'.join(found)})"


def parse_table(text: str) -> TableTerm:
    """A term of ``sql_tables``. Raises BadTermError."""
    act, name = _verb(text)
    if name.startswith("/"):
        regex = parse_name(name)
        assert isinstance(regex, RegexTerm)  # noqa: S101 - what begins with a slash is one
        needle = _needle(regex.letters or "")
        return TableTerm(text, act, (), replace(regex, ignore_case=True), regex.letters, needle)
    parts = _parts(name)
    literal = max(parts[-1].split("*"), key=len) or None
    return TableTerm(text, act, parts, None, literal, _needle(parts[-1]))


def find_tables(index: int, term: TableTerm, tables: Tables | PlainTables) -> Iterator[Hit]:
    """The places where a table is named that the term means."""
    for use in tables.uses(_longest_piece(term)):
        mark = term.fits(use)
        if mark is not None:
            yield Hit(index, use.span, f"{use.name} {use.act.value} {use.how}", mark=mark)


def _verb(text: str) -> tuple[Act | None, str]:
    word, blank, rest = text.strip().partition(" ")
    if not blank or not word.isalpha():
        return None, text.strip()
    act = _VERBS.get(word.lower())
    if act is None:
        raise BadTermError(
            f"{text!r}: {word!r} is nothing that is done to a table",
            fix=_mend(word) or f"write one of {', '.join(_VERBS)}, or the name alone",
        )
    return act, rest.strip()


def _mend(word: str) -> str:
    from difflib import get_close_matches

    known = {**dict.fromkeys(_VERBS, ""), **_MEANT}
    near = get_close_matches(word.lower(), known, 1, 0.75)
    return f"did you mean {known[near[0]] or near[0]}?" if near else ""


def _parts(name: str) -> tuple[str, ...]:
    parts = tuple(part.strip('"`[]').lower() for part in _QUOTED.findall(name))
    bad = not parts or not all(parts) or (name.count(".") != len(parts) - 1 and '"' not in name)
    if bad or any("**" in part and part != ANY_SEGMENTS for part in parts):
        raise BadTermError(
            f"{name!r} is not the name of a table",
            fix="write legacy_users, public.legacy_users, legacy_* or /regex/",
        )
    if any(character.isspace() for character in name) and not _is_quoted(name):
        raise BadTermError(
            f"{name!r} holds white space", fix=f'write "{name}" in double quotes if it is one name'
        )
    return parts


def _is_quoted(name: str) -> bool:
    plain = re.sub(r'"[^"]*"|`[^`]*`|\[[^\]]*\]', "", name)
    return not any(character.isspace() for character in plain)


def _needle(last: str) -> str | None:
    """What a file spells of a table's name, whoever makes the name.

    ``auth_userprofile`` comes from a class UserProfile, ``user_profiles`` from one, too: what
    stands behind the last underscore is in both, without the ending of a plural.
    """
    pieces = [piece for piece in re.split(r"[_*\W]+", last.lower()) if piece]
    if not pieces or not pieces[-1].isascii():
        return None
    piece = pieces[-1]
    for ending in ("ies", "es", "s"):
        if piece.endswith(ending) and len(piece) >= len(ending) + _FEWEST:
            return piece.removesuffix(ending)
    return piece


def _longest_piece(term: TableTerm) -> str:
    last = term.parts[-1] if term.parts else ""
    return max(last.split("*"), key=len)
