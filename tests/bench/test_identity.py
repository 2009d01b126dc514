"""The benchmark of identities, on a few planted files."""

from __future__ import annotations

import subprocess

import pytest
from identity import changes
from identity.measure import PURE, SWAP, Figures, Table, failures, measure
from identity.schemes import OURS, SCHEMES
from identity_bench import add, render

SPEC = """refactor_name: planted
guard: true
scope: {include: ["**/*.py"]}
rules:
  - {id: print-call, description: d, match: {calls: [print]}}
  - {id: open-call, description: d, match: {calls: [open]}}
  - {id: import-warnings, description: d, match: {imports: [warnings]}}
"""
FILE = '''"""Module {n}."""

import warnings


class Reader{n}:
    def read(self, path, mode="r", buffering=-1):
        handle = open(path, mode, buffering, encoding="utf-8", newline="")
        print("reading {n}", path, handle)
        return handle

    def close(self, handle):
        print("closing {n}")
        handle.close()


def report_{n}(rows):
    for row in rows:
        total = sum(row) + {n}
        print("total of {n} is", total, "and the row that it is the total of is", row, len(rows))
    warnings.warn("done {n}")


def other_{n}(value):
    text = str(value)
    print(text)
    return text
'''


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    root = tmp_path_factory.mktemp("planted")
    for number in range(8):
        (root / f"part{number}.py").write_text(FILE.replace("{n}", str(number)))
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "planted"]):
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)
    return measure(root, SPEC, lambda _: None)


def test_the_ladder_holds_its_bars(table: Table) -> None:
    assert failures(table) == []
    assert {name: table[name].wrong[OURS] for name in (*PURE, SWAP)} == dict.fromkeys(
        (*PURE, SWAP), 0
    )


def test_every_change_concerns_violations(table: Table) -> None:
    assert {name: one.concerned > 0 for name, one in table.items()} == dict.fromkeys(
        (*PURE, SWAP), True
    )
    assert table["insert lines"].concerned == 8 * 6


@pytest.mark.parametrize(
    ("change", "scheme"),
    [
        ("insert lines", "path + line + rule"),
        ("rename + edit", "path + rule count (ESLint)"),
        ("split a module", "Sonar ladder + git rename map"),
        ("reformat", "GitHub line hash"),
        ("rename a variable", "Semgrep syntactic id"),
        (SWAP, "path + message count (PHPStan, mypy-baseline)"),
    ],
)
def test_each_change_deceives_another_scheme(table: Table, change: str, scheme: str) -> None:
    """A change that deceives nobody would measure nothing."""
    assert table[change].wrong[scheme] > 0


def test_what_falls_short_and_what_was_not_measured_is_told() -> None:
    bad = Figures(100)
    bad.wrong[OURS] = 1
    found = failures({"insert lines": bad, SWAP: bad, "reformat": Figures()})
    assert "insert lines: 1.00 % false new, at most 0.5 %" in found
    assert "reformat: nothing was measured" in found
    assert "swap: 1 missed" in found


def test_the_table_has_a_row_for_each_scheme(table: Table) -> None:
    text = render(add({"a": table, "b": table}))
    assert [scheme for scheme in SCHEMES if f"| {scheme} |" not in text] == []


def test_changes_leave_alone_what_they_cannot_be_done_to() -> None:
    files = {"a.py": "def broken(:\n", "b.py": "x = 1\r\nprint(x)\r\n"}
    lines = {"a.py": {0}, "b.py": {1}}
    assert changes.insert_lines(files).files == {}
    assert changes.split_module(files).files == {}
    assert changes.rename_variables(files, lines).files == {}
    assert changes.swap(files, {("a.py", 0): ["r"], ("b.py", 1): ["r"]}).files == {}


def test_a_variable_is_renamed_wherever_its_function_says_it() -> None:
    text = "def f(a):\n    b = a\n    def g():\n        return b\n    print(b, g, 'é', b)\n"
    changed = changes.rename_variables({"a.py": text}, {"a.py": {4}}).files["a.py"]
    assert changed == text.replace("b = a", "other_b = a").replace("return b", "return other_b"
        ).replace("(b,", "(other_b,").replace(", b)", ", other_b)")  # fmt: skip
