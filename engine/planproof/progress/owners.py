"""Who owns a file, by a CODEOWNERS file.

Source: GitHub Docs, About code owners; GitLab Docs, Code Owners syntax.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from planproof.model.paths import matchable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where it may lie; the first that is there counts."""

_SECTION = re.compile(r"\^?\[[^\]]*\](?:\[\d+\])?\s*(.*)")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_GLOB = re.compile(r"[*?\[]")


class Owners:
    """Asked for a path, its owners as written (``@team``, an address). The last pattern counts."""

    def __init__(self, text: str) -> None:
        self._rules = tuple(reversed(_read(text)))
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, path: str) -> tuple[str, ...]:
        if path not in self._known:
            owning = (rule.owners for rule in self._rules if rule.covers(path))
            self._known[path] = next(owning, ())
        return self._known[path]


class _Rule(NamedTuple):
    pattern: str
    spec: GitIgnoreSpec
    owners: tuple[str, ...]

    def covers(self, path: str) -> bool:
        """As gitignore's patterns do, but ``docs/*`` covers what lies right in ``docs`` only."""
        folder, star, rest = self.pattern.rpartition("/*")
        if star and not rest and not _GLOB.search(folder):
            return path.rpartition("/")[0] == folder.strip("/")
        return self.spec.match_file(matchable(path))


def _read(text: str) -> list[_Rule]:
    """What GitLab writes above a section are the owners of its patterns that name none."""
    from pathspec import GitIgnoreSpec

    rules: list[_Rule] = []
    default: tuple[str, ...] = ()
    for line in text.splitlines():
        section = _SECTION.fullmatch(line.strip())
        if section:
            default = tuple(section[1].split())
            continue
        words = _COMMENT.sub("", line).replace("\\ ", "\0").split()
        if words and not words[0].startswith("!"):
            pattern = words[0].replace("\0", "\\ ")
            with suppress(ValueError):  # such as a lone backslash: it covers nothing
                spec = GitIgnoreSpec.from_lines([matchable(pattern)])
                rules.append(_Rule(pattern, spec, tuple(words[1:]) or default))
    return rules
