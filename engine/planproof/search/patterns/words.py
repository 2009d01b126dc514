"""A pattern as it is typed: ``api_route method=POST,PUT path=/users/**``."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from planproof.errors import UsageError
from planproof.search.patterns.kinds import MOST, Pattern, conditions_of, type_of
from planproof.search.patterns.shapes import SHAPES, holds_many, make_pattern
from planproof.search.patterns.terms import refuse_bad_terms
from planproof.spec.lists import Words
from planproof.spec.shapes import Shape
from planproof.spec.suggest import did_you_mean

_EXAMPLE = "planproof analogous api_route method=POST 'path=/users/**'"


def is_type(word: str) -> bool:
    """Whether a word is the type of patterns."""
    return word in SHAPES


def read_text(text: str) -> Pattern:
    """A pattern in one text, its words quoted as in a shell. Raises UsageError."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        message = f"{text!r} is no pattern: {error}"
        raise UsageError(message, fix="close the quotes: 'test name=\"renders the *\"'") from None
    return read_words(words)


def read_texts(texts: Sequence[str]) -> tuple[Pattern, ...]:
    """Several of them. Raises UsageError."""
    if len(texts) > MOST:
        message = f"{len(texts):,} patterns are more than anybody looks at"
        raise UsageError(message, fix=f"give at most {MOST}")
    return tuple(map(read_text, texts))


def read_words(words: Sequence[str]) -> Pattern:
    """A type, then conditions. Raises UsageError for what is not known, with what may be meant."""
    if not words:
        raise UsageError("an empty pattern asks for nothing", fix=_EXAMPLE)
    kind, *rest = words
    if kind not in SHAPES:
        known = f"one of {', '.join(SHAPES)}"
        message = f"there is no type of patterns {kind!r}"
        raise UsageError(message, fix=did_you_mean(kind, SHAPES, known))
    values: dict[str, list[str]] = {}
    for word in rest:
        _read_condition(word, SHAPES[kind], values)
    pattern = make_pattern(kind, values)
    refuse_bad_terms(pattern)
    return pattern


def _read_condition(word: str, shape: Shape, values: dict[str, list[str]]) -> None:
    name, equals, text = word.partition("=")
    key = shape.key(name) if name != "type" else None
    known = [each.name for each in shape.keys if each.name != "type"]
    if not equals:
        fix = f"write {known[0]}={word}; known: {', '.join(known)}"
        raise UsageError(f"{word!r} is no condition of {shape.noun}", fix=fix)
    if key is None:
        raise UsageError(f"{shape.noun} has no {name!r}", fix=_mended(name, shape, known))
    if not text:
        fix = f"write {name}=…, or leave it out"
        raise UsageError(f"{name} has an empty value", fix=fix)
    if not holds_many(key.form):
        if name in values:
            raise UsageError(f"{name} is given twice", fix="give two patterns instead")
        values[name] = [text]
        return
    texts = [text] if text.startswith("/") or name == "in" else text.split(",")
    if isinstance(key.form, Words):
        _refuse_unknown(name, texts, key.form.word.words)
    values.setdefault(name, []).extend(texts)


def _mended(name: str, shape: Shape, known: Sequence[str]) -> str:
    return dict(shape.elsewhere).get(name) or did_you_mean(
        name, known, f"known: {', '.join(known)}"
    )


def _refuse_unknown(name: str, texts: Iterable[str], known: Sequence[str]) -> None:
    folded = {word.lower() for word in known}
    for text in texts:
        if text.lower() not in folded:
            fix = did_you_mean(text, known, f"one of {', '.join(known)}")
            raise UsageError(f"there is no {name} {text!r}", fix=fix)


def written(pattern: Pattern) -> str:
    """The pattern as it may be typed: :func:`read_text` gives it back."""
    words = [type_of(pattern)]
    for name, value in conditions_of(pattern).items():
        if isinstance(value, str):
            words.append(f"{name}={value}")
        elif any("," in text or text.startswith("/") for text in value) or name == "in":
            words.extend(f"{name}={text}" for text in value)
        else:
            words.append(f"{name}={','.join(value)}")
    return shlex.join(words)
