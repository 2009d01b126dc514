"""What units tell, as it is kept."""

from __future__ import annotations

import json
import zlib
from typing import Any

from planproof.index.mention import Given, Told


def pack_told(told: Told) -> bytes:
    value: list[Any] = [
        told.module,
        told.definitions,
        {name: list(chains) for name, chains in told.offers.items()},
        told.wholes,
        told.names,
        told.stars,
    ]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack_told(packed: bytes) -> Told:
    value = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    module, definitions, offers, wholes, names, stars = value
    return Told(
        module,
        tuple(
            Given(qualified, kind, parent, start, end, tuple(bases), computes)
            for qualified, kind, parent, start, end, bases, computes in definitions
        ),
        {name: tuple(chains) for name, chains in offers.items()},
        tuple(wholes),
        tuple(names),
        tuple(stars),
    )
