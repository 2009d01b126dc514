"""Vue's single-file components: ``.vue``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.languages.component import Component
from planproof.languages.markup.regions import Region
from planproof.languages.markup.vue import read_vue

_SETUP = re.compile(rb"^<script\b[^<>]*\ssetup\b", re.MULTILINE)


class Vue(Component):
    """``<script>`` and ``<script setup>``, as TypeScript with JSX."""

    name = "vue"
    extensions = (".vue",)

    def regions(self, source: bytes) -> Iterator[Region]:
        return read_vue(source)

    def sees_module(self, source: bytes) -> bool:
        """Only with ``<script setup>``; else names in the template are members of the component."""
        return _SETUP.search(source) is not None


VUE = Vue()
