"""Ways to make a spec green while the old code lives on, and what becomes of each.

``docs/red-team.md`` is written from this list; ``test_red_team.py`` plays every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEGACY = {
    "auth/__init__.py": "",
    "auth/legacy.py": "def login(user):\n    return user\n",
    "auth/tokens.py": "def login(user):\n    return user\n",
}
CALLS = "match: {calls: [auth.legacy.login]}"
WITH_EXPECTATION = "expect: {calls: [auth.tokens.login]}"

CAUGHT = "caught"
UNDECIDED = "undecided"
MISSED = "missed"


@dataclass(frozen=True)
class Cheat:
    """``files`` are added to a small project whose rule is ``rule``, a guard, so that nothing found
    means green. ``outcome`` is what planproof says: *caught* (red), *undecided* (no verdict, exit
    status 3), *missed* (green). A cheat that is missed names with ``instead`` a rule that catches
    it, where there is one."""

    name: str
    how: str
    files: Mapping[str, str | bytes]
    outcome: str = CAUGHT
    rule: str = CALLS
    note: str = ""
    instead: str = ""


SPELLINGS = (
    Cheat(
        "another name",
        "`from auth.legacy import login as enter`, then `enter(user)`",
        {"app.py": "from auth.legacy import login as enter\nenter(1)\n"},
        note="imports are followed",
    ),
    Cheat(
        "another name for the module",
        "`import auth.legacy as old`, then `old.login(user)`",
        {"app.py": "import auth.legacy as old\nold.login(1)\n"},
        note="imports are followed",
    ),
    Cheat(
        "an import out of sight",
        "the import stands in a function, under `try`, or under `TYPE_CHECKING`",
        {
            "app.py": "def f():\n    try:\n        from auth import legacy as l\n    except ImportError:\n        l = None\n    l.login(1)\n"
        },
        note="imports are followed wherever they stand",
    ),
    Cheat(
        "a module in between",
        "`compat.py` offers `login` again under another name, others import it from there",
        {
            "compat.py": "from auth.legacy import login as enter\n",
            "app.py": "from compat import enter\nenter(1)\n",
        },
        note="what a module offers again is followed, over any number of modules",
    ),
    Cheat(
        "two modules in between",
        "the same through a package's `__init__.py` and with a relative import",
        {
            "lib/__init__.py": "from .one import enter as go\n",
            "lib/one.py": "from auth.legacy import login as enter\n",
            "app.py": "import lib\nlib.go(1)\n",
        },
        note="followed to the end",
    ),
    Cheat(
        "everything at once",
        "`from auth.legacy import *`, then `login(user)`",
        {"app.py": "from auth.legacy import *\nlogin(1)\n"},
        note="a star stands for what the module defines",
    ),
    Cheat(
        "a variable",
        "`enter = legacy.login`, then `enter(user)`",
        {"app.py": "from auth import legacy\nenter = legacy.login\nenter(1)\n"},
        note="plain assignments are followed",
    ),
    Cheat(
        "a barrel",
        "`index.ts` exports the old function under a new name",
        {
            "src/legacy.ts": "export function oldLogin(u: string) { return u }\n",
            "src/lib/index.ts": "export { oldLogin as enter } from '../legacy'\n",
            "src/app.ts": "import { enter } from './lib'\nenter('x')\n",
        },
        rule="match: {calls: [src.legacy.oldLogin]}",
        note="exports are followed",
    ),
    Cheat(
        "a path alias",
        "`import { oldLogin as go } from '@/legacy'` with `paths` in `tsconfig.json`",
        {
            "tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["src/*"]}}}\n',
            "src/legacy.ts": "export function oldLogin(u: string) { return u }\n",
            "src/app.ts": "import { oldLogin as go } from '@/legacy'\ngo('x')\n",
        },
        rule="match: {calls: [src.legacy.oldLogin]}",
        note="path aliases are followed",
    ),
    Cheat(
        "a method of the class itself",
        "`self.login()` in a subclass of the old class",
        {
            "auth/old.py": "class Legacy:\n    def login(self):\n        pass\n",
            "app.py": "from auth.old import Legacy\nclass New(Legacy):\n    def go(self):\n        self.login()\n",
        },
        rule="match: {calls: [auth.old.Legacy.login]}",
        note="`self` stands for the class and its bases",
    ),
    Cheat(
        "look-alike letters",
        "`ｌegacy_login(user)`: another letter that Python reads as the same",
        {"app.py": "ｌegacy_login(1)\n"},
        rule="match: {calls: [legacy_login]}",
        note="names are compared in the form in which Python compares them (NFKC)",
    ),
    Cheat(
        "escaped letters",
        "`leg\\u0061cyLogin(user)` in JavaScript",
        {"app.js": "leg\\u0061cyLogin(1)\n"},
        rule="match: {calls: [legacyLogin]}",
        note="escapes are decoded",
    ),
    Cheat(
        "white space and comments inside the name",
        "`legacy . login` over several lines, a comment in the middle",
        {"app.py": "from auth import legacy\n(legacy  # here\n . login)(1)\nlegacy . login (2)\n"},
        note="names are read from the syntax tree",
    ),
    Cheat(
        "another encoding",
        "the file is UTF-16, or names a coding that hides the letters",
        {"app.py": "# coding: utf-16\nfrom auth.legacy import login\nlogin(1)\n".encode("utf-16")},
        outcome=UNDECIDED,
        note="what cannot be read is never clean",
    ),
    Cheat(
        "an annotation in quotes",
        '`def enter(user: "legacy.User")`, where the type is only a string',
        {"app.py": "import auth.legacy as l\ndef f(user: 'list[l.User]'): ...\n"},
        rule="match: {annotations: [auth.legacy.User]}",
        note="annotations in quotes are read like others",
    ),
    Cheat(
        "a method written elsewhere",
        "Go's `func (s *Service) Enter()`, where calls inside of `Service` are forbidden",
        {"app.go": "package app\n\nfunc (s *Service) Enter() { legacyLogin() }\n"},
        rule="match: {calls: [legacyLogin], inside: [Service]}",
        note="a method stands inside its type wherever it is written",
    ),
    Cheat(
        "parentheses around the callee",
        "`(0, legacy.login)(user)` and `(legacy.login as any)(user)`",
        {"app.ts": "import * as l from 'legacy'\n(0, l.login)(1);\n(l.login as any)(1)\n"},
        rule="match: {calls: [legacy.login]}",
        note="the callee is looked for inside of them",
    ),
    Cheat(
        "the old name kept for others",
        "`legacy.py` holds nothing but `from tokens import sign_in as login`",
        {"legacy.py": "from tokens import sign_in as login\n"},
        rule="match: {identifiers: [legacy.login]}",
        note="what a module imports under a new name, it offers",
    ),
    Cheat(
        "a cast of the module",
        "`(legacy as any).login(user)` in TypeScript",
        {"app.ts": "import * as legacy from 'legacy';\n(legacy as any).login(1)\n"},
        outcome=MISSED,
        rule="match: {calls: [legacy.login]}",
        instead="match: {imports: [legacy]}",
        note="a chain starts anew behind brackets; forbid the import, or `login` alone",
    ),
    Cheat(
        "a name in brackets",
        '`legacy["login"](user)` in JavaScript',
        {"app.js": "import * as legacy from 'legacy'\nlegacy['login'](1)\n"},
        outcome=MISSED,
        rule="match: {calls: [legacy.login]}",
        instead="match: {literals: [login]}",
        note="a string is no name; `literals` sees it, and `imports` the module",
    ),
    Cheat(
        "a callback",
        "`map(legacy.login, users)`: handed on, not called",
        {"app.py": "from auth import legacy\nmap(legacy.login, [1])\n"},
        outcome=MISSED,
        instead="match: {identifiers: [auth.legacy.login]}",
        note="`calls` sees calls; `identifiers` sees every use",
    ),
    Cheat(
        "reflection",
        '`getattr(legacy, "login")(user)`',
        {"app.py": 'from auth import legacy\ngetattr(legacy, "login")(1)\n'},
        outcome=MISSED,
        instead="match: {identifiers: [auth.legacy]}",
        note="what is looked up while the program runs has no name in the code; forbid the import",
    ),
    Cheat(
        "an import by its name",
        '`importlib.import_module("auth.legacy").login(user)`',
        {"app.py": 'import importlib\nimportlib.import_module("auth.legacy").login(1)\n'},
        outcome=MISSED,
        instead='match: {literals: ["auth.legacy"]}',
        note="`literals` sees the string; a name put together at run time leaves no trace",
    ),
    Cheat(
        "code in a string",
        '`exec("legacy.login(user)")`',
        {"app.py": 'exec("import auth.legacy; auth.legacy.login(1)")\n'},
        outcome=MISSED,
        instead='match: {literals: ["/auth[.]legacy/"]}',
        note="strings are no code; `literals` and `text` look into them",
    ),
)

HIDING = (
    Cheat(
        "a syntax error around it",
        "a bracket is left open, so that the parser cannot read the call",
        {"app.py": "from auth.legacy import login\ndef f(:\n    login(1)\n"},
        note="what the parser cannot read is searched by letters",
    ),
    Cheat(
        "a file too large to parse",
        "the call at the end of a file of six million bytes",
        {"app.py": b"x = 1  # filler\n" * 400_000 + b"from auth.legacy import login\nlogin(1)\n"},
        outcome=UNDECIDED,
        note="the file is searched by letters and named",
    ),
    Cheat(
        "a zero byte",
        "one zero byte makes the file binary",
        {"app.py": b"from auth.legacy import login\nlogin(1)\n\0"},
        outcome=UNDECIDED,
        note="code in a file that is no text is named",
    ),
    Cheat(
        "another kind of file",
        "the code moves to `app.txt`, which no grammar claims, and is run from there",
        {"app.txt": "from auth.legacy import login\nlogin(1)\n"},
        outcome=MISSED,
        instead='match: {text: ["auth.legacy"]}',
        note="counted as not judged in the coverage; `text` looks into any file",
    ),
    Cheat(
        "no ending at all",
        "an executable `run` that starts with `#!/usr/bin/env python3`",
        {"run": "#!/usr/bin/env python3\nfrom auth.legacy import login\nlogin(1)\n"},
        note="the first line tells the language",
    ),
    Cheat(
        "out of scope",
        "the call moves to `tools/`, and the rule's scope is `src/**`",
        {"src/a.py": "x = 1\n", "tools/app.py": "from auth.legacy import login\nlogin(1)\n"},
        rule=f"{CALLS}\nscope: {{include: ['src/**']}}",
        outcome=MISSED,
        instead=CALLS,
        note="a scope is a promise about these paths only: leave it out where you can",
    ),
    Cheat(
        "an empty scope",
        "the folder is renamed, so that the scope names nothing",
        {"app/core.py": "from auth.legacy import login\nlogin(1)\n"},
        rule=f"{CALLS}\nscope: {{include: ['src/**']}}",
        outcome=UNDECIDED,
        note="nothing looked at is never green",
    ),
    Cheat(
        "a comment that ignores it",
        "`# planproof: ignore[rule]` without a reason",
        {"app.py": "from auth.legacy import login\nlogin(1)  # planproof: ignore[rule]\n"},
        note="a suppression without a reason is a violation",
    ),
)

EXPECTATIONS = (
    Cheat(
        "a comment instead of a call",
        "`# tokens.login(user)`",
        {"app.py": "# auth.tokens.login(1)\n'auth.tokens.login(1)'\n"},
        rule=WITH_EXPECTATION,
        note="comments and strings meet no expectation",
    ),
    Cheat(
        "a call that does not parse",
        "the expected call stands where the syntax is broken",
        {"app.py": "from auth import tokens\ndef f(:\n    tokens.login(1)\n"},
        rule=WITH_EXPECTATION,
        note="nothing is expected from what the parser cannot read",
    ),
    Cheat(
        "the name without the call",
        "`tokens.login` is imported and never called",
        {"app.py": "from auth.tokens import login\nprint(login)\n"},
        rule=WITH_EXPECTATION,
        note="`calls` wants a call",
    ),
    Cheat(
        "a decorator on one view only",
        "one of two handlers has the check, the other has not",
        {"views.py": "@checked\ndef get_a(r): ...\n\ndef get_b(r): ...\n"},
        rule="for_each: {definitions: ['get_*']}\nexpect: {decorators: [checked]}",
        note="`for_each` asks every one of them",
    ),
    Cheat(
        "options that cannot be seen",
        "`open(path, **options)` where `encoding` is required",
        {"app.py": "def f(path, **options):\n    return open(path, **options)\n"},
        rule="match: {calls: [{name: open, without: [encoding]}]}",
        note="what cannot be decided is a hit, marked uncertain",
    ),
    Cheat(
        "a stand-in of the same name",
        "a new module `fake/auth/tokens.py` with an empty `login`, and a call of that one",
        {
            "fake/auth/tokens.py": "def login(user): ...\n",
            "app.py": "from fake.auth import tokens\ntokens.login(1)\n",
        },
        rule=WITH_EXPECTATION,
        outcome=MISSED,
        instead="match: {identifiers: [fake.auth.tokens]}",
        note="a term matches the end of a name: `fake.auth.tokens.login` ends like it",
    ),
    Cheat(
        "dead code",
        "`if False: tokens.login(user)`",
        {"app.py": "from auth import tokens\nif False:\n    tokens.login(1)\n"},
        rule=WITH_EXPECTATION,
        outcome=MISSED,
        note="whether code runs is no static fact; tests say that",
    ),
    Cheat(
        "a function that does nothing",
        "the new function is called, and its body is `pass`",
        {
            "app.py": "from auth import tokens\ntokens.login(1)\n",
            "auth/tokens.py": "def login(u):\n    pass\n",
        },
        rule=WITH_EXPECTATION,
        outcome=MISSED,
        note="what code does is no static fact; tests say that",
    ),
)

SPECS = (
    Cheat(
        "a misspelt spec",
        "`auth.legcy.login` is forbidden, and of course nowhere found",
        {"app.py": "from auth.legacy import login\nlogin(1)\n"},
        rule="guard: false\nmatch: {calls: [auth.legcy.login]}",
        outcome=UNDECIDED,
        note="a rule that was never red is not green; the nearest names are told",
    ),
    Cheat(
        "a spec for what never was",
        "the spec forbids something that the project never had",
        {"app.py": "from auth.legacy import login\nlogin(1)\n"},
        rule="guard: false\nmatch: {calls: [ancient.login]}",
        outcome=UNDECIDED,
        note="a rule that was never red is not green, unless it is a guard and says so",
    ),
    Cheat(
        "a rule for another language",
        "`languages: [go]`, in a project without Go",
        {"app.py": "from auth.legacy import login\nlogin(1)\n"},
        rule=f"{CALLS}\nlanguages: [go]",
        outcome=UNDECIDED,
        note="nothing looked at is never green",
    ),
)

CHEATS = (*SPELLINGS, *HIDING, *EXPECTATIONS, *SPECS)
