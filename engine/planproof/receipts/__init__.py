"""Receipts: what a verdict was, of what, by what, written so that anybody can prove it again."""

from planproof.receipts.claims import Difference, claims_of, contradictions, differences
from planproof.receipts.codec import decode, digest_of, encode, read_receipt
from planproof.receipts.statement import (
    Acceptance,
    EngineClaim,
    LedgerClaim,
    PlanClaim,
    Predicate,
    RuleClaim,
    ScopeClaim,
    SpecClaim,
    Statement,
    Subject,
    SuppressionClaim,
    TaskClaim,
    WaiverClaim,
    WitnessClaim,
)

__all__ = [
    "Acceptance",
    "Difference",
    "EngineClaim",
    "LedgerClaim",
    "PlanClaim",
    "Predicate",
    "RuleClaim",
    "ScopeClaim",
    "SpecClaim",
    "Statement",
    "Subject",
    "SuppressionClaim",
    "TaskClaim",
    "WaiverClaim",
    "WitnessClaim",
    "claims_of",
    "contradictions",
    "decode",
    "differences",
    "digest_of",
    "encode",
    "read_receipt",
]
