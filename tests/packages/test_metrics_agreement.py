"""Cyclomatic complexity, function by function, compared with ruff's and eslint's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import NPM_CACHE

from planproof.index import FileMetrics, measure
from planproof.index.scan import scan
from planproof.languages import language_of
from planproof.model.document import Document

pytestmark = pytest.mark.packages

PYTHON = ["django==5.1.4", "homeassistant==2024.3.3", "sqlalchemy==2.0.36"]
SCRIPTS = {
    "rxjs@7.8.1": "src",
    "effect@3.7.2": "src",
    "@reduxjs/toolkit@2.2.7": "src",
    "react-native-paper@5.12.5": "src",
    "eslint@8.57.1": "lib",
    "express@4.21.0": "lib",
}
ESLINT = ("eslint@9.15.0", "@typescript-eslint/parser@8.15.0", "typescript@5.6.3")

_COUNTED = re.compile(r"\((\d+) > 0\)")


@pytest.mark.parametrize("requirement", PYTHON)
def test_python_functions_are_as_complex_as_ruff_says(
    package: Callable[[str], Path], measured: Callable[[str], None], requirement: str
) -> None:
    folder = package(requirement)
    theirs = by_ruff(folder)
    ours: Counter[tuple[str, int, int]] = Counter()
    for path in sorted(folder.rglob("*.py")):
        found = measured_in(path)
        if found is not None:
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            for each in found.functions:
                line = content.count(b"\n", 0, each.start) + 1
                ours[name, line, each.complexity] += 1
    different = sorted((theirs - ours) + (ours - theirs))
    measured(
        f"complexity in {requirement} against ruff's C901: {theirs.total():,} functions, "
        f"{len(different)} differ"
    )
    assert different == []


def by_ruff(folder: Path) -> Counter[tuple[str, int, int]]:
    ruff = shutil.which("ruff")
    assert ruff is not None
    options = ["--isolated", "--no-cache", "--no-respect-gitignore", "--ignore-noqa"]
    limit = ["--select", "C901", "--config", "lint.mccabe.max-complexity=0"]
    done = subprocess.run(
        [ruff, "check", *options, *limit, "--output-format", "json", "."],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    found: Counter[tuple[str, int, int]] = Counter()
    for each in json.loads(done.stdout):
        if counted := _COUNTED.search(each["message"]):
            name = Path(each["filename"]).relative_to(folder.resolve()).as_posix()
            found[name, each["location"]["row"], int(counted[1])] += 1
    return found


@pytest.mark.parametrize("package_name", SCRIPTS)
def test_scripts_have_functions_as_complex_as_eslint_says(
    npm_package: Callable[[str], Path], measured: Callable[[str], None], package_name: str
) -> None:
    folder = npm_package(package_name) / SCRIPTS[package_name]
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and language_of(p.name))
    functions, different = 0, []
    for path, theirs in zip(paths, by_eslint(paths), strict=True):
        found = measured_in(path)
        if theirs is None or found is None:
            continue
        functions += len(theirs)
        ours = sorted(each.complexity for each in found.functions)
        if ours != theirs:
            different.append((path.name, ours, theirs))
    measured(
        f"complexity in {package_name} against eslint: {functions:,} functions of {len(paths)} "
        f"files, {len(different)} files differ"
    )
    assert different == []


def by_eslint(paths: list[Path]) -> Iterator[list[int] | None]:
    script = Path(__file__).with_name("eslint_complexity.js")
    done = subprocess.run(
        ["node", str(script), str(eslint())],
        input="\n".join(map(str, paths)),
        check=True,
        capture_output=True,
        text=True,
    )
    return map(json.loads, done.stdout.splitlines())


def eslint() -> Path:
    """The folder of an npm project that has eslint and what reads TypeScript for it."""
    folder = NPM_CACHE / f"tool-{ESLINT[0]}"
    if not (folder / ".complete").exists():
        npm = shutil.which("npm")
        assert npm, "this suite needs node and npm"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        command = [npm, "install", "--silent", "--no-audit", "--no-fund", *ESLINT]
        subprocess.run(command, cwd=folder, check=True)
        (folder / ".complete").touch()
    return folder


def measured_in(path: Path) -> FileMetrics | None:
    """The metrics of a file that parses; None for one that does not."""
    language = language_of(path.name)
    assert language is not None
    content = path.read_bytes()
    document = scan(content, language.name)
    if not isinstance(document, Document) or document.broken:
        return None
    return measure(content, language.name, document)
