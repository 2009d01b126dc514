"""What may stand in a pattern: one table for plan files, the command line and editors."""

from __future__ import annotations

from msgspec import Struct

from planproof.errors import UsageError
from planproof.search.patterns.kinds import (
    BY_TYPE,
    Pattern,
)
from planproof.spec.forms import Choice, Form, Json, wrong_type
from planproof.spec.lists import One, Texts, Words
from planproof.spec.shapes import Key, Shape
from planproof.spec.suggest import did_you_mean
from planproof.yamlio import Complaints, Kind, Mapping, Node, Scalar, Sequence, quoted

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT")
COMPONENTS = ("react", "vue", "svelte")
TESTS = ("pytest", "unittest", "jest", "go", "junit", "rust")
COMMANDS = ("click", "typer", "argparse", "django", "cobra", "commander", "yargs")

_IN = Key("in", Texts("glob"), "Only in these files or folders")
_ANY_NAME = "What it is called; * is any letters, /…/ a regular expression"
_ALL = "all of them must be there"


def _any_of(words: tuple[str, ...]) -> Words:
    return Words(Choice(words, any_case=True))


_KEYS: dict[str, tuple[Key, ...]] = {
    "api_route": (
        Key("method", _any_of(METHODS), "GET, POST …; any of them"),
        Key("path", One("path"), "Such as /users/**, or /^\\/v[12]\\//; with every prefix"),
    ),
    "function": (
        Key("name", One("name"), _ANY_NAME),
        Key("decorators", Texts("decorator"), f"Decorators or annotations; {_ALL}"),
        Key("parameters", Texts("parameter"), f"Names of parameters; {_ALL}"),
    ),
    "class": (
        Key("name", One("name"), _ANY_NAME),
        Key("bases", Texts("base"), f"What it inherits from, however far above; {_ALL}"),
        Key("decorators", Texts("decorator"), f"Decorators or annotations; {_ALL}"),
        Key("methods", Texts("method"), f"Names of its own methods; {_ALL}"),
    ),
    "component": (
        Key("name", One("name"), _ANY_NAME),
        Key("framework", _any_of(COMPONENTS), f"{', '.join(COMPONENTS)}; any of them"),
        Key("props", Texts("prop"), f"Names of props; {_ALL}"),
    ),
    "test": (
        Key("name", One("name"), _ANY_NAME),
        Key("framework", _any_of(TESTS), f"{', '.join(TESTS)}; any of them"),
    ),
    "model": (
        Key("name", One("name"), _ANY_NAME),
        Key("table", One("table"), "The table that it stands for, such as users or legacy_*"),
    ),
    "command": (
        Key("name", One("name"), _ANY_NAME),
        Key("framework", _any_of(COMMANDS), f"{', '.join(COMMANDS)}; any of them"),
    ),
}

_ELSEWHERE = (
    *((word, "write parameters for them") for word in ("params", "args", "arguments")),
    *((word, "write in for files and folders") for word in ("files", "inside", "include", "glob")),
    ("methods", "write method for those of HTTP"),
    ("url", "write path"),
    ("route", "write path"),
    ("extends", "write bases"),
)


def _shape(name: str, keys: tuple[Key, ...]) -> Shape:
    own = (Key("type", Choice((name,)), "The type of the pattern", required=True), *keys, _IN)
    known = {key.name for key in own}
    return Shape(
        name=f"pattern_{name}",
        noun=f"{'an' if name[0] in 'aeiou' else 'a'} {name} pattern",
        keys=own,
        elsewhere=tuple((word, fix) for word, fix in _ELSEWHERE if word not in known),
    )


SHAPES: dict[str, Shape] = {name: _shape(name, keys) for name, keys in _KEYS.items()}
"""By type."""


class PatternForm(Struct, frozen=True):
    """A mapping with a type, and the conditions that patterns of it may have."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        before = len(complaints.found)
        shape = self._shape(node, name, complaints)
        if shape is None or not isinstance(node, Mapping):
            return
        shape.check(node, name, complaints)
        if len(complaints.found) == before:
            self._check_terms(node, name, complaints)

    def schema(self) -> Json:
        return {"anyOf": [shape.definition() for shape in SHAPES.values()]}

    def _shape(self, node: Node, name: str, complaints: Complaints) -> Shape | None:
        if not isinstance(node, Mapping):
            wrong_type(node, name, "a pattern", complaints, "write {type: api_route, method: POST}")
            return None
        kind = node.get("type")
        if kind is None:
            fix = f"add type: one of {', '.join(SHAPES)}"
            complaints.add("missing-key", f"{name} holds a pattern without a type", fix, node.at)
        elif not isinstance(kind, Scalar) or kind.kind is Kind.NULL:
            wrong_type(kind, "type", f"one of {', '.join(SHAPES)}", complaints)
        elif kind.text not in SHAPES:
            message = f"type {quoted(kind.text)} is not one of {', '.join(SHAPES)}"
            fix = did_you_mean(kind.text, SHAPES, f"write one of {', '.join(SHAPES)}")
            complaints.add("bad-value", message, fix, kind.at)
        else:
            return SHAPES[kind.text]
        return None

    def _check_terms(self, node: Mapping, name: str, complaints: Complaints) -> None:
        from planproof.search.patterns.terms import refuse_bad_terms

        try:
            refuse_bad_terms(pattern_in(node))
        except UsageError as error:
            told = error.diagnostics[0]
            complaints.add(told.code, f"{name}: {told.message}", told.fix, node.at)


def pattern_in(node: Mapping) -> Pattern:
    """The pattern that a mapping says, which was checked."""
    kind, values = "", {}
    for entry in node.entries:
        if entry.key.text == "type" and isinstance(entry.value, Scalar):
            kind = entry.value.text
        else:
            values[entry.key.text] = _texts(entry.value)
    return make_pattern(kind, values)


def make_pattern(kind: str, values: dict[str, list[str]]) -> Pattern:
    """A pattern of a known type with known conditions; words of a choice in their usual case."""
    made, shape = BY_TYPE[kind], SHAPES[kind]
    names = dict(zip(made.__struct_encode_fields__, made.__struct_fields__, strict=True))
    given: dict[str, str | tuple[str, ...]] = {}
    for word, texts in values.items():
        key = shape.key(word)
        assert key is not None  # noqa: S101 - what is not known was refused
        given[names[word]] = _cased(texts, key.form) if holds_many(key.form) else texts[0]
    return made(**given)  # type: ignore[arg-type] # one field each


def holds_many(form: Form) -> bool:
    """Whether a condition takes a list of values."""
    return not isinstance(form, One)


def _cased(texts: list[str], form: Form) -> tuple[str, ...]:
    if not isinstance(form, Words):
        return tuple(texts)
    usual = {word.lower(): word for word in form.word.words}
    return tuple(usual.get(text.lower(), text) for text in texts)


def _texts(node: Node) -> list[str]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item.text for item in items if isinstance(item, Scalar)]
