"""Names that mean something through other files: re-exports, stars, source roots."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from planproof.evaluate.links import Links
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.reach import Reaches
from planproof.evaluate.tree_files import TreeFile
from planproof.languages import SkimKind, Skimmed, by_name
from planproof.model.evaluation import Verdict
from planproof.model.tree import Entry
from planproof.model.violation import Mark
from planproof.rules.terms import parse_name


@pytest.fixture
def places(judge, rule):
    """``places(files, facet, text)`` → (path, line) of each hit, sorted."""

    def of(files: Mapping[str, str], facet: str, text: str, **more: object) -> list[str]:
        found = judge(files, rule(match={facet: [text]}, guard=True, **more))
        return [f"{v.place.path}:{v.place.start.line + 1}" for v in found.violations]

    return of


COMPAT = "from requests import get as fetch\n"


@pytest.mark.parametrize(
    ("files", "facet", "text"),
    [
        ({"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "from compat import fetch as f\nf()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "import compat\ncompat.fetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "import compat as c\nc.fetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "import compat as c\n(c # x\n . fetch)()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "from compat import *\nfetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch()\n"}, "calls", "get"),
        ({"compat.py": COMPAT, "user.py": "import compat\nfetch = compat.fetch; fetch()\n"}, "calls", "get"),
        ({"compat.py": COMPAT, "user.py": "x = 1\nfrom compat import fetch\n"}, "imports", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "x = 1\nfrom compat import fetch\n"}, "identifiers", "requests.get"),
        ({"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch()\n"}, "calls", r"/^requests\.get$/"),
        ({"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch()\n"}, "calls", "/sts.ge/"),
        ({"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch()\n"}, "calls", "requests.*"),
        ({"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch.x()\n"}, "identifiers", "requests.**"),
        ({"compat.py": "import requests\nfetch = requests.get\n", "user.py": "from compat import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"compat.py": "import requests as r\n", "user.py": "from compat import r\nr.get()\n"}, "calls", "requests.get"),
        ({"compat.py": "import requests as r\n", "user.py": "import compat\ncompat.r.get()\n"}, "calls", "requests.get"),
        ({"compat.py": "import os.path\n", "user.py": "from compat import os as o\no.path.join()\n"}, "calls", "os.path.join"),
        ({"pkg/__init__.py": "from .auth import legacy_login\n", "pkg/auth.py": "def legacy_login(): ...\n", "user.py": "from pkg import legacy_login\nlegacy_login()\n"}, "calls", "pkg.auth.legacy_login"),
        ({"pkg/__init__.py": "from .auth import *\n", "pkg/auth.py": "def legacy_login(): ...\n", "user.py": "from pkg import legacy_login\nlegacy_login()\n"}, "calls", "pkg.auth.legacy_login"),
        ({"pkg/__init__.py": "from .auth import *\n", "pkg/auth.py": "def legacy_login(): ...\n", "user.py": "import pkg\npkg.legacy_login()\n"}, "calls", "pkg.auth.legacy_login"),
        ({"pkg/__init__.py": "from . import auth as a\n", "pkg/auth.py": "def legacy_login(): ...\n", "user.py": "from pkg import a\na.legacy_login()\n"}, "calls", "pkg.auth.legacy_login"),
        ({"src/pkg/__init__.py": "", "src/pkg/auth.py": "def login(): ...\n", "tests/test_x.py": "from pkg.auth import login\nlogin()\n"}, "calls", "src.pkg.auth.login"),
        ({"src/pkg/__init__.py": "", "src/pkg/compat.py": COMPAT, "user.py": "from pkg.compat import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"scripts/compat.py": COMPAT, "scripts/user.py": "from compat import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"app/x/compat.py": COMPAT, "app/y/z/user.py": "from x.compat import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "b.py": "from compat import *\n", "user.py": "from b import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "b.py": "from compat import *\n", "user.py": "import b\nb.fetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "b.py": "import compat as c\n", "user.py": "from b import c as d\nd.fetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "b.py": "import compat as c\n", "user.py": "import b\nb.c.fetch()\n"}, "calls", "requests.get"),
        ({"compat.py": COMPAT, "b.py": "from compat import fetch as g\n", "user.py": "from b import g\ng()\n"}, "calls", "requests.get"),
        ({"compat.py": "from requests import get\n", "b.py": "from compat import get\n", "user.py": "from b import get\nget()\n"}, "calls", "requests.get"),
        ({"compat.py": "from requests import Session as S\n", "user.py": "from compat import S\nS.get()\n"}, "calls", "requests.Session.get"),
        ({"compat.py": "from requests import Session as S\n", "user.py": "from compat import S\ns = S(); s.get()\n"}, "calls", "requests.Session.get"),
        ({"compat.py": "from requests import Session as S\n", "user.py": "from compat import S\nclass A(S): ...\n"}, "bases", "requests.Session"),
        ({"compat.py": "from requests import Session as S\n", "user.py": "from compat import S\nx: S\n"}, "annotations", "requests.Session"),
        ({"compat.py": "from old import mark as m\n", "user.py": "from compat import m\n@m\ndef f(): ...\n"}, "decorators", "old.mark"),
        ({"auth/__init__.py": "", "auth/legacy.py": "def login(): ...\n", "compat.py": "from auth import legacy as l\n", "user.py": "import compat\ncompat.l.login()\n"}, "calls", "auth.legacy.login"),
        ({"bin/tool": "#!/usr/bin/env python3\nfrom compat import fetch; fetch()\n", "compat.py": COMPAT}, "calls", "requests.get"),
        ({"compat.py": "if x:\n    fetch = None\nelse:\n    from requests import get as fetch\n", "user.py": "from compat import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"compat.py": "import requests, httpx\nfetch = requests.get if x else httpx.get\n", "user.py": "from compat import fetch\nfetch()\n"}, "calls", "requests.get"),
        ({"compat.pyi": COMPAT, "user.py": "from compat import fetch\nfetch()\n"}, "calls", "requests.get"),
    ],
)  # fmt: skip
def test_a_use_through_other_files_is_hit(places, files, facet: str, text: str) -> None:
    path = "bin/tool" if "bin/tool" in files else "tests/test_x.py"
    user = next((p for p in files if p.endswith("user.py")), path)
    assert f"{user}:2" in places(files, facet, text)


BARREL = 'export { legacyLogin as login } from "./auth";\n'
AUTH = "export function legacyLogin() {}\n"


@pytest.mark.parametrize(
    ("files", "facet", "text"),
    [
        ({"src/auth.ts": AUTH, "src/index.ts": BARREL, "src/user.ts": 'import { login } from ".";\nlogin();\n'}, "calls", "legacyLogin"),
        ({"src/auth.ts": AUTH, "src/index.ts": BARREL, "src/user.ts": 'import { login as l } from "./index";\nl();\n'}, "calls", "auth.legacyLogin"),
        ({"src/auth.ts": AUTH, "src/index.ts": BARREL, "src/user.ts": 'import * as ns from "./index.js";\nns.login();\n'}, "calls", "legacyLogin"),
        ({"src/auth.ts": AUTH, "src/index.ts": 'export * from "./auth";\n', "a/user.ts": 'import { legacyLogin } from "../src";\nlegacyLogin();\n'}, "calls", "src/auth.legacyLogin"),
        ({"src/auth.ts": AUTH, "src/index.ts": 'export * as auth from "./auth";\n', "a/user.ts": 'import { auth as a } from "../src";\na.legacyLogin();\n'}, "calls", "src/auth.legacyLogin"),
        ({"src/auth.ts": AUTH, "src/index.ts": 'export { legacyLogin as default } from "./auth";\n', "a/user.ts": 'import l from "../src";\nl();\n'}, "calls", "legacyLogin"),
        ({"lib.js": 'exports.fetch = require("axios").get;\n', "user.js": 'const { fetch: f } = require("./lib");\nf();\n'}, "calls", "axios.get"),
        ({"lib.js": 'module.exports = require("axios");\n', "user.js": 'const lib = require("./lib");\nlib.get();\n'}, "calls", "axios.get"),
        ({"lib.js": 'import { get as fetch } from "axios"; export { fetch };\n', "user.js": 'import { fetch } from "./lib";\nfetch();\n'}, "calls", "axios.get"),
        ({"src/lib.rs": "pub mod auth;\npub use crate::auth::legacy as login;\n", "src/auth.rs": "pub fn legacy() {}\n", "src/user.rs": "use crate::login;\nfn f() { login(); }\n"}, "calls", "auth::legacy"),
        ({"src/lib.rs": "pub mod auth;\npub use crate::auth::legacy as login;\n", "src/auth.rs": "pub fn legacy() {}\n", "src/user.rs": "\nfn f() { crate::login(); }\n"}, "calls", "auth::legacy"),
    ],
)  # fmt: skip
def test_a_barrel_is_followed(places, files, facet: str, text: str) -> None:
    user = next(p for p in files if "user" in p)
    assert f"{user}:2" in places(files, facet, text)


def test_a_re_export_out_of_scope_counts(places) -> None:
    files = {"lib/compat.py": COMPAT, "src/user.py": "from lib.compat import fetch\nfetch()\n"}
    assert places(files, "calls", "requests.get", include=["src/**"]) == ["src/user.py:2"]


@pytest.mark.parametrize(
    "files",
    [
        # a name of the same letters that is another thing
        {"compat.py": "def fetch(): ...\n", "user.py": "from compat import fetch\nfetch()\n"},
        {"compat.py": COMPAT, "user.py": "from other import fetch\nfetch()\n"},
        {"compat.py": COMPAT, "user.py": "def fetch(): ...\nfetch()\n"},
        {"compat.py": COMPAT, "user.py": "from compat import fetch\ndef f(fetch): fetch()\n"},
        {"compat.py": "from httpx import get as fetch\n", "user.py": "from compat import fetch\nfetch()\n"},
        {"compat.py": "def f():\n    from requests import get as fetch\n", "user.py": "from compat import fetch\nfetch()\n"},
        {"compat.py": '"""\nfrom requests import get as fetch\n"""\n', "user.py": "from compat import fetch\nfetch()\n"},
        # a star that is known not to bring it
        {"requests/__init__.py": "def post(): ...\n", "user.py": "from requests import *\nget()\n"},
    ],
)  # fmt: skip
def test_what_is_something_else_is_not_hit(judge, rule, files) -> None:
    found = judge(files, rule(match={"calls": ["requests.get"]}, guard=True))
    assert not found.violations


def test_a_function_that_moved_is_not_taken_for_what_a_star_once_brought(places) -> None:
    files = {
        "pkg/__init__.py": "from .auth import *\ndef login(): ...\n",
        "pkg/auth.py": "def logout(): ...\n",
        "user.py": "from pkg import login\nlogin()\n",
    }
    assert places(files, "calls", "pkg.auth.login") == []


def test_a_star_of_a_module_that_nobody_can_look_into_is_uncertain(judge, rule) -> None:
    files = {"user.py": "from requests import *\nget()\nput = 1\nput()\n"}
    found = judge(files, rule(match={"calls": ["requests.get", "requests.put"]}))
    assert [(v.place.start.line, v.mark) for v in found.violations] == [(1, Mark.UNCERTAIN)]
    kept = judge(files, rule(expect={"calls": ["requests.get"]}))
    assert kept.violations, "an expectation does not rest on it"


def test_a_star_of_a_module_of_the_tree_is_certain(judge, rule) -> None:
    files = {"auth.py": "def legacy(): ...\n", "user.py": "from auth import *\nlegacy()\n"}
    found = judge(files, rule(match={"calls": ["auth.legacy"]}))
    assert [v.mark for v in found.violations if v.place.path == "user.py"] == [Mark.PROVEN]


def test_an_expectation_is_met_through_a_re_export(judge, rule) -> None:
    files = {"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch()\n"}
    assert not judge(files, rule(expect={"calls": ["requests.get"]})).violations


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "from b import *\n", "b.py": "from a import *\n"},
        {"a.py": "from b import x\n", "b.py": "from a import x\n"},
        {"pkg/__init__.py": "from .pkg import *\n", "pkg/pkg.py": "from . import *\n"},
        {"pkg/__init__.py": "from .auth import auth\n", "pkg/auth.py": "from . import auth\n"},
        {"a.py": "x = x.y\nfrom a import a as x\n"},
        {"index.ts": 'export * from "./index";\nexport * from ".";\n'},
    ],
)
def test_cycles_end(places, files) -> None:
    user = {"user.py": "from a import x\nimport pkg\nx(); pkg.x(); pkg.auth()\n"}
    assert places({**files, **user}, "calls", "requests.x") == []


def test_many_stars_end_quickly(places) -> None:
    modules = range(60)
    files = {f"m{n}.py": "".join(f"from m{k} import *\n" for k in modules) for n in modules}
    files["m7.py"] += "from requests import get as fetch\n"
    files["user.py"] = "from m3 import fetch\nfetch()\n"
    assert "user.py:2" in places(files, "calls", "requests.get")


@pytest.mark.parametrize(
    ("user", "unresolved"),
    [
        ("from requests import *\nget()\n", 1),
        ("from requests import *\nfrom httpx import *\nget()\n", 2),
        ("from requests import get\nimport httpx\nget()\n", 0),
        ("from known import *\nget()\n", 0),
        ("from latin import x\nget()\n", 1),
        ("from known import x\nget()\n", 0),
    ],
)
def test_what_is_left_open_is_counted(judge, rule, user: str, unresolved: int) -> None:
    """Names from outside of the tree are resolved: nothing more is to be known of them."""
    files = {
        "known.py": "x = 1\n",
        "latin.py": "# coding: utf-8\nx = '\xe9'\n".encode("latin-1"),
        "user.py": user,
        "other.py": "from nowhere import *\n",
    }
    (report,) = judge(files, rule(match={"calls": ["get"]}, guard=True)).rules
    assert report.coverage.unresolved == unresolved


TSCONFIG = '{"compilerOptions": {"paths": {"@auth": ["src/lib/auth"], "@/*": ["src/*"]}}} // x\n'
LIB = 'export { legacyLogin as login } from "./legacy";\n'


@pytest.mark.parametrize(
    ("files", "facet", "text"),
    [
        ({"tsconfig.json": TSCONFIG, "src/lib/auth.ts": AUTH, "a/user.ts": 'import { legacyLogin } from "@/lib/auth";\nlegacyLogin();\n'}, "calls", "src/lib/auth.legacyLogin"),
        ({"tsconfig.json": TSCONFIG, "src/lib/auth/index.ts": LIB, "src/lib/auth/legacy.ts": AUTH, "a/user.ts": 'import { login as l } from "@auth";\nl();\n'}, "calls", "legacyLogin"),
        ({"tsconfig.json": TSCONFIG, "src/lib/auth/index.ts": LIB, "src/lib/auth/legacy.ts": AUTH, "a/user.ts": 'import * as a from "@auth";\na.login();\n'}, "calls", "legacy.legacyLogin"),
        ({"a/tsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}', "a/src/x/index.ts": LIB, "a/src/x/legacy.ts": AUTH, "a/b/user.ts": 'import { login } from "x";\nlogin();\n'}, "calls", "a/src/x/legacy.legacyLogin"),
        ({"packages/lib/package.json": '{"name": "@acme/lib"}', "packages/lib/src/index.ts": LIB, "packages/lib/src/legacy.ts": AUTH, "packages/app/user.ts": 'import { login } from "@acme/lib";\nlogin();\n'}, "calls", "legacyLogin"),
        ({"backend/go.mod": "module example.com/m\n", "backend/pkg/x/x.go": "package x\nfunc Foo() {}\n", "backend/cmd/user.go": 'package main; import "example.com/m/pkg/x"\nfunc f() { x.Foo() }\n'}, "calls", "backend/pkg/x.Foo"),
        ({"Cargo.toml": '[package]\nname = "my-crate"\n', "src/lib.rs": "pub mod auth;\npub use crate::auth::legacy as login;\n", "src/auth.rs": "pub fn legacy() {}\n", "tests/user.rs": "use my_crate::login;\nfn f() { login(); }\n"}, "calls", "auth::legacy"),
    ],
)  # fmt: skip
def test_a_configured_name_of_a_module_is_followed(places, files, facet: str, text: str) -> None:
    user = next(p for p in files if "user" in p)
    assert f"{user}:2" in places(files, facet, text)


KNOT = "".join(
    f"a{n} = a{(n * 7 + 3) % 40};\na{n} = a{(n * 3 + 1) % 40};\n"
    f"a{n} = a{(n + 1) % 40}.b{n};\n"
    f"a{n} = a{(n * 11 + 5) % 40}.c{n};\n"
    for n in range(40)
)
"""Names that stand for each other in more ways than are followed, as in minified scripts."""


@pytest.mark.parametrize(
    ("knot", "languages", "verdict"),
    [
        (KNOT, (), Verdict.PASSED),
        (KNOT + "a1 = legacy_login;\n", (), Verdict.INDETERMINATE),
        (KNOT + "a1 = legacy_login;\n", ("python",), Verdict.PASSED),
    ],
)
def test_names_in_a_knot_block_what_they_may_lead_to(
    judge, rule, knot: str, languages: tuple[str, ...], verdict: Verdict
) -> None:
    tree = {
        "vendor.min.js": knot,
        "use.js": "import {a1} from './vendor.min';\na1.x();\n",
        "a.py": "x = 1\n",
    }
    forbidden = rule(match={"calls": ["legacy_login"]}, guard=True, languages=languages)
    assert judge(tree, forbidden).verdict is verdict


def test_an_import_without_a_name_leads_nobody_anywhere() -> None:
    """``import asyncio.exceptions`` binds ``asyncio`` and nothing else of the module."""
    skim = (Skimmed("", "old.errors", 0, SkimKind.IMPORT),)
    user = (Skimmed("x", "a.things", 0, SkimKind.IMPORT),)
    files = [TreeFile(Entry(path, path), by_name("python")) for path in ("a.py", "b.py")]  # type: ignore[arg-type]
    asked: list[str] = []

    class Asked(Links):
        def may_mean(self, path: str, chain: str) -> tuple[str, ...]:
            asked.append(chain)
            return super().may_mean(path, chain)

    links = Asked(ModulePlaces.of(files), {"a.py": skim, "b.py": user}, lambda _: None)
    Reaches(links).of(parse_name("old"))
    assert asked == []
