"""Names that mean something through other files: re-exports, stars, source roots."""

from __future__ import annotations

from collections.abc import Mapping

import pytest


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
