"""What is kept of the things that patterns ask for, a row for each: without what reads it."""

from __future__ import annotations

from typing import NamedTuple


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


class ComponentRow(NamedTuple):
    """No ``name``: it is the default of its file, which names it. Of a class the ``bases`` decide;
    one list of chains for each. ``open``: it may take props that nobody can see."""

    framework: str
    name: str
    kind: str
    start: int
    end: int
    props: list[str]
    open: bool
    certain: bool
    why: str
    bases: list[list[str]]


class CaseRow(NamedTuple):
    """``group``: it holds tests. ``owner`` is the class that it stands in. ``known``: the file says
    what it is; else its path, or its class, has to."""

    framework: str
    symbol: str
    name: str
    kind: str
    start: int
    end: int
    owner: str
    known: bool
    why: str


class CommandRow(NamedTuple):
    """``symbol`` is the function or class behind it; ``why`` says what is open, empty where
    nothing is."""

    framework: str
    name: str
    symbol: str
    kind: str
    start: int
    end: int
    why: str
