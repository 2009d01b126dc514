"""Which definitions are meant, and the selector of a rule that hits them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import NotFoundError, UsageError
from planproof.index import Resolver
from planproof.model.location import LineMap
from planproof.rules.globs import matcher_of
from planproof.rules.scopes import check_glob
from planproof.search.conventions import FEWEST
from planproof.search.family import (
    Member,
    Selector,
    called,
    describe,
    escaped,
    is_akin,
    listed,
    main_group,
    member_of,
    simpler,
)
from planproof.search.similar import Asked, Page, asked_for, find_similar
from planproof.search.similar_catalogue import open_catalogue
from planproof.search.similar_places import Found, find_line, find_symbol, is_symbol, line_of
from planproof.usecases.from_similar_engine import Ground, Spot
from planproof.usecases.selection import relative_path
from planproof.usecases.workspace import Workspace

MOST_ALIKE = 50
"""Of the matches of one function, so many make its family."""

HALF = 0.5
"""The least score of a member, as a part of that of the fifth best match."""

LEAST_SCORE = 0.2
"""What is less like the asked one has nothing to do with it."""

MOST_AROUND = 1_000
"""Members of a family around one function."""

MOST_MEMBERS = 20_000
_ROUNDS = 2

Progress = Callable[[int, int], None]


class Wanted(Struct, frozen=True):
    """What was typed: a ``target``, or ``spots`` (paths from the root, and lines), or what members
    share."""

    target: str = ""
    spots: tuple[tuple[str, int], ...] = ()
    role: str = ""
    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        return bool(self.role or self.decorators or self.bases)


class Family(Struct, frozen=True):
    """``members`` are all that ``selector`` hits. ``asked`` is the one that was pointed at, and
    ``alike`` what was found to be like it, or was listed; both are missing for a family that was
    described. ``notes`` say what was left out."""

    members: tuple[Member, ...]
    selector: Selector
    asked: Member | None = None
    alike: tuple[Member, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def taken_in(self) -> tuple[Member, ...]:
        """Members that the selector hits beyond those that are alike."""
        known = {one.place for one in (*self.alike, *([self.asked] if self.asked else []))}
        return tuple(one for one in self.members if one.place not in known) if known else ()

    @property
    def missed(self) -> tuple[Member, ...]:
        """What is alike and is not hit."""
        hit = {one.place for one in self.members}
        return tuple(one for one in self.alike if one.place not in hit)


def find_families(
    workspace: Workspace, directory: Path, ground: Ground, wanted: Wanted, on_progress: Progress
) -> list[Family]:
    """The family that is meant; of one function several that it belongs to, the nearest first.

    Raises UsageError and NotFoundError for what cannot be asked for.
    """
    _check_globs((*wanted.inside, *wanted.outside))
    if wanted.is_shared:
        selector = _shared_selector(wanted)
        return [_settled(ground, selector, ground.candidates([selector])[0])]
    if wanted.spots:
        found = [_at(ground, *spot) for spot in wanted.spots]
        members = [*{one.place: one for one in map(_member, found)}.values()]
        return [_exactly(ground, members, wanted)]
    asked = _asked(workspace, directory, ground, wanted.target, on_progress)
    alike = _alike(ground, asked, wanted, on_progress)
    assert asked.found is not None  # noqa: S101 - it is in the tree
    return _around(ground, _member(asked.found), alike, wanted)


def _check_globs(globs: Iterable[str]) -> None:
    for glob in globs:
        check_glob(glob)


def _shared_selector(wanted: Wanted) -> Selector:
    return Selector(
        names=(wanted.role or "*",),
        decorators=wanted.decorators,
        bases=wanted.bases,
        include=wanted.inside,
        exclude=wanted.outside,
    )


def _asked(
    workspace: Workspace, directory: Path, ground: Ground, typed: str, on_progress: Progress
) -> Asked:
    if (line := line_of(typed)) is not None:
        path = relative_path(workspace.root, directory, line[0])
        return asked_for(_at(ground, path, line[1]), ground.tree)
    if not is_symbol(typed):
        raise UsageError(
            f"{typed!r} is neither PATH:LINE nor a name",
            fix="planproof spec from-similar PATH:LINE   with a line of a function or class",
        )
    catalogue = open_catalogue(ground.index, ground.tree, on_progress)
    found = find_symbol(ground.index, ground.tree, catalogue, typed)
    return asked_for(found, ground.tree)


def _at(ground: Ground, path: str, line: int) -> Found:
    try:
        return find_line(ground.index, ground.tree, path, line)
    except NotFoundError as error:
        raise NotFoundError(
            str(error), fix="give a line of a function or class of this tree"
        ) from None


def _alike(
    ground: Ground, asked: Asked, wanted: Wanted, on_progress: Progress
) -> tuple[Member, ...]:
    """Those that are at least half as like it as the fifth best match is."""
    page = Page(0, MOST_ALIKE)
    answer = find_similar(ground.index, ground.tree, asked, page, on_progress)
    least = max(LEAST_SCORE, HALF * least_of([one.score for one in answer.matches]))
    inside = matcher_of(wanted.inside) if wanted.inside else _anywhere
    outside = matcher_of(wanted.outside) if wanted.outside else _nowhere
    return tuple(
        _member(replace(one.found, path=path), one.score)
        for one in answer.matches
        for path in (one.found.path, *one.others)
        if one.score >= least and inside(path) and not outside(path)
    )


def least_of(scores: Sequence[float]) -> float:
    """The fifth best, so that a copy or two do not make all others look strange."""
    return sorted(scores, reverse=True)[:FEWEST][-1] if scores else 0.0


def _anywhere(path: str) -> bool:
    del path
    return True


def _nowhere(path: str) -> bool:
    del path
    return False


def _member(found: Found, score: float = 1.0) -> Member:
    start = LineMap(found.source).position(found.document.definitions[found.row].name.start)
    return member_of(found.document, found.row, found.path, start.line, start.column, score)


def _typical(members: Sequence[Member]) -> Member:
    """The first whose name most have."""
    names = Counter(one.name for one in members)
    return min(members, key=lambda one: (-names[one.name], one))


def _exactly(ground: Ground, members: Sequence[Member], wanted: Wanted) -> Family:
    """The family of a selector that hits these and no others; else they are listed one by one."""
    asked = _typical(members)
    kin = [one for one in members if is_akin(one, asked)]
    listing = Family(tuple(kin), Selector(), asked, tuple(members))
    if len(kin) < FEWEST:
        return listing
    own = {one.place for one in kin}
    selectors = [_within(one, wanted) for one in describe(asked, kin)]
    for selector, spots in zip(selectors, ground.candidates(selectors), strict=True):
        if own == set(spots):
            family = simplified(ground, _settled(ground, selector, spots))
            return replace(family, alike=tuple(members))
    return replace(_listed(ground, kin, wanted), alike=tuple(members))


def _listed(ground: Ground, kin: Sequence[Member], wanted: Wanted) -> Family:
    selector = replace(listed(_modules(ground, kin)), exclude=wanted.outside)
    return _settled(ground, selector, ground.candidates([selector])[0])


def _around(ground: Ground, asked: Member, alike: Sequence[Member], wanted: Wanted) -> list[Family]:
    """Families that the asked one belongs to: what most of those that are like it share, and what
    is called as it is in its folder, in files of the same name, and anywhere.

    One counts in which there is another one that is like it.
    """
    others = tuple(one for one in alike if one.place != asked.place)
    kin = [one for one in (asked, *others) if is_akin(one, asked)]
    if len(kin) < FEWEST:
        return [Family(tuple(kin), Selector(), asked, others)]
    near = {one.place for one in kin}
    some = dict.fromkeys(_within(one, wanted) for one in (*describe(asked, kin), *called(asked)))
    found: dict[frozenset[Spot], Family] = {}
    for selector, spots in zip(some, ground.candidates([*some]), strict=True):
        hit = frozenset(spots)
        if hit not in found and len(hit) <= MOST_AROUND and len(near & hit) > 1:
            found[hit] = _settled(ground, selector, spots)
    families = sorted(found, key=lambda hit: -len(near & hit) / len(near | hit))
    every = [found[hit] for hit in families if len(found[hit].members) >= FEWEST]
    if not every:
        return [Family((asked,), Selector(names=(asked.qualified,)), asked, others)]
    return [replace(one, asked=asked, alike=others) for one in every]


def _within(selector: Selector, wanted: Wanted) -> Selector:
    return replace(selector, include=wanted.inside or selector.include, exclude=wanted.outside)


def _modules(ground: Ground, members: Sequence[Member]) -> list[tuple[str, Member]]:
    modules = {
        file.path: Resolver(file.document, file.document.language, file.path).module
        for file in ground.files(sorted({one.path for one in members}))
    }
    return [(modules.get(one.path, ""), one) for one in members]


def simplified(ground: Ground, family: Family) -> Family:
    """The same family by a selector without what it says in vain."""
    selector, own = family.selector, {one.place for one in family.members}
    for _ in range(0 if selector.by_name else _ROUNDS):
        options = [*simpler(selector)]
        found = zip(options, ground.candidates(options), strict=True)
        same = [one for one, spots in found if set(spots) == own]
        if not same:
            break
        selector = same[0]
    return replace(family, selector=selector)


def _settled(ground: Ground, selector: Selector, spots: Sequence[Spot]) -> Family:
    """What a selector hits, without what cannot be told and what is of another sort."""
    if len(spots) > MOST_MEMBERS:
        raise UsageError(
            f"{len(spots):,} definitions are too many for one family",
            fix="narrow it: --in GLOB, --decorator NAME, --base NAME",
        )
    members = ground.members(spots)
    known = {one.place for one in members}
    broken = sorted({path for path, *place in spots if (path, *place) not in known})
    members = [one for one in members if one.path not in broken]
    own, left = main_group(members)
    languages = tuple(sorted({one.language for one in own}))
    kinds = tuple(sorted({one.kind for one in own}))
    selector = replace(
        selector,
        languages=languages,
        kinds=kinds if any(one.language in languages for one in left) else (),
        exclude=(*selector.exclude, *(f"/{escaped(path)}" for path in broken)),
    )
    return Family(tuple(own), selector, notes=tuple(_notes(broken, left)))


def _notes(broken: Sequence[str], left: Sequence[Member]) -> Iterator[str]:
    if broken:
        more = f" and {len(broken) - 3:,} more" if len(broken) > 3 else ""
        yield f"left out, as their syntax cannot be read: {', '.join(broken[:3])}{more}"
    if left:
        first = left[0]
        yield (
            f"left out, as they are of another kind or language: {len(left):,}, "
            f"the first is {first.path}:{first.line + 1}"
        )
