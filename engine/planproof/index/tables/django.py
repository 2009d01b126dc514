"""Django: the tables of models, named or by default, of their relations, and of migrations.

A model without ``db_table`` has the table ``app_model``. The label of an app is the name of the
folder that holds its models, unless its ``apps.py`` says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.parsed import Parsed
from planproof.index.tables.django_classes import Classes, ModelClass, Standing
from planproof.index.tables.django_migrations import operations_of
from planproof.index.tables.python_nodes import source_of
from planproof.index.tables.relations import relation
from planproof.index.tables.texts import text_of
from planproof.index.tables.use import DYNAMIC, Act, TableUse, name_of
from planproof.model.document import Import
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_UNKNOWN = (DYNAMIC,)


def django_tables(
    parsed: Parsed, path: str, imports: Sequence[Import], labels: Sequence[str]
) -> Iterator[TableUse]:
    """The uses, in no order. Spans are offsets of the tree. ``labels``: of the app, where known.

    A file that neither lies in a known app nor says the word has nothing to do with Django.
    """
    if b"django" not in parsed.text and not labels:
        return
    known = tuple(labels) or _labels_by_path(path)
    models = _Models(parsed, Classes(parsed, imports), known, is_place_of_models(path))
    yield from models.uses()
    yield from operations_of(parsed, known)


def is_place_of_models(path: str) -> bool:
    """``app/models.py``, ``app/models/users.py``."""
    *folders, name = path.split("/")
    return name == "models.py" or "models" in folders


def possible_labels(path: str) -> tuple[str, ...]:
    """What the app of a file may be called if nothing but the file's path is known of it."""
    return tuple(dict.fromkeys((*_labels_by_path(path), *_UNKNOWN)))


def _labels_by_path(path: str) -> tuple[str, ...]:
    parts = path.split("/")
    for mark in ("migrations", "models", "models.py"):
        if mark in parts[1:]:
            return (parts[parts.index(mark, 1) - 1],)
    return _UNKNOWN


class _Models(Struct, frozen=True):
    parsed: Parsed
    classes: Classes
    labels: tuple[str, ...]
    sure_place: bool

    def uses(self) -> Iterator[TableUse]:
        for model in self.classes.all:
            for table, sure in self._tables(model):
                yield self._use(model, table, model.name, sure=sure)
                yield from self._relations(model, table, sure=sure)

    def _use(self, model: ModelClass, table: str, at: Node, *, sure: bool) -> TableUse:
        how = f"by model {source_of(model.name, self.parsed)}"
        span = Span(at.start_byte, at.end_byte)
        parts = [part.strip('"`[]') for part in table.split(".")]
        return TableUse(name_of(*parts), Act.DECLARE, span, how, sure)

    def _tables(self, model: ModelClass) -> Iterator[tuple[str, bool]]:
        """Each name that the table may have, and whether that is sure."""
        own = model.meta or {}
        without = [own[name] for name in ("abstract", "proxy") if name in own]
        if any(map(_is_true, without)) or "__tablename__" in model.fields:
            return
        explicit = self._option(model, "db_table")
        sure = model.standing is Standing.YES
        if explicit and "db_table" in own:
            yield explicit, True
        elif sure or (model.standing is Standing.MAYBE and self.sure_place):
            label = self._option(model, "app_label")
            for each in (label,) if label else self.labels:
                table = explicit or f"{each}_{source_of(model.name, self.parsed).lower()}"
                yield table, sure and all(node.type == "false" for node in without)

    def _option(self, model: ModelClass, name: str) -> str:
        """An option of ``Meta``, which a class without its own has from what it inherits."""
        for each in self.classes.lineage(model):
            node = (each.meta or {}).get(name)
            text = text_of(node, self.parsed) if node is not None else None
            if text is not None:
                return text.value
            is_abstract = _is_true((each.meta or {}).get("abstract"))
            if each is not model and not is_abstract:
                break
            if each.meta is not None and not each.inherits_meta:
                break
        return ""

    def _relations(self, model: ModelClass, table: str, *, sure: bool) -> Iterator[TableUse]:
        """The tables of many-to-many fields, own ones and those of abstract bases."""
        for each in self.classes.lineage(model):
            if each is model or _is_true((each.meta or {}).get("abstract")):
                for name, value in each.fields.items():
                    joined = relation(name, value, table, self.parsed)
                    if joined:
                        yield self._use(model, joined, value, sure=sure)


def _is_true(node: Node | None) -> bool:
    return node is not None and node.type == "true"
