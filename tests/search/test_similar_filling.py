"""What several processes read is what one reads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from memory_trees import MemoryTree, make_tree
from planproof.index import Index
from planproof.search import similar_filling
from planproof.search.features import MOST_UNITS
from planproof.search.similar import Answer, Page, asked_for, find_similar
from planproof.search.similar_catalogue import open_catalogue, prepare_features
from planproof.search.similar_filling import Filling
from planproof.search.similar_places import find_line

LAMP = '''\
class Lamp{at}(Light):
    """A lamp of room {at}."""

    def turn_on(self, **given):
        self.hub.send("{at}", level=given.get("level"), room={at})
        self.refresh_{part}()

    def turn_off(self):
        self.hub.send("{at}", level=0)
'''
FILES = {f"lamps/l{at}.py": LAMP.format(at=at, part=at % 7) for at in range(60)}


def answer(index: Index, tree: MemoryTree) -> Answer:
    asked = asked_for(find_line(index, tree, "lamps/l5.py", 5), tree)
    return find_similar(index, tree, asked, Page(0, 200), lambda _done, _all: None)


def told(found: Answer) -> list[tuple[float, str, str]]:
    return [(one.score, one.found.path, one.found.symbol) for one in found.matches]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_filling, "LEAST", 1_000)
    monkeypatch.setattr(similar_filling, "TOGETHER", 3_000)


@pytest.mark.usefixtures("many")
def test_several_processes_give_what_one_gives(tmp_path: Path) -> None:
    tree, steps = make_tree(FILES), list[tuple[int, int]]()
    with Index.open(tmp_path / "one.db", jobs=1) as index:
        alone = told(answer(index, tree))
    with Index.open(tmp_path / "two.db", jobs=2) as index:
        prepare_features(index, tree, lambda *step: steps.append(step))
        batches = index.features.batches()
        together = told(answer(index, tree))
        stored = index.find([e.blob for e in tree.manifest.entries.values()], "python")

    assert together == alone
    assert len(batches) > 2
    assert steps[-1] == (60, 60)
    assert steps == sorted(steps)
    assert len(stored) == 60  # what was read for it is kept, too


@pytest.mark.usefixtures("many")
def test_what_no_process_survives_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, here = make_tree(FILES), os.getpid()
    with Index.open(tmp_path / "one.db", jobs=1) as index:
        alone = told(answer(index, tree))
    plain = Filling._read

    def dies(self: Filling, entries: Sequence[object]) -> object:
        if os.getpid() != here and entries[0] is self.entries[0]:
            os._exit(3)
        return plain(self, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(Filling, "_read", dies)
    with Index.open(tmp_path / "two.db", jobs=2) as index:
        prepare_features(index, tree, lambda _done, _all: None)
        assert told(answer(index, tree)) == alone
        units = open_catalogue(index, tree, lambda _done, _all: None).count

    assert units == 60 * 4


def test_a_batch_is_full_before_it_holds_more_units_than_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar_filling, "_BATCH_UNITS", 20)
    tree = make_tree(FILES)
    with Index.open(tmp_path / "one.db", jobs=1) as index:
        prepare_features(index, tree, lambda _done, _all: None)
        sizes = [one.units for one in index.features.batches()]

    assert sizes == [20] * 12


def test_of_a_hundred_thousand_functions_in_a_file_the_first_are_compared(tmp_path: Path) -> None:
    many = "".join(f"def f{at}(): pass\n" for at in range(100_000))
    tree = make_tree({**FILES, "many.py": many})
    with Index.open(tmp_path / "one.db", jobs=1) as index:
        found = told(answer(index, tree))
        units = open_catalogue(index, tree, lambda _done, _all: None).count

    assert units == 60 * 4 + MOST_UNITS
    assert found[0][1].startswith("lamps/")
