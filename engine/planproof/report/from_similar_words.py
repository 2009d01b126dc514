"""What is said of a trait, in specs and on screens."""

from __future__ import annotations

from planproof.search.conventions import Convention
from planproof.search.family import Member, Selector
from planproof.search.traits import Trait

_VERBS = {
    "calls": ("calls", "call"),
    "decorators": ("is decorated with", "decorate it with"),
    "bases": ("is based on", "base it on"),
    "parameters": ("takes", "take"),
    "definitions": ("defines", "define"),
    "assignments": ("assigns", "assign"),
}


def phrase(trait: Trait, *, asking: bool = False, plural: bool = False) -> str:
    """``calls app.check_permission with level``."""
    verb = _VERBS[trait.kind][asking or plural]
    if plural and trait.kind in ("decorators", "bases"):
        verb = f"are {_VERBS[trait.kind][0].removeprefix('is ')}"
    said = f"{verb} {trait.name}"
    return f"{said} with {trait.keyword}" if trait.keyword else said


def described(trait: Trait, selector: Selector) -> str:
    """What a rule is for, in a sentence."""
    if selector.by_name:
        return f"Each of {len(selector.names):,} functions {phrase(trait)}"
    return f"Every {selector.says} {phrase(trait)}"


def guided(trait: Trait, convention: Convention, exemplar: Member) -> str:
    """What to do about a violation, and where it is done."""
    said = phrase(trait, asking=True)
    place = f"{exemplar.path}:{exemplar.line + 1}"
    return (
        f"{said[0].upper()}{said[1:]}, see {place}; "
        f"{convention.have} of {convention.of} did when this rule was proposed"
    )
