"""What one document tells of its names at its path: the mentions and what others may ask of it."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.index.mention import MADE, OFFER, RELATIVE, STARRED, VIA, WITHIN, Given, Row, Told
from planproof.index.resolve import Resolver
from planproof.languages import by_name
from planproof.model.document import Definition, Document, Role
from planproof.model.location import Span
from planproof.model.name import OPAQUE, canonical, last_segment, segments

_DEFINITION, _IMPORT, _BASE = int(Role.DEFINITION), int(Role.IMPORT), int(Role.BASE)
_CALL = int(Role.CALL)
_STAND_BEFORE = int(Role.ANNOTATION | Role.DECORATOR)
_ATTRIBUTE, _REFERENCE = int(Role.ATTRIBUTE), int(Role.REFERENCE)
_COMPUTED = ("property", "setter", "getter", "deleter")
"""How the last names of decorators end that make a value of a method."""

_BINDS = int(Role.ASSIGNMENT)
_MODULE = -1


def read_mentions(document: Document, path: str) -> tuple[Told, list[Row]]:
    """What is kept of a document at a path."""
    reader = _Reader(document, path)
    rows = list(reader.rows())
    return reader.told(), rows


class _Reader:
    def __init__(self, document: Document, path: str) -> None:
        self._document = document
        self._path = path
        self._relative = {
            (each.span.start, each.span.end) for each in document.imports if each.level
        }
        self._resolver = Resolver(document, document.language, path)
        self._own = {
            (each.name.start, each.name.end): number
            for number, each in enumerate(document.definitions)
        }
        self._bases: dict[int, list[str]] = {}
        self._names: dict[str, None] = {}
        self._stars = tuple(self._starred())

    def told(self) -> Told:
        """To be asked behind :meth:`rows`, which looks at each row once."""
        offers = self._resolver.offers
        return Told(
            self._resolver.module,
            tuple(self._given(n, each) for n, each in enumerate(self._document.definitions)),
            offers.names,
            offers.wholes,
            tuple(self._names),
            tuple(star.removesuffix(".") for star in self._stars),
        )

    def _starred(self) -> Iterator[str]:
        """How chains begin that a star of the file would bring."""
        language = by_name(self._document.language)
        for each in self._document.imports:
            if each.star and language is not None:
                yield f"{canonical(language.resolve(self._path, each))}."

    def rows(self) -> Iterator[Row]:
        document = self._document
        for row, roles in enumerate(document.roles):
            written = canonical(document.names[document.name_ids[row]])
            if roles & _DEFINITION:
                yield from self._defined(row, roles, written)
            elif written:
                span = Span(document.starts[row], document.ends[row])
                chains = self._resolver.candidates(row) or self._made(row, written)
                yield from self._used(row, roles, written, span, chains)
        for name, targets in self._resolver.offers.names.items():
            for target in targets:
                if last_segment(target) != name:
                    yield Row(last_segment(target), (name, target), _MODULE, 0, OFFER)

    def _made(self, row: int, written: str) -> tuple[str, ...]:
        """``A().run`` as a member of what is called: that row follows, and begins at the same
        place."""
        document, inner = self._document, row + 1
        root, _, rest = written.partition(".")
        if root != OPAQUE or not rest or inner >= len(document):
            return ()
        if document.starts[inner] != document.starts[row] or not document.roles[inner] & _CALL:
            return ()
        return tuple(f"{MADE}{chain}.{rest}" for chain in self._resolver.candidates(inner))

    def _defined(self, row: int, roles: int, written: str) -> Iterator[Row]:
        number = self._own.get((self._document.starts[row], self._document.ends[row]))
        if number is None:
            return
        definition = self._document.definitions[number]
        chain = ".".join(filter(None, (self._resolver.module, canonical(definition.qualified))))
        yield Row(last_segment(chain), (written, chain), number, row, roles)

    def _used(
        self, row: int, roles: int, written: str, span: Span, chains: tuple[str, ...]
    ) -> Iterator[Row]:
        around = self._document.enclosing(span)
        texts = (written, *chains)
        if roles & _IMPORT:
            relative = (span.start, span.end) in self._relative
            yield from self._imported(row, roles | RELATIVE * relative, texts, around)
            return
        if roles & _BASE:
            self._bases.setdefault(around, []).extend(chains or (written,))
        if roles & _BINDS and around == _MODULE and "." not in written:
            self._names[written] = None
        if self._stars and any(chain.startswith(self._stars) for chain in chains):
            roles |= STARRED
        for key in dict.fromkeys(map(last_segment, texts)):
            yield Row(key, texts, around, row, roles)
        yield from self._before(row, roles, written, around)

    def _before(self, row: int, roles: int, written: str, around: int) -> Iterator[Row]:
        """``a`` and ``a.b`` of ``a.b.c``: what they mean is used here, too."""
        parts = segments(written)
        for size in range(1, len(parts)):
            name = ".".join(parts[:size])
            chains = self._resolver.meanings_of(row, name)
            if chains or (size > 1 and parts[0] != OPAQUE):
                role = _REFERENCE if size == 1 else _ATTRIBUTE
                said = role | roles & _STAND_BEFORE | WITHIN
                texts = (name, *chains)
                for key in dict.fromkeys(map(last_segment, texts)):
                    yield Row(key, texts, around, row, said)

    def _imported(self, row: int, roles: int, texts: tuple[str, ...], around: int) -> Iterator[Row]:
        parts = [part for text in texts[1:] or texts for part in segments(text)]
        lasts = {last_segment(text) for text in texts}
        for key in dict.fromkeys((*parts, *lasts)):
            yield Row(key, texts, around, row, roles if key in lasts else roles | VIA)

    def _given(self, number: int, each: Definition) -> Given:
        bases = tuple(dict.fromkeys(self._bases.get(number, ())))
        return Given(
            canonical(each.qualified),
            each.kind,
            each.parent,
            each.extent.start,
            each.extent.end,
            bases,
            any(last_segment(name).endswith(_COMPUTED) for name in each.decorators),
        )
