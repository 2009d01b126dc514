"""The functions and the classes of a file, as far as patterns ask for them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from planproof.index.patterns.chains import Chains
from planproof.model.document import Document
from planproof.model.name import canonical

FUNCTION_KINDS = frozenset({"constructor", "function", "method"})
CLASS_KINDS = frozenset({"class", "enum", "interface", "record", "struct", "trait", "union"})

Json = str | int | float | bool | None | list["Json"]


class FunctionHead(NamedTuple):
    """``start`` and ``end`` are the place of its name; ``decorators`` are chains, as they are
    written and as they are meant."""

    qualified: str
    kind: str
    start: int
    end: int
    parameters: list[str]
    decorators: list[str]


class ClassHead(NamedTuple):
    """``bases`` are lists of chains, one for each base: as it is written, then as it is meant.
    ``methods`` are the names of its own."""

    qualified: str
    kind: str
    start: int
    end: int
    bases: list[list[str]]
    decorators: list[str]
    methods: list[str]


def read_functions(document: Document) -> list[Any]:
    """A row for each, by place: what :class:`FunctionHead` is made of."""
    chains = Chains(document)
    return [
        [
            canonical(each.qualified),
            each.kind,
            *each.name,
            [*each.parameters],
            chains.all(each.decorators),
        ]
        for each in document.definitions
        if each.kind in FUNCTION_KINDS
    ]


def read_classes(document: Document) -> list[Any]:
    """A row for each, by place: what :class:`ClassHead` is made of."""
    chains = Chains(document)
    methods: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for each in document.definitions:
        if each.kind in FUNCTION_KINDS:
            owner, _, name = canonical(each.qualified).rpartition(".")
            methods[owner][name] = None
    return [
        [
            canonical(each.qualified),
            each.kind,
            *each.name,
            [[*chains.of(base)] for base in each.bases],
            chains.all(each.decorators),
            [*methods.get(canonical(each.qualified), ())],
        ]
        for each in document.definitions
        if each.kind in CLASS_KINDS
    ]
