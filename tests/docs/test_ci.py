"""docs/ci.md shows the files as they are written, and names every input and output."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from planproof._version import __version__
from planproof.usecases.installed_from import Origin
from planproof.usecases.set_up_ci import Service, make_ci_file
from planproof.usecases.workspace import open_workspace

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "ci.md").read_text()
ORIGIN = Origin("https://github.com/OWNER/planproof", f"v{__version__}")


@pytest.mark.parametrize("service", Service)
def test_the_page_shows_each_file_as_it_is_written(service: Service, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path, {}, lambda: "", "")

    file = make_ci_file(workspace, service, ORIGIN)

    assert f"```yaml\n{file.text}```\n" in PAGE
    assert f"`{file.path}`" in PAGE


def test_every_input_and_output_of_the_action_is_explained() -> None:
    action = yaml.safe_load((TOP / "action.yml").read_text())

    for name in (*action["inputs"], *action["outputs"]):
        assert re.search(rf"^\|.*`{name}`", PAGE, re.MULTILINE), name


def test_other_actions_are_pinned_and_the_blocks_are_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)

    assert all(yaml.safe_load(block) for block in blocks)
    for name in re.findall(r"uses: (\S+)", PAGE):
        assert "OWNER/" in name or re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name), name
