"""A command line that is read without Typer means what Typer would make of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from planproof_cli import application, plain
from planproof_cli.exits import Exit
from planproof_cli.frame import SHARED, Command
from planproof_cli.plain import read_plain
from planproof_cli.table import COMMANDS, Table, load
from planproof_cli.words import Argument, Option, Parameter


class Recording(Command):
    """A command that only remembers how it was called."""

    def __init__(self, command: Command, seen: list[object]) -> None:
        super().__init__(command.kind, command.function)
        self.seen = seen

    def run(self, given: Mapping[str, object], outer: object = None) -> Exit:
        self.seen.append((self.function, dict(given), outer))
        return Exit.PASSED


def targets(table: Table, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, target in table.items():
        if isinstance(target, str):
            yield (*before, name), target
        else:
            yield from targets(target, (*before, name))


TARGETS = dict(targets(COMMANDS))
TEXTS = st.one_of(
    st.sampled_from(["1", "007", "0", "login", "a b", "é", "٣", "10000000000", "show", "1.5"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=5),
)
ODD = st.sampled_from(["", "-", "--", "-x", "--help", "-h", "--version", "--json=1", "-qv", "-1"])


def pieces(parameter: Parameter) -> st.SearchStrategy[list[str]]:
    """What may stand on a line for one parameter, once."""
    if isinstance(parameter.word, Argument):
        return TEXTS.map(lambda text: [text])
    flags = st.sampled_from(parameter.word.flags)
    if parameter.type is bool:
        return flags.map(lambda flag: [flag])
    joined = st.tuples(flags, TEXTS).map(lambda both: ["=".join(both)])
    return st.one_of(st.tuples(flags, TEXTS | ODD).map(list), joined, flags.map(lambda one: [one]))


def flat(parts: list[list[str]]) -> list[str]:
    return [word for part in parts for word in part]


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    name = draw(st.sampled_from(sorted(TARGETS)))
    own = [pieces(one) for one in load(TARGETS[name]).parameters]
    odd = ODD.map(lambda word: [word])
    before = draw(st.lists(st.one_of(*map(pieces, SHARED)), max_size=2))
    after = draw(st.lists(st.one_of(*own, *own, odd), max_size=6))
    return [*flat(before), *name, *flat(after)]


def by_typer(typed: list[str]) -> tuple[int, list[object]]:
    """The exit status, and the call that Typer makes of the line, if any."""
    seen: list[object] = []
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(application, "load", lambda target: Recording(load(target), seen)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        return application.run_with_typer(typed), seen


@settings(max_examples=300, deadline=None)
@given(lines())
def test_a_plain_line_means_what_typer_makes_of_it(typed: list[str]) -> None:
    call = read_plain(typed)
    event("left to Typer" if call is None else "plain")

    if call is not None:
        assert by_typer(typed) == (0, [(call.command.function, call.given, call.outer)])


@given(st.sampled_from(sorted(TARGETS)), st.data())
def test_a_line_that_typer_takes_is_plain_unless_it_is_written_in_an_odd_way(
    name: tuple[str, ...], data: st.DataObject
) -> None:
    plain_word = st.sampled_from(["1", "23", "7"])
    typed = [*name]
    for one in load(TARGETS[name]).parameters:
        if isinstance(one.word, Argument):
            typed += [data.draw(plain_word)]
        elif one.default is ... or data.draw(st.booleans()):
            value = [] if one.type is bool else [data.draw(plain_word)]
            typed += [data.draw(st.sampled_from(one.word.flags)), *value]

    status, seen = by_typer(typed)

    assert status == 0
    call = read_plain(typed)
    assert call is not None
    assert seen == [(call.command.function, call.given, call.outer)]


@pytest.mark.parametrize(
    "typed",
    [[], ["--help"], ["show", "--help"], ["shwo"], ["plan"], ["show", "--verbose=1"], ["show", "-qv"],
     ["verify-task"], ["add-task"], ["verify-task", "--", "1"], ["-C"], ["show", "a", "b"],
     ["rewind", "--to", "0"], ["update-task", "1", "--depends-on", "x"], ["show", ""]],
    ids=" ".join,
)  # fmt: skip
def test_what_is_not_plain_is_left_to_typer(typed: list[str]) -> None:
    assert read_plain(typed) is None


def test_completion_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_plain(["show"]) is not None

    monkeypatch.setenv("_PLANPROOF_COMPLETE", "complete_bash")

    assert read_plain(["show"]) is None


def test_every_type_of_a_parameter_is_known() -> None:
    """A command with another one would silently be slow to start."""
    known = plain._WORDS | plain._NUMBERS | {bool}

    for target in TARGETS.values():
        for one in load(target).parameters:
            assert one.type in known
            assert isinstance(one.word, Option | Argument)
