"""Values, kinds and places of what is right."""

from __future__ import annotations

import pytest

from planproof.yamlio import Kind, Scalar, leaves, read

FILE = """\
# a comment
name: Ünïcode 😀 name
version: 2.10
"quoted key":   'single'
rules:
  - id: one
    terms: [a, "b c"]
  - {id: two, count: 3}
text: |
  first
   second
folded: >-
  one
  two
"""


def kinds_of(text: str) -> list[tuple[str, Kind]]:
    return [(leaf.text, leaf.kind) for leaf in leaves(read(text.encode(), "f").root)]


def test_values_are_plain() -> None:
    assert read(FILE.encode(), "f").value == {
        "name": "Ünïcode 😀 name",
        "version": 2.1,
        "quoted key": "single",
        "rules": [{"id": "one", "terms": ["a", "b c"]}, {"id": "two", "count": 3}],
        "text": "first\n second\n",
        "folded": "one two",
    }


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("name",), (2, 7), (2, 1)),
        (("quoted key",), (4, 17), (4, 1)),
        (("rules",), (6, 3), (5, 1)),
        (("rules", 0), (6, 5), (6, 5)),
        (("rules", 0, "terms"), (7, 12), (7, 5)),
        (("rules", 0, "terms", 1), (7, 16), (7, 16)),
        (("rules", 1, "count"), (8, 22), (8, 15)),
        (("text",), (9, 7), (9, 1)),
    ],
)
def test_every_value_and_key_knows_its_place(
    path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    document = read(FILE.encode(), "f")
    assert document.where(path) == value
    if path:
        assert document.where_key(path) == key


@pytest.mark.parametrize("path", [("nope",), ("rules", 2), ("rules", -1), ("name", "x"), (0,)])
def test_a_path_that_leads_nowhere_is_a_key_error(path: tuple[str | int, ...]) -> None:
    with pytest.raises(KeyError):
        read(FILE.encode(), "f").where(path)


def test_places_count_characters_whatever_ends_the_lines() -> None:
    document = read("a: '😀😀' # é\r\nb: {é: x}\rc: y\n".encode(), "f")
    assert document.where(("b", "é")) == (2, 8)
    assert document.where(("c",)) == (3, 4)


def test_line_separators_inside_a_line_do_not_end_it() -> None:
    """U+2028 ends a line for the YAML 1.1 parser, but for no editor."""
    assert read("a: 'x\u2028 y'\nb: z\n".encode(), "f").where(("b",)) == (2, 4)


def test_the_text_as_written_is_kept() -> None:
    root = read(b"version: 2.10\nhex: 0x1F\n", "f").root
    assert [leaf.text for leaf in leaves(root)] == ["2.10", "0x1F"]


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("word", Kind.TEXT, "word"),
        ("y", Kind.TEXT, "y"),
        ("'12'", Kind.TEXT, "12"),
        ('"null"', Kind.TEXT, "null"),
        ("! 12", Kind.TEXT, "12"),
        ("!!str 12", Kind.TEXT, "12"),
        ("12", Kind.INTEGER, 12),
        ("-0", Kind.INTEGER, 0),
        ("!!int 12", Kind.INTEGER, 12),
        ("2.50", Kind.NUMBER, 2.5),
        (".5", Kind.NUMBER, 0.5),
        ("1.0e+3", Kind.NUMBER, 1000.0),
        ("-.Inf", Kind.NUMBER, float("-inf")),
        ("True", Kind.BOOLEAN, True),
        ("false", Kind.BOOLEAN, False),
        ("~", Kind.NULL, None),
        ("Null", Kind.NULL, None),
        ("", Kind.NULL, None),
    ],
)
def test_what_yaml_1_1_and_1_2_agree_on_is_read_so(written: str, kind: Kind, value: object) -> None:
    leaf = next(leaves(read(f"a: {written}\n".encode(), "f").root))
    assert (leaf.kind, leaf.value, leaf.reading) == (kind, value, "")


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("on", "true"),
        ("Yes", "true"),
        ("off", "false"),
        ("NO", "false"),
        ("2026-11-21", "a date"),
        ("2026-11-21 10:00:00Z", "a date"),
        ("12:30", "a number of base 60"),
        ("12:30:00", "a number of base 60"),
        ("190:20:30.15", "a number of base 60"),
        ("010", "an octal number"),
        ("0o17", "an octal number"),
        ("0b101", "a binary number"),
        ("0x1f", "a hexadecimal number"),
        ("1_000", "a number"),
        ("1e3", "a number"),
        ("089", "a number"),
        ("<<", "a merge key"),
    ],
)
def test_what_they_read_differently_is_text_that_says_so(written: str, reading: str) -> None:
    leaf = next(leaves(read(f"[{written}]".encode(), "f").root))
    assert (leaf.kind, leaf.value, leaf.reading) == (Kind.DISPUTED, written, reading)


@pytest.mark.parametrize(
    "word", ["yesterday", "none", "Nope", "on_click", "1.2.3", "0xZZ", "-", "+x", "1-2", "é"]
)
def test_words_that_only_look_like_those_are_text(word: str) -> None:
    assert kinds_of(f"a: {word!s}\n" if word != "-" else "a: '-'\n") == [(word, Kind.TEXT)]


def test_a_key_is_text_however_it_reads() -> None:
    assert read(b"on: 1\n2: 2\nnull_: 3\ntrue: 4\n", "f").value == {
        "on": 1,
        "2": 2,
        "null_": 3,
        "true": 4,
    }


def test_aliases_are_written_out() -> None:
    document = read(b"a: &a [1, &b two]\nb: *a\nc: *b\n", "f")
    assert document.value == {"a": [1, "two"], "b": [1, "two"], "c": "two"}
    assert document.where(("b",)) == (1, 4), (
        "the place of a value that has an anchor is the anchor's"
    )


def test_a_merge_key_gives_way_to_keys_of_the_mapping_itself() -> None:
    text = b"base: &base {x: 1, y: 2}\nmore: &more {y: 3, z: 4}\na:\n  <<: [*base, *more]\n  x: 9\n"
    assert read(text, "f").value == {
        "base": {"x": 1, "y": 2},
        "more": {"y": 3, "z": 4},
        "a": {"x": 9, "y": 2, "z": 4},
    }


def test_a_quoted_merge_key_is_a_key() -> None:
    assert read(b'"<<": {a: 1}', "f").value == {"<<": {"a": 1}}


def test_a_byte_order_mark_at_the_start_is_dropped() -> None:
    document = read("\ufeffname: x\n".encode(), "f")
    assert document.value == {"name": "x"}
    assert document.where(("name",)) == (1, 7)


def test_a_document_may_be_a_single_value() -> None:
    root = read(b"--- word\n...\n", "f").root
    assert isinstance(root, Scalar)
    assert root.value == "word"
