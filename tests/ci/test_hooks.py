"""The hooks that this repository offers to pre-commit."""

from __future__ import annotations

from pathlib import Path

import yaml

HOOKS = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())


def test_each_hook_runs_once_over_everything_and_never_beside_itself() -> None:
    assert [one["id"] for one in HOOKS] == ["planproof-changed", "planproof-gate"]
    for one in HOOKS:
        assert one["language"] == "python"
        assert one["entry"].split()[0] == "planproof"
        assert (one["pass_filenames"], one["require_serial"], one["always_run"]) == (
            False, True, True,
        )  # fmt: skip
    assert [one["stages"] for one in HOOKS] == [["pre-commit"], ["pre-push"]]
