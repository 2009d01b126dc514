"""Plans, tasks and what became of them: the precious database, its status machine, its ledger."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.plans.audit import Audit
    from planproof.plans.claims import (
        Claim,
        Completion,
        claim_of,
        claim_text,
        completion_of,
        open_claim,
    )
    from planproof.plans.ledger import Break
    from planproof.plans.outcomes import Check, Dependency, Outcome, Refusal, Standing, Transition
    from planproof.plans.pruning import Change, Keeping
    from planproof.plans.records import (
        AcceptedSuppression,
        Diff,
        Event,
        FileChange,
        NewSnapshot,
        NewSpec,
        NewTask,
        Plan,
        Since,
        Snapshot,
        Snippet,
        StoredSpec,
        Task,
        Verification,
    )
    from planproof.plans.refusals import accept_command
    from planproof.plans.replay import Finding
    from planproof.plans.status import PlanStatus, RedFirst, TaskStatus
    from planproof.plans.store import PlanStore
    from planproof.plans.transaction import Transaction
    from planproof.plans.transitions import (
        accept_already_done,
        after_verification,
        change_spec,
        check_drift,
        set_status,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "audit": ("Audit",),
            "claims": (
                "Claim",
                "Completion",
                "claim_of",
                "claim_text",
                "completion_of",
                "open_claim",
            ),
            "ledger": ("Break",),
            "outcomes": ("Check", "Dependency", "Outcome", "Refusal", "Standing", "Transition"),
            "pruning": ("Change", "Keeping"),
            "records": (
                "AcceptedSuppression",
                "Diff",
                "Event",
                "FileChange",
                "NewSnapshot",
                "Since",
                "NewSpec",
                "NewTask",
                "Plan",
                "Snapshot",
                "Snippet",
                "StoredSpec",
                "Task",
                "Verification",
            ),
            "refusals": ("accept_command",),
            "replay": ("Finding",),
            "status": ("PlanStatus", "RedFirst", "TaskStatus"),
            "store": ("PlanStore",),
            "transaction": ("Transaction",),
            "transitions": (
                "accept_already_done",
                "after_verification",
                "change_spec",
                "check_drift",
                "set_status",
            ),
        },
    )

__all__ = [
    "AcceptedSuppression",
    "Audit",
    "Break",
    "Change",
    "Check",
    "Claim",
    "Completion",
    "Dependency",
    "Diff",
    "Event",
    "FileChange",
    "Finding",
    "Keeping",
    "NewSnapshot",
    "NewSpec",
    "NewTask",
    "Outcome",
    "Plan",
    "PlanStatus",
    "PlanStore",
    "RedFirst",
    "Refusal",
    "Since",
    "Snapshot",
    "Snippet",
    "Standing",
    "StoredSpec",
    "Task",
    "TaskStatus",
    "Transaction",
    "Transition",
    "Verification",
    "accept_already_done",
    "accept_command",
    "after_verification",
    "change_spec",
    "check_drift",
    "claim_of",
    "claim_text",
    "completion_of",
    "open_claim",
    "set_status",
]
