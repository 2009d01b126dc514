"""Links made of those of an earlier tree answer as if they had been made from nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.link_state import pack_reach
from planproof.evaluate.linking import Linking, link, name_in
from planproof.evaluate.reach import words_left
from planproof.evaluate.relinking import Relinked, relink
from planproof.evaluate.selection import every_term
from planproof.evaluate.skim_facts import LazySkims
from planproof.evaluate.trail import Trail
from planproof.evaluate.tree_files import TreeFiles
from planproof.evaluate.tree_links import CommonLinks
from planproof.index import Index
from planproof.model.document import Document
from planproof.model.name import segments
from planproof.model.tree import Changes, Manifest, Mark
from planproof.rules import NameTerm, Rule, RuleTerm, compile_rules, parse_name

TERMS = {"calls": ["requests.get", "pkg.a.f", "old", "/^requests/"], "bases": ["lib.**"]}
FEW = {"calls": ["requests.get"]}
PLAIN_NAMES = {"imports": ["json"], "bases": ["h"], "calls": ["f", "json.loads"]}
"""What many files have under its own name: most edits only do what others do."""

Said = tuple[object, ...]


@dataclass
class World:
    """One index, and a tree that is edited."""

    index: Index
    tree: Callable[..., object]
    rules: tuple[Rule, ...]
    kept: Json = None
    contents: Mapping[str, str] | None = None

    @property
    def terms(self) -> list[RuleTerm]:
        return [term for rule in self.rules for term in every_term(rule)]

    def files(self, contents: Mapping[str, str]) -> TreeFiles:
        return TreeFiles(self.tree(contents), self.index.memo, self.index.documents)  # type: ignore[arg-type]

    def link(self, contents: Mapping[str, str]) -> Linking:
        linking = link(self.rules, self.terms, self.files(contents))
        for term in self.terms:
            linking.reach(term)
        return linking

    def go_to(self, contents: Mapping[str, str]) -> Relinked:
        """The links of a tree, from those of the last one."""
        files = self.files(contents)
        changes = (
            None if self.contents is None else changes_between(self.files, self.contents, contents)
        )
        self.contents = contents
        return relink(self.rules, self.terms, files, self.kept, changes, self.index.find)


def changes_between(
    files: Callable[[Mapping[str, str]], TreeFiles],
    before: Mapping[str, str],
    now: Mapping[str, str],
) -> Changes:
    old, new = (files(each).tree.manifest.entries for each in (before, now))
    return {
        path: old.get(path) for path in old.keys() | new.keys() if old.get(path) != new.get(path)
    }


def said_of(world: World, linking: Linking, path: str, contents: Mapping[str, str]) -> Said:
    """All that is asked of the links when the file is judged."""
    files = world.files(contents)
    file = files.file(path)
    document = files.document(path) if file is not None else None
    if file is None or not isinstance(document, Document):
        return ()
    naming = linking.naming(document, file.language, path)
    rows = [(naming.candidates(row), naming.unsure(row)) for row in range(len(document))]
    others = [naming.others(file.language.resolve(path, each)) for each in document.imports]
    aliases = [naming.aliases(name) for term in world.terms if (name := name_in(term))]
    return rows, others, aliases, naming.unresolved


def judged(
    world: World, linking: Linking, contents: Mapping[str, str]
) -> dict[str, tuple[Said, Trail]]:
    found = {}
    for path in contents:
        with linking.trail(path) as trail:
            said = said_of(world, linking, path, contents)
        found[path] = said, trail
    return found


@pytest.fixture
def world(tree, spec, rule) -> Iterator[Callable[[], World]]:
    opened: list[Index] = []

    def new(terms: Mapping[str, list[str]] = TERMS) -> World:
        opened.append(Index.open(None, 1))
        rules = compile_rules(spec(rule(match=terms)))
        return World(opened[-1], tree, tuple(rules))

    yield new
    for index in opened:
        index.close()


PLAIN = {
    "pkg/__init__.py": "from .a import f\n",
    "pkg/a.py": "from requests import get as fetch\ndef f(): ...\n",
    "pkg/b.py": "from pkg import a\na.fetch()\n",
    "other.py": "import json\njson.dumps(1)\n",
    "plain.py": "from pkg import f\nf()\n",
    "star.py": "from wide import *\nloads()\n",
    "wide.py": "",
}


def run_twice(world: World, before: Mapping[str, str], now: Mapping[str, str]):
    first = world.go_to(before)
    then = judged(world, first.linking, before)
    world.kept = first.keep()
    second = world.go_to(now)
    return then, second


def check(world: World, then, relinked: Relinked, before, now) -> set[str]:
    """Whether all answers are those of links from nothing; gives what need not be asked again."""
    fresh = judged(world, world.link(now), now)
    again = judged(world, relinked.linking, now)
    assert {path: said for path, (said, _) in again.items()} == {
        path: said for path, (said, _) in fresh.items()
    }
    assert {p: t.gave_up for p, (_, t) in again.items()} == {
        p: t.gave_up for p, (_, t) in fresh.items()
    }
    assert relinked.linking.files == world.link(now).files
    assert modules_of(relinked.linking) == modules_of(world.link(now))
    for term in world.terms:
        assert pack_reach(relinked.linking.reach(term)) == pack_reach(world.link(now).reach(term))
    if relinked.moved is None:
        return set()
    same = {path for path in now if before.get(path) == now[path]}
    left = {path for path in same if not relinked.moved.touches(then[path][1].text)}
    for path in left:
        assert fresh[path][0] == then[path][0], path
        assert fresh[path][1].gave_up == then[path][1].gave_up
    return left


def modules_of(linking: Linking) -> dict[str, tuple[list[str], list[str]]]:
    """Where the modules of each family of languages are, and below which roots."""
    families = linking.links.modules.families.items()
    return {space: ([*one.lines], [*one.roots]) for space, one in families if one.lines}


@pytest.mark.parametrize(
    ("edit", "again"),
    [
        ({"other.py": "import json\njson.dumps(2)\n"}, set()),
        ({"other.py": "import json, sys\njson.dumps(2)\n"}, set()),
        ({"pkg/b.py": "from pkg import a\na.fetch(1)\n"}, set()),
        ({"pkg/a.py": "from requests import get as fetch\nimport sys\ndef f(): ...\n"}, set()),
        ({"new.py": "import json\n"}, set()),
        ({"other.py": None}, set()),
        ({"json.py": "def dumps(x): ...\n"}, {"other.py"}),
        ({"pkg/__init__.py": "from .a import f, fetch\n"}, None),
        ({"pkg/__init__.py": "from .a import f\nfrom sys import argv as f\n"}, {"plain.py"}),
        ({"pkg/__init__.py": "from .a import f\nfrom sys import *\n"}, {"pkg/b.py", "plain.py"}),
        ({"wide.py": "def loads(): ...\n"}, {"star.py"}),
        ({"wide.py": "from json import loads\n"}, {"star.py"}),
        ({"pkg/a.py": "from requests import post as fetch\n"}, None),
    ],
)
def test_only_what_an_edit_leads_to_is_asked_again(world, edit, again: set[str] | None) -> None:
    now = {path: text for path, text in {**PLAIN, **edit}.items() if text is not None}
    one = world()
    then, relinked = run_twice(one, PLAIN, now)
    left = check(one, then, relinked, PLAIN, now)
    same = {path for path in now if PLAIN.get(path) == now[path]}
    assert same - left == (same if again is None else again)


PATHS = (
    "pkg/__init__.py", "pkg/a.py", "pkg/b.py", "pkg/sub/__init__.py", "pkg/sub/c.py", "lib/d.py",
    "e.py", "requests.py", "src/pkg/a.py", "tools/run", "src/lib.ts", "a.js", "src/__init__.py",
    "src/pkg/__init__.py", "lib/__init__.pyi",
)  # fmt: skip
LINES = st.sampled_from(
    (
        "from requests import get as fetch", "from requests import get", "import requests",
        "import requests as r", "from pkg import *", "from .a import f as g", "from . import a",
        "from .a import *", "from pkg.a import f", "import pkg.a", "import pkg.sub as s",
        "from pkg.sub.c import fetch", "from .sub import c", "from ..b import g", "fetch = r.get",
        "def f(): ...", "def get(): ...", "class A: x = 1", "get = fetch", "fetch()", "g()", "f()",
        "a.fetch()", "pkg.a.f()", "s.c.fetch()", "c.f()", "r.get()", "x = 1", "from lib import d",
        "from lib.d import A as B", "class C(B): ...", "from requests import *", "from old import f",
        "import a", "from a import f", "import json", "from json import loads as f",
        "from json import dumps as f", "import json as a", "from json import *", "def h(): ...",
        "from .a import h", "from pkg import h, a", "from a import h", "h()", "a.h()", "pkg.h()",
        "h = json.loads", "from .sub import *", "from pkg.sub import h", "class h: ...",
    )
)  # fmt: skip
SCRIPT = st.sampled_from(
    (
        'import { f as g } from "./a";', 'export { f as g } from "./a";', 'export * from "./lib";',
        'import { g } from "./lib";', "g();", "export function f() {}", 'import { get } from "requests";',
        "export { get as fetch };", "fetch();",
    )
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    paths = draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=8, unique=True))
    return {path: draw(texts(path)) for path in sorted(paths)}


def texts(path: str) -> st.SearchStrategy[str]:
    lines = SCRIPT if path.endswith(("js", "ts")) else LINES
    head = "#!/usr/bin/env python3\n" if path == "tools/run" else ""
    return st.lists(lines, max_size=5).map(lambda each: head + "\n".join((*each, "")))


@st.composite
def edited(draw: st.DrawFn) -> list[dict[str, str]]:
    """A tree, and what becomes of it."""
    found = [draw(trees())]
    for _ in range(draw(st.integers(1, 4))):
        now = dict(found[-1])
        for path in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=2)):
            if path in now and draw(st.booleans()):
                lines = now[path].splitlines()
                now[path] = "\n".join((*lines[:-1], draw(texts(path))))
            elif path in now and draw(st.booleans()):
                del now[path]
            else:
                now[path] = draw(texts(path))
        found.append(dict(sorted(now.items())))
    return found


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edited(), st.sampled_from((TERMS, FEW, PLAIN_NAMES)))
def test_what_is_not_touched_is_as_before(
    world, states: list[dict[str, str]], terms: Mapping[str, list[str]]
) -> None:
    check_all(world(terms), states)


def check_all(one: World, states: list[dict[str, str]]) -> None:
    """Goes from tree to tree, with what was kept of single files as long as it holds."""
    first = one.go_to(states[0])
    kept = judged(one, first.linking, states[0])
    one.kept = first.keep()
    for before, now in pairwise(states):
        relinked = one.go_to(now)
        left = check(one, kept, relinked, before, now)
        fresh = judged(one, relinked.linking, now)
        kept = {path: kept[path] if path in left else fresh[path] for path in now}
        one.kept = relinked.keep()


USER = {"a.py": "import json\n", "b.py": "import json\n", "user.py": "from new import json as j\n"}


@pytest.mark.parametrize(
    ("start", "steps"),
    [
        # what somebody looked at on the way to the term is there no more
        (
            {"compat.py": "from json import loads as fetch\n", "mid.py": "import compat\n",
             "user.py": "from mid.compat import fetch as go\n"},
            [{"mid.py": ""}],
        ),
        # a module begins to have what somebody already takes from it
        ({**USER, "new.py": ""}, [{"new.py": "import json\n"}]),
        (USER, [{"new.py": "import json\n"}]),
        (USER, [{"new/__init__.py": "import json\n"}, {"new/__init__.py": None}]),
        ({**USER, "new.py": "import json\n"}, [{"new.py": ""}]),
        # somebody begins to take what a module begins to have
        (USER, [{"c.py": "from zz import json\n"}, {"zz.py": "import json\n"}, {"c.py": ""}]),
        (USER, [{"c.py": "from a import json\n"}, {"a.py": "import sys\n"}]),
        # a module gets another name under which it is asked for something
        (
            {**USER, "user.py": "from q.new import json as j\n", "q.py": "", "p.py": ""},
            [{"q.py": "import p as new\n"}, {"p.py": "import json\n"}],
        ),
        # somebody finds a module where there was none
        (
            {"compat.py": "from json import loads as fetch\n", "x/__init__.py": "",
             "user.py": "from x.compat import fetch as go\n"},
            [{"x/compat.py": "from compat import *\n"}],
        ),
        ({"u.py": "from x.c import t\nt()\n"}, [{"lib/x/c.py": "from sys import argv as t\n"}]),
        (
            {"u.py": "from x.c import t\nt()\n", "lib/x/c.py": "from sys import argv as t\n",
             "lib.x/c.py": "from os import sep as t\n"},
            [{"lib/x/c.py": None}],
        ),
        (USER, [{"q.py": "import p as new\n", "p.py": ""}, {"p.py": "import json\n"}]),
        # the last that has a name
        (USER, [{"a.py": ""}, {"b.py": ""}, {"b.py": "import json\n"}]),
        (USER, [{"a.py": ""}, {"c.py": "import json\n"}, {"b.py": ""}, {"c.py": None}]),
        # a module takes from another of its own name
        (
            {"pkg/__init__.py": "from pkg import h, a\n"},
            [{"pkg/a.py": "from a import h\n", "pkg/b.py": ""}],
        ),
        # source roots come and go
        (
            {"src/x/__init__.py": "", "src/x/a.py": "import json\n", "u.py": "from x.a import json\n"},
            [{"lib/x/a.py": "import json\n"}, {"src/x/a.py": None}, {"lib/x/a.py": None}],
        ),
        # folders become packages, and are none any more
        (
            {"src/x/a.py": "from new import json as k\n", "u.py": "from x.a import k\n",
             "a.py": "import json\n", "src/y/b.py": "import sys\n"},
            [{"src/__init__.py": ""}, {"new.py": "import json\n"}, {"src/__init__.py": None},
             {"src/x/__init__.py": ""}, {"src/x/__init__.pyi": ""}, {"src/x/__init__.py": None},
             {"src/__init__.py": "", "src/x/__init__.pyi": None}, {"src/__init__.py": None}],
        ),
        (
            {"src/x/a.py": "import json as k\n", "u.py": "from x.a import k\nk.loads()\n"},
            [{"src/__init__.py": ""}, {"src/__init__.py": None, "src/x/__init__.py": ""},
             {"src/x/a.py": None}, {"src/x/a.py": "import json as k\n", "src/__init__.py": ""}],
        ),
        # a package and a script move together
        (
            {"src/x.py": "import json\n", "src/a.js": "f();\n", "src/json/b.js": "f();\n"},
            [{"src/__init__.py": "", "src/c.js": "", "src/json/b.js": None},
             {"src/__init__.py": None, "src/json/b.js": "f();\n"},
             {"web/y.js": "g();\n", "p.py": ""}],
        ),
    ],
)  # fmt: skip
def test_each_step_is_as_from_nothing(
    world, start: dict[str, str], steps: list[dict[str, str | None]]
) -> None:
    states = [start]
    for step in steps:
        now = {**states[-1], **step}
        states.append({path: text for path, text in now.items() if text is not None})
    check_all(world(PLAIN_NAMES), states)


def test_what_nobody_kept_is_asked_again_when_names_differ(world) -> None:
    """A term that is first met when files are judged, in a process that keeps nothing."""
    one = world()
    first = one.go_to(PLAIN)
    one.kept = first.keep()
    term = parse_name("json.late")
    files = one.files(PLAIN)
    document, file = files.document("other.py"), files.file("other.py")
    assert isinstance(document, Document)
    assert file is not None
    naming = first.linking.naming(document, file.language, "other.py")
    naming.aliases(term)  # another file asked first
    with first.linking.trail("other.py") as trail:
        first.linking.naming(document, file.language, "other.py").aliases(term)
    same = one.go_to({**PLAIN, "plain.py": "from pkg import f\nf(1)\n"})
    assert same.moved is not None
    assert not same.moved.touches(trail.text)
    one.contents = PLAIN
    other = one.go_to({**PLAIN, "plain.py": "from pkg import f\nfrom json import late as l\n"})
    assert other.moved is None or other.moved.touches(trail.text)


KNOT = "".join(
    f"a{n} = a{(n * 7 + 3) % 20};\na{n} = a{(n * 3 + 1) % 20};\na{n} = a{(n + 1) % 20}.b{n};\n"
    f"a{n} = a{(n * 7 + 5) % 20}.c{n};\n"
    for n in range(20)
)
"""Aliases as minified scripts have them: each leads to more than can be followed."""

TANGLED = {
    "a.py": "import json\n",
    "old.js": "export function f() {}\n",
    "use.js": "import {a1} from './vendor.min';\na1.x();\n",
    "vendor.min.js": KNOT + "a1 = f;\n",
}


@pytest.mark.parametrize(
    "edit",
    [
        {"a.py": "import json, sys\n"},
        {"use.js": "import {a2} from './vendor.min';\na2.x();\n"},
        {"more.js": "export { f as g } from './old';\n"},
    ],
)
def test_names_in_a_knot_are_given_up_as_from_nothing(world, edit: dict[str, str]) -> None:
    one, now = world(PLAIN_NAMES), {**TANGLED, **edit}
    first = one.go_to(TANGLED)
    given_up(one, first.linking)
    one.kept = first.keep()
    relinked = one.go_to(now)
    assert given_up(one, relinked.linking) == given_up(one, one.link(now)) != [[], [], [], []]


def given_up(world: World, linking: Linking) -> list[list[str]]:
    """The files with names that may lead to a term, by the terms."""
    names = [name for term in world.terms if (name := name_in(term)) is not None]
    for name in names:
        linking.reaches.of(name)
    return [list(linking.links.gave_up(name.words, frozenset())) for name in names]


def test_a_knot_makes_nobody_look_at_every_file_again(world) -> None:
    one = world(PLAIN_NAMES)
    first = one.go_to({**TANGLED, "c.py": "import json\n"})
    given_up(one, first.linking)
    one.kept = first.keep()
    again = one.go_to({**TANGLED, "c.py": "import json, sys\n"})
    assert again.moved is not None
    given_up(one, again.linking)
    skims = again.linking.links.skims
    assert isinstance(skims, LazySkims)
    assert not skims.is_whole


ALL_TERMS = (TERMS, FEW, PLAIN_NAMES)
SOME_TERMS = ("a.f", "pkg.a.f", "requests.get", "old", "lib.**", "*et", "json", "**.f")
SOME_CHAINS = st.lists(
    st.sampled_from(("a", "f", "pkg", "requests", "get", "old", "lib", "json", "xf", "()")),
    max_size=5,
).map(".".join)


@given(st.sampled_from(SOME_TERMS), SOME_CHAINS)
def test_what_is_no_beginning_of_a_term_is_told_by_its_text(text: str, chain: str) -> None:
    term = parse_name(text)
    assert isinstance(term, NameTerm)
    assert list(words_left(term, chain)) == list(term.words_left(segments(chain)))


@dataclass(frozen=True)
class Marked:
    """A tree that has a short name."""

    tree: object
    number: int

    def __getattr__(self, name: str) -> object:
        return getattr(self.tree, name)

    @property
    def manifest(self) -> Manifest:
        return self.tree.manifest._replace(mark=Mark(f"tree {self.number}"))  # type: ignore[attr-defined]


def same_links(one: World, common: CommonLinks, contents: Mapping[str, str], number: int) -> None:
    """What is taken over from another tree, or was found by other terms, changes nothing."""
    files = one.files(contents)
    files.tree = Marked(files.tree, number)  # type: ignore[assignment]
    linking, fresh = link(one.rules, one.terms, files, common), one.link(contents)
    for term in one.terms:
        assert pack_reach(linking.reach(term)) == pack_reach(fresh.reach(term))
    assert linking.reaches.grounds.pack() == fresh.reaches.grounds.pack()
    assert linking.reaches.marks == fresh.reaches.marks
    assert linking.reaches.knots == fresh.reaches.knots
    assert linking.files == fresh.files
    assert judged(one, linking, contents) == judged(one, fresh, contents)
    assert linking.links.gave_up_at == fresh.links.gave_up_at


def share(world: Callable[..., World], states: list[Mapping[str, str]]) -> None:
    worlds, common = [world(terms) for terms in ALL_TERMS], CommonLinks()
    for number, contents in enumerate(states):
        for one in worlds:
            same_links(one, common, contents, number)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edited())
def test_links_that_specs_share_are_those_of_each_alone(
    world, states: list[dict[str, str]]
) -> None:
    share(world, states)


@pytest.mark.parametrize(
    "states",
    [
        [TANGLED, {**TANGLED, "use.js": "import {a2} from './vendor.min';\na2.x();\n"}, TANGLED],
        [PLAIN, {**PLAIN, "pkg/__init__.py": ""}, {**PLAIN, "json.py": "def loads(): ...\n"}, PLAIN],
        [
            {**PLAIN, "tools/run": "#!/usr/bin/env python3\nfrom pkg.a import fetch\nfetch()\n"},
            {**PLAIN, "tools/run": "#!/usr/bin/env node\nimport { fetch } from 'pkg/a';\nfetch();\n"},
        ],
        [PLAIN, {**PLAIN, "pkg/a.py": "from .b import f\n"}, {**PLAIN, "wide.py": "def f(: (\n"}],
        [
            {"web/use.ts": 'import { get } from "@x/old";\nget();\n', "new/old.ts": "export { get } from 'requests';\n",
             "tsconfig.json": '{"compilerOptions": {"paths": {"@x/*": ["./new/*"]}}}'},
            {"web/use.ts": 'import { get } from "@x/old";\nget();\n', "new/old.ts": "export { get } from 'requests';\n",
             "tsconfig.json": '{"compilerOptions": {"paths": {"@x/*": ["./lib/*"]}}}'},
        ],
    ],
)  # fmt: skip
def test_so_they_are_where_names_lead_far(world, states: list[Mapping[str, str]]) -> None:
    share(world, states)
