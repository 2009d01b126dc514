"""Patterns and trees that somebody made to hurt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_sights import Sights
from planproof.errors import UsageError
from planproof.index.patterns.commands import read_commands
from planproof.index.patterns.components import read_components
from planproof.index.patterns.heads import read_classes, read_functions
from planproof.index.patterns.tests import read_tests
from planproof.index.scan import scan
from planproof.model.document import Document
from planproof.search.patterns.words import read_words

SOURCES = {
    "python": b"import click, typer, argparse\nfrom unittest import TestCase as T\n\n@click.group('x')\n"
    b"def f(a, *b, c=1, **d): ...\n\n@f.command(name='y')\nclass A(T):\n    def test_a(self): ...\n"
    b"class Command(B): ...\np = argparse.ArgumentParser(prog=x).add_subparsers().add_parser('z')\n",
    "tsx": b"import React, {memo} from 'react';\nexport const A: React.FC<P> = ({a, ...b}) => a ? <b/> : "
    b"null;\nclass B extends React.Component {}\nexport default memo(function C(props) { return "
    b"<p {...props}>{props.x}</p>; });\ndescribe('a', () => { it.each([1])('b', () => {}); });\n"
    b"Vue.component('x-y', {props: ['a']});\nconst S = styled('b')`x`;\n",
    "javascript": b"const {program} = require('commander');\nprogram.command('a <b>');\n"
    b"var D = defineComponent({props: {a: 1, ...b}, name});\ntest(`a ${b}`, f);\n",
    "go": b'package a\nimport ("testing"; "github.com/spf13/cobra")\nfunc TestA(t *testing.T) {}\n'
    b'var c = &cobra.Command{Use: "a b"}\ntype S struct{}\nfunc (s S) TestB() {}\n',
    "java": b"import org.junit.Test;\nclass A extends B { @Test void a(int b) {} }\n",
    "rust": b"#[test]\nfn a() {}\nstruct S;\nimpl S { fn b(&self) {} }\n",
}


@given(
    st.sampled_from([*SOURCES]),
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 500), st.binary(max_size=6)), max_size=4
    ),
)
def test_no_bytes_at_all_make_a_reader_stumble(
    language: str, edits: list[tuple[int, int, bytes]]
) -> None:
    content = SOURCES[language]
    for start, size, put in edits:
        content = content[:start] + put + content[start + size :]
    document = scan(content, language)
    if not isinstance(document, Document):
        return

    rows = [*read_functions(document), *read_classes(document), *read_tests(content, document)]
    if language in ("python", "go", "javascript", "tsx"):
        rows += read_commands(content, document)
    if language in ("javascript", "tsx"):
        rows += read_components(content, document)

    for row in rows:
        start, end = (one for one in row if isinstance(one, int) and not isinstance(one, bool))
        assert 0 <= start <= end <= len(content)


def symbols(files: dict[str, str], text: str) -> list[str]:
    return Sights(files).symbols(text)


@pytest.mark.parametrize(
    "text",
    [
        "function name=/(a+)+c$/",
        f"function name={'*a' * 200}b",
        f"test name={'*a' * 400}b",
        f"test name={'*' * 900}b",
        "test name=/(x+x+)+y/",
        f"function name={'**.' * 200}b",
        f"api_route path={'/**' * 200}/b",
    ],
    ids=lambda text: text[:24],
)
def test_a_bomb_of_wildcards_is_no_bomb(text: str) -> None:
    """Each kind of expression is matched in time linear in what it looks at."""
    name = "a" * 2_000
    files = {
        f"{'a' * 200}.test.js": f"test('{name}', () => {{}});\n",
        "a.py": f"from flask import Flask\napp = Flask(__name__)\n@app.get('/{name}')\n"
        f"def {name}(): ...\n",
    }
    before = time.process_time()

    assert symbols(files, text) == []
    assert time.process_time() - before < 60


@pytest.mark.parametrize("glob", ["**/" * 200 + "b", "*a" * 200 + "b", "a/../b", "", "#x"])
def test_a_glob_that_would_take_years_is_refused(glob: str) -> None:
    with pytest.raises(UsageError):
        read_words(["function", f"in={glob}"])


def test_ten_thousand_functions_and_classes_in_one_file() -> None:
    some = "".join("class C(C):\n    def go(self): ...\n\n\n" for _ in range(5_000))

    assert len(symbols({"a.py": some}, "class bases=C methods=go")) == 5_000
    assert len(symbols({"a.py": some}, "function name=C.go")) == 5_000


def test_ten_thousand_classes_with_one_name_below_each_other() -> None:
    files = {f"m{n}.py": f"from m{n + 1} import C\nclass C(C): ...\n" for n in range(300)}

    assert len(symbols({**files, "m300.py": "class C(Top): ...\n"}, "class bases=Top")) == 301


def test_classes_that_are_their_own_bases_end() -> None:
    assert symbols({"a.py": "class A(B): ...\nclass B(A): ...\n"}, "class bases=A") == ["A", "B"]


def test_elements_nested_very_deep() -> None:
    deep = "<a>" * 300 + "</a>" * 300
    files = {"a.jsx": f"function App() {{ return {'(' * 50}{deep}{')' * 50}; }}\n"}

    assert symbols(files, "component") == ["App"]


def test_groups_of_tests_nested_very_deep() -> None:
    text = "describe('g', () => {" * 60 + "it('x', () => {});" + "});" * 60
    found = symbols({"a.test.js": text}, "test name=x")

    assert len(found) == 1
    assert found[0].count("›") == 20


def test_empty_trees_and_files_say_nothing() -> None:
    for kind in ("api_route", "function", "class", "component", "test", "model", "command"):
        assert symbols({}, kind) == []
        assert symbols({"a.py": "", "b.tsx": "", "c.vue": "x"}, f"{kind} in=*.ts*") == []


def test_broken_files_are_looked_into_as_far_as_they_go() -> None:
    files = {
        "a.py": "def fine(): ...\n\n\nclass (((\n",
        "a.jsx": "export function App() { return <b>; }\nfunction ((\n",
        "test_b.py": "def test_fine(): ...\n\n\nclass (((\n",
    }

    assert symbols(files, "function name=fine") == ["fine"]
    assert symbols(files, "test") == ["test_fine"]
    assert symbols(files, "component") == []
