"""What the configuration files of a tree say about the names of its modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from planproof.evaluate.tree_files import READABLE, TreeFiles
from planproof.languages import CONFIGURATIONS, Alias, read_configuration
from planproof.model.tree import Entry

_MOST_BYTES = 1_000_000
"""A larger file configures nothing."""


class Configured(Struct, frozen=True):
    """``paths`` are the files that were read, ``aliases`` what they say."""

    paths: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()


def find_configured(files: TreeFiles) -> Configured:
    """Of the configuration files of the tree, and those that they may extend."""
    entries = files.tree.manifest.entries.values()
    wanted = [e for e in entries if may_configure(e) and (files.tree.size(e) or 0) <= _MOST_BYTES]
    read = files.tree.read(wanted)
    contents = {entry.path: content for entry, content in read if content is not None}
    return Configured(tuple(contents), tuple(_aliases(contents)))


def may_configure(entry: Entry) -> bool:
    name = entry.path.rpartition("/")[2]
    is_extended = name.startswith(("tsconfig", "jsconfig")) and name.endswith(".json")
    return entry.kind in READABLE and (is_extended or name in CONFIGURATIONS)


def _aliases(configurations: Mapping[str, bytes]) -> Iterator[Alias]:
    for path, content in configurations.items():
        if path.rpartition("/")[2] in CONFIGURATIONS:
            yield from read_configuration(path, content, configurations.get)
