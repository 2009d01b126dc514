"""Large barrels: what many files ask of them is looked for once, and all of their stars are seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.evaluate import link_walk
from planproof.evaluate.links import Links
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.opened import Opened
from planproof.evaluate.tree_files import TreeFile
from planproof.languages import Skim, SkimKind, Skimmed, language_of
from planproof.model.evaluation import Verdict
from planproof.model.tree import Entry


class Counted(Links):
    """Counts how often it looks at what a file offers."""

    looks: int = 0

    def hinted(self, path: str) -> Opened:
        self.looks += 1
        return super().hinted(path)


def links_of(skims: Mapping[str, Skim]) -> Counted:
    files = [TreeFile(Entry(path, path), language_of(path)) for path in skims]  # type: ignore[arg-type]
    return Counted(ModulePlaces.of(files), skims, lambda _: None)


def star(target: str, level: int) -> Skimmed:
    return Skimmed("", target, level, SkimKind.STAR)


def taken(name: str, target: str, level: int) -> Skimmed:
    return Skimmed(name, target, level, SkimKind.IMPORT)


def components(count: int) -> dict[str, Skim]:
    """Components with a stub beside each, all of them offered again by one barrel in two files, as
    published packages have them; and a barrel of that barrel."""
    barrel = tuple(star(f"components/C{n}.vue", 2) for n in range(count))
    named = taken("tv", "utils/tv.tv", 2)
    found: dict[str, Skim] = {"utils/tv.ts": (), "all/index.ts": (star("types", 2),)}
    for n in range(count):
        found[f"components/C{n}.vue"] = (named, taken("*", f"build/c{n}.default", 2))
        found[f"components/C{n}.vue.d.ts"] = (named, taken("Config", "types/tv.Config", 2))
    return {**found, "types/tv.ts": (), "types/index.js": barrel, "types/index.d.ts": barrel}


CHAINS = ("types.tv.Config", "types.Locale", "all.Locale", "all.tv")


def looks(count: int, users: int, chain: str) -> int:
    """How many looks it takes to tell what a chain may mean in some files."""
    links = links_of({**components(count), **{f"users/u{n}.ts": () for n in range(users)}})
    for n in range(users):
        with links.inquiry():
            assert links.may_mean(f"users/u{n}.ts", chain)
    assert not links.gave_up_at
    return links.looks


@pytest.mark.parametrize("chain", CHAINS)
def test_twice_the_stars_are_twice_the_looks(chain: str) -> None:
    assert looks(480, 1, chain) <= 2.2 * looks(240, 1, chain)


@pytest.mark.parametrize("chain", CHAINS)
def test_what_many_files_ask_is_looked_for_once(chain: str) -> None:
    assert looks(60, 40, chain) == looks(60, 1, chain)


@pytest.mark.parametrize("count", [12, 500])
def test_every_star_of_a_large_barrel_is_seen(judge, rule, count: int) -> None:
    """The one that brings the name is neither the first nor the last, whichever way is followed."""
    files = {f"c/C{n}.ts": "import { tv } from '../tv';\n" for n in range(count)}
    files[f"c/C{count // 2}.ts"] = "export { legacy as tv } from '../old';\n"
    files["t/index.ts"] = "".join(f"export * from '../c/C{n}';\n" for n in range(count))
    files |= {
        "t/tv.ts": "",
        "tv.ts": "export const tv = 1;\n",
        "old.ts": "export function legacy() {}\n",
    }
    files["user.ts"] = "import { tv } from './t';\ntv();\n"
    found = judge(files, rule(match={"calls": ["old.legacy"]}, guard=True))
    assert found.verdict is Verdict.VIOLATED
    assert "user.ts" in {each.place.path for each in found.violations}


def test_nothing_is_lost_where_many_ways_meet(judge, rule) -> None:
    """A name that leads back to the barrel by all of its stars goes on from there by another."""
    count = 20
    files = {f"c/m{n}/index.ts": "export { second as first } from '..';\n" for n in range(count)}
    files["c/last.ts"] = "export { legacy as second } from '../old';\n"
    stars = "".join(f"export * from './m{n}';\n" for n in range(count))
    files["c/index.ts"] = f"{stars}export * from './last';\n"
    files |= {"old.ts": "export function legacy() {}\n"}
    files["user.ts"] = "import { first as f } from './c';\nf();\n"
    found = judge(files, rule(match={"calls": ["old.legacy"]}, guard=True))
    assert "user.ts" in {each.place.path for each in found.violations}


PATHS = ("a/index.ts", "a/index.d.ts", "a/b.ts", "a/c/index.ts", "b.ts", "d/b.ts", "d/use.ts")
NAMES = ("x", "b", "c", "a")
TARGETS = ("b", "c", "a", "a/b", "a/c", "b.x", "a.x", "a/b.b", "c.b")
SAID = st.one_of(
    st.builds(star, st.sampled_from(TARGETS), st.integers(1, 2)),
    st.builds(taken, st.sampled_from((*NAMES, "*")), st.sampled_from(TARGETS), st.integers(1, 2)),
)
TREES = st.fixed_dictionaries({path: st.lists(SAID, max_size=3).map(tuple) for path in PATHS})
CHAINS_OF_NAMES = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(".".join)
QUESTIONS = st.lists(st.tuples(st.sampled_from(PATHS), CHAINS_OF_NAMES), min_size=1, max_size=8)


def told(links: Links, questions: Iterable[tuple[str, str]]) -> list[object]:
    """The answers, what was looked at for each, and the files that led to too much."""
    found: list[object] = []
    for path, chain in questions:
        with links.trail(path) as trail, links.log.aside() as marks:
            hinted, meant = links.may_mean(path, chain), links.means(path, chain)
            found.append((hinted, meant, frozenset(marks)))
        found.append(trail.gave_up)
    return found


@settings(max_examples=150, deadline=None)
@given(TREES, QUESTIONS)
def test_what_was_asked_before_changes_no_answer_and_no_trail(
    skims: dict[str, Skim], questions: list[tuple[str, str]]
) -> None:
    anew = [one for each in questions for one in told(links_of(skims), [each])]
    assert told(links_of(skims), questions) == anew


def chains_of(skims: Mapping[str, Skim], path: str, chain: str, ways: int) -> frozenset[str] | None:
    """What a chain may mean, with so many ways told apart; None where that is too much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(link_walk, "_MOST_WAYS", ways)
        links = links_of(skims)
        found = frozenset(links.may_mean(path, chain))
    return None if links.gave_up_at else found


@settings(max_examples=150, deadline=None)
@given(TREES, st.sampled_from(PATHS), CHAINS_OF_NAMES)
def test_ways_that_are_not_told_apart_leave_nothing_out(
    skims: dict[str, Skim], path: str, chain: str
) -> None:
    apart, together = (chains_of(skims, path, chain, ways) for ways in (10_000, 1))
    assert apart is None or together is None or apart <= together
