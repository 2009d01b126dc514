"""Which files import a file, and what a file imports."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.index.mentions import OFFER, Mention
from planproof.languages import Language
from planproof.model.document import Role
from planproof.model.name import last_segment
from planproof.search.atlas import Atlas
from planproof.search.match import Match

_IMPORT = int(Role.IMPORT)


class Importers:
    """Answers for many files of one tree."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        self._by_file: dict[str, dict[str, list[Match]]] = {}

    def of(self, path: str) -> Iterator[Match]:
        """The imports of a file, or of something in it, in all others."""
        modules = self._atlas.modules
        place = modules.place(path)
        keys = {last_segment(place), *modules.names_of(place)} - {""}
        for key in sorted(keys):
            for match in self._under(key).get(path, ()):
                if match.path != path:
                    yield match

    def _under(self, key: str) -> dict[str, list[Match]]:
        """The imports under a segment by the files that they take something from: many files are
        called alike, and each is asked about."""
        if key not in self._by_file:
            self._by_file[key] = found = dict[str, list[Match]]()
            for mention in self._atlas.mentions(key):
                if mention.roles & _IMPORT and not mention.roles & OFFER:
                    match = Match(mention, self._atlas.units[mention.unit].path)
                    for path in self.files(match.path, mention):
                        found.setdefault(path, []).append(match)
        return self._by_file[key]

    def files(self, path: str, mention: Mention) -> frozenset[str]:
        """The files of the tree that an import takes something from."""
        chain = mention.texts[-1]
        key = (path.rpartition("/")[0], chain)
        if key not in self._known:
            language = self._atlas.language(path)
            found = self._deepest(path, chain, language) if language is not None else set()
            self._known[key] = frozenset(found)
        return self._known[key]

    def _deepest(self, path: str, chain: str, language: Language) -> set[str]:
        modules = self._atlas.modules
        found: set[str] = set()
        for place in modules.places(path, language, chain):
            whole = modules.files_at(place, language)
            holders = list(modules.holders(place, language))
            deepest = max((one.depth for one in holders), default=0)
            found.update(whole or (one.path for one in holders if one.depth == deepest))
        return found
