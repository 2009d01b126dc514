"""Which commit turned a task red, and what it brought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from msgspec import Struct

from planproof.git.commits import Commit
from planproof.model.verdict import Verdict
from planproof.model.violation import Violation
from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.evaluation_json import violation_json
from planproof.report.evaluation_text import SHOWN, SIGNS, violations_text
from planproof.report.places import counted
from planproof.report.style import Paint

_SHORT = 10


class Cause(Enum):
    """What made a tree red."""

    NOTHING = "nothing is red"
    NO_VERDICT = "no verdict"
    UNCOMMITTED = "uncommitted changes"
    COMMIT = "commit"


class Search(Struct, frozen=True):
    """``good`` is the green commit where the search began, ``among`` how many came after it up to
    HEAD, ``judged`` how many commits were judged."""

    good: str = ""
    among: int = 0
    judged: int = 0

    @property
    def is_complete(self) -> bool:
        return self.judged > self.among


class Culprit(Struct, frozen=True):
    """``commit`` is the first red one for ``Cause.COMMIT``; ``before``, with its verdict, is the
    commit that it was held against: mostly its parent, and HEAD for uncommitted changes.
    ``through`` are the merges by which it came, the latest first."""

    cause: Cause
    commit: Commit | None = None
    before: Commit | None = None
    verdict_before: Verdict | None = None
    through: tuple[Commit, ...] = ()
    search: Search = Search()
    remarks: tuple[str, ...] = ()


class Blame(Struct, frozen=True):
    """``violations`` are those that the culprit brought."""

    culprit: Culprit
    violations: Sequence[Violation] = ()


def culprit_line(culprit: Culprit) -> str:
    """``since 1a2b3c4d5e, 2026-11-20, Ada: Bring it back``; empty where nobody is to blame."""
    if culprit.cause is Cause.UNCOMMITTED:
        return "your uncommitted changes did it"
    if culprit.commit is None:
        return ""
    one = culprit.commit
    merge = " (a merge)" if len(one.parents) > 1 else ""
    who = f"{one.at[:10]}, {visible(one.author)}"
    return f"since {one.id[:_SHORT]}, {who}: {visible(one.subject)}{merge}"


def blame_text(blame: Blame, paint: Paint, *, verbose: bool) -> str:
    return "".join(_lines(blame, paint, verbose=verbose))


def _lines(blame: Blame, paint: Paint, *, verbose: bool) -> Iterator[str]:
    culprit = blame.culprit
    for merge in culprit.through:
        yield f"{paint('dim', 'merged by')} {_commit(merge, paint)}"
    if culprit.commit is not None:
        yield _commit(culprit.commit, paint)
    elif culprit.cause is Cause.UNCOMMITTED:
        yield f"{paint('bad', 'your uncommitted changes did it')}\n"
    else:
        yield f"{culprit.cause.value}\n"
    if culprit.before is not None and culprit.verdict_before is not None:
        yield _before(culprit, culprit.before, culprit.verdict_before, paint)
    for remark in culprit.remarks:
        yield f"{visible(remark)}\n"
    if blame.violations:
        yield f"\nit brought {counted(len(blame.violations), 'violation')}:\n"
        yield violations_text(blame.violations, paint, None if verbose else SHOWN)
    if culprit.search.good:
        yield f"\n{paint('dim', _search(culprit.search))}\n"


def _commit(one: Commit, paint: Paint) -> str:
    id_ = paint("code", one.id[:_SHORT])
    return f"{id_}  {one.at[:10]}  {visible(one.author)}  {visible(one.subject)}\n"


def _before(culprit: Culprit, before: Commit, verdict: Verdict, paint: Paint) -> str:
    style, sign = SIGNS[verdict]
    word = paint(style, f"{sign} {verdict.value}")
    what = "HEAD" if culprit.commit is None else "its parent"
    if culprit.commit is not None and before.id not in culprit.commit.parents[:1]:
        what = "on the side that was green"
    return f"{what}: {paint('code', before.id[:_SHORT])} {word}\n"


def _search(search: Search) -> str:
    text = f"judged {counted(search.judged, 'commit')}; {search.among:,} since the last known green"
    text += f" one, {search.good[:_SHORT]}"
    if not search.is_complete:
        text += ". If it was green and red again between, there may be other such commits"
    return text


def culprit_json(culprit: Culprit) -> JsonObject:
    before = culprit.verdict_before
    return {
        "cause": culprit.cause.value,
        "commit": None if culprit.commit is None else commit_json(culprit.commit),
        "before": None if culprit.before is None else commit_json(culprit.before),
        "verdict_before": None if before is None else before.value,
        "through": [commit_json(one) for one in culprit.through],
        "remarks": list(culprit.remarks),
        "search": {
            "good": culprit.search.good or None,
            "commits": culprit.search.among,
            "judged": culprit.search.judged,
            "others_possible": bool(culprit.search.good) and not culprit.search.is_complete,
        },
    }


def blame_json(blame: Blame) -> JsonObject:
    brought: list[Json] = [violation_json(one) for one in blame.violations]
    return {**culprit_json(blame.culprit), "violations": brought}


def commit_json(one: Commit) -> Json:
    return {
        "id": one.id,
        "author": one.author,
        "at": one.at,
        "subject": one.subject,
        "parents": list(one.parents),
    }
