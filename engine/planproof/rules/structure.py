"""The facets ``pattern`` and ``ast``: ast-grep patterns and rule objects, checked once.

Nothing here runs them over files: that is done in a process of its own, see structural_worker.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import cast

from msgspec import Struct

from planproof.errors import UsageError
from planproof.rules.literals import required_word

STRUCTURAL = (
    *("python", "javascript", "typescript", "tsx", "vue", "svelte"),
    *("go", "java", "rust"),
)
"""The languages that the index knows and ast-grep can read."""

_COMPONENTS = {"vue": "tsx", "svelte": "tsx"}
"""Languages of which ast-grep is given the code, as another one."""

_RULE_KEYS = frozenset({"rule", "constraints", "utils", "transform"})
_ABOUT_KEYS = frozenset(
    {
        "id",
        "language",
        "severity",
        "message",
        "note",
        "url",
        "metadata",
        "fix",
        "labels",
        "rewriters",
    }
)
_ALIASES = {
    "golang": "go",
    "js": "javascript",
    "jsx": "javascript",
    "py": "python",
    "rs": "rust",
    "ts": "typescript",
}
"""Other names that ast-grep knows for these languages."""

_META_VARIABLE = re.compile(r"\$+([A-Z_][A-Z0-9_]*)?")
_AFTER_NUMBERS = frozenset(
    ["and", "as", "else", "for", "if", "in", "instanceof", "is", "not", "of", "or", "satisfies"]
)
_WORD = re.compile(r"[^\W\d]\w*")
_COMMENT = re.compile(r"#|//|/\*")
_CAUSE = re.compile(r"^\s+(?:\d+: )?(?P<why>\S.*)$")


class BadStructureError(UsageError):
    """An ast-grep pattern or rule object that cannot work in any language of its rule."""

    code = "bad-pattern"


class Structure(Struct, frozen=True):
    """An ast-grep configuration, as JSON, and the languages in which it means something.

    ``words`` are those that every match is spelled with; ``names`` those of them that no letter
    or digit touches there.
    """

    config: str
    languages: frozenset[str]
    words: frozenset[str]
    names: frozenset[str] = frozenset()

    @property
    def letters(self) -> str | None:
        """The longest word, which says most."""
        return max(sorted(self.words), key=len, default=None)


class Parsed(Struct, frozen=True):
    """A structure, and the languages that were asked for in which it means nothing, with why."""

    structure: Structure
    skipped: tuple[tuple[str, str], ...] = ()


def parse_pattern(text: str, languages: Sequence[str]) -> Parsed:
    """An ast-grep pattern for these languages. Raises BadStructureError if it fits none."""
    if not text.strip():
        raise BadStructureError("an empty pattern matches nothing", fix="write code, as in f($X)")
    config = json.dumps({"rule": {"pattern": text}})
    problems = {language: _problem(config, text, language) for language in languages}
    words = _pattern_words(text)
    return _parsed(text, config, words, problems, _alone(text, words))


def parse_rule_object(text: str, languages: Sequence[str]) -> Parsed:
    """An ast-grep rule object (as JSON) for these languages. Raises BadStructureError."""
    config = _whole_config(json.loads(text))
    wanted = _own_language(config, languages)
    dumped = json.dumps(config)
    problems = {language: _refusal(dumped, language) for language in wanted}
    return _parsed(text, dumped, _rule_words(config["rule"]), problems)


def _parsed(
    text: str,
    config: str,
    words: frozenset[str],
    problems: Mapping[str, str],
    names: frozenset[str] = frozenset(),
) -> Parsed:
    works = frozenset(language for language, problem in problems.items() if not problem)
    skipped = tuple((language, why) for language, why in problems.items() if why)
    if not works:
        tried = ", ".join(problems) or "any language with a grammar"
        why = skipped[0][1] if skipped else "there is no grammar to parse it with"
        raise BadStructureError(
            f"{text!r} does not parse as {tried}: {why}",
            fix="write one whole expression, statement or definition of the rule's languages",
        )
    return Parsed(Structure(config, works, words, names), skipped)


def _whole_config(written: object) -> dict[str, object]:
    if not isinstance(written, dict):
        raise BadStructureError("ast takes a rule object", fix="write ast: {pattern: …}")
    if "rule" not in written:
        return {"rule": written}
    for key in sorted(set(written) - _RULE_KEYS - _ABOUT_KEYS):
        from difflib import get_close_matches

        near = get_close_matches(key, sorted(_RULE_KEYS), 1)
        raise BadStructureError(
            f"{key!r} is no part of an ast-grep rule that is used here",
            fix=f"did you mean {near[0]}?" if near else "for paths use the rule's scope",
        )
    return cast(dict[str, object], written)


def grammar_name(language: str) -> str:
    """What ast-grep calls the grammar of one of :data:`STRUCTURAL`."""
    return _COMPONENTS.get(language, language)


def _own_language(config: Mapping[str, object], languages: Sequence[str]) -> Sequence[str]:
    named = str(config.get("language", "")).lower()
    own = _ALIASES.get(named, named)
    return [language for language in languages if own in ("", language)]


def _problem(config: str, pattern: str, language: str) -> str:
    """Why the pattern means nothing in the language; empty if it does.

    ast-grep accepts many a text that it can only parse with errors, and then never finds it.
    """
    return _refusal(config, language) or _syntax_error(pattern, language)


def _refusal(config: str, language: str) -> str:
    from ast_grep_py import SgRoot

    try:
        SgRoot("x", grammar_name(language)).root().find_all(json.loads(config))
    except Exception as error:
        return _innermost_cause(str(error))
    return ""


def _innermost_cause(message: str) -> str:
    """The last cause of an anyhow chain, without its stack."""
    lines = message.partition("Stack backtrace")[0].splitlines()
    causes = [found["why"] for line in lines if (found := _CAUSE.match(line))]
    return (causes or lines or ["unknown reason"])[-1].rstrip(" .")


def _syntax_error(pattern: str, language: str) -> str:
    """Like ast-grep, goes down to the first node that is more than a wrapper.

    Errors further inside do no harm: ``class $A { $$$ }`` has one in Java, and finds classes.
    """
    from ast_grep_py import SgRoot

    plain = _META_VARIABLE.sub(lambda found: f"mv_{found[1] or ''}", pattern)
    node = SgRoot(plain, grammar_name(language)).root()
    while len(children := node.children()) == 1:
        node = children[0]
    return "it has a syntax error" if node.kind() == "ERROR" else ""


def _pattern_words(pattern: str) -> frozenset[str]:
    """The words of the pattern, all of which every match is spelled with.

    What looks like a comment may be skipped by ast-grep, so that nothing is certain then.
    """
    if _COMMENT.search(pattern):
        return frozenset()
    return frozenset(_WORD.findall(_META_VARIABLE.sub(" ", pattern)))


def _alone(pattern: str, words: frozenset[str]) -> frozenset[str]:
    """The words that are whole tokens, and so are in every match. Those that may follow a number
    without a blank (``1or 2``) may touch it."""
    return frozenset(
        word for word in words - _AFTER_NUMBERS if re.search(rf"\b{word}\b", pattern, re.ASCII)
    )


def _rule_words(rule: object) -> frozenset[str]:
    """What every match must hold, by ``pattern`` or ``regex``, also in ``all``."""
    if not isinstance(rule, dict):
        return frozenset()
    words: set[str] = set()
    pattern, regex = rule.get("pattern"), rule.get("regex")
    if isinstance(pattern, str):
        words.update(_pattern_words(pattern))
    if isinstance(regex, str) and (word := required_word(regex)):
        words.add(word)
    for each in rule.get("all") or ():
        words.update(_rule_words(each))
    return frozenset(words)
