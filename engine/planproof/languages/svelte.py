"""Svelte's components: ``.svelte``."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.languages.component import Component
from planproof.languages.markup.regions import Region
from planproof.languages.markup.svelte import read_svelte


class Svelte(Component):
    """``<script>`` and ``<script module>``, as TypeScript."""

    name = "svelte"
    extensions = (".svelte",)

    def regions(self, source: bytes) -> Iterator[Region]:
        return read_svelte(source)


SVELTE = Svelte()
