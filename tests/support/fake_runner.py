"""A runner of composite actions: it runs the `run` steps of an action for real, with bash.

It knows the few expressions that action.yml uses and refuses every other one, so that nothing in
the action goes untested because it was not understood. Steps that use other actions are noted, and
answered by functions. Source: GitHub's documentation, "Metadata syntax" and "Workflow commands".
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from planproof_testing import Project

ACTION = Path(__file__).parents[2] / "action.yml"

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_COMPARISON = re.compile(r"(?P<left>[\w.-]+) (?P<sign>==|!=) '(?P<right>[^']*)'")
_NAME = re.compile(r"[a-z]+(\.[\w-]+)+")
_STOP = re.compile(r"::stop-commands::(\S+)")

Uses = Callable[[Mapping[str, str]], Mapping[str, str]]
"""What stands in for another action: from its inputs to its outputs."""


@dataclass
class Step:
    """A step that was run, by its id or name."""

    name: str
    code: int
    log: str
    outputs: dict[str, str] = field(default_factory=dict)


@dataclass
class Run:
    """What a run of the action left behind. ``used`` are the other actions, with their inputs."""

    steps: list[Step]
    outputs: dict[str, str]
    summary: str
    used: list[tuple[str, dict[str, str]]]

    @property
    def failed(self) -> bool:
        return any(step.code for step in self.steps)

    @property
    def log(self) -> str:
        return "".join(step.log for step in self.steps)

    @property
    def annotations(self) -> list[str]:
        """The workflow commands that the runner would have obeyed, whole lines."""
        return commands_in(self.log)

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)


def commands_in(log: str) -> list[str]:
    """Lines that begin with ``::`` but for spaces, or hold ``##[``, while commands are on."""
    found, word = [], None
    for line in log.splitlines():
        bare = line.strip()
        if word is not None:
            word = None if bare == f"::{word}::" else word
        elif stop := _STOP.fullmatch(bare):
            word = stop[1]
        elif bare.startswith("::") or "##[" in line:  # what is the first is not read as the second
            found.append(bare)
    assert word is None, "commands were never switched on again"
    return found


@dataclass
class Runner:
    """``python`` is an interpreter that has planproof; without it the action installs its own.
    ``uses`` answers for other actions."""

    project: Project
    temp: Path
    python: Path | None
    action: Path = ACTION
    uses: dict[str, Uses] = field(default_factory=dict)

    def run(
        self, event: str, payload: Mapping[str, Any], *, sha: str, ref: str, **inputs: str
    ) -> Run:
        """Every step in its order, as GitHub does it; nothing after a step that failed."""
        shutil.rmtree(self.temp, ignore_errors=True)  # as every job finds it
        (self.temp / "runner").mkdir(parents=True)
        (self.temp / "event.json").write_text(json.dumps(payload))
        action = yaml.safe_load(self.action.read_text())
        given = {
            "python": str(self.python or ""),
            **{k.replace("_", "-"): v for k, v in inputs.items()},
        }
        unknown = given.keys() - action["inputs"].keys()
        assert not unknown, unknown
        defaults = {name: one["default"] for name, one in action["inputs"].items()}
        context = {f"inputs.{name}": value for name, value in {**defaults, **given}.items()}
        context["github.action_path"] = str(self.action.parent)
        environment = self._environment(event, sha, ref)
        done: list[Step] = []
        used: list[tuple[str, dict[str, str]]] = []
        for step in action["runs"]["steps"]:
            if "if" in step and not holds(step["if"], context):
                continue
            done.append(self._step(step, context, environment, used))
            for name, value in done[-1].outputs.items():
                context[f"steps.{done[-1].name}.outputs.{name}"] = value
            if done[-1].code:
                break
        outputs = {name: filled(one["value"], context) for name, one in action["outputs"].items()}
        summary = self.temp / "summary.md"
        return Run(done, outputs, summary.read_text() if summary.exists() else "", used)

    def _step(
        self,
        step: Mapping[str, Any],
        context: dict[str, str],
        environment: Mapping[str, str],
        used: list[tuple[str, dict[str, str]]],
    ) -> Step:
        name = step.get("id") or step.get("name") or step.get("uses", "")
        if "uses" in step:
            inputs = {key: filled(str(value), context) for key, value in step["with"].items()}
            used.append((step["uses"], inputs))
            answer = self.uses.get(step["uses"].partition("@")[0], lambda _: {})
            return Step(name, 0, "", dict(answer(inputs)))
        assert "${{" not in step["run"], "values come in through the environment"
        assert step["shell"] == "bash"
        extra = {key: filled(value, context) for key, value in step.get("env", {}).items()}
        output = self.temp / "output"
        output.write_text("")
        script = self.temp / "step.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.project.root, env={**environment, **extra, "GITHUB_OUTPUT": str(output)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return Step(name, done.returncode, done.stdout.decode(), read_outputs(output.read_text()))

    def _environment(self, event: str, sha: str, ref: str) -> dict[str, str]:
        kept = self.project.environment()
        del kept["PYTHONPATH"], kept["PLANPROOF_ACTOR"]
        return {
            **kept,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "GITHUB_SHA": sha,
            "GITHUB_REF": ref,
            "GITHUB_WORKSPACE": str(self.project.root),
            "GITHUB_ENV": str(self.temp / "env"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "RUNNER_TEMP": str(self.temp / "runner"),
            **pip_settings(),
        }  # fmt: skip


def pip_settings() -> dict[str, str]:
    """How pip reaches the package index from here, for who runs without this home directory."""
    settings = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    config = Path.home() / ".config" / "pip" / "pip.conf"
    return {"PIP_CONFIG_FILE": str(config), **settings} if config.exists() else settings


def filled(text: str, context: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: value_of(found[1], context), text)


def value_of(expression: str, context: Mapping[str, str]) -> str:
    """``a.b`` or ``a.b || c.d``. What a step did not say is empty; other forms are refused."""
    names = expression.split(" || ")
    for name in names:
        assert _NAME.fullmatch(name), f"the runner of the tests does not know {expression!r}"
        assert name.startswith(("steps.", "github.")) or name in context, name
    return next((context[name] for name in names if context.get(name)), "")


def holds(condition: str, context: Mapping[str, str]) -> bool:
    """Comparisons of a value with a text, joined by ``&&``."""
    return all(_compare(one, context) for one in condition.split(" && "))


def _compare(comparison: str, context: Mapping[str, str]) -> bool:
    found = _COMPARISON.fullmatch(comparison)
    assert found, f"the runner of the tests does not know {comparison!r}"
    same = value_of(found["left"], context) == found["right"]
    return same if found["sign"] == "==" else not same


def read_outputs(text: str) -> dict[str, str]:
    """``NAME=VALUE``, and ``NAME<<WORD`` with lines up to ``WORD``."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, fence, word = line.partition("<<")
        if fence and "=" not in name:
            value = list(iter(lambda word=word: next(lines), word))
            found[name] = "\n".join(value)
        else:
            name, equals, text = line.partition("=")
            assert equals, line
            found[name] = text
    return found
