"""What the apps of Django are called in the names of their tables, by the folders they lie in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.index import Source
from planproof.languages import Language
from planproof.model.document import Document, Unparsed
from planproof.rules import RuleTerm
from planproof.spec.wire import Facet

Labels = tuple[str, ...]


class AppLabels(Struct, frozen=True):
    """Labels by folder, each ending in a slash."""

    by_folder: Mapping[str, Labels] = field(default_factory=dict)

    @property
    def packed(self) -> Json:
        return [[folder, list(labels)] for folder, labels in sorted(self.by_folder.items())]

    def of(self, path: str) -> Labels:
        """Those of the innermost app around a file; none where no ``apps.py`` is."""
        folder = path
        while self.by_folder and folder:
            folder = folder.rstrip("/").rpartition("/")[0]
            if f"{folder}/" in self.by_folder:
                return self.by_folder[f"{folder}/"]
        return ()


def find_app_labels(terms: Iterable[RuleTerm], files: TreeFiles) -> AppLabels:
    """Of all apps of the tree, if any term is about tables.

    Raises TreeChangedError when a file is not what the manifest says.
    """
    if not any(term.facet is Facet.SQL_TABLES for term in terms):
        return AppLabels()
    if not any(path.endswith("/apps.py") for path in files.tree.manifest.entries):
        return AppLabels()
    paths = {path for path in files.tree.manifest.entries if path.endswith("/apps.py")}
    found = files.facts(_LABELS, paths)
    return AppLabels(
        {
            path.removesuffix("apps.py"): labels or (path.split("/")[-2],)
            for path, labels in found.items()
            if not isinstance(labels, Unparsed)
        }
    )


def _quick(content: bytes, language: Language) -> Labels | None:
    del language
    return None if b"label" in content or b"name" in content else ()


def _read(source: Source, document: Document) -> Labels:
    del document
    from planproof.index import labels_in

    return labels_in(source.content)


_LABELS: FactKind[Labels] = FactKind(
    "labels of apps", 1, _quick, _read, list, tuple, frozenset({"python"})
)
