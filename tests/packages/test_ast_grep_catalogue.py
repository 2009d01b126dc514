"""The rules of ast-grep's own catalogue: the same answer here as from ast-grep's command.

Every rule is run over every snippet of its language, those of other pages too, so that most pairs
must find nothing. ``catalogue/`` holds the rules and snippets of ast-grep's website as of 2026-08
(MIT license, see ``catalogue/LICENSE``); patterns that it shows on a command line are written as
rules. Where a snippet does not parse, planproof also reports what it finds by letters, and ast-grep
does not: such hits are left out. A rule without any letters is indeterminate there. Overlapping matches of a rule count here once, the outermost, so that is what is compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from planproof.languages import language_of

CATALOGUE = Path(__file__).parent / "catalogue"
AST_GREP = "ast-grep-cli==0.51.1"
ENDINGS = {
    "go": "go",
    "java": "java",
    "js": "js",
    "javascript": "js",
    "python": "py",
    "rust": "rs",
    "tsx": "tsx",
    "typescript": "ts",
}
RULES = sorted(CATALOGUE.glob("*/*/rule-*.yml"))

Config = dict[str, Any]
Place = tuple[str, int, int, int, int]


@pytest.fixture(scope="module")
def snippets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All snippets in one folder, each in the language of its page, scripts as TypeScript too."""
    folder = tmp_path_factory.mktemp("catalogue")
    for snippet in sorted(CATALOGUE.glob("*/*/snippet-*")):
        language, page = snippet.parts[-3:-1]
        for ending in {ENDINGS[language], snippet.suffix[1:]}:
            (folder / f"{page}-{snippet.stem}.{ending}").write_bytes(snippet.read_bytes())
    return folder


@pytest.mark.packages
@pytest.mark.parametrize("rule", RULES, ids=lambda path: f"{path.parent.name}-{path.stem[-1]}")
def test_a_rule_of_the_catalogue_finds_what_ast_grep_finds(
    rule: Path, snippets: Path, tool: Callable[[str, str], Path], tmp_path: Path
):
    config = read(rule)
    ending = ENDINGS[config["language"].lower()]
    expected = outermost(scanned(tool(AST_GREP, "ast-grep"), config, snippets, tmp_path))
    found = verified(config, snippets, tmp_path)
    assert found == {place for place in expected if place[0].endswith(f".{ending}")}


@pytest.mark.packages
def test_the_catalogue_is_red_and_green(
    snippets: Path,
    tool: Callable[[str, str], Path],
    measured: Callable[[str], None],
    tmp_path: Path,
):
    """Rules that hit nothing at all would make the comparison empty."""
    red = [
        rule
        for rule in RULES
        if scanned(tool(AST_GREP, "ast-grep"), read(rule), snippets, tmp_path)
    ]
    measured(f"ast-grep's catalogue: {len(RULES)} rules, {len(red)} of them red on some snippet")
    assert len(RULES) >= 40
    assert len(red) >= 0.9 * len(RULES)


def read(rule: Path) -> Config:
    """Parts of a rule that the catalogue explains one by one leave out the language."""
    return {"id": rule.parent.name, "language": rule.parts[-3], **yaml.safe_load(rule.read_text())}


def scanned(command: Path, config: Config, folder: Path, scratch: Path) -> list[Place]:
    rule = scratch / "rule.yml"
    rule.write_text(yaml.safe_dump(config))
    done = subprocess.run(
        [str(command), "scan", "--rule", str(rule), "--json=compact", "."],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr.decode()
    return [
        (each["file"].removeprefix("./"), *_place(each["range"]))
        for each in json.loads(done.stdout)
    ]


def _place(found: dict[str, dict[str, int]]) -> tuple[int, int, int, int]:
    """ast-grep's lines and columns count from 0, columns in characters."""
    start, end = found["start"], found["end"]
    return start["line"] + 1, start["column"] + 1, end["line"] + 1, end["column"] + 1


def outermost(places: list[Place]) -> set[Place]:
    kept: list[Place] = []
    for place in sorted(places, key=lambda p: (p[0], p[1], p[2], -p[3], -p[4])):
        if not kept or kept[-1][0] != place[0] or kept[-1][3:] <= place[1:3]:
            kept.append(place)
    return set(kept)


def verified(config: Config, folder: Path, scratch: Path) -> set[Place]:
    ending = ENDINGS[config["language"].lower()]
    spec = scratch / "spec.yaml"
    language = language_of(f"a.{ending}")
    assert language is not None
    rule = {
        "id": config["id"],
        "description": "as in the catalogue",
        "languages": [language.name],
        "guard": True,
        "match": {"ast": [config]},
    }
    spec.write_text(yaml.safe_dump({"refactor_name": "catalogue", "rules": [rule]}))
    done = subprocess.run(
        [sys.executable, "-m", "planproof_cli", "-C", str(folder), "verify", str(spec), "--json"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1, 3), done.stdout.decode() + done.stderr.decode()
    return set(_places(json.loads(done.stdout), ending))


def _places(document: dict[str, Any], ending: str) -> Iterator[Place]:
    for each in document["data"]["violations"]:
        if each["path"].endswith(f".{ending}") and each["mark"] != "lexical":
            start, end = each["start"], each["end"]
            yield each["path"], start["line"], start["column"], end["line"], end["column"]
