"""From a spec file, or a stored version of one, to rules that can be evaluated."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planproof.git import Root
from planproof.plans import NewSpec, StoredSpec

if TYPE_CHECKING:
    from planproof.rules import Rule
    from planproof.spec import Spec

SPEC_KIND = "refactor_profile"


class Prepared:
    """A spec and its compiled rules, read from the text when they are first asked for.

    ``source`` is what messages call it, ``path`` where its file lies in the tree, if it does.
    Whoever asks first gets a SpecError for a text that is no spec.
    """

    def __init__(self, text: bytes, source: str, path: str | None = None) -> None:
        self.text = text
        self.source = source
        self.path = path

    @property
    def spec(self) -> Spec:
        return self._loaded[0]

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[Spec, tuple[Rule, ...]]:
        from planproof.rules import compile_draft
        from planproof.spec import draft_spec

        draft = draft_spec(self.text, self.source, known_languages=known_languages())
        return draft.spec, compile_draft(draft)

    def to_store(self) -> NewSpec:
        spec = self.spec
        return NewSpec(spec.text, spec.digest, spec.name, SPEC_KIND, spec.source)


def known_languages() -> tuple[str, ...]:
    from planproof.languages import LANGUAGES

    return tuple(language.name for language in LANGUAGES)


def prepare_file(root: Root, directory: Path, typed: str) -> Prepared:
    """Raises UsageError for what is no readable file, SpecError with all that is wrong in it."""
    prepared = open_file(root, directory, typed)
    assert prepared.rules is not None  # noqa: S101 - asking reads it
    return prepared


def open_file(root: Root, directory: Path, typed: str) -> Prepared:
    """The same, read but not looked into yet. Raises UsageError for what is no readable file."""
    from planproof.spec import read_text

    file = Path(directory, typed)
    inside = tree_path(root, file)
    return Prepared(read_text(file, inside or typed), inside or typed, inside)


def prepare_text(text: str, source: str, path: str | None = None) -> Prepared:
    return Prepared(text.encode(), source, path)


def prepare_stored(root: Root, stored: StoredSpec) -> Prepared:
    """The version that a task carries, whatever its file says by now."""
    source = stored.source or f"spec {stored.id}"
    inside = tree_path(root, root.path / stored.source) if stored.source else None
    return prepare_text(stored.text, source, inside)


def tree_path(root: Root, file: Path) -> str | None:
    """The path of a file in the tree; None when it lies outside."""
    try:
        absolute = file.parent.resolve() / file.name
    except (OSError, RuntimeError):
        return None
    top = root.path.resolve()
    return absolute.relative_to(top).as_posix() if absolute.is_relative_to(top) else None
