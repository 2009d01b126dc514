"""Bad files: each gives an error that says what, where, and what to do; never a traceback."""

from __future__ import annotations

import pytest
import yaml

from planproof.errors import Diagnostic, SpecError
from planproof.yamlio import read

BAD: list[tuple[str, bytes, str, int, int, str]] = [
    ("empty", b"", "empty-file", 1, 1, "the file is empty"),
    ("comments only", b"# nothing\n", "empty-file", 1, 1, "the file is empty"),
    ("latin-1", b"a: caf\xe9\n", "not-utf8", 1, 7, "the byte 0xe9 is not UTF-8"),
    ("latin-1 on line 2", "é: 1\nb: ".encode() + b"\xff", "not-utf8", 2, 4, "the byte 0xff is not UTF-8"),
    ("utf-16", "a: b".encode("utf-16"), "not-utf8", 1, 1, "the file is UTF-16, not UTF-8"),
    ("surrogate", b"a: \xed\xa0\x80", "not-utf8", 1, 4, "the byte 0xed is not UTF-8"),
    ("nul", b"a: b\0c\n", "bad-character", 1, 5, "the character U+0000 may not stand in YAML"),
    ("escape", b"a: b\nc: \x1b[31m\n", "bad-character", 2, 4, "the character U+001B may not stand in YAML"),
    ("late byte order mark", "a: \ufeff1".encode(), "bad-character", 1, 4, "the character U+FEFF may not stand in YAML"),
    ("tab", b"a:\n\t- b\n", "yaml-syntax", 2, 1, "a tab cannot indent YAML"),
    ("colon", b"a: b: c\n", "yaml-syntax", 1, 5, "a colon stands where none may be"),
    ("open bracket", b"a: [1, 2\nb: 3\n", "yaml-syntax", 2, 2, "a list in [brackets] is not right"),
    ("open brace", b"a: {x: 1\n", "yaml-syntax", 2, 1, "a mapping in {braces} is not right"),
    ("open quote", b"a: 'x\n", "yaml-syntax", 2, 1, "a quoted text is not right"),
    ("backslash", b'a: "\\d+"\n', "yaml-syntax", 1, 5, "a quoted text is not right"),
    ("at sign", b"a: @x\n", "yaml-syntax", 1, 4, "this character cannot begin a value"),
    ("outdent", b"a:\n    b: 1\n  c: 2\n", "yaml-syntax", 3, 3, "this line does not fit the keys above it"),
    ("key in a list", b"- a\nb: c\n", "yaml-syntax", 2, 1, "this line does not fit the list above it"),
    ("no colon", b"a: 1\nfoo\nb: 2\n", "yaml-syntax", 3, 1, "a key without its colon"),
    ("list on the line of a key", b"a: - b\n", "yaml-syntax", 1, 4, "a list cannot begin here"),
    ("block head", b"a: |x\n b\n", "yaml-syntax", 1, 5, "the head of a text block is not right"),
    ("after the end", b'"a" b\n', "yaml-syntax", 1, 5, "this cannot follow what stands before it"),
    ("star", b"a: *\n", "yaml-syntax", 1, 5, "an alias (*name) is not right"),
    ("ampersand", b"a: &\n", "yaml-syntax", 1, 5, "an anchor (&name) is not right"),
    ("exclamation mark", b"a: !<\n", "yaml-syntax", 1, 6, "a tag (!name) is not right"),
    ("percent", b"%TAG", "yaml-syntax", 1, 5, "a directive (%NAME) is not right"),
    ("directives", b"%TAG !a! x\n" * 9, "yaml-syntax", 1, 1, "the file has too many % directives"),
    ("version", b"%YAML 9.9\n--- a\n", "yaml-syntax", 1, 1, "this is not YAML"),
    ("two documents", b"a: 1\n---\nb: 2\n", "several-documents", 2, 1, "a second document begins here, and a file holds one"),
    ("python tag", b"a: !!python/object/apply:os.system ['x']\n", "yaml-tag", 1, 4, 'the tag "!!python/object/apply:os.system" is not allowed here'),
    ("own tag", b"a: !mine {b: c}\n", "yaml-tag", 1, 4, 'the tag "!mine" is not allowed here'),
    ("binary", b"a: !!binary aGk=\n", "yaml-tag", 1, 4, 'the tag "!!binary" is not allowed here'),
    ("tag that does not fit", b"a: !!int x\n", "yaml-tag", 1, 4, 'the tag "!!int" is not allowed here'),
    ("list that is no map", b"a: !!map [b]\n", "yaml-tag", 1, 4, 'the tag "!!map" is not allowed here'),
    ("duplicate key", b"a: 1\nb: 2\n'a': 3\n", "duplicate-key", 3, 1, 'the key "a" stands twice: it is already at line 1, column 1'),
    ("key that is a list", b"? [a]\n: b\n", "bad-key", 1, 3, "a key must be text"),
    ("template", b"a: {{ name }}\n", "bad-key", 1, 5, "a key must be text"),
    ("no key", b"? \n: b\n", "bad-key", 1, 2, "a key is missing"),
    ("merge of text", b"<<: x\n", "bad-key", 1, 5, "the merge key << takes a mapping, or a list of mappings"),
    ("two merges", b"a: &a {b: 1}\nc:\n  <<: *a\n  <<: *a\n", "duplicate-key", 1, 4, "the merge key << stands twice"),
    ("unknown alias", b"a: *b\n", "bad-alias", 1, 4, "*b refers to nothing: there is no &b before it"),
    ("alias in itself", b"a: &a [*a]\n", "bad-alias", 1, 8, "*a stands inside itself"),
    ("too deep", b"a: " + b"[" * 64, "too-deep", 1, 67, "the values are nested more than 64 deep"),
    ("too deep by dashes", b"- " * 65 + b"a", "too-deep", 1, 129, "the values are nested more than 64 deep"),
]  # fmt: skip


def complaints_of(data: bytes) -> tuple[Diagnostic, ...]:
    with pytest.raises(SpecError) as caught:
        read(data, "spec.yaml")
    return caught.value.diagnostics


@pytest.mark.parametrize(
    ("data", "code", "line", "column", "message"),
    [row[1:] for row in BAD],
    ids=[row[0] for row in BAD],
)
def test_a_bad_file_is_told_where_and_why(
    data: bytes, code: str, line: int, column: int, message: str
) -> None:
    (found,) = complaints_of(data)
    assert (found.code, found.line, found.column) == (code, line, column)
    assert found.message.startswith(message)
    assert found.fix
    assert found.source == "spec.yaml"


@pytest.mark.parametrize(
    ("data", "code", "line"), [(row[1], row[2], row[3]) for row in BAD], ids=[row[0] for row in BAD]
)
def test_the_parser_without_libyaml_refuses_the_same(
    data: bytes, code: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PyYAML was built without the C library; its columns can differ by a few characters."""
    monkeypatch.delattr(yaml, "CSafeLoader")
    found = complaints_of(data)[0]
    assert found.code == code
    assert found.line is not None
    assert abs(found.line - line) <= 1


def test_everything_that_can_be_read_past_is_told_at_once() -> None:
    found = complaints_of(b"a: !x 1\na: 2\nb: {c: 1, c: 2}\n? [d]\n: 3\n")
    assert [(item.code, item.line) for item in found] == [
        ("yaml-tag", 1),
        ("duplicate-key", 2),
        ("duplicate-key", 3),
        ("bad-key", 4),
    ]


def test_a_mistake_that_is_repeated_by_aliases_is_told_once() -> None:
    assert len(complaints_of(b"a: &a {b: 1, b: 2}\nc: [*a, *a]\n")) == 1


def test_a_file_of_nothing_but_mistakes_stops_early() -> None:
    found = complaints_of(b"- !x a\n" * 5000)
    assert len(found) == 101
    assert found[-1].code == "too-many-mistakes"


def test_control_characters_of_a_key_do_not_reach_the_message() -> None:
    (found,) = complaints_of(b'"\\e[31m": 1\n"\\e[31m": 2\n')
    assert found.message.isprintable()
