"""YAML to Spec."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import Diagnostic, SpecError
from planproof.spec.build import build_spec
from planproof.spec.sense import check_sense
from planproof.spec.shape import SPEC
from planproof.spec.warnings import warn_of
from planproof.spec.wire import Spec
from planproof.yamlio import Complaints, Mapping, read_into


class Draft(Struct, frozen=True):
    """What could be read of a spec, and what is wrong with it, in file order.

    Where there are ``problems``, the spec lacks what they are about: it is for looking for more of
    them, never for judging code.
    """

    spec: Spec
    problems: tuple[Diagnostic, ...] = ()


def load_spec(text: bytes, source: str, known_languages: Collection[str] = ()) -> Spec:
    """The spec in ``text``; ``source`` names the file in messages.

    Raises SpecError with every mistake of the file, in file order, each with a 1-based line and
    column. ``known_languages`` are the names that ``languages`` may hold; none: not checked.
    """
    draft = draft_spec(text, source, known_languages)
    if draft.problems:
        raise SpecError(draft.problems)
    return draft.spec


def draft_spec(text: bytes, source: str, known_languages: Collection[str] = ()) -> Draft:
    """The same, for a caller who has more to find wrong with it.

    Raises SpecError only where nothing of the file can be read as a spec.
    """
    complaints = Complaints(source)
    root = read_into(text, complaints).root
    SPEC.check(root, "the spec", complaints)
    check_sense(root, known_languages, complaints)
    if not isinstance(root, Mapping):
        raise SpecError(complaints.found)
    spec = build_spec(root, text.decode("utf-8-sig"), source)
    warn_of(spec, root, complaints)
    return Draft(replace(spec, warnings=complaints.warnings), complaints.found)
