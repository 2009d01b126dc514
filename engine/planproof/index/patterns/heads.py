"""The functions and the classes of a file, as far as patterns ask for them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from planproof.index.patterns.chains import Chains
from planproof.model.document import Document
from planproof.model.name import canonical

FUNCTION_KINDS = frozenset({"constructor", "function", "method"})
CLASS_KINDS = frozenset({"class", "enum", "interface", "record", "struct", "trait", "union"})


def read_functions(document: Document) -> list[Any]:
    """A row for each, by place: what a ``FunctionHead`` is made of."""
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
    """A row for each, by place: what a ``ClassHead`` is made of."""
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
