"""“Has anybody written past planproof?”"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from planproof.errors import SpecError, UsageError
from planproof.plans import Audit, Finding, PlanStore
from planproof.usecases.prepare import prepare_text
from planproof.usecases.workspace import Workspace, open_plans


def audit_ledger(workspace: Workspace, head: str | None) -> Audit:
    """What the ledger proves of the whole database, and that each spec is what its digest says.

    ``head`` is the hash of an event that somebody noted: the ledger has to go on from there.
    """
    if head is not None and not re.fullmatch("[0-9a-f]{64}", head):
        raise UsageError(
            f"{head!r} is no head of a ledger: that has 64 hex digits", fix="planproof audit"
        )
    with open_plans(workspace) as store:
        found = store.audit(head)
        if not found.proven:
            return found
        specs = tuple(_altered_specs(store))
        return replace(found, findings=specs)


def _altered_specs(store: PlanStore) -> Iterator[Finding]:
    """The digest of a spec is in the ledger, its text is not: one has to be that of the other."""
    for plan in store.plans():
        for spec in store.specs(plan):
            try:
                digest = prepare_text(spec.text, spec.source or f"spec {spec.id}").spec.digest
            except SpecError as error:
                digest = f"none: {error}"
            if digest != spec.digest:
                row = f"spec {spec.id} of plan {plan.slug}"
                message = f"the text of {row} is not the one whose digest the ledger holds"
                yield Finding(row, message, None, "spec_yaml", spec.digest, digest)
