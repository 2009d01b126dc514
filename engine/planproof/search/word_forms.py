"""Other forms of an English word as names of code have it: conservative, and made without a list of
words. A form that no code has costs nothing."""

from __future__ import annotations

import re

_VOWEL = re.compile("[aeiouy]")
_ENDINGS = ("", "e", "s", "es", "ed", "ing")
_LEAST = 3
"""Letters of a stem."""


def forms_of(word: str) -> tuple[str, ...]:
    """``retries`` → ``retry``, ``retried``, ``retrying`` …; of what is often shortened also that:
    ``configuration`` → ``config``, ``cfg``. Without the word itself, sorted."""
    single = _single(word)
    short = {form for one in (word, single) for form in _SHORT.get(one, ())}
    found = {single, f"{single}s"}
    if len(single) > _LEAST:
        stem = single.removesuffix("e") if single != word else _stem(word)
        found |= {stem + ending for ending in _ENDINGS}
        found |= {single, f"{single}s"}
        if stem.endswith("y"):
            found |= {f"{stem[:-1]}{ending}" for ending in ("ies", "ied")}
        elif not _VOWEL.match(stem[-1]):
            found |= {f"{stem}{stem[-1]}{ending}" for ending in ("ed", "ing")}
    return tuple(sorted((found | short) - {word}))


def _single(word: str) -> str:
    """Of a plural its single one."""
    if word.endswith("ies") and len(word) > _LEAST + 1:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and len(word) > _LEAST and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _stem(word: str) -> str:
    """Without the ending of the past or of a participle, and without a last ``e``."""
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _LEAST and _VOWEL.search(rest):
            doubled = len(rest) > _LEAST and rest[-1] == rest[-2] and rest[-1] not in "lsz"
            return rest[:-1] if doubled else rest.removesuffix("e")
    return word.removesuffix("e")


_TOLD = """
arg argument; args argument; attr attribute; attrs attribute; async asynchronous;
auth authentication authorization authenticate authorize; cfg config configuration configure;
conf config configuration; config configuration configure; conn connection; ctx context;
db database; del delete; dest destination; dict dictionary;
dir directory; doc documentation document; env environment; err error; exc exception;
expr expression; ext extension; fmt format; fn function; func function; id identifier; idx index;
info information; init initialize initialise; int integer; iter iterator iterate; kw keyword;
lang language; len length; lib library; max maximum; min minimum; msg message; num number;
obj object; op operation operator; param parameter; params parameter; prev previous; proc process;
prop property; ref reference; regex regular; repo repository; req request; res result response;
resp response; ret return; spec specification; src source; stmt statement; str string;
sync synchronize synchronise; temp temporary; tmp temporary; tz timezone; val value; var variable;
ver version
"""


def _shortened() -> dict[str, tuple[str, ...]]:
    """Word → how it is often written for short."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _TOLD.split(";"):
        short, *words = line.split()
        for word in words:
            found[word] = (*found.get(word, ()), short)
    return found


_SHORT = _shortened()
