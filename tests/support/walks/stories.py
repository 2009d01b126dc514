"""Edits of one file that change what another one means, as short as can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Files = Mapping[str, "str | None"]
"""Contents by path; None takes a file away, ``-> PATH`` makes a link."""

FETCH = "def fetch():\n    pass\n"


@dataclass(frozen=True)
class Story:
    """A tree, what is asked of it, and edits, each of which changes the answer."""

    name: str
    spec: str
    files: Files
    edits: tuple[Files, ...]


def _rule(clause: str, languages: str = "python") -> str:
    return (
        "refactor_name: story\nrules:\n  - id: rule\n    description: a rule\n    guard: true\n"
        f"    languages: [{languages}]\n    {clause}\n"
    )


def _text_rule(clause: str) -> str:
    return _rule(clause).replace("    languages: [python]\n", "")


_OLD = _rule("match: {calls: [pkg.old.fetch]}")
_USE = "from pkg.api import fetch\nfetch()\n"

STORIES = (
    Story(
        "a name is offered again, and no more", _OLD,
        {"pkg/old.py": FETCH, "pkg/api.py": FETCH, "use.py": _USE, "pkg/__init__.py": ""},
        ({"pkg/api.py": "from pkg.old import fetch\n"}, {"pkg/api.py": FETCH}),
    ),
    Story(
        "a name is offered again by way of two files", _OLD,
        {"pkg/old.py": FETCH, "pkg/mid.py": FETCH, "pkg/api.py": "from pkg.mid import fetch\n", "use.py": _USE},
        ({"pkg/mid.py": "from .old import fetch\n"}, {"pkg/mid.py": "fetch = 1\n"}),
    ),
    Story(
        "everything is offered again", _OLD,
        {"pkg/old.py": "def other(): pass\n", "pkg/api.py": "", "use.py": _USE},
        ({"pkg/api.py": "from pkg.old import *\n"}, {"pkg/old.py": FETCH}, {"pkg/api.py": "from pkg.old import other as fetch\n"}),
    ),
    Story(
        "a name of its own hides what everything offers", _OLD,
        {"pkg/old.py": FETCH, "pkg/api.py": "from pkg.old import *\n", "use.py": _USE},
        ({"pkg/api.py": f"from pkg.old import *\n{FETCH}"}, {"pkg/api.py": "from pkg.old import *\n\nx = 1\n"}),
    ),
    Story(
        "a name of its own is no more", _OLD,
        {"pkg/old.py": "x = 1\n", "pkg/api.py": "from pkg.old import *\n", "use.py": _USE},
        ({"pkg/old.py": FETCH}, {"pkg/old.py": "y = 1\n"}),
    ),
    Story(
        "a module comes into the tree", _rule("match: {calls: [requests.get]}"),
        {"a.py": "from requests import *\nget()\n"},
        ({"requests.py": "x = 1\n"}, {"requests.py": "from other import get\n"}, {"requests.py": None, "requests/__init__.py": "x = 2\n"}, {"requests/__init__.py": None}),
    ),
    Story(
        "an alias is another name", _OLD,
        {"pkg/old.py": FETCH, "pkg/api.py": "load = 1\n", "use.py": "from pkg.api import load\nload()\n"},
        ({"pkg/api.py": "import pkg.old as o\nload = o.fetch\n"}, {"pkg/api.py": "import pkg.new as o\nload = o.fetch\n"}),
    ),
    Story(
        "a module becomes a package", _OLD,
        {"pkg/old.py": FETCH, "pkg/api.py": "from .old import fetch\n", "use.py": _USE},
        ({"pkg/api.py": None, "pkg/api/__init__.py": "from .old import fetch\n"}, {"pkg/api/__init__.py": "from ..old import fetch\n"}),
    ),
    Story(
        "a package file comes and goes", _rule("match: {calls: [pkg.old.fetch]}"),
        {"src/pkg/old.py": FETCH, "src/pkg/use.py": "from pkg.old import fetch\nfetch()\n", "src/other.py": ""},
        ({"pkg/__init__.py": "", "pkg/old.py": "from src.other import fetch\n"}, {"src/other.py": "from x import fetch\n"}),
    ),
    Story(
        "folders become packages, and a relative import is of another name", _rule("match: {imports: [app.old]}"),
        {"src/app/old.py": FETCH, "src/app/use.py": "from . import old\n"},
        (
            {"src/__init__.py": "", "src/app/__init__.py": "", "src/x.py": ""},
            {"src/__init__.py": None}, {"src/__init__.py": ""}, {"src/__init__.py": "-> x.py"}, {"src/app/__init__.py": None},
        ),
    ),
    Story(
        "an inner folder is no package any more", _rule("match: {imports: [app.old]}"),
        {
            "src/__init__.py": "", "src/app/__init__.py": "", "src/app/old.py": FETCH, "src/app/deep/__init__.py": "",
            "src/app/deep/use.py": "from .. import old\n", "src/app/deep/er/__init__.py": "", "src/app/deep/er/use.py": "from ... import old\n",
        },
        ({"src/app/deep/__init__.py": None}, {"src/app/deep/er/__init__.py": None}, {"src/app/deep/__init__.pyi": ""}, {"src/app/deep/er/__init__.pyi": ""}, {"src/app/deep/er/__init__.py": ""}),
    ),
    Story(
        "a folder becomes a package, and its modules are found by another name", _rule("match: {calls: [pkg.old.fetch]}"),
        {"pkg/old.py": FETCH, "src/tool/api.py": "from pkg.old import fetch\n", "use.py": "from tool.api import fetch\nfetch()\n"},
        ({"src/__init__.py": ""}, {"src/__init__.py": None}, {"src/__init__.pyi": ""}, {"src/tool/__init__.py": "", "src/__init__.pyi": None}),
    ),
    Story(
        "a file of a package goes, and its package file", _OLD,
        {"pkg/old.py": FETCH, "pkg/sub/__init__.py": "from pkg.old import fetch\n", "use.py": "from pkg.sub import fetch\nfetch()\n"},
        ({"pkg/sub/__init__.py": None}, {"pkg/sub/__init__.py": "from pkg.old import fetch\n", "pkg/__init__.py": ""}, {"pkg/sub/__init__.py": ""}),
    ),
    Story(
        "the file with the name goes", _OLD,
        {"pkg/old.py": FETCH, "pkg/api.py": "from pkg.old import fetch\n", "use.py": _USE},
        ({"pkg/api.py": None}, {"pkg/api.py": "from pkg.old import fetch as fetch\n"}, {"use.py": None}),
    ),
    Story(
        "a syntax error hides what is offered", _OLD,
        {"pkg/old.py": FETCH, "pkg/api.py": "from pkg.old import fetch\n", "use.py": _USE},
        ({"pkg/api.py": "from pkg.old import (((\n"}, {"pkg/api.py": "from pkg.old import fetch\n"}),
    ),
    Story(
        "a file moves, and its relative imports mean others", _OLD,
        {"pkg/old.py": FETCH, "pkg/sub/use.py": "from .old import fetch\nfetch()\n"},
        ({"pkg/sub/use.py": None, "pkg/use.py": "from .old import fetch\nfetch()\n"}, {"pkg/old.py": None, "pkg/old/__init__.py": "from .x import fetch\n"}),
    ),
    Story(
        "paths of tsconfig lead elsewhere", _rule("match: {calls: [lib.old.fetchIt]}", "typescript"),
        {
            "web/tsconfig.json": '{"compilerOptions": {"paths": {"@x/*": ["./new/*"]}}}',
            "web/lib/old.ts": "export function fetchIt() {}\n", "web/new/old.ts": "export function fetchIt() {}\n",
            "web/use.ts": 'import { fetchIt } from "@x/old";\nfetchIt();\n',
        },
        ({"web/tsconfig.json": '{"compilerOptions": {"paths": {"@x/*": ["./lib/*"]}}}'}, {"web/tsconfig.json": "{}"}),
    ),
    Story(
        "a barrel offers another name", _rule("match: {calls: [old.fetchIt]}", "typescript"),
        {"web/old.ts": "export function fetchIt() {}\n", "web/index.ts": "", "web/use.ts": 'import { load } from "./index";\nload();\n'},
        ({"web/index.ts": 'export { fetchIt as load } from "./old";\n'}, {"web/index.ts": 'export { load } from "./old";\n'}),
    ),
    Story(
        "a package of a workspace has another name", _rule("match: {calls: ['@a/core.fetchIt']}", "typescript"),
        {
            "package.json": '{"workspaces": ["packages/*"]}', "packages/core/package.json": '{"name": "@a/other"}',
            "packages/core/index.ts": "export function fetchIt() {}\nfetchIt();\n", "packages/b/use.ts": 'import { fetchIt } from "../core";\nfetchIt();\n',
        },
        ({"packages/core/package.json": '{"name": "@a/core"}'}, {"packages/core/package.json": '{"name": "@a/third"}'}),
    ),
    Story(
        "the module of go.mod has another name", _rule("match: {dependencies: {from: example.com/a/cmd, on: [example.com/a/old]}}", "go"),
        {"go.mod": "module example.com/a\n", "old/old.go": "package old\n", "cmd/main.go": 'package main\n\nimport "example.com/a/old"\n'},
        ({"go.mod": "module example.com/b\n"}, {"go.mod": "module example.com/a\n\ngo 1.22\n"}),
    ),
    Story(
        "a crate offers again", _rule("match: {calls: [crate.old.fetch]}", "rust"),
        {"Cargo.toml": '[package]\nname = "a"\n', "src/lib.rs": "pub mod old;\npub mod api;\n", "src/old.rs": "pub fn fetch() {}\n", "src/api.rs": "", "src/use_it.rs": "use crate::api::load;\nfn f() { load(); }\n"},
        ({"src/api.rs": "pub use crate::old::fetch as load;\n"}, {"src/api.rs": "pub fn load() {}\n"}),
    ),
    Story(
        "an app has another label", _rule("match: {sql_tables: [store_invoice]}"),
        {"shop/models.py": "from django.db import models\nclass Invoice(models.Model):\n    pass\n", "shop/apps.py": ""},
        ({"shop/apps.py": 'from django.apps import AppConfig\nclass A(AppConfig):\n    name = "shop"\n    label = "store"\n'}, {"shop/apps.py": None}),
    ),
    Story(
        "a router is mounted elsewhere", _rule("match: {api_routes: ['/v1/**']}"),
        {
            "a/main.py": 'from fastapi import FastAPI\nfrom a.users import router\napp = FastAPI()\napp.include_router(router, prefix="/v2")\n',
            "a/users.py": 'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/users")\ndef users(): ...\n',
        },
        ({"a/main.py": 'from fastapi import FastAPI\nfrom a.users import router\napp = FastAPI()\napp.include_router(router, prefix="/v1")\n'}, {"a/users.py": 'from fastapi import APIRouter\nrouter = APIRouter()\n'}),
    ),
    Story(
        "a module in between imports no more", _rule("match: {dependencies: {from: a, on: [c], transitive: true}}"),
        {"a.py": "import b\n", "b.py": "import c\n", "c.py": ""},
        ({"b.py": "import d\n"}, {"d.py": "from c import x\n"}, {"a.py": ""}),
    ),
    Story(
        "what is nearest to a name that is missed", _rule("expect: {calls: [fetch_order]}"),
        {"a.py": "x = 1\n"},
        ({"b.py": "def fetch_orders(): pass\n"}, {"c.py": "def fetch_order(): pass\n"}, {"b.py": None}, {"a.py": "fetch_order()\n"}),
    ),
    Story(
        "texts of files without a grammar", _text_rule("match: {text: [old.example]}"),
        {"a.yaml": "x: 1\n", "b.md": "old.example\n"},
        ({"a.yaml": "x: old.example\n"}, {"b.md": "fine\n"}, {"a.yaml": None}, {"b.md": "old.example\nold.example\n"}),
    ),
    Story(
        "a file is ignored, and seen again", _text_rule("match: {text: [old.example]}"),
        {"new/a.txt": "old.example\n", "b.txt": "fine\n"},
        ({".gitignore": "new/\n"}, {".gitignore": "*.md\n"}, {"new/a.txt": None}),
    ),
    Story(
        "paths that must be gone", _text_rule("match: {files: ['old/**']}\n    expect: {files: ['new/a.py']}"),
        {"old/a.py": "x = 1\n"},
        ({"new/a.py": "x = 1\n"}, {"old/a.py": None}, {"new/a.py": None}, {"old/b/c.md": "x"}),
    ),
    Story(
        "a script gets its first line", _rule("match: {calls: [fetch]}"),
        {"run": "fetch()\n", "a.py": ""},
        ({"run": "#!/usr/bin/env python3\nfetch()\n"}, {"run": "#!/bin/sh\nfetch()\n"}),
    ),
    Story(
        "a file becomes a link", _rule("match: {calls: [fetch]}"),
        {"a.py": "fetch()\n", "b.py": "x = 1\n"},
        ({"a.py": "-> b.py"}, {"b.py": "fetch()\n"}, {"a.py": "fetch()\n"}),
    ),
    Story(
        "a comment takes a violation back", _rule("match: {calls: [fetch]}"),
        {"a.py": "fetch()\n", "b.py": "fetch()\n"},
        ({"a.py": "fetch()  # planproof: ignore[rule] it must\n"}, {"b.py": "# planproof: ignore[rule] why not\nx = 1\n"}, {"a.py": "fetch()\n"}),
    ),
    Story(
        "equal lines are numbered", _rule("match: {calls: [fetch]}"),
        {"a.py": "fetch()\n", "b.py": "def f():\n    fetch()\n"},
        ({"a.py": "fetch()\nfetch()\n"}, {"c.py": "fetch()\n"}, {"a.py": "\nfetch()\n"}, {"c.py": None}),
    ),
    Story(
        "each candidate holds it", _rule("for_each: {definitions: ['handle_*']}\n    expect: {calls: [pkg.old.fetch]}"),
        {"pkg/old.py": FETCH, "pkg/api.py": "from pkg.old import fetch\n", "use.py": "from pkg.api import fetch\ndef handle_a():\n    fetch()\n"},
        ({"pkg/api.py": "from pkg.new import fetch\n"}, {"pkg/api.py": "from pkg.old import fetch\n"}, {"more.py": "def handle_b(): pass\n"}),
    ),
    Story(
        "a base class has another name", _rule("match: {bases: [pkg.old.Base]}"),
        {"pkg/old.py": "class Base: pass\n", "pkg/api.py": "", "use.py": "import pkg.api\nclass A(pkg.api.B): pass\n"},
        ({"pkg/api.py": "from .old import Base as B\n"}, {"pkg/old.py": "Base = 1\n", "pkg/api.py": "from .other import Base as B\n"}),
    ),
    Story(
        "metrics of a file", _rule("expect: {metrics: {function_lines: {at_most: 2}}}"),
        {"a.py": "def f():\n    return 1\n"},
        ({"a.py": "def f():\n    x = 1\n    return x\n"}, {"b.py": "def g():\n    a\n    b\n    c\n"}, {"a.py": None}),
    ),
    Story(
        "the spec says something else", _rule("match: {calls: [fetch]}"),
        {"a.py": "fetch()\nload()\n"},
        ({"../spec.yaml": _rule("match: {calls: [load]}")}, {"../spec.yaml": _rule("match: {calls: [read]}")}, {"../spec.yaml": _rule("match: {calls: [load, fetch]}")}),
    ),
)  # fmt: skip
