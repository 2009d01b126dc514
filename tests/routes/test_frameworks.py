"""What each framework's tables make of a small tree with decoys: ``trees/*.txt``, for people to
read. ``--update-goldens`` writes anew what is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof.evaluate.routes import routes_of
from planproof.evaluate.small_trees import small_tree
from planproof.index.routes import HOLE, LOOSE, HttpRoute
from planproof.languages.frameworks import FRAMEWORKS
from route_trees import TREES, contents_of


def shown(route: HttpRoute, contents: dict[str, bytes]) -> str:
    line = contents[route.path].count(b"\n", 0, route.span.start) + 1
    methods = ",".join(route.methods) or "*"
    wholes = " ".join(route.wholes).replace(HOLE, "…").replace(LOOSE, "~")
    flags = {
        "methods?": route.vague,
        "and below": route.open,
        "perhaps": not route.certain,
        "broken": route.hidden,
    }
    written = f" (written {route.written})" if [route.written] != [*route.wholes] else ""
    notes = "".join(f" [{flag}]" for flag, holds in flags.items() if holds)
    return f"{route.path}:{line} {methods} {wholes}{written}{notes}".replace(HOLE, "…")


@pytest.mark.parametrize("tree", sorted(TREES.glob("*.txt")), ids=lambda path: path.stem)
def test_routes_of(tree: Path, request: pytest.FixtureRequest) -> None:
    """``~``: nothing says what comes before; ``…``: it is computed; ``*``: any method."""
    text = tree.read_text()
    contents = contents_of(text)
    expected = contents.pop("routes").decode()
    found = [shown(route, contents) for route in routes_of(small_tree(contents))]
    lines = "".join(f"{line}\n" for line in found)
    if request.config.getoption("--update-goldens"):
        tree.write_text(text.partition("==> routes <==\n")[0] + f"==> routes <==\n{lines}")
        return
    assert lines == expected


@pytest.mark.parametrize("tree", sorted(TREES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_decoy_is_a_route(tree: Path) -> None:
    contents = contents_of(tree.read_text())
    del contents["routes"]
    assert b"decoy" in b"".join(contents.values())
    found = routes_of(small_tree(contents))
    assert not [route.written for route in found if "decoy" in route.written]


def test_every_framework_has_a_tree() -> None:
    trees = {path.stem for path in TREES.glob("*.txt")}
    shared = {"net/http": "go", "gin": "go", "echo": "go", "chi": "go"}
    assert {shared.get(each.name, each.name) for each in FRAMEWORKS} <= trees
