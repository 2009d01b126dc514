"""How a file's language is told."""

from __future__ import annotations

import pytest

from planproof.languages import LANGUAGES, by_name, compiled_query, digest_of, is_code, language_of


@pytest.mark.parametrize(
    ("path", "head", "name"),
    [
        ("a/b.py", b"", "python"),
        ("a/b.PY", b"", "python"),
        ("types.pyi", b"", "python"),
        ("wscript", b"", "python"),
        ("bin/tool", b"#!/usr/bin/python\n", "python"),
        ("bin/tool", b"#!/usr/bin/env python3.12\n", "python"),
        ("bin/tool", b"#! /usr/bin/env -S python3 -u\n", "python"),
        ("bin/tool", b"#!/usr/local/bin/pypy3\n", "python"),
        ("bin/tool", b"#!/bin/sh\n", None),
        ("bin/tool", b"# python", None),
        ("bin/tool", b"", None),
        ("tool.txt", b"#!/usr/bin/python\n", None),
        (".py", b"", None),
        ("a.py/b", b"", None),
    ],
)
def test_language_of(path: str, head: bytes, name: str | None):
    found = language_of(path, head)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "path",
    ["a.rb", "a.c", "x/a.vue", "a.H", "Makefile", "x/Dockerfile", "a.py", "a.sql", "a.proto"],
)
def test_code_is_told_by_its_name(path: str):
    assert is_code(path)


@pytest.mark.parametrize(
    "path", ["a.po", "README", "a.md", "a.json", "a.yaml", "a.png", "a.css", "a.html", ".c", "c"]
)
def test_what_is_no_code(path: str):
    assert not is_code(path)


def test_no_two_languages_share_a_name_or_an_extension():
    names = [language.name for language in LANGUAGES]
    extensions = [extension for language in LANGUAGES for extension in language.extensions]
    assert len(names) == len(set(names))
    assert len(extensions) == len(set(extensions))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.name)
def test_every_language_is_whole(language):
    assert by_name(language.name) is language
    kinds = {*language.statements, *language.blocks, *language.texts, *language.arguments}
    for kind in sorted(kinds):
        compiled_query(language.name, f"({kind}) @it")
    for kind, field in (*language.argument_values, *language.values):
        compiled_query(language.name, f"({kind} {field}: (_) @it)")
    assert len(digest_of(language.name)) == 16


def test_loading_the_registry_loads_no_parser():
    import subprocess
    import sys

    program = "import planproof.languages, sys; print('tree_sitter' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"False\n"
