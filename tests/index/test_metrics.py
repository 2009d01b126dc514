"""Metrics of functions, classes and files, in every language."""

from __future__ import annotations

import pytest

from planproof.index import ClassMetrics, FileMetrics, FunctionMetrics, measure
from planproof.index.scan import scan
from planproof.model.document import Document


def metrics(source: str, language: str = "python") -> FileMetrics:
    document = scan(source.encode(), language)
    assert isinstance(document, Document)
    return measure(source.encode(), language, document)


def functions(source: str, language: str = "python") -> dict[str, FunctionMetrics]:
    return {each.name: each for each in metrics(source, language).functions}


def methods(source: str, language: str = "python") -> dict[str, int]:
    return {each.name.split()[1]: each.methods for each in metrics(source, language).classes}


@pytest.mark.parametrize(
    ("source", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\n\n", 2), ("a\r\nb", 2), ("\n", 1)]
)
def test_lines_of_a_file(source: str, lines: int) -> None:
    assert metrics(source).lines == lines


PYTHON = """\
@first
@second(
    1)
def outer(a, *b, c=1, **d):
    if a:
        for x in b:
            pass
    elif c:
        pass
    else:
        with d:
            while c and d or [y for y in b if y]:
                pass
    def inner():
        try:
            pass
        except E:
            pass
        else:
            pass
        finally:
            pass

class A(B):
    def one(self, x): pass
    @staticmethod
    def two(x, y): pass
    @classmethod
    def three(cls): pass
    async def four(this, *, z=1): pass
"""


def test_lines_of_a_function_begin_behind_its_decorators() -> None:
    found = functions(PYTHON)
    assert (found["function outer"].lines, found["function outer.inner"].lines) == (19, 9)


def test_parameters_are_counted_without_the_receiver() -> None:
    found = {name: each.parameters for name, each in functions(PYTHON).items()}
    assert found == {
        "function outer": 4, "function outer.inner": 0,
        "method A.one": 1, "method A.two": 2, "method A.three": 0, "method A.four": 1,
    }  # fmt: skip


def test_nesting_is_that_of_control_structures_and_not_of_functions_inside() -> None:
    found = functions(PYTHON)
    assert (found["function outer"].nesting, found["function outer.inner"].nesting) == (3, 1)
    assert functions("def f():\n  if a: pass\n  elif b: pass\n  else:\n    if c: pass\n")[
        "function f"
    ].nesting == 2  # fmt: skip


def test_complexity_in_python_is_that_of_mccabe() -> None:
    found = functions(PYTHON)
    assert found["function outer.inner"].complexity == 3
    assert found["function outer"].complexity == 1 + 4 + 1 + 2
    cases = "def f(x):\n  match x:\n    case 1: pass\n    case 2 if x: pass\n    case {}: pass\n"
    assert functions(cases.format("_"))["function f"].complexity == 3
    assert functions(cases.format("3"))["function f"].complexity == 4
    assert functions(cases.format("_ if x"))["function f"].complexity == 4


def test_a_place_is_that_of_the_name() -> None:
    found = functions(PYTHON)["method A.one"]
    assert PYTHON[found.start : found.end] == "one"
    source = "call(function (a) {\n  if (a) {}\n})\n"
    (anonymous,) = metrics(source, "javascript").functions
    assert (anonymous.name, anonymous.complexity) == ("anonymous function", 2)
    assert source[anonymous.start : anonymous.end] == "function (a) {"


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        (
            "javascript",
            (
                "class A { constructor(a) { if (a && b) {} else if (c ?? d) {} } }\n"
                "const f = (x, {y, z}) => x ? y : z;\nconst g = x => { for (;;) { x ||= 1; } };\n"
            ),
            {"method A.constructor": (1, 1, 5), "function f": (2, 0, 2), "function g": (1, 1, 3)},
        ),
        (
            "typescript",
            "function f(this: X, a: number = 1, b?: string) { switch (a) { case 1: default: } }\n",
            {"function f": (2, 1, 3)},
        ),
        (
            "go",
            (
                "package a\nfunc (t *T) M(a, b int, c string) {\n"
                "if a > 1 && b > 2 { switch { case a > 1: default: } } else if c == d { } }\n"
            ),
            {"method T.M": (3, 2, 5)},
        ),
        (
            "java",
            (
                "class A {\n@X(a)\npublic void f(int a, String b) {\n"
                "switch (a) { case 1: break; default: }\ntry {} catch (E e) { if (a || b) {} }\n}\n}\n"
            ),
            {"method A.f": (2, 2, 5)},
        ),
        (
            "rust",
            (
                "impl T {\n#[inline]\npub fn m(&self, a: u8) { match a { 1 => x()?, _ => y } }\n"
                "fn s(b: u8) { if b {} else if c { loop {} } }\n}\n"
            ),
            {"method T.m": (1, 1, 4), "method T.s": (1, 2, 4)},
        ),
    ],
)
def test_parameters_nesting_and_complexity(
    language: str, source: str, expected: dict[str, tuple[int, int, int]]
) -> None:
    found = functions(source, language)
    counted = {n: (f.parameters, f.nesting, f.complexity) for n, f in found.items()}
    assert counted == expected


def test_annotations_are_no_lines_of_a_java_method() -> None:
    source = "class A {\n@X(a)\n@Y public void f() {\n}\n@Z\nvoid g() {}\n}\n"
    assert {name: each.lines for name, each in functions(source, "java").items()} == {
        "method A.f": 2, "method A.g": 1,
    }  # fmt: skip


def test_methods_are_counted_by_the_class_that_has_them() -> None:
    assert methods(PYTHON) == {"A": 4}
    assert methods("class A:\n  def f(self):\n    def g(): pass\n  class B:\n    def h(s): pass\n") == {
        "A": 1, "A.B": 1,
    }  # fmt: skip
    go = "package a\ntype T struct{}\nfunc (t T) A() {}\nfunc (t *T) B() {}\nfunc c() {}\n"
    assert methods(go, "go") == {"T": 2}
    rust = "struct T;\nimpl T { fn a(&self) {} }\nimpl X for T { fn b(&self) {} }\n"
    assert methods(rust, "rust") == {"T": 2}
    assert methods("class A { constructor() {} get x() {} static y() {} }", "javascript") == {
        "A": 3
    }


def test_what_overlaps_a_broken_region_may_be_more() -> None:
    found = metrics("def a():\n    x = (\n\ndef b():\n    pass\n\nclass C:\n    pass\n")
    broken = {each.name: each.broken for each in (*found.functions, *found.classes)}
    assert broken["function a"]
    assert not broken.get("class C", False)


def test_facts_are_plain_tuples() -> None:
    found = metrics("class A:\n    def f(self): pass\n")
    assert found.functions == (FunctionMetrics("method A.f", 17, 18, 1, 0, 0, 1, broken=False),)
    assert found.classes == (ClassMetrics("class A", 6, 7, 1, broken=False),)
