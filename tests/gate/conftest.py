"""Values that the tests of this room are made of."""

from __future__ import annotations

import pytest

from planproof.gate.contract import Contract, ContractKind
from planproof.gate.losses import Stated
from planproof.model.location import Place, Position
from planproof.model.suppression import Suppression
from planproof.model.violation import Identity, Severity, Violation, fingerprint
from planproof.spec import load_spec


class Maker:
    """What a gate compares, without any tree."""

    def stated(self, *rules: str, id_: str = ".planproof/specs/a.yaml", kind: str = "spec") -> Stated:  # fmt: skip
        listed = "\n".join(f"  - {{description: d, {rule}}}" for rule in rules)
        text = f"refactor_name: a\nrules:\n{listed}\n"
        spec = load_spec(text.encode(), id_)
        plan = id_.partition("/")[0] if kind == "task" else ""
        path = f".planproof/plans/{plan}/tasks/x.yaml" if plan else id_
        number = 3 if plan else 0
        return Stated(Contract(ContractKind(kind), id_, "Retire it", path, text, path, plan, number), spec)  # fmt: skip

    def violation(
        self, text: str = "f()", *, line: int = 1, rule: str = "r", path: str = "a.py",
        scope: str = "", end: tuple[int, int] | None = None, expected: bool = False, ordinal: int = 0,
    ) -> Violation:  # fmt: skip
        identity = Identity(rule, path, scope, text, text, f"use of {text}", ordinal)
        start = Position(line - 1, 0)
        place = Place(path, start, Position(*end) if end else Position(line - 1, len(text)))
        return Violation(rule, Severity.HIGH, f"use of {text}", place, identity, fingerprint(identity), expected=expected)  # fmt: skip

    def suppression(self, text: str = "f()", reason: str = "later", **more: object) -> Suppression:
        violation = self.violation(text, **more)  # type: ignore[arg-type]
        return Suppression(violation.place, reason, violation)


@pytest.fixture
def make() -> Maker:
    return Maker()
