"""What a question is about: the definitions that a name means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from planproof.errors import NotFoundError
from planproof.index.mentions import Given
from planproof.model.document import Role
from planproof.rules.terms import NameTerm, Term, parse_name
from planproof.search.atlas import Atlas
from planproof.search.find import find
from planproof.search.meaning import End, Meaning
from planproof.search.nearby import nearest_names

_DEFINITION, _ASSIGNMENT = int(Role.DEFINITION), int(Role.ASSIGNMENT)


class Symbol(Struct, frozen=True, order=True):
    """A definition, or a name that is given a value at the top of a file (then ``number`` is -1).

    ``row`` is where it is named first. ``number`` is that of the definition in its unit.
    """

    path: str
    row: int
    qualified: str
    kind: str
    unit: int
    number: int

    @property
    def end(self) -> End:
        return End(self.path, self.qualified)

    @property
    def name(self) -> str:
        return self.qualified.rpartition(".")[2]


def symbols_named(text: str, atlas: Atlas, meaning: Meaning) -> tuple[Symbol, ...]:
    """The symbols that a name, a glob or a regular expression means, by path and place; also by a
    name under which another file offers one. Raises BadTermError, and NotFoundError with the names
    that are near."""
    term = parse_name(text)
    found = sorted({*_defined(term, atlas, meaning)})
    if not found and isinstance(term, NameTerm):
        found = sorted({*_offered(term, atlas, meaning)})
    if not found:
        near = nearest_names(text, atlas)
        fix = (
            f"did you mean {' or '.join(near)}?" if near else "planproof find shows where it stands"
        )
        raise NotFoundError(f"nothing that is defined here is called {text}", fix=fix)
    return tuple(found)


def _defined(term: Term, atlas: Atlas, meaning: Meaning) -> Iterator[Symbol]:
    for match in find(term, atlas, meaning):
        mention = match.mention
        if mention.roles & _DEFINITION:
            yield _symbol(atlas, match.path, mention.unit, mention.definition, mention.row)
        elif mention.roles & _ASSIGNMENT and mention.definition < 0 and not match.meaning:
            name = mention.texts[0]
            if name in atlas.told(mention.unit).names:
                yield Symbol(match.path, mention.row, name, "variable", mention.unit, -1)


def _symbol(atlas: Atlas, path: str, unit: int, number: int, row: int) -> Symbol:
    given = atlas.definition(unit, number) or Given("", "", -1, 0, 0)
    return Symbol(path, row, given.qualified, given.kind, unit, number)


def _offered(term: NameTerm, atlas: Atlas, meaning: Meaning) -> Iterator[Symbol]:
    """By a chain that leads to it from the top of the tree, or from a class to a member that a base
    of it has."""
    chain = ".".join(term.parts)
    for path in _one_of_each_language(atlas):
        yield from symbols_at(meaning.of(path, chain).found, atlas)
    owner, _, member = chain.rpartition(".")
    for symbol in _defined(parse_name(owner), atlas, meaning) if owner else ():
        inside = ".".join(
            filter(None, (atlas.modules.place(symbol.path), symbol.qualified, member))
        )
        yield from symbols_at(meaning.of(symbol.path, inside).found, atlas)


def _one_of_each_language(atlas: Atlas) -> Iterable[str]:
    by_language = {unit.language: unit.path for unit in atlas.units.values()}
    return sorted(by_language.values())


def symbols_at(ends: Iterable[End], atlas: Atlas) -> Iterator[Symbol]:
    """The symbols at these ends: several where a name is defined more than once."""
    wanted = set(ends)
    for name in {end.qualified.rpartition(".")[2] for end in wanted}:
        for mention in atlas.mentions(name):
            path = atlas.units[mention.unit].path
            if mention.roles & _DEFINITION:
                given = atlas.definition(mention.unit, mention.definition)
                if given is not None and End(path, given.qualified) in wanted:
                    yield _symbol(atlas, path, mention.unit, mention.definition, mention.row)
            elif (
                mention.roles & _ASSIGNMENT
                and mention.definition < 0
                and End(path, mention.texts[0]) in wanted
            ):
                yield Symbol(path, mention.row, mention.texts[0], "variable", mention.unit, -1)
