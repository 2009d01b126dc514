"""“What did this change add, and what did it fix?”"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from planproof.errors import UsageError
from planproof.git import Repository, diff_to_head, rename_map, require_repository
from planproof.git.commits import is_range
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.model.tree import Tree
from planproof.model.violation import Violation
from planproof.progress import Comparison
from planproof.progress.compare import compare
from planproof.report.comparison import Side, TreeComparison
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_at, judge_tree, on_working_tree
from planproof.usecases.prepare import Prepared, prepare_file
from planproof.usecases.workspace import Workspace

NOW = "the working tree"


def compare_trees(
    workspace: Workspace, directory: Path, file: str, old: str, new: str | None
) -> TreeComparison:
    """Two commits, or a commit and the working tree where ``new`` is None, by one spec.

    The old commit is the base: what is red there shows that a rule can be. Raises SpecError,
    NotFoundError, and UsageError for a range of commits.
    """
    repository = require_repository(workspace.repository, workspace.root.path)
    _refuse_range(file, old, new)
    prepared = prepare_file(workspace.root, directory, file)
    base = repository.resolve(old)
    evidence = Evidence(base=base)
    with workspace.index() as index:
        before = Side(old, base, judge_at(workspace, index, prepared, base, evidence).evaluation)
        if new is None:
            return _with_now(workspace, index, prepared, before, evidence)
        commit = repository.resolve(new)
        found = judge_at(workspace, index, prepared, commit, evidence).evaluation
        after = Side(new, commit, found)
        comparison = _compare(
            before.evaluation, found, lambda: rename_map(repository, base, commit)
        )
        return TreeComparison(prepared.source, before, after, comparison)


def _refuse_range(file: str, old: str, new: str | None) -> None:
    for asked in (old, new or ""):
        if is_range(asked) and not asked.startswith(":"):  # ``:/text`` looks for a commit
            pair = " ".join(filter(None, re.split(r"\.{2,}", asked))) if new is None else "OLD NEW"
            raise UsageError(
                f"{asked} is a range, and compare takes its two ends apart",
                fix=f"planproof compare {file} {pair}",
            )


def _with_now(
    workspace: Workspace, index: Index, prepared: Prepared, before: Side, evidence: Evidence
) -> TreeComparison:
    repository = require_repository(workspace.repository, workspace.root.path)

    def ask(tree: Tree) -> TreeComparison:
        found = judge_tree(workspace, index, prepared, tree, evidence).evaluation
        after = Side(NOW, tree.manifest.revision, found)
        comparison = _compare(
            before.evaluation, found, lambda: _renames_till_now(repository, before, tree)
        )
        return TreeComparison(prepared.source, before, after, comparison)

    return on_working_tree(workspace, index, ask)


def _compare(
    before: Evaluation, after: Evaluation, renames: Callable[[], Mapping[str, str]]
) -> Comparison[Violation, Violation]:
    """A file that has violations still was not renamed: mostly git needs not be asked."""
    old, new = tuple(before.violations), tuple(after.violations)
    paths = {one.identity.path for one in new}
    is_gone = any(one.identity.path not in paths for one in old)
    return compare(old, new, renames() if is_gone else {})


def _renames_till_now(repository: Repository, before: Side, tree: Tree) -> Mapping[str, str]:
    """Old path → new path: up to HEAD, and from there on by what is not committed."""
    head = tree.manifest.revision
    if head is None or before.commit is None:
        return {}
    committed = rename_map(repository, before.commit, head) if head != before.commit else {}
    diffs = diff_to_head(repository, tree)
    later = {one.old_path: one.path for one in diffs if one.old_path is not None}
    return {**later, **{old: later.get(path, path) for old, path in committed.items()}}
