"""The languages with a grammar, written out, and how a file's language is told."""

from __future__ import annotations

import re
from functools import lru_cache

from planproof.languages.go import GO
from planproof.languages.java import JAVA
from planproof.languages.javascript import JAVASCRIPT
from planproof.languages.language import Language
from planproof.languages.python import PYTHON
from planproof.languages.rust import RUST
from planproof.languages.svelte import SVELTE
from planproof.languages.typescript import TSX, TYPESCRIPT
from planproof.languages.vue import VUE

LANGUAGES: tuple[Language, ...] = (
    PYTHON,
    JAVASCRIPT,
    TYPESCRIPT,
    TSX,
    VUE,
    SVELTE,
    GO,
    JAVA,
    RUST,
)

_INTERPRETER = re.compile(rb"^#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:\S*/)?([A-Za-z_][A-Za-z_-]*)")


def by_name(name: str) -> Language | None:
    """The language called ``name``, None where there is no grammar for it."""
    return _by_name().get(name)


def language_of(path: str, head: bytes = b"") -> Language | None:
    """By the file's name, else by its ``#!`` line.

    ``head`` is how the file begins (100 bytes do); it only counts where the name has no extension.
    """
    name = path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if found := _by_filename().get(name):
        return found
    if dot and stem:
        return _by_extension().get(f".{extension.lower()}")
    return _by_interpreter(head) if head.startswith(b"#!") else None


def _by_interpreter(head: bytes) -> Language | None:
    found = _INTERPRETER.match(head)
    program = found[1].decode() if found else ""
    return next((lang for lang in LANGUAGES if program in lang.interpreters), None)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Language]:
    return {language.name: language for language in LANGUAGES}


@lru_cache(maxsize=1)
def _by_filename() -> dict[str, Language]:
    return {name: language for language in LANGUAGES for name in language.filenames}


@lru_cache(maxsize=1)
def _by_extension() -> dict[str, Language]:
    return {ext: language for language in LANGUAGES for ext in language.extensions}
