"""Clauses of one rule that must go together."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.spec.forms import count_of
from planproof.spec.shape import EXPECT
from planproof.yamlio import Complaints, Entry, Mapping, plain

CODE = "clauses-disagree"
_NARROWING = ("inside", "not_inside", "uncertain")
_COUNTING = ("at_least", "at_most", "require")


def check_clauses(rule: Mapping, complaints: Complaints) -> None:
    """What is united says the same besides its terms; for_each has an expectation to hold."""
    match, banned = _clause(rule, "match"), _clause(rule, "expect_not")
    expect = _clause(rule, "expect", "requires")
    _check_united(match, banned, complaints)
    if expect is not None and "metrics" in _keys(expect):
        _check_limits(rule, expect, complaints)
        for other in (match, banned):
            _check_united(other, expect, complaints)
    _check_for_each(rule, expect, complaints)
    _check_at_least(rule, expect, complaints)


def _clause(rule: Mapping, *names: str) -> Entry | None:
    entry = rule.entry(*names)
    return entry if entry is not None and isinstance(entry.value, Mapping) else None


def _keys(clause: Entry) -> dict[str, Entry]:
    entries = clause.value.entries if isinstance(clause.value, Mapping) else ()
    return {entry.key.text: entry for entry in entries}


def _check_united(one: Entry | None, other: Entry | None, complaints: Complaints) -> None:
    """Their terms become one clause, so what narrows the one would narrow the other."""
    if one is None or other is None:
        return
    for name in _differing(_keys(one), _keys(other)):
        places = [keys[name] for keys in (_keys(other), _keys(one)) if name in keys]
        complaints.add(
            CODE,
            f"{name} differs between {one.key.text} and {other.key.text}, whose terms are united",
            "make two rules of them",
            places[0].key.at,
        )


def _differing(one: dict[str, Entry], other: dict[str, Entry]) -> Iterator[str]:
    for name in _NARROWING:
        values = [plain(keys[name].value) if name in keys else None for keys in (one, other)]
        if values[0] != values[1]:
            yield name


def _check_limits(rule: Mapping, expect: Entry, complaints: Complaints) -> None:
    keys = _keys(expect)
    if rule.entry("for_each"):
        complaints.add(
            CODE,
            "metrics cannot be expected under for_each: a limit holds wherever it applies",
            "remove for_each, or make a rule of its own with match: {metrics: …}",
            keys["metrics"].key.at,
        )
    if set(keys) <= {"metrics", *_NARROWING, *_COUNTING}:
        for name in _COUNTING:
            if name in keys:
                complaints.add(
                    CODE,
                    f"{name} counts terms, and metrics are limits, which hold everywhere",
                    f"remove {name}; a limit is metrics: {{function_lines: {{at_most: 60}}}}",
                    keys[name].key.at,
                )


def _check_for_each(rule: Mapping, expect: Entry | None, complaints: Complaints) -> None:
    entry = rule.entry("for_each")
    if entry is not None and (expect is None or not EXPECT.asks(expect.value)):
        complaints.add(
            CODE,
            "for_each says where, and there is no expect to say what must hold there",
            "add expect: {calls: [check]} beside it; what must not be there goes under match, "
            "with inside",
            entry.key.at,
        )


def _check_at_least(rule: Mapping, expect: Entry | None, complaints: Complaints) -> None:
    """Zero asks for something only as the lower end of a limit in each candidate.

    Over a whole scope a limit of a misspelt name would always hold, and nothing would tell.
    """
    keys = _keys(expect) if expect is not None else {}
    low = keys.get("at_least")
    if low is None or count_of(low.value) != 0:
        return
    if not rule.entry("for_each"):
        fix = "write at_least: 1, or more; what must not be there goes under match"
        message = "at_least: 0 would hold of a name that is misspelt, so it proves nothing"
        complaints.add("asks-for-nothing", message, fix, low.value.at)
    elif "at_most" not in keys:
        fix = "add at_most, or write at_least: 1"
        complaints.add("asks-for-nothing", "at_least: 0 alone asks for nothing", fix, low.value.at)
