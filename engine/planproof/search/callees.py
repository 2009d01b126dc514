"""What a definition calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from planproof.index import Resolver
from planproof.index.mentions import Mention
from planproof.model.document import Document, Role
from planproof.model.location import Span
from planproof.model.name import canonical
from planproof.search.atlas import Atlas
from planproof.search.match import Match
from planproof.search.meaning import End, Meaning
from planproof.search.symbols import Symbol, symbols_at
from planproof.search.uses import UNKNOWN_TYPE

_CALL = int(Role.CALL)

OpenDocument = Callable[[int], Document | None]
"""The document of a unit."""


class Callee(Struct, frozen=True):
    """Something that is called: ``end`` where the tree has it, else only what it is called.

    ``caller`` calls it at ``calls``; for ``depth`` 1 that is the symbol that was asked about.
    """

    name: str
    end: End | None
    depth: int
    caller: End
    calls: tuple[Match, ...]

    @property
    def certain(self) -> bool:
        return any(match.certain for match in self.calls)

    @property
    def order(self) -> tuple[int, str, int, str]:
        return self.depth, self.caller.path, self.calls[0].mention.row, self.name


def callees(
    symbols: Iterable[Symbol], depth: int, atlas: Atlas, meaning: Meaning, document_of: OpenDocument
) -> list[Callee]:
    """Everything that the symbols call within ``depth`` steps, each once and as near as it is."""
    known: set[str | End] = {symbol.end for symbol in symbols}
    waiting = sorted(symbols)
    found: list[Callee] = []
    for step in range(1, depth + 1):
        after: list[Symbol] = []
        for symbol in waiting:
            for (name, end), calls in _by_callee(symbol, meaning, document_of).items():
                key: str | End = end or name
                if key in known and step > 1:
                    continue
                found.append(Callee(name, end, step, symbol.end, tuple(calls)))
                if end is not None and key not in known:
                    after.extend(symbols_at([end], atlas))
                known.add(key)
        waiting = after
    return sorted(found, key=lambda one: one.order)


def _by_callee(
    symbol: Symbol, meaning: Meaning, document_of: OpenDocument
) -> dict[tuple[str, End | None], list[Match]]:
    found: dict[tuple[str, End | None], list[Match]] = {}
    document = document_of(symbol.unit) if symbol.number >= 0 else None
    if document is None:
        return found
    resolver = Resolver(document, document.language, symbol.path)
    for row in document.rows_in(document.definitions[symbol.number].extent):
        if document.roles[row] & _CALL:
            mention = _mention(symbol.unit, row, document, resolver)
            for name, end, why in _led(symbol.path, mention, meaning, resolver):
                match = Match(mention, symbol.path, certain=not why, why=why)
                found.setdefault((name, end), []).append(match)
    return found


def _mention(unit: int, row: int, document: Document, resolver: Resolver) -> Mention:
    written = canonical(document.names[document.name_ids[row]])
    around = document.enclosing(Span(document.starts[row], document.ends[row]))
    return Mention(unit, (written, *resolver.candidates(row)), around, row, document.roles[row])


def _led(
    path: str, mention: Mention, meaning: Meaning, resolver: Resolver
) -> Iterator[tuple[str, End | None, str]]:
    """What is called, where the tree has it, and why that is not certain."""
    written, *chains = mention.texts
    led = [meaning.of(path, chain) for chain in chains]
    ends = sorted({end for one in led for end in one.found})
    for end in ends:
        yield end.qualified, end, ""
    if not ends and chains:
        yield chains[-1], None, UNKNOWN_TYPE if all(one.open for one in led) else ""
    elif not ends:
        known = "." not in written and not resolver.may_mean(written)
        yield written, None, "" if known else UNKNOWN_TYPE
