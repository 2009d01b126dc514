"""A tree judged by the spec that a receipt carries, with nothing taken from any cache or plan."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof._build import engine_digest
from planproof.errors import SpecError
from planproof.model.evaluation import Evaluation, Witness
from planproof.model.tree import Entry, Manifest, Tree
from planproof.plans.text import from_text
from planproof.receipts import Difference, Predicate, differences
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import options_for
from planproof.usecases.prepare import Prepared
from planproof.usecases.scope_files import files_in_scope
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.index import Index

_LONGEST_SPEC = 1 << 20


class Rejudged(Struct, frozen=True):
    """What one tree says. ``same_files`` as the receipt claims; ``wrong`` are the fields that came
    out otherwise and are decided, ``undecided`` those that could not be judged here. ``other_spec``
    is the path of the spec's file where it means something else by now."""

    manifest: Manifest
    same_files: bool
    wrong: tuple[Difference, ...]
    undecided: tuple[Difference, ...]
    other_spec: str | None


class Rejudge:
    """Judges trees by one receipt."""

    def __init__(self, workspace: Workspace, index: Index, claimed: Predicate) -> None:
        self._workspace = workspace
        self._index = index
        self.claimed = claimed

    @property
    def same_engine(self) -> bool:
        return self.claimed.engine.digest == engine_digest()

    @cached_property
    def prepared(self) -> Prepared:
        return self._prepare(None)

    def spec_differences(self) -> tuple[Difference, ...]:
        """Where the text of the spec is not what the receipt says of it."""
        spec = self.claimed.spec
        try:
            found = self.prepared.spec
            assert self.prepared.rules is not None  # noqa: S101 - asking compiles them
        except SpecError as error:
            return (Difference("spec.text", "a spec", f"none: {error}"),)
        pairs = {"digest": (spec.digest, found.digest), "name": (from_text(spec.name), found.name)}
        return tuple(
            Difference(f"spec.{name}", claimed, there)
            for name, (claimed, there) in pairs.items()
            if claimed != there
        )

    def judge(self, tree: Tree) -> Rejudged:
        """Raises TreeChangedError where files change meanwhile."""
        from planproof.evaluate.evaluate import evaluate

        own, other = self._spec_file(tree)
        prepared = self._prepare(own)
        spec, rules = prepared.spec, prepared.rules
        options = options_for(self._workspace, prepared, self._evidence)
        evaluation = evaluate(spec, rules, tree, self._index, options)
        manifest = tree.manifest
        files = files_in_scope(rules, manifest, own, manifest.entries.values())
        wrong, undecided = self._sorted(evaluation, len(files))
        same = evaluation.scope_digest == self.claimed.scope.digest
        return Rejudged(manifest, same, wrong, undecided, other)

    def changed(self, one: Manifest, other: Manifest) -> tuple[str, ...]:
        """The paths that differ between two trees and that the rules look into; all that differ,
        where none is such."""
        entries: list[Entry] = []
        for path in {*one.entries, *other.entries}:
            pair = one.entries.get(path), other.entries.get(path)
            if pair[0] != pair[1]:
                entries += [entry for entry in pair if entry is not None]
        source = from_text(self.claimed.spec.source)
        looked = files_in_scope(self.prepared.rules, one, source, entries)
        return tuple(sorted(looked or {entry.path for entry in entries}))

    @cached_property
    def _evidence(self) -> Evidence:
        """What the receipt claims of the past is only a hint where to look: the engine runs every
        rule on its witnesses again, and on the base, if that is here."""
        witnesses = tuple(
            Witness(from_text(one.rule), one.blob, from_text(one.path), from_text(one.snippet))
            for one in self.claimed.witnesses
        )
        return Evidence(base=self.claimed.plan.base, witnesses=witnesses)

    def _prepare(self, path: str | None) -> Prepared:
        text, source = from_text(self.claimed.spec.text), from_text(self.claimed.spec.source)
        content = text.encode("utf-8", "surrogateescape")
        return Prepared(content, source or "the receipt's spec", path)

    def _spec_file(self, tree: Tree) -> tuple[str | None, str | None]:
        """The path that no rule looks into because the spec itself is there, if it really is; and
        the path where there is another spec by now. A forger would name the file that violates."""
        source = from_text(self.claimed.spec.source)
        entry = tree.manifest.entries.get(source) if source else None
        if entry is None or (tree.size(entry) or 0) > _LONGEST_SPEC:
            return None, source if entry is not None else None
        content = next(bytes_ for _, bytes_ in tree.read([entry]))
        if content == self.prepared.text:
            return source, None
        same = source.endswith((".yaml", ".yml")) and self._means_the_same(content or b"")
        return (source, None) if same else (None, source)

    def _means_the_same(self, content: bytes) -> bool:
        try:
            found = Prepared(content, from_text(self.claimed.spec.source)).spec
        except SpecError:
            return False
        return found.digest == self.prepared.spec.digest

    def _sorted(
        self, evaluation: Evaluation, files: int
    ) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
        """A rule without a verdict here, as one whose red nobody can show, contradicts nobody."""
        claimed = {one.rule: one.verdict for one in self.claimed.rules}
        open_rules = {
            one.rule
            for one in evaluation.rules
            if one.verdict.value != claimed.get(one.rule)
            and "indeterminate" in (one.verdict.value, claimed.get(one.rule))
        }
        fields = tuple(f"rules[{rule}]" for rule in open_rules)
        if open_rules:
            fields += ("verdict", "violations")
        found = tuple(differences(self.claimed, evaluation, files))
        undecided = tuple(one for one in found if one.field.startswith(fields))
        if not evaluation.settled:
            return (), found
        return tuple(one for one in found if one not in undecided), undecided
