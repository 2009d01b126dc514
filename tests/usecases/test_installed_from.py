"""CI gets the planproof that wrote its file: from its repository, at its commit or tag."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planproof._version import __version__
from planproof.errors import UsageError
from planproof.usecases import installed_from
from planproof.usecases.installed_from import Origin, find_origin

METADATA = "Metadata-Version: 2.4\nName: planproof\nVersion: 1\n"
COMMIT = "1" * 40


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real installation's folder of metadata."""
    from importlib.metadata import Distribution

    folder = tmp_path / "planproof-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(METADATA)
    found = Distribution.at(folder)
    monkeypatch.setattr(installed_from, "distribution", lambda name: found)
    return folder


def test_from_a_repository_it_is_the_very_commit(installed: Path) -> None:
    info = {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"}
    url = {"url": "https://github.com/acme/planproof.git", "vcs_info": info}
    (installed / "direct_url.json").write_text(json.dumps(url))

    assert find_origin() == Origin("https://github.com/acme/planproof", COMMIT)


def test_a_release_is_the_tag_of_the_repository_that_its_metadata_names(installed: Path) -> None:
    text = (
        f"{METADATA}Project-URL: Home, https://x.org\nProject-URL: Source, https://github.com/a/b\n"
    )
    (installed / "METADATA").write_text(text)

    assert find_origin() == Origin("https://github.com/a/b", f"v{__version__}")


@pytest.mark.parametrize(
    "url", [None, {"url": "file:///home/you/planproof", "dir_info": {"editable": True}}]
)
def test_where_nothing_tells_it_must_be_said(installed: Path, url: object) -> None:
    if url is not None:
        (installed / "direct_url.json").write_text(json.dumps(url))

    with pytest.raises(UsageError, match="nothing tells"):
        find_origin()
