"""Name facets over real sources: roles, resolved names, relative imports, broken chains."""

from __future__ import annotations

import pytest

SOURCE = """\
import requests as r
from auth.legacy import login as enter, Session
from . import tokens

@enter.cached
class Client(Session, r.Session):
    timeout: Session = 3

    def get(self, url, *, legacy=None):
        self.timeout = r.get(url, legacy=legacy)
        return enter(url).get(url).get.delay()
"""


@pytest.mark.parametrize(
    ("facet", "text", "found"),
    [
        ("calls", "requests.get", ["r.get"]),
        ("calls", "get", ["r.get", "get"]),
        ("calls", "auth.legacy.login", ["enter"]),
        ("calls", "delay", ["get.delay"]),
        ("imports", "requests", ["requests"]),
        ("imports", "auth", ["login", "Session"]),
        ("imports", "auth.legacy.login", ["login"]),
        ("imports", "Session", ["Session"]),
        ("imports", "legacy", []),
        ("imports", "/legacy/", ["login", "Session"]),
        ("definitions", "Client.get", ["get"]),
        ("definitions", "client.Client", ["Client"]),
        ("definitions", "src.client.Client.get", ["get"]),
        ("definitions", "client", []),
        ("definitions", "/client/", []),
        ("definitions", "/^Client$/", ["Client"]),
        ("definitions", "/t.Client$/", ["Client"]),
        ("bases", "requests.Session", ["r.Session"]),
        ("bases", "auth.legacy.Session", ["Session"]),
        ("decorators", "auth.legacy.login.cached", ["enter.cached"]),
        ("assignments", "timeout", ["timeout", "self.timeout"]),
        ("parameters", "legacy", ["legacy"]),
        ("keywords", "legacy", ["legacy"]),
        ("annotations", "Session", ["Session"]),
        ("attributes", "self.*", ["self.timeout"]),
        ("identifiers", "timeout", ["timeout", "self.timeout"]),
        ("identifiers", "requests", ["requests", "r.Session", "r.get"]),
        (
            "identifiers",
            "auth.legacy.**",
            ["login", "Session", "enter.cached", "Session", "Session", "enter"],
        ),
        ("identifiers", "get.delay", ["get.delay"]),
    ],
)
def test_python(texts, facet: str, text: str, found: list[str]) -> None:
    assert texts("src/client.py", SOURCE, facet, text) == found


def test_a_relative_import_is_compared_from_the_source_root_on(texts) -> None:
    path, source = "src/auth/client.py", "from .legacy import x\nfrom . import redis\n"
    assert texts(path, source, "imports", "src.auth.legacy", above_root=1) == ["x"]
    assert texts(path, source, "imports", "auth.legacy", above_root=1) == ["x"]
    assert texts(path, source, "imports", "auth.legacy", above_root=0) == []
    assert texts(path, source, "imports", "legacy", above_root=1) == []
    assert texts(path, source, "imports", "auth.redis", above_root=1) == ["redis"]


def test_a_module_offers_what_it_imports_under_a_new_name(texts) -> None:
    source = "from tokens import sign_in as login\nfrom tokens import out\n"
    assert texts("auth/legacy.py", source, "identifiers", "legacy.login") == ["sign_in"]
    assert texts("auth/legacy.py", source, "identifiers", "auth.legacy.out") == []
    assert texts("auth/legacy.py", source, "identifiers", "legacy") == []
    assert texts("auth/legacy.py", source, "imports", "legacy.login") == []


def test_a_star_import_has_no_imported_name(texts) -> None:
    source = "from pkg.legacy import *\n"
    assert texts("a.py", source, "imports", "pkg.legacy") == ["*"]
    assert texts("a.py", source, "imports", "legacy") == []


def test_chains_that_begin_with_no_name_are_hit_behind_the_break(texts) -> None:
    source = "x.filter(a).filter(b).last\n(y or z).w.filter(c)\nitems[0].filter(d)\n"
    assert texts("a.py", source, "calls", "filter") == ["x.filter", "filter", "w.filter", "filter"]
    assert texts("a.py", source, "calls", "().filter") == ["filter", "filter"]
    assert texts("a.py", source, "attributes", "last") == ["last"]


def test_a_break_with_comments_and_lines_inside(texts) -> None:
    source = "x = (a()  # b c\n     .b  # c\n     .c(1))\n"
    (found,) = texts("a.py", source, "calls", "b.c")
    assert found.endswith(".c")
    assert "a()" not in found


def test_a_hit_says_what_the_name_means_only_where_that_was_needed(find) -> None:
    source = "import requests as r\nr.get(1)\n"
    (resolved,) = find("a.py", source, ("calls", "requests.get")).hits
    assert (resolved.name, resolved.resolved) == ("r.get", "requests.get")
    (written,) = find("a.py", source, ("calls", "r.get")).hits
    assert (written.name, written.resolved) == ("r.get", "")


def test_names_are_compared_in_normal_form(texts) -> None:
    assert texts("a.py", "ｏｌｄ()\n", "calls", "old") == ["ｏｌｄ"]
    assert texts("a.py", "café()\n", "calls", "café") == ["café"]


@pytest.mark.parametrize(
    ("path", "source", "facet", "text", "found"),
    [
        ("a.js", 'import { get as g } from "old-sdk";\ng(1);\n', "calls", "old-sdk.get", ["g"]),
        (
            "a.js",
            'const old = require("old-sdk");\nold.get();\n',
            "calls",
            "old-sdk.get",
            ["old.get"],
        ),
        (
            "a.ts",
            'import * as o from "@x/old";\nnew o.Client();\n',
            "calls",
            "@x/old.Client",
            ["o.Client"],
        ),
        ("a.tsx", 'import { A } from "./legacy";\nconst x = <A/>;\n', "imports", "legacy", ["A"]),
        (
            "a.go",
            'package a\nimport h "net/http"\nfunc f() { h.Get("x") }\n',
            "calls",
            "net/http.Get",
            ["h.Get"],
        ),
        (
            "A.java",
            "import old.Sdk;\nclass A { void f() { Sdk.get(); } }\n",
            "calls",
            "old.Sdk.get",
            ["Sdk.get"],
        ),
        (
            "a.rs",
            "use old::sdk as s;\nfn f() { s::get(1); }\n",
            "calls",
            "old::sdk::get",
            ["s::get"],
        ),
        ("A.java", "class A { class B { void get() {} } }\n", "definitions", "A.B.get", ["get"]),
        (
            "a.ts",
            "class A { #x = 1; f() { return this.#x; } }\n",
            "attributes",
            "this.x",
            ["this.#x"],
        ),
    ],
)
def test_other_languages(texts, path, source, facet, text, found) -> None:
    assert texts(path, source, facet, text) == found


OWN = """\
import requests
from .base import View

def login(user): ...

class Enter(View):
    def __init__(self): self.session = requests.Session()
    def get(self):
        login(self.user)
        self.post()
        self.session.get()
        super().get()

fetch = requests.get
fetch(login)
"""


@pytest.mark.parametrize(
    ("facet", "text", "found"),
    [
        ("calls", "auth.legacy.login", ["login"]),
        ("calls", "src.auth.legacy.Enter.post", ["self.post"]),
        ("calls", "auth.base.View.post", ["self.post"]),
        ("calls", "auth.base.View.get", ["get"]),
        ("calls", "requests.Session.get", ["self.session.get"]),
        ("calls", "requests.get", ["fetch"]),
        ("calls", "legacy", []),
        ("calls", "/legacy/", []),
        ("calls", r"/legacy\.login/", ["login"]),
        ("assignments", "auth.legacy.fetch", ["fetch"]),
        ("assignments", "legacy.Enter.session", ["self.session"]),
        ("assignments", "requests.get", []),
        ("identifiers", "legacy", []),
        ("identifiers", "/legacy/", []),
        ("identifiers", "legacy.login", ["login", "login", "login"]),
        ("identifiers", "requests.get", ["requests.get", "fetch"]),
    ],
)
def test_names_of_the_file_itself_are_known_by_their_module(
    texts, facet: str, text: str, found: list[str]
) -> None:
    assert texts("src/auth/legacy.py", OWN, facet, text) == found
