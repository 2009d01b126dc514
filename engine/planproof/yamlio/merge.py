"""Merge keys: ``<<: *defaults`` (https://yaml.org/type/merge.html).

YAML 1.2 dropped them, most readers and editors kept them, and specs are written with them; so they
work. A key written in the mapping itself wins over a merged one, an earlier merge over a later.
"""

from __future__ import annotations

from planproof.yamlio.complaints import Complaints
from planproof.yamlio.nodes import Entry, Mapping, Node, Sequence


def merged(
    written: dict[str, Entry], merges: list[Node], complaints: Complaints
) -> tuple[Entry, ...]:
    """The entries of a mapping, merged ones last. ``written`` is used up."""
    for source in _sources(merges, complaints):
        for entry in source.entries:
            written.setdefault(entry.key.text, entry)
    return tuple(written.values())


def _sources(merges: list[Node], complaints: Complaints) -> list[Mapping]:
    if len(merges) > 1:
        message = "the merge key << stands twice"
        complaints.add("duplicate-key", message, "write <<: [*first, *second]", merges[1].at)
    found: list[Mapping] = []
    for node in merges[:1]:
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Mapping):
                found.append(item)
            else:
                message = "the merge key << takes a mapping, or a list of mappings"
                complaints.add("bad-key", message, "write <<: *name, where &name is one", item.at)
    return found
