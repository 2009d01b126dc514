"""Names whose beginning no file holds, because the language brings it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("path", "source", "call"),
    [
        ("src/auth/legacy.rs", "fn login() {}\nfn f() { login(); }\n", "crate.auth.legacy.login"),
        ("src/auth/legacy.rs", "fn f() { super::login(); }\n", "crate.auth.login"),
        ("src/Main.java", "class Main { void f() { System.exit(1); } }\n", "java.lang.System.exit"),
        ("src/Main.java", "class Main { void f() { Math.max(1, 2); } }\n", "java.lang.Math.*"),
        ("a.py", "open(1)\n", "builtins.open"),
        ("a.py", "def f(x):\n    return len(x)\n", "builtins.len"),
        ("a.js", 'import ax from "axios";\nax.get(1);\n', "axios.default.get"),
        ("a.js", 'import ax from "axios";\nax.get(1);\n', "axios.get"),
    ],
)
def test_a_call_is_found_by_its_whole_name(judge, rule, path: str, source: str, call: str) -> None:
    found = judge({path: source, "other.py": "pass\n"}, rule(match={"calls": [call]}))
    assert [violation.place.path for violation in found.violations] == [path]


@pytest.mark.parametrize(
    "source",
    [
        "path.open(1)\n",
        "def open(x): ...\nopen(1)\n",
        "from io import open\nopen(1)\n",
        "def f(open):\n    open(1)\n",
    ],
)
def test_what_has_the_name_of_a_builtin_is_none(judge, rule, source: str) -> None:
    found = judge({"a.py": source}, rule(match={"calls": ["builtins.open"]}, bad=["open(1)"]))
    assert found.violations == ()
