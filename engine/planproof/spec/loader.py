"""YAML to Spec."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from planproof.spec.build import build_spec
from planproof.spec.sense import check_sense
from planproof.spec.shape import SPEC
from planproof.spec.wire import Spec
from planproof.yamlio import Complaints, Mapping, read_into


def load_spec(text: bytes, source: str, known_languages: Collection[str] = ()) -> Spec:
    """The spec in ``text``; ``source`` names the file in messages.

    Raises SpecError with every mistake of the file, in file order, each with a 1-based line and
    column. ``known_languages`` are the names that ``languages`` may hold; none: not checked.
    """
    complaints = Complaints(source)
    root = read_into(text, complaints).root
    SPEC.check(root, "the spec", complaints)
    check_sense(root, known_languages, complaints)
    complaints.raise_if_any()
    return build_spec(cast(Mapping, root), text.decode("utf-8-sig"), source)
