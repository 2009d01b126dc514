"""The files of a plan, read strictly: every mistake of a file at once, with its place."""

from __future__ import annotations

from planproof.plans.claims import Completion
from planproof.plans.files.shapes import PLAN, TASK
from planproof.plans.files.state import (
    Decision,
    PlanFile,
    SpecText,
    TaskFile,
    source_inside,
)
from planproof.plans.files.writing import FORMAT
from planproof.plans.policies import RESERVED, with_policies
from planproof.plans.records import AcceptedSuppression
from planproof.plans.status import RedFirst, TaskStatus
from planproof.plans.text import from_text
from planproof.search.patterns.kinds import MOST, to_json
from planproof.search.patterns.shapes import pattern_in
from planproof.spec.forms import count_of
from planproof.spec.shapes import Shape
from planproof.yamlio import Complaints, Mapping, Node, Scalar, Sequence, quoted, read_into

_DONE = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)
_SET_BY_HAND = (TaskStatus.BLOCKED, TaskStatus.WAIVED, TaskStatus.CANCELLED)


def read_plan(content: bytes, source: str) -> PlanFile:
    """``source`` names the file in messages. Raises SpecError."""
    complaints = Complaints(source)
    root = _root(content, PLAN, "plan_format", complaints)
    metadata = root.get("metadata")
    _refuse_reserved(metadata, complaints)
    complaints.raise_if_any()
    return PlanFile(
        slug=_text(root, "slug"),
        name=_text(root, "name"),
        description=_text(root, "description"),
        base_commit=_text(root, "base_commit") or None,
        archived=_text(root, "status") == "archived",
        metadata=with_policies(
            [(key, _of(node)) for key, node in _items(metadata)], _texts(root.get("gate"))
        ),
    )


def read_task(content: bytes, source: str) -> TaskFile:
    """``source`` names the file in messages. Raises SpecError."""
    complaints = Complaints(source)
    root = _root(content, TASK, "task_format", complaints)
    complaints.raise_if_any()
    _check_sense(root, complaints)
    complaints.raise_if_any()
    return TaskFile(
        key=_text(root, "key"),
        number=count_of(root.get("number")) or 1,
        title=_text(root, "title"),
        description=_text(root, "description"),
        assigned_to=_text(root, "assigned_to"),
        depends_on=tuple(sorted(_texts(root.get("depends_on")))),
        status=_status(root),
        decision=_decision(root.get("decision")),
        red_first=RedFirst(_text(root, "red_first") or "unproven"),
        already_done=_text(root, "already_done"),
        completion=_completion(root.get("completion")),
        accepted=tuple(_accepted(node) for node in _sequence(root.get("accepted_suppressions"))),
        spec=_spec(root),
        analogous=_analogous(root.get("analogous"), complaints),
    )


def _root(content: bytes, shape: Shape, version: str, complaints: Complaints) -> Mapping:
    root = read_into(content, complaints).root
    _refuse_newer(root, version, complaints)
    shape.check(root, shape.noun, complaints)
    complaints.raise_if_any()
    assert isinstance(root, Mapping)  # noqa: S101 - anything else was complained about
    return root


def _refuse_reserved(metadata: Node | None, complaints: Complaints) -> None:
    entry = metadata.entry(RESERVED) if isinstance(metadata, Mapping) else None
    if entry is not None:
        message = f"metadata has {RESERVED}, which is planproof's own"
        complaints.add("reserved-key", message, "write gate: [no_new] instead", entry.key.at)


def _refuse_newer(root: Node, version: str, complaints: Complaints) -> None:
    node = root.get(version) if isinstance(root, Mapping) else None
    if node is not None and (count_of(node) or 0) > FORMAT:
        message = f"{version} {count_of(node)} is of a newer planproof; this one knows {FORMAT}"
        raise complaints.fatal("newer-format", message, "pip install --upgrade planproof", node.at)


def _check_sense(root: Mapping, complaints: Complaints) -> None:
    """What no shape can say: which keys go with which status."""
    status = _status(root)
    at = _place(root, "status")
    waived = status is TaskStatus.WAIVED
    decision = root.get("decision")
    if status in _SET_BY_HAND and decision is None:
        message = f"a {status.value} task says who decided that, and when"
        complaints.add("missing-key", message, "add decision: {reason: …, actor: …, at: …}", at.at)
    elif waived and isinstance(decision, Mapping) and not _text(decision, "reason").strip():
        complaints.add("missing-key", "a waiver needs a reason", "add reason: …", decision.at)
    if (status in _DONE) != (root.entry("completion") is not None):
        message = f"a {status.value} task has {'a' if status in _DONE else 'no'} completion"
        fix = "set the status to what it is; only a verification completes a task"
        complaints.add("completion-disagrees", message, fix, at.at)
    if status in _DONE and root.entry("spec") is None:
        complaints.add("missing-key", "only a spec completes a task", "add spec: |", at.at)
    _check_red_first(root, complaints)
    source = root.get("spec_source")
    if source is not None and not source_inside(_of(source)):
        message = f"spec_source {quoted(_of(source))} is no path inside the project"
        complaints.add("bad-path", message, "write it from the root of the project", source.at)


def _check_red_first(root: Mapping, complaints: Complaints) -> None:
    lifted = _text(root, "red_first") == RedFirst.ALREADY_DONE.value
    if lifted != bool(_text(root, "already_done").strip()):
        at = _place(root, "red_first", "already_done", "key").at
        fix = "write red_first: already-done and already_done: REASON, or neither"
        complaints.add("missing-key", "already_done needs a reason", fix, at)


def _place(root: Mapping, *names: str) -> Scalar:
    return next(entry.key for name in names if (entry := root.entry(name)) is not None)


def _status(root: Mapping) -> TaskStatus:
    return TaskStatus(_text(root, "status"))


def _decision(node: Node | None) -> Decision | None:
    if not isinstance(node, Mapping):
        return None
    return Decision(_text(node, "actor"), _text(node, "at"), _text(node, "reason"))


def _completion(node: Node | None) -> Completion | None:
    if not isinstance(node, Mapping):
        return None
    return Completion(
        spec=_text(node, "spec"),
        scope=_text(node, "scope"),
        commit=_text(node, "commit") or None,
        engine=_text(node, "engine"),
        actor=_text(node, "actor"),
        at=_text(node, "at"),
    )


def _accepted(node: Node) -> AcceptedSuppression:
    assert isinstance(node, Mapping)  # noqa: S101 - anything else was complained about
    return AcceptedSuppression(
        rule=_text(node, "rule"),
        text=_text(node, "text"),
        path=_text(node, "path"),
        line=count_of(node.get("line")) or 1,
        comment=_text(node, "comment"),
        reason=_text(node, "reason"),
        actor=_text(node, "actor"),
        at=_text(node, "at"),
    )


def _analogous(node: Node | None, complaints: Complaints) -> str:
    nodes = _sequence(node)
    if len(nodes) > MOST:
        message = f"analogous has {len(nodes):,} patterns"
        raise complaints.fatal("too-many", message, f"keep at most {MOST}", nodes[MOST].at)
    return to_json(pattern_in(one) for one in nodes if isinstance(one, Mapping))


def _spec(root: Mapping) -> SpecText | None:
    text = _text(root, "spec")
    return SpecText(text, _text(root, "spec_source")) if text else None


def _text(mapping: Mapping, name: str) -> str:
    """As it is written, white space and all; empty where there is none."""
    return _of(mapping.get(name))


def _of(node: Node | None) -> str:
    return from_text(node.text) if isinstance(node, Scalar) else ""


def _texts(node: Node | None) -> list[str]:
    return [_of(item) for item in _sequence(node)]


def _sequence(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def _items(node: Node | None) -> list[tuple[str, Node]]:
    entries = node.entries if isinstance(node, Mapping) else ()
    return [(from_text(entry.key.text), entry.value) for entry in entries]
