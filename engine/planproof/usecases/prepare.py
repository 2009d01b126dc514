"""From a spec file, or a stored version of one, to rules that can be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planproof.git import Root
from planproof.languages import LANGUAGES
from planproof.plans import NewSpec, StoredSpec
from planproof.rules import Rule, compile_draft
from planproof.spec import Spec, draft_spec, read_draft

SPEC_KIND = "refactor_profile"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A spec and its compiled rules. ``path`` is where its file lies in the tree, if it does."""

    spec: Spec
    rules: tuple[Rule, ...]
    path: str | None = None

    def to_store(self) -> NewSpec:
        spec = self.spec
        return NewSpec(spec.text, spec.digest, spec.name, SPEC_KIND, spec.source)


def known_languages() -> tuple[str, ...]:
    return tuple(language.name for language in LANGUAGES)


def prepare_file(root: Root, directory: Path, typed: str) -> Prepared:
    """Raises UsageError for what is no readable file, SpecError with all that is wrong in it."""
    file = Path(directory, typed)
    inside = tree_path(root, file)
    draft = read_draft(file, source=inside or typed, known_languages=known_languages())
    return Prepared(draft.spec, compile_draft(draft), inside)


def prepare_text(text: str, source: str, path: str | None = None) -> Prepared:
    draft = draft_spec(text.encode(), source, known_languages=known_languages())
    return Prepared(draft.spec, compile_draft(draft), path)


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
