"""Models that patterns mean: what ``planproof tables`` knows to declare one, and pydantic's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from planproof.index import Act
from planproof.index.patterns.rows import ClassHead
from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.search.patterns.field import Field, Sight, each_row
from planproof.search.patterns.kinds import ModelPattern
from planproof.search.patterns.lineage import Lineage
from planproof.search.patterns.terms import Fits, chain_term, inside_term, table_term
from planproof.search.tables import NamedTable, tables_of

_BY_MODEL = "by model "
_PYDANTIC = frozenset({"BaseModel", "RootModel", "BaseSettings", "GenericModel"})


class _Declared(NamedTuple):
    path: str
    name: str
    span: Span
    in_characters: bool


def find_models(pattern: ModelPattern, field: Field) -> list[Sight]:
    """The models of the tree that are meant, those with tables first told by these."""
    fits, is_inside = chain_term(pattern.name), inside_term(pattern.inside)
    found = [*_with_tables(pattern, field, fits, is_inside)]
    if not pattern.table:
        known = {(each.path, each.span) for each in found}
        found += (each for each in _of_data(field, fits, is_inside)
                  if (each.path, each.span) not in known)  # fmt: skip
    return found


def _with_tables(
    pattern: ModelPattern, field: Field, fits: Fits, is_inside: Fits
) -> Iterator[Sight]:
    term, classes = table_term(pattern), _Classes(field)
    declared: dict[_Declared, list[tuple[str, Mark | None, bool]]] = {}
    for named in tables_of(field.files, field.on_progress):
        use = named.use
        name = use.how.removeprefix(_BY_MODEL) if use.how.startswith(_BY_MODEL) else ""
        if use.act is Act.DECLARE and name and is_inside(named.path) and fits(name):
            mark = term.fits(use) if term is not None else Mark.PROVEN
            told = (str(use.name), mark, use.sure and not use.name.is_dynamic)
            declared.setdefault(classes.place(named, name), []).append(told)
    for at, told_of in declared.items():
        meant = [told for told in told_of if told[1] is not None]
        if meant:
            yield _model(at, meant)


def _model(at: _Declared, meant: list[tuple[str, Mark | None, bool]]) -> Sight:
    tables = sorted({name for name, _, _ in meant})
    certain = any(mark is Mark.PROVEN and sure for _, mark, sure in meant)
    is_known = any(mark is Mark.PROVEN for _, mark, _ in meant)
    open_ = "if it is a model" if is_known else "only a part of its table's name is known"
    why = "" if certain else open_
    said = f"table {' or '.join(tables)}"
    return Sight(at.path, at.span, "model", at.name, said, certain, why, at.in_characters)


class _Classes:
    """Where the classes of files stand, by their names."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._known: dict[str, dict[str, list[ClassHead]]] = {}

    def place(self, named: NamedTable, name: str) -> _Declared:
        """Where the class stands; where it is not in the file, what says the table."""
        span = named.use.span
        same = self._of(named.path).get(name.rpartition(".")[2], [])
        at = bisect_right(same, span.start, key=lambda head: head.start) - 1
        if not same:
            return _Declared(named.path, name, span, named.in_characters)
        head = same[max(at, 0)]
        where = Span(head.start, head.end)
        return _Declared(named.path, head.qualified, where, in_characters=False)

    def _of(self, path: str) -> dict[str, list[ClassHead]]:
        if path not in self._known:
            known = self._known[path] = {}
            for head in map(ClassHead._make, self._field.classes.get(path, ())):
                known.setdefault(head.qualified.rpartition(".")[2], []).append(head)
        return self._known[path]


def _of_data(field: Field, fits: Fits, is_inside: Fits) -> Iterator[Sight]:
    below = Lineage(field).below(_is_pydantic)
    for path, head in each_row(field.classes, ClassHead, is_inside):
        known = below.get((path, head.start))
        if known is not None and fits(head.qualified):
            why = "" if known.certain else f"if {known.base} is pydantic's"
            at = Span(head.start, head.end)
            yield Sight(path, at, "model", head.qualified, "pydantic", known.certain, why)


def _is_pydantic(chain: str) -> bool:
    first, _, _ = chain.partition(".")
    return first.startswith("pydantic") and chain.rpartition(".")[2] in _PYDANTIC
