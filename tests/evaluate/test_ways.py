"""Which ways through modules a file takes: looked for once, and remembered of this way alone."""

from __future__ import annotations

from planproof.evaluate.passages import Passages
from planproof.evaluate.reach import Detour
from planproof.evaluate.shelf import Shelf
from planproof.index import Index
from planproof.languages import by_name

WORDS = frozenset({"get"})


def test_one_way_says_nothing_of_another() -> None:
    python = by_name("python")
    assert python is not None
    taken = Detour("python", "fetch", WORDS, frozenset({"compat"}))
    others = [
        Detour("python", "load", WORDS, frozenset({"compat"})),
        Detour("python", "fetch", WORDS, frozenset({"other"})),
    ]
    content = b"import compat\ncompat.fetch()\n"
    with Index.open(None, 1) as index:
        passages = Passages(Shelf(index.memo))
        assert passages.may_take([taken], "1234", python, content)
        for way in others:
            assert passages.may_take([way], "1234", python, None)  # not known: it must be read
            assert not passages.may_take([way], "1234", python, content)
            assert not passages.may_take([way], "1234", python, None)
        passages.save()
        later = Passages(Shelf(index.memo))
        assert later.may_take([taken], "1234", python, None)
        assert not later.may_take(others[:1], "1234", python, None)
