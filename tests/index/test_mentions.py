"""Where names stand in the files of trees, as it is kept."""

from __future__ import annotations

from planproof.index import Index
from planproof.index.mention_batches import make_batch
from planproof.index.mentioned import read_mentions
from planproof.index.mentions import Unit
from planproof.index.scan import scan
from planproof.model.document import Document

SOURCE = b"from a import g\n\nclass A(B):\n    def f(self): self.f(g)\n"


def test_what_two_processes_read_at_once_keeps_its_first_number() -> None:
    document = scan(SOURCE, "python")
    assert isinstance(document, Document)
    batch = [(Unit("m.py", "ab" * 20, "python"), *read_mentions(document, "m.py"))]

    with Index.open(None, jobs=1) as index:
        index.mentions.save(make_batch(batch))
        (before,) = index.mentions.units().values()
        index.mentions.save(make_batch(batch))
        (after,) = index.mentions.units().values()

        found = [each for each in index.mentions.find("f") if each.unit == after]
    assert before == after
    assert [each.texts[-1] for each in found] == ["m.A.f", "m.A.f"]


def test_what_is_kept_of_a_unit_is_what_was_read() -> None:
    document = scan(SOURCE, "python")
    assert isinstance(document, Document)
    told, rows = read_mentions(document, "m.py")

    with Index.open(None, jobs=1) as index:
        index.mentions.save(make_batch([(Unit("m.py", "ab" * 20, "python"), told, rows)]))
        (number,) = index.mentions.units().values()

        assert index.mentions.told([number]) == {number: told}
        kept = {
            (key, each.texts, each.definition, each.row, each.roles)
            for key in index.mentions.keys()  # noqa: SIM118 - no mapping
            for each in index.mentions.find(key)
        }
    assert kept == {tuple(row) for row in rows}
