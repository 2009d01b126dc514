"""Whether and how a survey is kept: what is noted while it is made, and when it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.ground import Ground
from planproof.evaluate.kept_survey import KeptSurvey, KeptWitness, load, save
from planproof.evaluate.memory import Memo
from planproof.evaluate.options import Keep
from planproof.evaluate.relinking import Relinked
from planproof.evaluate.selection import is_unsure
from planproof.evaluate.series import Series
from planproof.evaluate.tally import Tally
from planproof.model.evaluation import Witness
from planproof.model.sheets import Sheets
from planproof.model.tree import Mark

_FEW = 4
"""Files that are judged again sooner than that everything is written down again."""


class Keeping(Struct):
    """``before`` is what was kept, ``now`` what is to be kept; ``changed`` counts the files in
    which they differ. ``source`` is where violations lie that are in no file: the spec."""

    memo: Memo
    keep: Keep
    mark: Mark
    before: KeptSurvey | None
    now: KeptSurvey
    source: str = ""
    series: Series | None = None
    changed: int = 0
    relinked: Relinked | None = None

    def add(self, result: FileResult) -> None:
        """Notes what a file gave. Its pages are too large to be kept."""
        for _, part in result.parts:
            part.forget_page()
        self.now.add(result, settled=not is_unsure(result.entry.path))
        self.changed += 1

    def add_plain(self, plain: Counter[int]) -> None:
        """Notes files of which there is nothing to say, counted by rule."""
        self.now.add_plain(plain)
        self.changed += plain.total()

    def add_path(self, result: FileResult) -> None:
        self.now.add_path(result)

    def save(
        self, tallies: Sequence[Tally], witnesses: Mapping[int, Witness], sheets: Sheets
    ) -> None:
        """Writes down what differs enough from what is there; nothing in a series, which goes on
        from what it has."""
        if self.series is None and self._is_kept():
            return
        self.now.witnesses = {
            number: self._kept_witness(number, tallies[number], witness)
            for number, witness in witnesses.items()
        }
        links = self.relinked.keep() if self.relinked is not None else None
        now = replace(self.now, mark=self.mark, links=links, sheets=sheets)
        if self.series is not None:
            self.series.last = now
        else:
            save(self.memo, self.keep, now)

    def _is_kept(self) -> bool:
        """Whether what is written down serves as well."""
        before = self.before
        if before is None:
            return False
        is_near = before.mark.base == self.mark.base and self.changed <= _FEW
        return is_near or not self.keep.anew

    def _kept_witness(self, number: int, tally: Tally, witness: Witness) -> KeptWitness:
        red = tally.red_file
        known = self.now.witnesses.get(number)
        if known is not None and known.witness == witness:
            return known
        through = (path for hit in red.hits for path in hit.through) if red is not None else ()
        return KeptWitness(witness.path, tuple(dict.fromkeys(through)), witness)


def open_keeping(ground: Ground, keep: Keep | None, source: str) -> Keeping | None:
    """None where nothing can be kept, for the tree has no short name."""
    mark = ground.tree.manifest.mark
    if keep is None or mark is None:
        return None
    memo = ground.tools.index.memo
    series = ground.series
    before = _last(series) if series is not None else None
    before = before or load(memo, keep, ground.tallies)
    return Keeping(memo, keep, mark, before, KeptSurvey(mark), source, series)


def _last(series: Series) -> KeptSurvey | None:
    """It is changed in place from here on: where that does not come to an end, it is lost, and the
    links with it."""
    if series.last is None:
        series.links = None
    last, series.last = series.last, None
    return last
