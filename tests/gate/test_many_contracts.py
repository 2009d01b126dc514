"""Contracts that are judged one after the other say what each would say alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import RETIRED, Play
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_now
from planproof.usecases.prepare import prepare_text

NAMES = ("old.login", "old.logout", "pkg.third", "requests.get")
FILES = {
    "old.py": "def login(): ...\ndef logout(): ...\n",
    "pkg/__init__.py": "from old import login as enter\nfrom .inner import third\n",
    "pkg/inner.py": "from old import logout as third\n",
    "app.py": "import pkg\nfrom pkg import third, enter\n\nenter()\nthird()\npkg.enter()\n",
    "web.py": "from requests import get as fetch\n\nfetch(1)\n",
    "again.py": "from web import fetch\n\nfetch(2)\n",
}


@pytest.mark.parametrize("fresh", [False, True])
def test_where_names_lead_is_found_out_once_and_the_same_for_all(
    tmp_path: Path, fresh: bool
) -> None:
    play = Play(tmp_path / "project")
    play.root.mkdir()
    specs = {
        f".planproof/guards/{name}.yaml": RETIRED.replace("legacy_login", name).replace(
            "identifiers:", "calls:"
        )
        for name in NAMES
    }
    play.begin(FILES | specs)
    found = play.gate(fresh=fresh)
    assert len(found.judgements) == len(NAMES)
    alone = {}
    with play.workspace.index() as index:
        for path, text in specs.items():
            prepared = prepare_text(text, path, path)
            seen = Evidence(proven=frozenset({"no-legacy-login", "no-old.login"}))
            alone[path] = judge_now(play.workspace, index, prepared, seen).evaluation.violations
    together = {one.contract.id: one.evaluation.violations for one in found.judgements}
    assert {path: tuple(v) for path, v in together.items()} == {
        path: tuple(v) for path, v in alone.items()
    }
    assert [len(v) for v in alone.values()] == [2, 1, 1, 2]
