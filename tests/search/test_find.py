"""``find`` hits what a rule of the same name would hit, in every role."""

from __future__ import annotations

import pytest

from planproof.model.document import Role
from planproof.rules.names import ROLES
from planproof.search.match import Narrowing
from planproof.spec.wire import Facet

FACETS = {
    **{facet: role for facet, role in ROLES.items() if facet is not Facet.IDENTIFIERS},
    Facet.DEFINITIONS: Role.DEFINITION,
    Facet.IMPORTS: Role.IMPORT,
}

COMPAT = "from requests import get as fetch\n"
TREES = {
    "renamed": {"compat.py": COMPAT, "user.py": "from compat import fetch\nfetch()\n"},
    "renamed twice": {
        "compat.py": COMPAT,
        "more.py": "from compat import fetch as pull\n",
        "user.py": "from more import pull as p\np()\np.x()\n",
    },
    "by module": {"compat.py": COMPAT, "user.py": "import compat as c\nc.fetch()\n"},
    "by star": {"compat.py": COMPAT, "user.py": "from compat import *\nfetch()\n"},
    "star from outside": {"user.py": "from requests import *\nget(1)\n"},
    "star that lacks it": {
        "requests.py": "def post(): ...\n",
        "user.py": "from requests import *\nget(1)\n",
    },
    "package": {
        "pkg/__init__.py": "from .auth import login\n",
        "pkg/auth.py": "def login(): ...\nclass User:\n    def login(self): self.save()\n    def save(self): ...\n",
        "user.py": "import pkg\nfrom pkg import login as enter\n@enter\ndef f(x: pkg.auth.User = 1): x.login()\npkg.login()\n",
    },
    "source root": {
        "src/pkg/__init__.py": "",
        "src/pkg/auth.py": "from . import core\ndef login(): core.run()\n",
        "src/pkg/core.py": "def run(): ...\n",
        "tests/test_x.py": "from pkg.auth import login\nlogin(core=1)\n",
    },
    "alias": {
        "user.py": "import requests\nget = requests.get\nget()\nrequests.get().json()\nself.get = 1\n"
    },
    "typescript": {
        "src/auth.ts": "export function login(): void {}\nexport { login as enter };\nexport default class User extends Base {}\n",
        "src/app.ts": "import { enter, login as l } from './auth';\nimport * as auth from './auth';\nenter(); l(); auth.login();\nconst x: auth.User = 1;\n",
    },
    "go": {
        "go.mod": "module example.org/app\n",
        "auth/auth.go": "package auth\n\nfunc Login() {}\n\nfunc twice() { Login(); Login() }\n",
        "main.go": 'package main\n\nimport a "example.org/app/auth"\n\nfunc main() { a.Login() }\n',
    },
}
TERMS = (
    "get", "requests.get", "fetch", "login", "auth.login", "pkg.auth.login", "User.login", "enter",
    "Login", "auth.Login", "requests", "pkg", "requests.*", "*.login", "lo*", "core", "User", "Base",
    "json", "requests.**", "/^requests/", "/ogin/", "/ogin$/i", "().json", "compat.fetch", "run",
)  # fmt: skip


WILD = frozenset(term for term in TERMS if term.endswith("**") or term.startswith("/"))


def is_compared(tree: str, facet: Facet, term: str) -> bool:
    """Of what other files rename a question follows the name itself, not all that is below it:
    neither what a wild term holds behind such a name, nor imports of its package."""
    renames = tree.startswith("renamed") or tree in ("alias", "by star", "by module")
    return not renames or not (term in WILD or (facet is Facet.IMPORTS and term == "requests"))


@pytest.mark.parametrize("name", TREES)
def test_each_role_of_a_name_is_what_a_rule_about_it_hits(ask, name: str) -> None:
    asked = ask(TREES[name])
    differ = []
    for facet, role in FACETS.items():
        for term in (term for term in TERMS if is_compared(name, facet, term)):
            ours = asked.find(term, Narrowing(roles=role))
            theirs = sorted(set(asked.judged(facet, term)))
            if sorted(ours) != theirs:
                differ.append((facet.value, term, ours, theirs))

    assert differ == []


def test_answers_come_by_path_and_place(ask) -> None:
    asked = ask({"b.py": "f()\nf()\n", "a.py": "def f(): ...\n"})

    assert asked.find("f") == ["a.py:1:5", "b.py:1:1", "b.py:2:1"]


def test_a_name_is_narrowed_by_kind_language_and_folder(ask) -> None:
    asked = ask(
        {
            "a/x.py": "class f: ...\n",
            "b/x.py": "def f(): ...\n",
            "b/x.go": "package b\n\nfunc f() {}\n",
        }
    )

    assert asked.find("f", Narrowing(kinds=frozenset({"class"}))) == ["a/x.py:1:7"]
    assert asked.find("f", Narrowing(languages=frozenset({"go"}))) == ["b/x.go:3:6"]
    assert asked.find("f", Narrowing(is_inside=lambda path: path.startswith("b/"))) == [
        "b/x.go:3:6",
        "b/x.py:1:5",
    ]


def test_ten_thousand_definitions_of_one_name_are_all_there(ask) -> None:
    asked = ask({f"p{n // 100}/m{n}.py": "def f(): ...\n" * 10 for n in range(1000)})

    assert len(asked.find("f", Narrowing(roles=Role.DEFINITION))) == 10_000
