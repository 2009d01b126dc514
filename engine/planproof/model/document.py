"""The facts of one blob: a function of its bytes and its language alone, never of its path.

The vocabulary (document, occurrence, role, enclosing range) is SCIP's.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from enum import Enum, IntEnum, IntFlag

from msgspec import Struct

from planproof.model.location import Span


class Role(IntFlag):
    """What a name does where it stands. One place may have several."""

    DEFINITION = 1
    CALL = 2
    IMPORT = 4
    ATTRIBUTE = 8
    DECORATOR = 16
    BASE = 32
    ASSIGNMENT = 64
    PARAMETER = 128
    KEYWORD = 256
    ANNOTATION = 512
    REFERENCE = 1024

    @property
    def word(self) -> str:
        """The lower-case word that screens and specs use for a single role."""
        return (self.name or "").lower()


class Definition(Struct, frozen=True):
    """A function, method, class … of this blob.

    ``name`` is the span of the name itself, ``extent`` the whole definition with its decorators.
    ``qualified`` is the chain of enclosing definitions inside the file: ``Class.method``.
    ``parent`` is the index of the enclosing definition in ``Document.definitions``, or -1.
    ``decorators`` and ``bases`` are names as written, without arguments.
    """

    qualified: str
    kind: str
    name: Span
    extent: Span
    parent: int = -1
    parameters: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


class Import(Struct, frozen=True):
    """One imported name.

    ``target`` is what is imported, as a chain (``requests.get``, ``net/http``), without the dots
    of a relative import; ``level`` counts those (1: the same package or folder, 2: its parent).
    ``local`` is the name it is bound to in this file, empty when nothing is bound; ``star`` marks
    ``from x import *``. ``span`` is the place of the imported name.

    ``offered`` is the name under which a re-export offers it to others, empty where it does not
    say one: ``b`` of ``export {a as b} from "m"``, ``default``, and :data:`WHOLE` where the module
    is what it imports (``module.exports = require("m")``). A re-export of everything
    (``export * from "m"``) is a ``star``, which binds nothing either.
    """

    local: str
    target: str
    span: Span
    level: int = 0
    star: bool = False
    offered: str = ""


WHOLE = "*"
"""The name of a module as a whole, among those that it offers."""


class Tie(IntEnum):
    """How one name of a file hangs on another one."""

    SAME = 0
    """``get = requests.get``: another name of it."""

    MADE = 1
    """``client = Client()``: an instance, if what is called is a class."""

    INSTANCE = 2
    """``client: Client``, ``new Client()``: an instance for certain."""

    OFFER = 3
    """``export {a as b}``: the module offers the other name under this one."""

    DEFAULT = 4
    """``export default a``: the module offers it as its default."""

    WHOLE = 5
    """``module.exports = a``: what it has, the module has."""

    OUTER = 6
    """``global a``: assignments of this scope bind the name in one around it. Of an assignment
    itself, where a language has declarations: the name is bound elsewhere."""

    DECLARED = 7
    """``var a int``: the name is bound here, and given no value."""


class Relation(Struct, frozen=True):
    """A name is said to be another name. Both are rows of the document.

    ``row`` is the name that is explained, ``of`` what it is explained by. ``member`` is the row of
    what is taken out of that, or -1: ``get`` in ``const {get: g} = axios``, where ``row`` is ``g``.
    A relation that explains no other name (``export default a``) has ``row == of``.
    """

    row: int
    of: int
    tie: Tie
    member: int = -1


class Occurrence(Struct, frozen=True):
    """A name, its roles, and its place: one row of a document."""

    name: str
    roles: Role
    span: Span


class Document:
    """Occurrences in columns, sorted by (start, -end); definitions by (extent.start, -extent.end);
    relations by (row, of); regions, the scopes that have no name (lambdas, comprehensions, blocks
    where a language binds names to blocks), by (start, -end).

    ``names[name_ids[i]]`` is the name of row ``i`` as written, without white space. ``broken`` are
    the merged spans that the parser could not make sense of: names are still found there, but no
    expectation is met by them.
    """

    __slots__ = (
        "broken", "definitions", "ends", "imports", "language", "name_ids", "names", "regions",
        "relations", "roles", "starts",
    )  # fmt: skip

    def __init__(
        self,
        language: str,
        names: tuple[str, ...],
        starts: array[int],
        ends: array[int],
        name_ids: array[int],
        roles: array[int],
        definitions: tuple[Definition, ...] = (),
        imports: tuple[Import, ...] = (),
        relations: tuple[Relation, ...] = (),
        regions: tuple[Span, ...] = (),
        broken: tuple[Span, ...] = (),
    ) -> None:
        self.language = language
        self.names, self.name_ids = names, name_ids
        self.starts, self.ends, self.roles = starts, ends, roles
        self.definitions, self.imports, self.relations = definitions, imports, relations
        self.regions, self.broken = regions, broken

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Document.__slots__)

    __hash__ = None  # type: ignore[assignment] # columns have no hash

    def __len__(self) -> int:
        return len(self.starts)

    def occurrence(self, row: int) -> Occurrence:
        return Occurrence(
            self.names[self.name_ids[row]],
            Role(self.roles[row]),
            Span(self.starts[row], self.ends[row]),
        )

    def __iter__(self) -> Iterator[Occurrence]:
        return (self.occurrence(row) for row in range(len(self)))

    def rows_in(self, span: Span) -> range:
        """The rows that start in a span."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def enclosing(self, span: Span) -> int:
        """The innermost definition whose extent holds ``span``, or -1.

        A definition does not enclose its own name: that belongs to the scope around it.
        """
        index = bisect_left(self.definitions, span.start + 1, key=_extent_start) - 1
        while index >= 0:
            definition = self.definitions[index]
            if definition.extent.contains(span) and definition.name != span:
                break
            index = definition.parent
        return index

    def is_broken(self, span: Span) -> bool:
        return any(region.overlaps(span) for region in self.broken)


def _extent_start(definition: Definition) -> int:
    return definition.extent.start


class Reason(Enum):
    """Why a file has no document. Its value is the phrase that screens show."""

    NO_GRAMMAR = "no grammar for this kind of file"
    TOO_LARGE = "larger than 5 MB"
    BINARY = "binary"
    UNDECODABLE = "not in a known encoding"
    TOO_COMPLEX = "too complex to parse within bounds"
    UNREADABLE = "cannot be read"


class Unparsed(Struct, frozen=True):
    """A file that was not turned into facts, and why."""

    reason: Reason
    detail: str = ""
