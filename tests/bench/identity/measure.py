"""Two trees through the real pipeline: both judged from git, the renames from git, all compared."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from identity import changes
from identity.changes import Changed, Files
from identity.schemes import OURS, SCHEMES
from identity.spots import Spot, spots
from processes import NotMeasuredError

from planproof.git import rename_map
from planproof.index import Index
from planproof.model.violation import Violation
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_at
from planproof.usecases.prepare import Prepared, prepare_text
from planproof.usecases.workspace import Workspace, open_workspace

PURE = ("insert lines", "rename + edit", "split a module", "reformat", "rename a variable")
SWAP = "swap"
MOST_FALSE = 0.5
"""Percent of violations that may be called new where none is."""


@dataclass
class Figures:
    """Of one change: how many violations it concerned, and what each scheme got wrong of them:
    false new ones of a pure change, missed ones of swaps."""

    concerned: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def percent(self, scheme: str) -> float | None:
        return 100 * self.wrong[scheme] / self.concerned if self.concerned else None

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.concerned + other.concerned, self.wrong + other.wrong)


Table = Mapping[str, Figures]
"""By the name of the change."""


def measure(root: Path, spec: str, say: Callable[[str], None]) -> Table:
    """Of the repository at ``root``, on branch ``main``, by the text of a spec."""
    workspace = open_workspace(root, {}, lambda: "2026-11-21T00:00:00Z", "bench")
    prepared = prepare_text(spec, "identity.yaml")
    with workspace.index() as index:
        lab = _Lab(root, workspace, index, prepared)
        return dict(lab.figures(say))


class _Lab:
    def __init__(self, root: Path, workspace: Workspace, index: Index, prepared: Prepared) -> None:
        self.root = root
        self.workspace = workspace
        self.index = index
        self.prepared = prepared
        self.main = _git(root, "rev-parse", "main^{commit}").decode().strip()

    def figures(self, say: Callable[[str], None]) -> Iterator[tuple[str, Figures]]:
        before = self.judge(self.main)
        files = self.files({one.identity.path for one in before if not one.expected})
        lines = _lines(before)
        rules: dict[tuple[str, int], list[str]] = {}
        for one in before:
            rules.setdefault((one.identity.path, one.place.start.line), []).append(one.rule)
        made: dict[str, Callable[[], Changed]] = {
            "insert lines": lambda: changes.insert_lines(files),
            "rename + edit": lambda: changes.rename_and_edit(files),
            "split a module": lambda: changes.split_module(files),
            "reformat": lambda: changes.reformat(files),
            "rename a variable": lambda: changes.rename_variables(files, lines),
            SWAP: lambda: changes.swap(files, rules),
        }
        for name, make in made.items():
            changed = make()
            say(f"{name}: {len(changed.files)} files")
            yield name, self._of(name, changed, files, before)

    def _of(
        self, name: str, changed: Changed, files: Files, before: Sequence[Violation]
    ) -> Figures:
        commit = self.commit(changed)
        after = self.judge(commit)
        renames = rename_map(self.workspace.repository, self.main, commit)  # type: ignore[arg-type]
        present = {path: text for path, text in changed.files.items() if text is not None}
        old = spots(before, {path: files[path] for path in changed.counted})
        now = spots(after, present)
        if name == SWAP:
            return _of_swaps(changed, old, now, renames)
        added = Counter(one.rule for one in now) - Counter(one.rule for one in old)
        figures = Figures(len(old))
        for scheme, new in SCHEMES.items():
            figures.wrong[scheme] = max(0, len(new(old, now, renames)) - added.total())
        return figures

    def judge(self, commit: str) -> tuple[Violation, ...]:
        found = judge_at(self.workspace, self.index, self.prepared, commit, Evidence())
        return tuple(found.evaluation.violations)

    def files(self, paths: set[str]) -> dict[str, str]:
        """Python files as text; those that are no UTF-8 are left out."""
        found = {}
        for path in sorted(paths):
            if path.endswith(".py"):
                try:
                    found[path] = (self.root / path).read_bytes().decode()
                except UnicodeDecodeError:
                    continue
        return found

    def commit(self, changed: Changed) -> str:
        """One on top of ``main``, made without a checkout."""
        lines = [b"commit refs/heads/identity\ncommitter b <b@example.org> 1700000000 +0000\n",
                 b"data 6\nchange\nfrom %s\n" % self.main.encode()]  # fmt: skip
        for path, text in changed.files.items():
            if text is None:
                lines.append(b"D %s\n" % path.encode())
            else:
                content = text.encode()
                lines.append(b"M 100644 inline %s\n" % path.encode())
                lines.append(b"data %d\n%b\n" % (len(content), content))
        _git(self.root, "fast-import", "--quiet", "--force", data=b"".join(lines))
        return _git(self.root, "rev-parse", "refs/heads/identity").decode().strip()


def _of_swaps(
    changed: Changed, old: Sequence[Spot], now: Sequence[Spot], renames: Mapping[str, str]
) -> Figures:
    """Missed where a scheme calls nothing new of that rule in that file. A swap counts where the
    added violation is one indeed, and the file has as many of the rule as before."""
    there = {(one.path, one.rule, one.line) for one in now}
    had, has = (Counter((one.path, one.rule) for one in side) for side in (old, now))
    real = [one for one in changed.swaps
            if (one.path, one.rule, one.line) in there
            and had[one.path, one.rule] == has[one.path, one.rule]]  # fmt: skip
    figures = Figures(len(real))
    for scheme, new in SCHEMES.items():
        found = {(one.path, one.rule) for one in new(old, now, renames)}
        figures.wrong[scheme] = sum((one.path, one.rule) not in found for one in real)
    return figures


def failures(table: Table) -> list[str]:
    """Where planproof's own ladder is worse than it may be, or nothing was measured."""
    found = []
    for name in PURE:
        percent = table[name].percent(OURS) if name in table else None
        if percent is None:
            found.append(f"{name}: nothing was measured")
        elif percent > MOST_FALSE:
            found.append(f"{name}: {percent:.2f} % false new, at most {MOST_FALSE} %")
    missed = table[SWAP].percent(OURS) if SWAP in table else None
    if missed is None:
        found.append("swap: nothing was measured")
    elif missed:
        found.append(f"swap: {table[SWAP].wrong[OURS]} missed")
    return found


def _lines(before: Sequence[Violation]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for one in before:
        found.setdefault(one.identity.path, set()).add(one.place.start.line)
    return found


def _git(root: Path, *words: str, data: bytes | None = None) -> bytes:
    done = subprocess.run(
        ["git", *words], cwd=root, input=data, capture_output=True, check=False,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )  # fmt: skip
    if done.returncode:
        raise NotMeasuredError(f"git {words[0]} failed: {done.stderr.decode()[-300:]}")
    return done.stdout
