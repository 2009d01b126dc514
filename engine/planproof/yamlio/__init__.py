"""The only room that knows YAML: reading with positions and limits, deterministic writing."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.yamlio.complaints import Complaints, quoted
    from planproof.yamlio.limits import MAX_BYTES
    from planproof.yamlio.nodes import (
        Entry,
        Kind,
        Mapping,
        Mark,
        Node,
        Path,
        Scalar,
        Sequence,
        Value,
        YamlDocument,
        leaves,
        plain,
    )
    from planproof.yamlio.reader import read, read_into
    from planproof.yamlio.writer import write
else:
    __getattr__ = lazily(
        __name__,
        {
            "complaints": ("Complaints", "quoted"),
            "limits": ("MAX_BYTES",),
            "nodes": (
                "Entry",
                "Kind",
                "Mapping",
                "Mark",
                "Node",
                "Path",
                "Scalar",
                "Sequence",
                "Value",
                "YamlDocument",
                "leaves",
                "plain",
            ),
            "reader": ("read", "read_into"),
            "writer": ("write",),
        },
    )

__all__ = [
    "MAX_BYTES",
    "Complaints",
    "Entry",
    "Kind",
    "Mapping",
    "Mark",
    "Node",
    "Path",
    "Scalar",
    "Sequence",
    "Value",
    "YamlDocument",
    "leaves",
    "plain",
    "quoted",
    "read",
    "read_into",
    "write",
]
