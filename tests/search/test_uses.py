"""What means a symbol: through imports, re-exports, aliases and bases; the uncertain is marked."""

from __future__ import annotations

import pytest

from planproof.errors import NotFoundError

PYTHON = {
    "pkg/__init__.py": "from .auth import login as enter\n",
    "pkg/auth.py": (
        "class Base:\n    def save(self): ...\n\n"
        "class User(Base):\n    def rename(self):\n        self.save()\n\n"
        "def login(user): ...\n"
    ),
    "app.py": (
        "import pkg\nfrom pkg.auth import User, login\n\n"
        "def handle(x):\n    login(x)\n    pkg.enter(x)\n    x.save()\n    User().save()\n\n"
        "login(1)\n"
    ),
    "other.py": "def login(): ...\nlogin()\n",
}


def test_a_function_is_used_under_all_its_names(ask) -> None:
    asked = ask(PYTHON)

    assert asked.symbols("auth.login") == ["pkg/auth.py:login"]
    assert asked.uses("auth.login") == [
        "app.py:2:28", "app.py:5:5", "app.py:6:5", "app.py:10:1", "pkg/__init__.py:1:19",
    ]  # fmt: skip


def test_a_name_that_means_several_definitions_asks_about_all(ask) -> None:
    asked = ask(PYTHON)

    assert asked.symbols("login") == ["other.py:login", "pkg/auth.py:login"]
    assert "other.py:2:1" in asked.uses("login")


def test_a_symbol_is_named_by_what_offers_it_too(ask) -> None:
    assert ask(PYTHON).symbols("pkg.enter") == ["pkg/auth.py:login"]


def test_a_method_is_used_through_self_bases_and_instances(ask) -> None:
    asked = ask(PYTHON)

    assert asked.uses("Base.save") == ["app.py:7:5?", "app.py:8:12", "pkg/auth.py:6:9"]


def test_a_base_of_another_file_of_another_file_is_followed(ask) -> None:
    asked = ask(
        {
            "a.py": "class A:\n    def run(self): ...\n",
            "b.py": "from a import A\nclass B(A): ...\n",
            "c.py": "from b import B\nclass C(B):\n    def go(self):\n        self.run()\n",
        }
    )

    assert asked.uses("A.run") == ["c.py:4:9"]


def test_what_may_run_an_override_is_uncertain(ask) -> None:
    asked = ask(
        {
            "a.py": "class A:\n    def run(self): ...\n    def go(self):\n        self.run()\n",
            "b.py": "from a import A\nclass B(A):\n    def run(self): ...\nB().run()\n",
        }
    )

    assert asked.uses("A.run") == ["a.py:4:9"]
    assert asked.uses("B.run") == ["a.py:4:9?", "b.py:4:5"]


def test_what_is_known_to_be_something_else_is_no_use(ask) -> None:
    asked = ask(
        {
            "a.py": "def get(): ...\n",
            "b.py": "import requests\nrequests.get()\nfrom requests import get\nget()\n",
            "c.py": "def get(): ...\nget()\ndef f(get): get()\n",
        }
    )

    assert asked.uses("a.get") == []


def test_calling_a_class_calls_its_constructor(ask) -> None:
    asked = ask({"a.py": "class A:\n    def __init__(self): ...\n\ndef make(): return A()\n"})

    assert asked.callers("A.__init__") == ["1 a.py:make -> A.__init__"]


def test_names_in_typescript_are_followed_through_index_files_and_paths(ask) -> None:
    asked = ask(
        {
            "tsconfig.json": '{"compilerOptions": {"paths": {"@lib/*": ["src/lib/*"]}}}',
            "src/lib/auth.ts": "export function login(): void {}\n",
            "src/lib/index.ts": "export { login as enter } from './auth';\n",
            "src/app.ts": "import { login } from '@lib/auth';\nfunction f() { login(); }\n",
            "src/b.ts": "import { enter } from './lib';\nconst g = () => enter();\n",
        }
    )

    assert asked.uses("login") == [
        "src/app.ts:1:10", "src/app.ts:2:16", "src/b.ts:1:10", "src/b.ts:2:17",
        "src/lib/index.ts:1:10",
    ]  # fmt: skip


def test_names_in_go_are_followed_through_packages(ask) -> None:
    asked = ask(
        {
            "go.mod": "module example.org/app\n",
            "auth/auth.go": "package auth\n\ntype User struct{}\n\nfunc (u *User) Save() {}\n\nfunc Login() {}\n",
            "auth/more.go": "package auth\n\nfunc twice() { Login() }\n",
            "main.go": 'package main\n\nimport "example.org/app/auth"\n\nfunc main() {\n\tauth.Login()\n\tu := auth.User{}\n\tu.Save()\n}\n',
        }
    )

    assert asked.uses("Login") == ["auth/more.go:3:16", "main.go:6:2"]
    assert [use.rstrip("?") for use in asked.uses("User.Save")] == ["main.go:8:2"]


def test_a_miss_names_what_is_near(ask) -> None:
    asked = ask(PYTHON)

    with pytest.raises(NotFoundError) as error:
        asked.symbols("logn")

    assert error.value.diagnostics[0].fix == "did you mean login?"


def test_a_member_is_named_by_a_class_that_inherits_it(ask) -> None:
    asked = ask(PYTHON)

    assert asked.symbols("User.save") == ["pkg/auth.py:Base.save"]
    assert asked.uses("User.save") == asked.uses("Base.save")


def test_a_module_of_a_package_is_not_named_without_the_package(ask) -> None:
    asked = ask(
        {
            "app/__init__.py": "",
            "app/json/__init__.py": "import json as j\ndef dumps(x): return j.dumps(x)\n",
            "app/web.py": "import json\nfrom app.json import dumps\njson.dumps(1)\ndumps(2)\n",
        }
    )

    assert asked.uses("app.json.dumps") == ["app/web.py:2:22", "app/web.py:4:1"]


def test_what_a_member_is_taken_of_is_used_too(ask) -> None:
    asked = ask(
        {
            "a.py": "class Colour:\n    RED = 1\n    class Deep:\n        X = 1\n",
            "b.py": "import a\nfrom a import Colour\nx = Colour.RED\ny = a.Colour.Deep.X\n",
        }
    )

    assert asked.uses("Colour") == ["b.py:2:15", "b.py:3:5", "b.py:4:5"]
    assert asked.uses("Colour.Deep") == ["b.py:4:5"]
    assert asked.callers("Colour") == []


def test_what_a_member_is_taken_of_is_uncertain_where_it_is_asked_of_anything(ask) -> None:
    asked = ask(
        {
            "a.py": "class A:\n    @property\n    def log(self): ...\n",
            "b.py": "from a import A\ndef f(x, y: A):\n    x.log.info()\n    y.log.info()\n",
        }
    )

    assert asked.uses("A.log") == ["b.py:3:5?", "b.py:4:5"]
    assert asked.find("log") == ["a.py:3:9"]


def test_a_name_before_a_member_is_no_place_where_a_name_ends(ask) -> None:
    asked = ask({"a.py": "class A:\n    X = 1\nA.X\nA\n"})

    assert asked.find("A") == ["a.py:1:7", "a.py:4:1"]


def test_what_a_property_gave_is_not_the_property(ask) -> None:
    asked = ask(
        {
            "a.py": (
                "import functools\n\n\nclass A:\n    @functools.cached_property\n"
                "    def mode(self): ...\n\n    def go(self):\n        mode = self.mode\n"
                "        other = self.mode\n        print(mode, other)\n\n    kind = mode\n"
            )
        }
    )

    assert asked.uses("A.mode") == ["a.py:9:16", "a.py:10:17", "a.py:13:12"]


def test_the_setter_of_a_property_uses_it(ask) -> None:
    source = (
        "class A:\n    @property\n    def x(self): ...\n    @x.setter\n    def x(self, to): ...\n"
    )

    assert ask({"a.py": source}).uses("A.x") == ["a.py:4:6"]


def test_a_function_under_another_name_is_still_the_function(ask) -> None:
    source = "class A:\n    def x(self): ...\n    def y(self):\n        x = self.x\n        x()\n"

    assert ask({"a.py": source}).uses("A.x") == ["a.py:4:13", "a.py:5:9"]


def test_where_a_name_gets_another_value_is_no_certain_use_of_what_it_was(ask) -> None:
    source = "def f(wrap):\n    def view(): ...\n    view = wrap(view)\n    return view\n"

    assert ask({"a.py": source}).uses("view") == ["a.py:3:5?", "a.py:3:17", "a.py:4:12"]


def test_cls_is_another_class_where_a_class_below_is_made(ask) -> None:
    source = (
        "class A:\n    def __init_subclass__(cls):\n        print(cls)\n        cls.go()\n"
        "    @classmethod\n    def go(cls):\n        return cls\n"
    )
    asked = ask({"a.py": source})

    assert asked.uses("A") == ["a.py:7:16"]
    assert asked.uses("A.go") == ["a.py:4:9"]


def test_a_stub_and_its_source_are_used_alike(ask) -> None:
    asked = ask(
        {
            "a.py": "class A:\n    def go(self): ...\n",
            "a.pyi": "class A:\n    def go(self) -> None: ...\n",
            "b.py": "import a\nfrom a import A\na.A\ndef f(x: A):\n    x.go()\n",
        }
    )

    for path in ("a.py", "a.pyi"):
        assert asked.uses_of(path, "A") == ["b.py:2:15", "b.py:3:1", "b.py:4:10"]
        assert asked.uses_of(path, "A.go") == ["b.py:5:5"]


def test_what_was_taken_out_of_a_field_is_not_the_field(ask) -> None:
    asked = ask(
        {
            "a.ts": (
                "class A {\n  size = 1;\n  go = () => {};\n  run() {\n    const size = this.size, go = this.go;\n"
                "    const other = this.size;\n    go();\n    return size + other;\n  }\n}\n"
            ),
            "B.java": "class B {\n  int size;\n  int run() { return size; }\n}\n",
        }
    )

    assert asked.uses_of("a.ts", "A.size") == ["a.ts:5:18", "a.ts:6:19"]
    assert "a.ts:7:5" in asked.uses_of("a.ts", "A.go")
    assert asked.uses_of("B.java", "B.size") == ["B.java:3:22"]


def test_what_is_imported_by_being_taken_out_is_still_used_there(ask) -> None:
    asked = ask(
        {
            "m.js": "function foo() {}\nmodule.exports = { foo };\n",
            "b.js": "function late() {\n  const { foo } = require('./m');\n  return foo();\n}\n",
        }
    )

    assert asked.uses_of("m.js", "foo") == ["b.js:2:11", "b.js:3:10", "m.js:2:20"]


def test_a_variant_that_is_imported_is_used_by_its_name_alone(ask) -> None:
    source = (
        "enum Colour { Red, Blue }\nuse crate::Colour::Red;\n"
        "fn pick() -> Colour { Red }\nfn is(c: Colour) -> bool { matches!(c, Colour::Red) }\n"
    )
    asked = ask({"src/lib.rs": source})

    found = asked.uses_of("src/lib.rs", "Colour.Red")
    assert "src/lib.rs:3:23" in found
