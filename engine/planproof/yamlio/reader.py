"""Reads one YAML document with positions, within limits, and never runs or builds anything."""

from __future__ import annotations

from planproof.yamlio.complaints import Complaints
from planproof.yamlio.compose import compose
from planproof.yamlio.nodes import YamlDocument
from planproof.yamlio.text import decode


def read(text: bytes, source: str) -> YamlDocument:
    """The document in ``text``; ``source`` names the file in messages.

    Raises SpecError with a 1-based line and column for everything that is wrong: encoding, control
    characters, syntax, tags, duplicate keys, aliases that explode, several documents, none at all.
    """
    complaints = Complaints(source)
    document = read_into(text, complaints)
    complaints.raise_if_any()
    return document


def read_into(text: bytes, complaints: Complaints) -> YamlDocument:
    """The same for a caller who has complaints of its own to add before they are raised.

    What can be read past (a duplicate key, a tag) is only added; what cannot raises SpecError.
    """
    return YamlDocument(compose(decode(text, complaints), complaints), complaints.source)
