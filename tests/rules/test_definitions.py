"""Selectors of definitions: by kind, parameters, decorators and bases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planproof.errors import SpecError
from planproof.model.violation import Mark
from planproof.rules import find_hits
from planproof.spec.wire import Bounds, DefinitionSelector, Facet, Members, TermSpec, Where

Found = Callable[..., list[str]]


def selected(name: str = "*", **selector: object) -> TermSpec:
    chosen = DefinitionSelector(**selector)  # type: ignore[arg-type]
    return TermSpec(Facet.DEFINITIONS, name, Where(3, 9), chosen)


@pytest.fixture
def found(clause, reading) -> Found:
    """``found(source, path="a.py", name="*", **selector)`` → names, ``?`` behind uncertain ones."""

    def names(source: str, path: str = "a.py", name: str = "*", **selector: object) -> list[str]:
        hits = find_hits(clause(selected(name, **selector)), reading(path, source)).hits
        return [
            hit.name + "?" * (hit.mark is Mark.UNCERTAIN) + "!" * (hit.mark is Mark.LEXICAL)
            for hit in sorted(hits, key=lambda hit: hit.span)
        ]

    return names


VIEWS = """\
from auth.decorators import login_required as needs_login
from django.views import View, generic as g
import functools

@needs_login
def index(request, page=1): ...

@functools.cache
@(lambda f: f)
def odd(request): ...

class A(View):
    @needs_login
    def get(self, request): ...
    def post(self, request, *rest, key, **more): ...
    @staticmethod
    def make(request): ...
    @classmethod
    def of(cls): ...
    def any(*args): ...

class B(g.ListView[int], A): ...
class C(*bases): ...
class D(make(View)): ...
class E(A, metaclass=M): ...
class F(A, total=False): ...
class G: ...
"""


@pytest.mark.parametrize(
    ("name", "selector", "expected"),
    [
        ("*", {"kinds": ("function",)}, ["index", "odd"]),
        ("A.*", {"kinds": ("method",)}, ["A.get", "A.post", "A.make", "A.of", "A.any"]),
        ("*", {"parameters": Members(("request",))}, ["index", "odd", "A.get", "A.post", "A.make"]),
        ("*", {"parameters": Members((), ("request",))}, ["A.of", "A.any"]),
        ("*", {"parameters": Members(("self",))}, []),
        ("*", {"parameters": Members(("re*", "key"))}, ["A.post"]),
        ("*", {"parameters": Members(("/^more$/",))}, ["A.post"]),
        ("*", {"parameters": Members(count=Bounds(None, 0))}, ["A.of"]),
        ("*", {"parameters": Members(count=Bounds(2))}, ["index", "A.post"]),
        ("*", {"parameters": Members(count=Bounds(4, 4))}, ["A.post"]),
        (
            "*",
            {"decorators": Members(("auth.decorators.login_required",))},
            ["index", "odd?", "A.get"],
        ),
        ("*", {"decorators": Members(("needs_login",)), "kinds": ("method",)}, ["A.get"]),
        ("odd", {"decorators": Members(("cache",))}, ["odd"]),
        (
            "*",
            {"decorators": Members((), ("login_required",)), "parameters": Members(("request",))},
            ["odd?", "A.post", "A.make"],
        ),
        ("index", {"decorators": Members(count=Bounds(1, 1))}, ["index"]),
        ("odd", {"decorators": Members(count=Bounds(None, 1))}, []),
        ("*", {"bases": Members(("django.views.View",))}, ["A", "C?", "D?", "E?"]),
        ("*", {"bases": Members(("django.views.generic.ListView",))}, ["B", "C?", "D?", "E?"]),
        ("*", {"bases": Members((), ("A",))}, ["A", "C?", "D?", "G"]),
        ("*", {"bases": Members(("A",), ("View",))}, ["B", "C?", "D?", "E?", "F"]),
        ("*", {"bases": Members(count=Bounds(None, 0))}, ["C?", "D?", "G"]),
        ("*", {"bases": Members(count=Bounds(2))}, ["B", "C?", "D?", "E?"]),
    ],
)
def test_python(found: Found, name: str, selector: dict[str, object], expected: list[str]) -> None:
    assert found(VIEWS, name=name, **selector) == expected


TYPESCRIPT = """\
@Component({selector: "a"}) class A extends B.C<T> implements D {
  @Input() size: number;
  @Output() run(this: A, {a, b}: P, ...c: string[]) {}
  done = (x) => x;
}
class E extends mixin(B) {}
interface F extends D, G {}
export function f(a, b = 1) {}
const h = y => y;
"""


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({"bases": Members(("B.C", "D"))}, ["A", "E?"]),
        ({"bases": Members(("D",)), "kinds": ("interface",)}, ["F"]),
        ({"decorators": Members(("Component",))}, ["A"]),
        ({"decorators": Members((), ("Component",)), "kinds": ("class",)}, ["E"]),
        ({"decorators": Members(("Output",))}, ["A.run"]),
        ({"parameters": Members(("b",))}, ["A.run", "f"]),
        ({"parameters": Members(("this",))}, []),
        ({"parameters": Members(count=Bounds(2))}, ["A.run", "f"]),
        ({"parameters": Members(count=Bounds(1, 1))}, ["A.done", "h"]),
    ],
)
def test_typescript(found: Found, selector: dict[str, object], expected: list[str]) -> None:
    assert found(TYPESCRIPT, "a.ts", **selector) == expected


@pytest.mark.parametrize(
    ("path", "source", "selector", "expected"),
    [
        (
            "a.go",
            "func (s *T) M(a, b int) (err error) {}",
            {"parameters": Members(count=Bounds(2, 2))},
            ["T.M"],
        ),
        ("a.go", "func (s *T) M(a int) (err error) {}", {"parameters": Members(("s",))}, []),
        (
            "a.go",
            "func (s *T) M(a int) (err error) {}",
            {"parameters": Members((), ("err",))},
            ["T.M"],
        ),
        ("a.go", "type S struct {\nhttp.Handler\n}", {"bases": Members(("http.Handler",))}, ["S"]),
        ("a.go", "type S struct {}\n", {"bases": Members((), ("Handler",))}, ["S"]),
        (
            "a.java",
            "class A extends B { @Test void m(int a) {} void n() {} }",
            {"decorators": Members(("Test",))},
            ["A.m"],
        ),
        (
            "a.java",
            "class A { void m(A this, int a) {} }",
            {"parameters": Members(count=Bounds(1, 1))},
            ["A.m"],
        ),
        ("a.java", "record R(int x) implements I {}", {"bases": Members(("I",))}, ["R"]),
        (
            "a.rs",
            "impl T { fn m(&self, a: u8) {} }",
            {"parameters": Members(count=Bounds(1, 1))},
            ["T.m"],
        ),
        ("a.rs", "#[derive(Debug)] struct S; impl Tr for S {}", {"bases": Members(("Tr",))}, ["S"]),
        ("a.rs", "struct S; impl Tr for S {}", {"bases": Members((), ("Tr",))}, []),
        ("a.rs", "struct S;", {"bases": Members((), ("Tr",))}, ["S?"]),
        (
            "a.rs",
            "#[derive(Debug)] struct S; struct U;",
            {"decorators": Members((), ("Debug",))},
            ["U"],
        ),
    ],
)
def test_other_languages(found: Found, path, source, selector, expected) -> None:
    assert found(("package a\n" if path == "a.go" else "") + source, path, **selector) == expected


def test_the_same_name_of_another_module_is_another_base(found: Found) -> None:
    source = "from a import Base\nclass X(Base): ...\n"
    assert found(source, bases=Members(("a.Base",))) == ["X"]
    assert found(source, bases=Members(("b.Base",))) == []
    assert found(source, bases=Members((), ("b.Base",))) == ["X"]


def test_bases_of_a_nested_class_are_its_own(found: Found) -> None:
    source = "class A:\n    class B(X): ...\nclass C(X): ...\n"
    assert found(source, bases=Members(("X",))) == ["A.B", "C"]


def test_where_the_syntax_is_broken_the_name_counts(found: Found) -> None:
    assert found("def f(a, (\n    pass\n", name="f", parameters=Members((), ("a",))) == ["f!"]


def test_of_any_name_a_broken_file_leaves_undecided(clause, reading) -> None:
    asked = clause(selected(parameters=Members(("a",))), selected(kinds=("trait",)))
    answer = find_hits(asked, reading("a.py", "def f(a, (\n    pass\n"))
    assert answer.hits == ()
    assert answer.undecided == (
        "has a syntax error, and '* with parameters a' has no letters to search it for",
    )


@pytest.mark.parametrize(
    ("selector", "languages", "said"),
    [
        ({"kinds": ("trait",)}, ("python",), "no definition in python is of the kind 'trait'"),
        ({"kinds": ("methods",)}, (), "did you mean method"),
        ({"kinds": ("class",), "parameters": Members(("a",))}, (), "class has none"),
        ({"kinds": ("function",), "bases": Members(("a",))}, (), "function has none"),
        ({"bases": Members(("a",)), "parameters": Members(("a",))}, (), "two entries"),
        ({"bases": Members(("a",), ("a",))}, (), "with and without a"),
        ({"parameters": Members(count=Bounds(2, 1))}, (), "no more than 1"),
        ({"decorators": Members(("a b",))}, (), "white space"),
    ],
)
def test_what_can_never_be_found_is_refused(clause, selector, languages, said: str) -> None:
    with pytest.raises(SpecError) as refused:
        clause(selected("x", **selector), languages=languages)
    (problem,) = refused.value.diagnostics
    assert said in f"{problem.message}; {problem.fix}"


NAMES = ["a", "b", "c.d", "e"]
MEMBERS = st.lists(st.sampled_from(NAMES), unique=True, max_size=4)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MEMBERS, st.booleans(), st.sampled_from(NAMES))
def test_with_and_without_part_the_classes_of_which_it_can_be_told(
    found, bases, starred, name
) -> None:
    source = f"class X({', '.join([*bases, '*y'] if starred else bases)}): ...\n"
    having = found(source, bases=Members((name,)))
    lacking = found(source, bases=Members((), (name,)))
    undecided = starred and name not in bases
    assert sorted([having, lacking]) == ([["X?"], ["X?"]] if undecided else [[], ["X"]])


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MEMBERS, st.integers(0, 5))
def test_counts_part_the_functions(found: Found, decorators, most: int) -> None:
    source = "".join(f"@{each}\n" for each in decorators) + "def f(): ...\n"
    few = found(source, decorators=Members(count=Bounds(None, most)))
    many = found(source, decorators=Members(count=Bounds(most + 1)))
    assert [*few, *many] == ["f"]
