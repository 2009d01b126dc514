"""The languages of which a rule's files can take names from each other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planproof.evaluate.module_families import family_of
from planproof.evaluate.tree_files import TreeFiles
from planproof.languages import LANGUAGES, by_name, language_of
from planproof.rules import Rule

_EXTENSION = re.compile(r"^[^!\\].*(\.\w+)\Z", re.ASCII)
"""A glob that tells the extension of all files that it names."""


def languages_of(rules: Iterable[Rule], files: TreeFiles) -> frozenset[str]:
    """Those that some rule is about; none for all."""
    languages = [spoken_by(rule, files) for rule in rules]
    return frozenset().union(*languages) if all(languages) else frozenset()


def spoken_by(rule: Rule, files: TreeFiles) -> frozenset[str]:
    """The languages of a rule, or else those of the files that its scope names, and all that they
    share modules with; none for all languages."""
    families = {
        family_of(language)
        for name in rule.languages or _told_by(rule.scope.include, files)
        if (language := by_name(name)) is not None
    }
    return frozenset(each.name for each in LANGUAGES if family_of(each) in families)


def _told_by(globs: Iterable[str], files: TreeFiles) -> frozenset[str]:
    """The languages of all files that one of the globs names; none where they do not tell."""
    found: set[str] = set()
    for glob in globs:
        ending = _EXTENSION.match(glob)
        # A glob names all that lies below a folder of the name, too
        if ending is None or files.may_have_folder(ending[1]):
            return frozenset()
        language = language_of(f"file{ending[1]}")
        found.update([language.name] if language is not None else [])
    return frozenset(found)
