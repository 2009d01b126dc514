"""Documents from what the database has of them, or from their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from planproof.index.store import Store, Stored
from planproof.index.unpack import DamagedError, open_document
from planproof.model.document import Document, Reason, Unparsed

if TYPE_CHECKING:
    from planproof.index.reading import Answer, Source


def read_documents(
    sources: Iterable[Source], store: Store, jobs: int
) -> Iterator[tuple[Source, Document | Unparsed]]:
    """The document of each source, in the order given; new ones are stored."""
    from planproof.index.reading import read_all  # here: what is stored is found without

    for answer in read_all(sources, store, jobs):
        yield answer.source, _document(answer, store)


def find_documents(
    store: Store, blobs: Sequence[str], language: str
) -> dict[str, Document | Unparsed]:
    """The documents of those of the blobs that are stored."""
    found: dict[str, Document | Unparsed] = {}
    for blob, stored in store.find(blobs, language).items():
        try:
            found[blob] = _open_stored(stored, language)
        except DamagedError:
            store.forget(blob, language)
    return found


def _document(answer: Answer, store: Store) -> Document | Unparsed:
    source = answer.source
    try:
        return _open_stored(answer.stored, source.language)
    except DamagedError:
        from planproof.index.scan import scan

        store.forget(source.blob, source.language)
        return scan(source.content, source.language)


def _open_stored(stored: Stored, language: str) -> Document | Unparsed:
    if stored.facts is not None:
        return open_document(stored.facts, language)
    if stored.reason not in Reason.__members__:
        raise DamagedError(stored.reason)
    return Unparsed(Reason[stored.reason], stored.detail)
