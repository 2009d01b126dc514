"""What calls are given, in all languages, drawn as text."""

from __future__ import annotations

import pytest

from planproof.index import Call, call_at, callees
from planproof.index.scan import scan
from planproof.languages import LANGUAGES
from planproof.model.document import Document, Role
from planproof.model.location import Span


def drawn(source: str, language: str) -> dict[str, str]:
    """Callee → positions, a plus for more, keywords with values, two stars for more."""
    content = source.encode()
    return {
        content[callee.start : callee.end].decode(): _draw(call_at(content, language, place))
        for callee, place in callees(content, language).items()
    }


def _draw(call: Call) -> str:
    keywords = [f"{each.name}={each.value.source}" for each in call.keywords]
    more = ["**"] if call.open_keywords else []
    return " ".join([f"{len(call.positions)}{'+' * call.open_positions}", *keywords, *more])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f()", "0"),
        ("f(a, b)", "2"),
        ("f(a, # why\n b,)", "2"),
        ("f(a, \\\n  b)", "2"),
        ("f(k=(1))", "0 k=1"),
        ("f(*a)", "0+"),
        ("f(a, *b, c)", "2+"),
        ("f(a, k=1)", "1 k=1"),
        ("f(k = [1,\n  2])", "0 k=[1, 2]"),
        ("f(**a)", "0 **"),
        ("f(k=1, **a)", "0 k=1 **"),
        ("f(x for x in y)", "1"),
        ("f((x for x in y), k=2)", "1 k=2"),
        ("f(lambda *a, **k: g(*a))", "1"),
        ("f(x := 1)", "1"),
        ("(f)(1)", "1"),
        ("@f\ndef g(): ...", None),
        ("@f('/x', methods=['GET'])\ndef g(): ...", "1 methods=['GET']"),
        ("f(ﬁ=1)", "0 fi=1"),
        ("f(a, b=)", "0+ **"),
    ],
)
def test_python(source: str, expected: str | None) -> None:
    assert drawn(source, "python").get("f") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f()", "0"),
        ("new f", "0"),
        ("new f(1)", "1"),
        ("f`a${1}b${2}`", "3"),
        ("f('/x')", "1"),
        ("f('/x', () => 1, [x], 1 + y, `${z}`, /r/, -q, a === b)", "8"),
        ("f(a)", "1 **"),
        ("f(a())", "1 **"),
        ("f(a || {})", "1 **"),
        ("f('/x', ...a)", "1+ **"),
        ("f(...a, {k: 1})", "1+ k=1"),
        ("f(u, {k: 1, 'a-b': [ 2 ], m() {}, s, 5: 1})", "2 k=1 a-b=[ 2 ] m=m() {} s=s 5=1"),
        ("f({k: 1}, a)", "2 k=1 **"),
        ("f({k: 1}, () => a)", "2 k=1"),
        ("f({...a, k: 1})", "1 k=1 **"),
        ("f({[a]: 1})", "1 **"),
        ("f({/* none */})", "1"),
        ("a?.b?.(1)", "a?.b: 1"),
        ("a.b(1).c(2)", "a.b(1).c: 1"),
        ("f(1, ! )", "0+ **"),
    ],
)
def test_javascript(source: str, expected: str) -> None:
    callee, _, calls = expected.rpartition(": ")
    for language in ("javascript", "typescript", "tsx"):
        assert drawn(source, language).get(callee or "f") == calls


@pytest.mark.parametrize(
    ("source", "callee", "expected"),
    [
        ("f({k: 1} as const)", "f", "1 k=1"),
        ("f({k: 1} satisfies T)", "f", "1 k=1"),
        ("f(({k: 1})!)", "f", "1 k=1"),
        ("async function g() { await f<T>({k: 1}) }", "f", "1 k=1"),
        ("f!(1)", "f", "1"),
        ("a!.b(1)", "a!.b", "1"),
        ("class A { @f({k: 1}) b }", "f", "1 k=1"),
    ],
)
def test_typescript(source: str, callee: str, expected: str) -> None:
    assert drawn(source, "typescript")[callee] == expected


@pytest.mark.parametrize(
    ("language", "source", "callee", "expected"),
    [
        ("go", "f(a, b)", "f", "2"),
        ("go", "f(a...)", "f", "0+"),
        ("go", "f(g())", "f", "1+"),
        ("go", "f(g(), 1)", "f", "2"),
        ("go", "make([]int, 3)", "make", "2"),
        ("go", "[]byte(x)", "[]byte", "1"),
        ("go", "(f)(a)", "f", "1"),
        ("go", "f[T](a)", "f", "1"),
        ("go", "a.b(1).c()", "a.b(1).c", "0"),
        ("java", "f(a, b -> 1, /* c */ 2);", "f", "3"),
        ("java", "a.b(1).c();", "a.b(1).c", "0"),
        ("java", "new B<X>(1) {};", "B", "1"),
        ("java", "this(1, 2);", "this", "2"),
        ("rust", "f(1, #[a] x);", "f", "2"),
        ("rust", "a.b::<T>(1);", "a.b", "1"),
        ("rust", "(a.b)(1, 2);", "a.b", "2"),
    ],
)
def test_other_languages(language: str, source: str, callee: str, expected: str) -> None:
    around = {
        "go": "package a\nfunc z() {{ {} }}\n",
        "java": "class Z {{ Z() {{ {} }} }}\n",
        "rust": "fn z() {{ {} }}\n",
    }[language]
    assert drawn(around.format(source), language)[callee] == expected


def test_what_a_macro_or_a_print_statement_is_given_is_not_told() -> None:
    assert drawn('fn z() { vec![f(1), 2](3); println!("a"); }', "rust") == {"vec![f(1), 2]": "1"}
    assert drawn("print 'a', b\n", "python") == {}


def test_calls_join_with_the_occurrences_of_every_golden_source(golden_sources) -> None:
    """All calls of a source are told but those in macros, and statements of Python."""
    for language, content in golden_sources:
        document = scan(content, language)
        assert isinstance(document, Document)
        rows = {row.span for row in document if row.roles & Role.CALL}
        left = {content[span.start : span.end] for span in rows - set(callees(content, language))}
        assert language == "rust" or left <= {b"print", b"exec", b"type"}


@pytest.fixture
def golden_sources(request: pytest.FixtureRequest) -> list[tuple[str, bytes]]:
    root = request.path.parent.parent / "golden"
    return [
        (language.name, path.read_bytes())
        for language in LANGUAGES
        for path in sorted((root / language.name).glob("*"))
        if path.suffix != ".golden"
    ]


def test_places_are_those_of_the_file_in_other_encodings() -> None:
    source = "# coding: latin-1\né = f('é', k='ü')\n".encode("latin-1")
    assert callees(source, "python") == {Span(22, 23): Span(22, 35)}
    call = call_at(source, "python", Span(22, 35))
    assert [value.text for value in call.positions] == ["é"]
    assert call.keywords[0].value.text == "ü"


def test_callees_come_in_the_order_of_the_source() -> None:
    """What a parser captures comes in another order each time."""
    source = "\n".join(f"a{n}()\nb{n}.c()(d{n}())" for n in range(20)).encode()
    places = list(callees(source, "python"))
    assert places == sorted(places)
    assert len(places) == 80
