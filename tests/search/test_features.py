"""What units have in common with others: terms, tokens, parts of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index.scan import scan
from planproof.model.document import Document
from planproof.model.location import Span
from planproof.search.features import Field, Kind, Unit, parts_of, unit_at, units_of
from planproof.search.features_lex import tokens_of

SOURCE = b'''\
class Lamp(Light):
    """A lamp."""

    def turn_off(self):
        pass

    @callback
    def turn_on(self, **given):
        """Turn the lamp on: turn_on."""
        super().turn_on(level=given["level"])
        self.hub.turn_on = "turn_on"

    def turn_on(self):
        pass
'''


def units(source: bytes, language: str = "python") -> list[Unit]:
    document = scan(source, language)
    assert isinstance(document, Document)
    return list(units_of(document, source))


def test_a_unit_is_known_by_its_calls_bases_decorators_and_neighbours() -> None:
    unit = units(SOURCE)[3]

    assert unit.terms[Field.CALLS] >= {"super", "_"}
    assert unit.terms[Field.BASES] == {"Light", "light…"}
    assert unit.terms[Field.DECORATORS] == {"callback"}
    assert unit.terms[Field.SIBLINGS] == {"turn_off"}
    assert unit.terms[Field.NEIGHBOURS] == {"<turn_off"}
    assert unit.terms[Field.PARAMETERS] == {"self", "given", "#2"}
    assert unit.terms[Field.NAME] == {"turn", "on"}


def test_the_own_name_is_in_no_field_but_that_of_the_name() -> None:
    for unit in units(SOURCE)[3:]:
        others = [terms for field, terms in unit.terms.items() if field is not Field.NAME]
        assert not [term for terms in others for term in terms if "turn_on" in term]


def test_the_units_of_a_file_are_itself_its_classes_and_its_functions() -> None:
    kinds = [unit.kind for unit in units(SOURCE)]

    assert kinds == [Kind.FILE, Kind.CLASS, *[Kind.FUNCTION] * 3]


def test_units_of_different_kinds_share_no_feature() -> None:
    file, lamp, *_ = units(SOURCE)
    of_file = {one for features in file.features().values() for one in features}
    of_class = {one for features in lamp.features().values() for one in features}

    assert not of_file & of_class


def test_other_names_leave_the_shape_as_it_is() -> None:
    renamed = SOURCE.replace(b"given", b"options").replace(b"hub", b"bridge")

    assert units(renamed)[3].pieces == units(SOURCE)[3].pieces


def test_comments_and_white_space_say_nothing() -> None:
    spaced = SOURCE.replace(b"        pass\n", b"        # nothing\n\n        pass\n")

    assert [unit.features() for unit in units(spaced)] == [u.features() for u in units(SOURCE)]


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("typescript", b"class A extends B { f(x: number) { return this.g(x); } }"),
        ("go", b"package p\nfunc (a *A) f(x int) int { return a.g(x) }\n"),
        ("java", b"class A extends B { int f(int x) { return this.g(x); } }"),
        ("rust", b"impl A { fn f(&self, x: u8) -> u8 { self.g(x) } }"),
    ],
)
def test_every_language_has_units(language: str, source: bytes) -> None:
    unit = next(unit for unit in units(source, language) if unit.kind is Kind.FUNCTION)

    assert "g" in unit.terms[Field.CALLS]
    assert "x" in unit.terms[Field.PARAMETERS]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("getUserById", ("get", "user", "by", "id")),
        ("HTTPServer2", ("http", "server", "2")),
        ("_get_user", ("get", "user")),
        ("größe", ("gr", "öß", "e")),
        ("", ()),
    ],
)
def test_names_have_parts(name: str, parts: tuple[str, ...]) -> None:
    assert parts_of(name) == parts


@given(st.binary(max_size=300), st.sampled_from(["python", "typescript", "rust"]))
def test_tokens_of_any_bytes_are_in_order_and_never_overlap(source: bytes, language: str) -> None:
    tokens = tokens_of(source, language)
    edges = [edge for pair in zip(tokens.starts, tokens.ends, strict=True) for edge in pair]

    assert edges == sorted(edges)
    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert not edges or edges[-1] <= len(source)


@given(st.text(alphabet="ab\"'`/*\\#\n {}()", max_size=200))
def test_what_is_left_open_takes_no_more_than_one_token(text: str) -> None:
    source = text.encode()
    covered = tokens_of(source, "typescript")

    assert sum(e - s for s, e in zip(covered.starts, covered.ends, strict=True)) <= len(source)


def test_of_a_long_function_only_the_beginning_is_read_into_tokens() -> None:
    source = b"def long(a):\n" + b"    value = other.call(a, 1)  # said\n" * 5_000
    whole, some = tokens_of(source, "python"), tokens_of(source, "python", most=50)

    assert len(some) == 50
    assert some == whole.within(Span(0, len(source)), 50)


def test_a_unit_alone_is_what_it_is_among_all_of_its_file() -> None:
    source = SOURCE + b"def long(a):\n" + b"    value = other.call(a, 1, x.y)\n" * 3_000
    document = scan(source, "python")
    assert isinstance(document, Document)

    for unit in units_of(document, source):
        assert unit_at(document, source, unit.row) == unit


def test_a_token_that_is_written_often_is_held_once() -> None:
    tokens = tokens_of(b"value = other.call('text', 1000)\n" * 2_000, "python")

    assert len({id(text) for text in tokens.texts}) == len(set(tokens.texts)) == 10
