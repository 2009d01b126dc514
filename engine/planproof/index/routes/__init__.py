"""HTTP routes that code declares: facts of single files, and what they come to in a tree."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.index.routes.facts import RouteFacts
    from planproof.index.routes.join import HttpRoute, join_routes
    from planproof.index.routes.marks import digest_of_tables, may_say, told_without_parsing
    from planproof.index.routes.packed import pack, unpack
    from planproof.index.routes.paths import HOLE, LOOSE, segments_of, spelled
    from planproof.index.routes.reader import read_routes
else:
    __getattr__ = lazily(
        __name__,
        {
            "facts": ("RouteFacts",),
            "join": ("HttpRoute", "join_routes"),
            "marks": ("digest_of_tables", "may_say", "told_without_parsing"),
            "packed": ("pack", "unpack"),
            "paths": ("HOLE", "LOOSE", "segments_of", "spelled"),
            "reader": ("read_routes",),
        },
    )

__all__ = [
    "HOLE",
    "LOOSE",
    "HttpRoute",
    "RouteFacts",
    "digest_of_tables",
    "join_routes",
    "may_say",
    "pack",
    "read_routes",
    "segments_of",
    "spelled",
    "told_without_parsing",
    "unpack",
]
