"""The few settings of a repository that change what its files mean to us."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_FILTER = re.compile(r"filter\.(.+)\.(?:clean|smudge|process|required)", re.DOTALL)
_FALSE = frozenset({"false", "no", "off", "0"})
_TRUE = frozenset({"", "true", "yes", "on", "1"})


class Settings(NamedTuple):
    """Read once, with every include followed (git-config(1)).

    ``filters`` are the names of all configured filter drivers: each is switched off by name.
    ``file_mode`` is False where the file system has no executable bit. ``promised`` says that
    objects may be missing here because another repository promised to have them. ``sparse`` says
    that files may be left out of the checkout.
    """

    file_mode: bool = True
    converts_line_ends: bool = False
    attributes_file: Path | None = None
    shared: str = ""
    promised: bool = False
    sparse: bool = False
    filters: tuple[str, ...] = ()

    def neutral(self) -> tuple[tuple[str, str], ...]:
        """Settings that keep every configured filter from running."""
        return tuple(pair for name in self.filters for pair in _without_filter(name))


def read_settings(listed: bytes) -> Settings:
    """From the output of ``git config --list -z``. The last value of a key wins."""
    values = dict(_pairs(os.fsdecode(listed)))
    return Settings(
        file_mode=values.get("core.filemode", "true").lower() in _TRUE,
        converts_line_ends=values.get("core.autocrlf", "false").lower() in _TRUE | {"input"},
        attributes_file=_attributes_file(values.get("core.attributesfile")),
        shared=values.get("core.sharedrepository", ""),
        promised="extensions.partialclone" in values or _has_promisor(values),
        sparse=values.get("core.sparsecheckout", "false").lower() not in _FALSE,
        filters=tuple(sorted({match[1] for key in values if (match := _FILTER.fullmatch(key))})),
    )


def _pairs(listed: str) -> Iterator[tuple[str, str]]:
    for item in listed.split("\0"):
        key, _, value = item.partition("\n")
        if key:
            yield key, value


def _has_promisor(keys: Iterable[str]) -> bool:
    return any(key.startswith("remote.") and key.endswith(".promisor") for key in keys)


def _attributes_file(value: str | None) -> Path | None:
    if value:
        return Path(value).expanduser()
    home = os.environ.get("XDG_CONFIG_HOME")
    return Path(home or "~/.config").expanduser() / "git" / "attributes"


def _without_filter(name: str) -> Iterator[tuple[str, str]]:
    for command in ("clean", "smudge", "process"):
        yield f"filter.{name}.{command}", ""
    yield f"filter.{name}.required", "false"
