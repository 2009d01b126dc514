"""The names of occurrences, from what is written."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from planproof.languages import Language
from planproof.model.name import OPAQUE

_OPAQUE = OPAQUE.encode()
_PLAIN = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz.\n"


def put_opaque(
    written: list[bytes], at: Mapping[int, int], opaque: Mapping[int, bytes], language: Language
) -> None:
    """Chains that begin with no name; many of them run over several lines."""
    for place, text in opaque.items():
        if place in at:
            name = language.name_of(text).encode("utf-8", "surrogatepass")
            written[at[place]] = name if name.translate(None, _PLAIN) == _OPAQUE else text


def names_of(written: list[bytes], language: Language) -> tuple[tuple[str, ...], array[int]]:
    """The distinct names in order of first appearance, and the number of each row's name."""
    texts = list(dict.fromkeys(written))
    names = _plain_names(texts)
    ids: dict[str, int] = {}
    if names is None:
        names = [language.name_of(text) for text in texts]
    numbers = [ids.setdefault(name, len(ids)) for name in names]
    by_text = dict(zip(texts, numbers, strict=True))
    return tuple(ids), array("I", map(by_text.__getitem__, written))


def _plain_names(texts: list[bytes]) -> list[str] | None:
    """The names, decoded in one go, if each of them is written as it is read; else None.

    What is left without the characters of plain names may only be one root of each nameless chain.
    """
    joined = b"\n".join(texts)
    odd = joined.translate(None, _PLAIN)
    if odd and odd != _OPAQUE * sum(text.startswith(_OPAQUE) for text in texts):
        return None
    names = joined.decode("ascii").split("\n")
    return names if len(names) == len(texts) and all(names) else None
