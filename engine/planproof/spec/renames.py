"""``rename: {from: a.b, to: c.d}``: whether it can ever succeed, and stands beside what it may."""

from __future__ import annotations

from planproof.model.name import segments
from planproof.spec.agreement import CODE
from planproof.yamlio import Complaints, Kind, Mapping, Node, Scalar, quoted

_APPLIED = ("inside", "not_inside", "uncertain", "at_least", "at_most", "require")


def check_rename(rule: Mapping, complaints: Complaints) -> None:
    """Two plain names, of which the old is no part of the new."""
    rename = rule.get("rename")
    if not isinstance(rename, Mapping):
        return
    old, new = rename.get("from"), rename.get("to")
    if _is_name(old, "from", complaints) and _is_name(new, "to", complaints):
        _check_parts(old, new, complaints)
    for name in ("match", "expect_not", "expect", "requires"):
        _check_beside(name, rule.get(name), complaints)
    entry = rule.entry("for_each")
    if entry is not None:
        message = "rename looks everywhere, and for_each makes expect hold in each candidate"
        complaints.add(CODE, message, "make two rules of them", entry.key.at)


def _is_name(node: Node | None, key: str, complaints: Complaints) -> bool:
    if not isinstance(node, Scalar) or node.kind is not Kind.TEXT:
        return False
    name = node.text.strip()
    if name.startswith("/") or "*" in name:
        message = f"{key} must be one plain name, and {quoted(name)} stands for several"
        fix = "write the name; for patterns use match and expect"
        complaints.add("impossible-rename", message, fix, node.at)
        return False
    return bool(name)


def _check_parts(old: Node | None, new: Node | None, complaints: Complaints) -> None:
    assert isinstance(old, Scalar)  # noqa: S101 - both are plain names
    assert isinstance(new, Scalar)  # noqa: S101
    before, after = segments(old.text.strip()), segments(new.text.strip())
    if before == after:
        message = f"from and to are the same name, {quoted(new.text)}"
        complaints.add("impossible-rename", message, "write what the new name is", new.at)
    elif _holds(after, before):
        complaints.add(
            "impossible-rename",
            f"{quoted(old.text)} is a part of {quoted(new.text)}, so every use of the new name"
            " is also one of the old, and the rule could never be green",
            f"write the old name with what stands before it, as in from: module.{old.text}",
            old.at,
        )


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the segments of ``part`` are a consecutive run of ``whole``."""
    starts = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in starts)


def _check_beside(name: str, clause: Node | None, complaints: Complaints) -> None:
    """What counts or narrows the terms of a clause would do so to the renamed names too."""
    for entry in clause.entries if isinstance(clause, Mapping) else ():
        if entry.key.text in _APPLIED:
            message = f"{entry.key.text} in {name} would apply to the names of rename as well"
            complaints.add(CODE, message, "make two rules of them", entry.key.at)
