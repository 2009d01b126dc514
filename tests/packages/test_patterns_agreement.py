"""Components and tests that patterns mean in real packages, against what others say they are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planproof_testing import Project

pytestmark = pytest.mark.packages

_DECLARED = re.compile(
    r"^(?:export )?declare (?:const|function|class) (?P<name>[A-Z]\w*)(?P<type>.*?)"
    r"(?=^(?:export|declare|import|interface|type)\b|\Z)",
    re.MULTILINE | re.DOTALL,
)
_GIVES_ELEMENT = re.compile(
    r"(?:=>|\)\s*:)\s*(?:string \| number \| boolean \| )?"
    r"(?:React\.|import\(\"react[^)]*\"\)\.)?(?:JSX\.Element|ReactElement|ReactNode)"
    r"|(?:ExoticComponent|FunctionComponent|FC|ComponentType|StyledComponent|VFC)\b"
    r"|extends (?:React\.)?(?:Pure)?Component"
)
"""How TypeScript's own compiler writes down that something is a component."""


def asked(folder: Path, tmp_path: Path, *words: str) -> list[dict[str, Any]]:
    root, home = tmp_path / "project", tmp_path / "home"
    home.mkdir()
    shutil.copytree(folder, root, ignore=shutil.ignore_patterns("dist", ".complete", ".git"))
    project = Project(root, home)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=root, env=project.environment(), check=True)
    answer = project.run("analogous", *words, "--json", "--limit", "100000")
    assert answer.code == 0, answer.err
    matches: list[dict[str, Any]] = answer.data["matches"]
    return matches


def test_components_are_what_typescript_says_they_are(
    npm_package: Callable[[str], Path], tmp_path: Path, measured: Callable[[str], None]
) -> None:
    """The declarations that come with a package were written by TypeScript, types and all."""
    folder = npm_package("ra-ui-materialui@5.4.0")
    matches = asked(folder, tmp_path, "component", "framework=react", "in=src")
    found = {(one["path"], one["symbol"]): one["certain"] for one in matches}
    declared: dict[tuple[str, str], bool] = {}
    for file in (folder / "dist" / "esm").rglob("*.d.ts"):
        stem = file.relative_to(folder / "dist" / "esm").as_posix().removesuffix(".d.ts")
        path = next((p for p in (f"src/{stem}.tsx", f"src/{stem}.ts") if (folder / p).exists()), "")
        for one in _DECLARED.finditer(file.read_text()) if path else ():
            declared[path, one["name"]] = _GIVES_ELEMENT.search(one["type"]) is not None

    components = {key for key, is_component in declared.items() if is_component}
    missed = sorted(components - found.keys())
    certain = {key for key, sure in found.items() if sure} & declared.keys()
    wrong = sorted(key for key in certain if not declared[key])
    measured(
        f"ra-ui-materialui: {len(components)} components declared, {len(missed)} missed {missed};"
        f" {len(certain)} of them told as certain, {len(wrong)} wrongly {wrong}"
    )
    assert len(components) > 200
    assert len(missed) <= len(components) * 0.02
    assert len(wrong) <= len(certain) * 0.02


def test_tests_are_what_pytest_collects(
    sdist: Callable[[str], Path], tmp_path: Path, measured: Callable[[str], None]
) -> None:
    (source,) = sdist("pluggy==1.6.0").glob("pluggy-*")
    collected = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-c", "/dev/null", "--rootdir=.",
         "-p", "no:cacheprovider", "testing"],
        cwd=source, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = [re.sub(r"\[.*", "", line) for line in collected.stdout.splitlines() if "::" in line]
    wanted = {tuple(name.replace("::", ".").split(".py.", 1)) for name in names}
    told = asked(source, tmp_path, "test", "framework=pytest,unittest")
    found = {
        (one["path"].removesuffix(".py"), one["symbol"])
        for one in told
        if one["certain"] and one["kind"] != "class"
    }

    measured(f"pluggy: pytest collects {len(wanted)} tests, {len(wanted ^ found)} told otherwise")
    assert len(wanted) > 100, collected.stdout + collected.stderr
    assert found == wanted
