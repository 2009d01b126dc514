"""Whether folders are called like files is told from an earlier tree where that will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.kept_folders import KeptFolders
from planproof.model.tree import Changes, Entry, EntryKind, Manifest, Mark

PATHS = ("a.py", "b.py/c.js", "b.py/d.js", "src/a.pyx/b", "x.py.txt", "lib.py/sub/a.py", "s/t.js/u")
ENDINGS = (".py", ".js", ".pyx")


class Memo(dict[str, bytes]):
    def put(self, key: str, value: bytes) -> None:
        self[key] = value


class Counted(Mapping[str, Entry]):
    """Entries that count how often somebody goes through all of them."""

    def __init__(self, paths: frozenset[str]) -> None:
        self._entries = {each: Entry(each, "0" * 40, EntryKind.FILE) for each in sorted(paths)}
        self.listed = 0

    def __getitem__(self, path: str) -> Entry:
        return self._entries[path]

    def __iter__(self) -> Iterator[str]:
        self.listed += 1
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def manifest(number: int, states: list[frozenset[str]]) -> Manifest:
    entries = Counted(states[number])

    def since(then: Mark) -> Changes | None:
        old = Counted(states[int(then.base)])
        paths = states[int(then.base)] ^ states[number]
        return {path: old.get(path) for path in paths}

    return Manifest(entries, mark=Mark(str(number)), since=since)


@given(st.lists(st.frozensets(st.sampled_from(PATHS)), min_size=1, max_size=5), st.booleans())
def test_the_answer_is_that_of_a_look_at_all_paths(
    states: list[frozenset[str]], anew: bool
) -> None:
    memo = Memo()
    known = KeptFolders(memo)
    for number, paths in enumerate(states):
        if anew:
            known = KeptFolders(memo)
        now = manifest(number, states)
        for ending in ENDINGS:
            expected = any(f"{ending}/" in path for path in paths)
            assert known.may_have(ending, now) == expected


def test_other_changes_need_no_look_at_all_paths() -> None:
    states = [frozenset({"a.py", "b.js"}), frozenset({"a.py", "c.js"})]
    memo, now = Memo(), manifest(1, states)
    KeptFolders(memo).may_have(".py", manifest(0, states))
    assert not KeptFolders(memo).may_have(".py", now)
    assert isinstance(now.entries, Counted)
    assert now.entries.listed == 0


def test_what_is_damaged_is_not_used() -> None:
    states = [frozenset({"b.py/c.js"})]
    memo = Memo()
    KeptFolders(memo).may_have(".py", manifest(0, states))
    for damaged in (b"", b"x", next(iter(memo.values()))[:-4]):
        for key in list(memo):
            memo[key] = damaged
        assert KeptFolders(memo).may_have(".py", manifest(0, states))
