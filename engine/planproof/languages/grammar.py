"""Parsers and compiled queries, one of each per process."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.languages.registry import by_name

if TYPE_CHECKING:
    import tree_sitter


class Grammar(Struct, frozen=True):
    """What parses a language. ``texts`` finds the nodes whose inside is no code."""

    parser: tree_sitter.Parser
    query: tree_sitter.Query
    texts: tree_sitter.Query


@cache
def grammar_of(name: str) -> Grammar:
    """The grammar of a language of the registry. Loads its wheel; about 10 ms each."""
    import tree_sitter

    language = by_name(name)
    if language is None:
        raise LookupError(f"no grammar called {name}")
    grammar = tree_sitter.Language(language.grammar())
    texts = " ".join(f"({kind})" for kind in sorted(language.texts))
    return Grammar(
        tree_sitter.Parser(grammar),
        tree_sitter.Query(grammar, language.query),
        tree_sitter.Query(grammar, f"[{texts}] @text"),
    )


@cache
def compiled_query(name: str, text: str) -> tree_sitter.Query:
    """Another query for a language of the registry."""
    import tree_sitter

    language = grammar_of(name).parser.language
    if language is None:
        raise LookupError(f"no grammar called {name}")
    return tree_sitter.Query(language, text)


@cache
def digest_of(name: str) -> str:
    """16 hex digits over the query and the grammar's release, without loading the grammar.

    Facts that were extracted under another digest are no longer what this engine would extract.
    """
    language = by_name(name)
    if language is None:
        raise LookupError(f"no grammar called {name}")
    releases = _release(language.package), _release("tree_sitter")
    parts = (language.query, *releases, *filter(None, (language.edition,)))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _release(package: str) -> str:
    """The ``name-version.dist-info`` of an installed package.

    importlib.metadata would say it too, and costs 45 ms to import.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return "missing"
    folder = Path(spec.origin).parent
    found = sorted(entry.name for entry in folder.parent.glob(f"{package}-*.dist-info"))
    return found[-1] if found else _size_of_binaries(folder)


def _size_of_binaries(folder: Path) -> str:
    return ",".join(str(file.stat().st_size) for file in sorted(folder.glob("_binding*")))
