"""Selectors of calls: which are meant, which may be, which are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planproof.errors import SpecError
from planproof.model.violation import Mark
from planproof.rules import compile_rules, find_hits
from planproof.spec.wire import (
    Bounds,
    CallSelector,
    Clause,
    Facet,
    RuleSpec,
    Spec,
    TermSpec,
    Where,
)

Marks = Callable[..., str]
SIGNS = {Mark.PROVEN: "y", Mark.UNCERTAIN: "?", Mark.LEXICAL: "l"}


def selected(name: str, **selector: object) -> TermSpec:
    return TermSpec(Facet.CALLS, name, Where(3, 9), CallSelector(**selector))  # type: ignore[arg-type]


@pytest.fixture
def mark(clause, reading) -> Marks:
    """``mark(source, path="a.py", name="f", **selector)`` → y, ?, l per hit; n for none."""

    def marked(source: str, path: str = "a.py", name: str = "f", **selector: object) -> str:
        hits = find_hits(clause(selected(name, **selector)), reading(path, source)).hits
        return "".join(SIGNS[hit.mark] for hit in sorted(hits, key=lambda hit: hit.span)) or "n"

    return marked


@pytest.mark.parametrize(
    ("source", "having", "expected"),
    [
        ("f(k=1)", ("k", "*"), "y"),
        ("f(k=1)", ("k", "1"), "y"),
        ("f(k=1)", ("k", "2"), "n"),
        ("f(k=1)", ("k*", "1"), "y"),
        ("f(kk=1)", ("k", "*"), "n"),
        ("f(k=True)", ("k", "True"), "y"),
        ("f(k=a.b( 1,\n 2 ))", ("k", "a.b( 1, 2 )"), "y"),
        ("f(k='r')", ("k", "r"), "y"),
        ("f(k='r')", ("k", '"r"'), "y"),
        ('f(k="r")', ("k", "'r'"), "y"),
        ('f(k="""r""")', ("k", '"r"'), "y"),
        ('f(k="a" "b")', ("k", "ab"), "y"),
        ('f(k="\\x41")', ("k", "A"), "y"),
        ("f(k=r)", ("k", '"r"'), "n"),
        ("f(k=r)", ("k", "r"), "y"),
        ("f(k=f'{r}')", ("k", "r"), "n"),
        ("f(k=b'r')", ("k", "r"), "n"),
        ("f(k='rb+')", ("k", "/^r/"), "y"),
        ("f(k='rb+')", ("k", "/^'r/"), "y"),
        ("f(k='/api')", ("k", "/api"), "y"),
        ("f(1, 2)", ("k", "*"), "n"),
        ("f(*a)", ("k", "1"), "?"),
        ("f(**a)", ("k", "1"), "?"),
        ("f(k=2, **a)", ("k", "1"), "n"),
        ("f(k=2, **a)", ("k*", "1"), "?"),
        ("f(k=1, **a)", ("k", "1"), "y"),
        ("x.f(k=1)", ("k", "1"), "y"),
        ("@f(k=1)\ndef g(): ...", ("k", "1"), "y"),
        ("f(k=1)(k=2)", ("k", "2"), "n"),
        ("print 'a'", ("k", "2"), "n"),
    ],
)
def test_with(mark: Marks, source: str, having: tuple[str, str], expected: str) -> None:
    assert mark(source, having=(having,)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f()", "y"),
        ("f(1, 2, j=1)", "y"),
        ("f(k=None)", "n"),
        ("f(*a)", "?"),
        ("f(*a, k=1)", "n"),
        ("f(**a)", "?"),
        ("f(g(k=1))", "y"),
        ("f(1, 2", "l"),
    ],
)
def test_without(mark: Marks, source: str, expected: str) -> None:
    assert mark(source, lacking=("k",)) == expected


@pytest.mark.parametrize(
    ("source", "bounds", "expected"),
    [
        ("f()", Bounds(None, 0), "y"),
        ("f(1)", Bounds(None, 0), "n"),
        ("f(1, k=1)", Bounds(1, 1), "y"),
        ("f(1)", Bounds(2), "n"),
        ("f(*a)", Bounds(0), "y"),
        ("f(*a)", Bounds(1), "?"),
        ("f(1, *a)", Bounds(1), "y"),
        ("f(1, *a)", Bounds(None, 1), "?"),
        ("f(1, 2, *a)", Bounds(None, 1), "n"),
        ("f(**a)", Bounds(None, 0), "y"),
    ],
)
def test_args(mark: Marks, source: str, bounds: Bounds, expected: str) -> None:
    assert mark(source, args=bounds) == expected


def test_all_that_is_said_must_hold(mark: Marks) -> None:
    said = {"having": (("k", "1"),), "lacking": ("j",), "args": Bounds(None, 1)}
    assert mark("f(0, k=1)", **said) == "y"
    assert mark("f(0, k=1, j=2)", **said) == "n"
    assert mark("f(0, 0, **a)", **said) == "n"
    assert mark("f(0, **a)", **said) == "?"


def test_names_are_resolved_as_for_names_alone(clause, reading) -> None:
    source = (
        "from subprocess import run as go\nimport subprocess as s\ngo(a, shell=True)\ns.run(a)\n"
    )
    wanted = clause(selected("subprocess.run", having=(("shell", "True"),)))
    (hit,) = find_hits(wanted, reading("a.py", source)).hits
    assert (hit.name, hit.resolved) == ("go", "subprocess.run")


def test_any_call(mark: Marks) -> None:
    assert (
        mark("a(verify=False); b.c()(verify=False); d(1)", name="*", having=(("verify", "*"),))
        == "yy"
    )


DEFINED = """\
def f(a, k=None, *, j=0): ...
def g(a, *k): ...
@wrapped
def h(a, k): ...
class C:
    def __init__(self, a, k): ...
    def m(self, a, k): ...
    def n(self):
        {inside}
class D:
    pass
{outside}
"""


@pytest.mark.parametrize(
    ("place", "call", "name", "expected"),
    [
        ("outside", "f(1)", "f", "y"),
        ("outside", "f(1, 2)", "f", "n"),
        ("outside", "f(*x)", "f", "?"),
        ("outside", "f(1, 2, *x)", "f", "n"),
        ("outside", "g(1, 2)", "g", "y"),
        ("outside", "g(*x)", "g", "y"),
        ("outside", "h(1, 2)", "h", "y"),
        ("outside", "C(1, 2)", "C", "n"),
        ("outside", "C(1)", "C", "y"),
        ("outside", "D(1, 2)", "D", "y"),
        ("outside", "x.m(1, 2)", "m", "y"),
        ("inside", "self.m(1, 2)", "m", "n"),
        ("inside", "self.m(1)", "m", "y"),
        ("inside", "f(1, 2)", "f", "n"),
        ("inside", "m(1, 2)", "m", "y"),
        ("outside", "f(1, 2); f = 3", "f", "y"),
        ("outside", "from x import f; f(1, 2)", "f", "y"),
        ("outside", "from x import *; f(1, 2)", "f", "y"),
    ],
)
def test_functions_of_the_file_tell_what_is_given_by_position(
    mark: Marks, place: str, call: str, name: str, expected: str
) -> None:
    source = DEFINED.format(**{"inside": "pass", "outside": "", place: call})
    assert mark(source, name=name, lacking=("k",)) == expected


def test_values_that_are_given_by_position(mark: Marks) -> None:
    source = "def f(a, k): ...\n"
    assert mark(f"{source}f(1, 'x')", having=(("k", "x"),)) == "y"
    assert mark(f"{source}f(1, 'y')", having=(("k", "x"),)) == "n"
    assert mark(f"{source}f(*z)", having=(("k", "x"),)) == "?"
    assert mark(f"{source}f(*z)", having=(("j", "x"),)) == "n"


@pytest.mark.parametrize(
    ("source", "having", "lacking", "expected"),
    [
        ('fetch("/x", {method: "POST"})', (("method", '"POST"'),), (), "y"),
        ('fetch("/x", {method: "POST"})', (("method", "GET"),), (), "n"),
        ('fetch("/x", {method: "GET", ...o})', (("method", "POST"),), (), "?"),
        ('fetch("/x", {...o, method: "GET"})', (("method", "POST"),), (), "n"),
        ('fetch("/x")', (), ("signal",), "y"),
        ("fetch(url, {signal})", (), ("signal",), "n"),
        ("fetch(url, options)", (), ("signal",), "?"),
        ("fetch(url)", (("method", "POST"),), (), "?"),
        ("fetch(url, {})", (("method", "POST"),), (), "n"),
    ],
)
def test_keys_of_objects_are_keywords(
    mark: Marks, source: str, having: object, lacking: object, expected: str
) -> None:
    assert mark(source, "a.ts", "fetch", having=having, lacking=lacking) == expected


def test_bounds_keep_single_arguments_from_being_uncertain(mark: Marks) -> None:
    said = {"having": (("method", "POST"),), "args": Bounds(2)}
    assert mark("fetch(url); fetch(url, o)", "a.js", "fetch", **said) == "?"


@pytest.mark.parametrize("path", ["a.go", "a.java", "a.rs"])
def test_where_calls_have_no_keywords_nothing_that_asks_for_them_is_meant(mark, path: str) -> None:
    source = {
        "a.go": "package a\nfunc z() { f(1) }\n",
        "a.java": "class Z { void z() { f(1); } }\n",
        "a.rs": "fn z() { f(1); }\n",
    }[path]
    assert mark(source, path, lacking=("k",)) == "n"
    assert mark(source, path, having=(("k", "*"),)) == "n"
    assert mark(source, path, args=Bounds(1, 1)) == "y"


def test_nor_where_their_syntax_is_broken(mark: Marks) -> None:
    assert mark("package a\nfunc z() { f(1 }\n", "a.go", lacking=("k",)) == "n"
    assert mark("package a\nfunc z() { f(1 }\n", "a.go", args=Bounds(3)) == "?"


def test_what_a_macro_is_given_is_uncertain(mark: Marks) -> None:
    assert mark("fn z() { f!(1); g!(f(1)); }", "a.rs", args=Bounds(None, 1)) == "??"
    assert mark("print 'a'\n", name="print", lacking=("file",)) == "?"


def test_uncertain_calls_can_be_left_out(mark: Marks, clause, reading) -> None:
    said = {"lacking": ("k",), "skip_uncertain": True}
    assert mark("f(); f(**a)", **said) == "y"
    wanted = clause(selected("f", lacking=("k",)), skip_uncertain=True)
    found = find_hits(wanted, reading("a.py", "f(); f(**a)")).hits
    assert [hit.mark for hit in found] == [Mark.PROVEN, Mark.UNCERTAIN]


@pytest.mark.parametrize(
    ("selector", "languages", "said"),
    [
        ({"lacking": ("k",)}, ("go", "rust"), "calls of go and rust have none"),
        ({"having": (("k", "*"),), "lacking": ("k",)}, (), "with and without k"),
        ({"args": Bounds(2, 1)}, (), "at least 2 arguments"),
        ({"having": (("k", "/(/"),)}, (), "regular expression"),
        ({"having": (("k", "/x?/"),)}, (), "matches the empty text"),
    ],
)
def test_what_can_never_be_found_is_refused(clause, selector, languages, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        clause(selected("f", **selector), languages=languages)


def test_languages_that_are_left_out_are_told() -> None:
    clause = Clause((selected("f", lacking=("k",)),), Where(1, 1))
    rule = RuleSpec("r", "d", Where(1, 1), languages=("go", "python"), match=clause)
    (compiled,) = compile_rules(Spec("s", (rule,), "", "", "spec.yaml"))
    (warning,) = compiled.warnings
    assert warning.message == "'f without k' means nothing in go files: they are left out"


def test_a_rule_for_more_languages_is_accepted(clause) -> None:
    assert clause(selected("f", lacking=("k",)), languages=("go", "python")).terms
    assert clause(selected("f", args=Bounds(1)), languages=("go",)).terms


def test_the_sieve_looks_for_the_name_alone(clause) -> None:
    (term,) = clause(selected("os.open", having=(("mode", "r"),), lacking=("x",))).terms
    assert term.words == {"os", "open"}
    assert term.letters == "open"
    assert term.label == "os.open with mode=r, without x"


ARGUMENTS = st.lists(
    st.sampled_from(["1", "x", "g(k=1)", "k=1", "j=2", "*y", "**z", "lambda k=1: k"]),
    max_size=6,
).map(lambda given: sorted(dict.fromkeys(given), key=lambda each: (each == "**z", "=" in each[:2])))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ARGUMENTS)
def test_with_and_without_part_the_calls_of_which_it_can_be_told(mark: Marks, arguments) -> None:
    source = f"f({', '.join(arguments)})"
    both = {mark(source, having=(("k", "*"),)), mark(source, lacking=("k",))}
    undecided = "k=1" not in arguments and {"*y", "**z"} & set(arguments)
    assert both == ({"?"} if undecided else {"y", "n"}), source


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ARGUMENTS, st.integers(0, 4))
def test_bounds_part_the_calls_too(mark: Marks, arguments, most: int) -> None:
    source = f"f({', '.join(arguments)})"
    few, many = mark(source, args=Bounds(None, most)), mark(source, args=Bounds(most + 1))
    assert (few, many) in {("y", "n"), ("n", "y"), ("?", "?")}, source
