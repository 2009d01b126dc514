"""Files of languages that declare routes and have no grammar here: what may stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planproof.evaluate.tree_files import TreeFiles
from planproof.evaluate.tree_hits import Undecided
from planproof.index import MAX_BYTES
from planproof.languages import language_of
from planproof.languages.frameworks import UNREAD_EXTENSIONS
from planproof.model.document import Reason
from planproof.model.tree import Entry, EntryKind
from planproof.rules import RouteTerm

_FILES = (EntryKind.FILE, EntryKind.EXECUTABLE)
_ANY_ROUTE = rb"[\"']/[\w{:*<]"
_LED_TO = rb"(?i:rout|mapping|controller|endpoint)"


class Unread:
    """The contents of such files, read once for all terms."""

    def __init__(self, files: TreeFiles) -> None:
        self._files = files
        entries = [e for e in files.tree.manifest.entries.values() if _may_declare(e)]
        self._contents = [
            (entry.path, content)
            for entry, content in files.tree.read(
                e for e in entries if (files.tree.size(e) or 0) <= MAX_BYTES
            )
            if content is not None
        ]

    def undecided(self, term: RouteTerm) -> Iterator[Undecided]:
        """The files that hold the words of a term as a part of a path.

        Of a term without any word: those that seem to declare routes.
        """
        patterns = [re.compile(pattern) for pattern in _patterns(term.literals)]
        for path, content in self._contents:
            if all(pattern.search(content) for pattern in patterns):
                yield Undecided(path, Reason.NO_GRAMMAR.value, (path,))


def _may_declare(entry: Entry) -> bool:
    extension = entry.path.rpartition(".")[2].lower()
    return (
        entry.kind in _FILES and extension in UNREAD_EXTENSIONS and language_of(entry.path) is None
    )


def _patterns(literals: Sequence[str]) -> list[bytes]:
    if not literals:
        return [_ANY_ROUTE, _LED_TO]
    return [rb"[\"'/:]" + re.escape(word).encode() + rb"(?=[\"'/\s,)])" for word in literals]
