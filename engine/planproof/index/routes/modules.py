"""Where the names of one file lead in a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planproof.index.routes.facts import ClassFact, Ref, RouteFacts, Where
from planproof.index.routes.tables import tables_of
from planproof.languages import Language
from planproof.languages.values import SYNTAXES
from planproof.model.document import Import
from planproof.model.location import Span
from planproof.model.name import segments

_DEEPEST = 20
_NOWHERE = Span(0, 0)
_WHOLE = ("*", "default")
_PACKAGE_FILES = ("__init__.py", "__init__.pyi")
_ROOTS = frozenset({"@", "~"})

Chain = tuple[str, ...]


class Modules:
    """The files of a tree by the names of their modules."""

    def __init__(self, files: Mapping[str, tuple[Language, RouteFacts]]) -> None:
        self._files = files
        self._texts: dict[tuple[str, Ref], str | None] = {}
        self._followed: dict[tuple[str, Ref], tuple[str, str] | None] = {}
        self._packages = frozenset(
            path.rpartition("/")[0] for path in files if path.endswith(_PACKAGE_FILES)
        )
        self._by_last: dict[str, list[tuple[Chain, str]]] = {}
        for path, (language, _) in files.items():
            chain = segments(language.module_of(path))
            self._by_last.setdefault(chain[-1] if chain else "", []).append((chain, path))

    def spot(self, path: str, ref: Ref, depth: int = 0) -> tuple[str, str] | None:
        """The file and key that a reference ends at; None where it leads out of the tree.

        Each is followed once: what leads back to itself leads nowhere.
        """
        asked = (path, ref)
        if asked not in self._followed and depth <= _DEEPEST:
            self._followed[asked] = None
            self._followed[asked] = self._follow(path, ref, depth)
        return self._followed.get(asked)

    def _follow(self, path: str, ref: Ref, depth: int) -> tuple[str, str] | None:
        if ref.where is Where.HERE:
            key = ref.target + ref.tail
            if not ref.tail and (made := self._given_back(path, key, depth)) is not None:
                return made
            offered = self._files[path][1].exports.get(key)
            if offered is None or offered == ref or (not ref.tail and "#" not in key):
                return (path, key)
            return self.spot(path, offered, depth + 1)
        for there, name in self._places(path, ref):
            offered = self._offer(there, name)
            if offered is not None and (offered.where is not Where.IMPORT or depth < _DEEPEST):
                found = self.spot(there, offered.then(ref.tail), depth + 1)
                if found is not None:
                    return found
            for star in self._files[there][1].stars if name else ():
                found = self.spot(there, star.member(name).then(ref.tail), depth + 1)
                if found is not None:
                    return found
        return None

    def _given_back(self, path: str, key: str, depth: int) -> tuple[str, str] | None:
        """The spot that a function of the tree gives back; None for what a class makes."""
        spot = self._files[path][1].spots.get(key)
        if spot is None or spot.maker is None:
            return None
        found = self.spot(path, spot.maker.then("()"), depth + 1)
        return found if found is not None and not found[1].endswith("()") else None

    def class_of(self, path: str, ref: Ref, depth: int = 0) -> ClassFact | None:
        """What a class is, by its bases wherever they are."""
        found = self.spot(path, ref)
        if found is None or depth > _DEEPEST:
            return None
        fact = self._files[found[0]][1].classes.get(found[1]) or self._own_class(*found)
        if fact is None or fact.base is None:
            return fact
        return self.class_of(found[0], fact.base, depth + 1)

    def _own_class(self, path: str, key: str) -> ClassFact | None:
        """A class of a framework that lies in the tree itself, by its whole name."""
        language = self._files[path][0]
        chain = segments(language.module_of(path))
        for at in range(len(chain)):
            name = ".".join((*chain[at:], key))
            if (meant := tables_of(language.name).functions.get(name)) and meant.kind is not None:
                return ClassFact(meant.framework.name, meant.kind.name)
        return None

    def constant(self, path: str, ref: Ref, depth: int = 0) -> str | None:
        """The text that a reference means."""
        asked = (path, ref)
        if asked in self._texts or depth > _DEEPEST:
            return self._texts.get(asked)
        self._texts[asked] = None
        self._texts[asked] = self._text(path, ref, depth)
        return self._texts[asked]

    def _text(self, path: str, ref: Ref, depth: int) -> str | None:
        last = segments(ref.target)[-1:] or ("",)
        for there, name in self._places(path, ref):
            facts = self._files[there][1]
            if last[0] in facts.constants and (name == last[0] or name in facts.exports):
                return facts.constants[last[0]]
            offered = facts.exports.get(name)
            if offered is not None and offered.where is Where.IMPORT:
                rest = ".".join(segments(ref.target)[-1:]) if name != last[0] else ""
                further = offered.member(rest) if rest else offered
                found = self.constant(there, further, depth + 1)
                if found is not None:
                    return found
        return None

    def _offer(self, path: str, name: str) -> Ref | None:
        exports = self._files[path][1].exports
        if name and name != "default":
            return exports.get(name) or self._member_of_whole(exports, name)
        return next((exports[each] for each in _WHOLE if each in exports), None)

    def _member_of_whole(self, exports: Mapping[str, Ref], name: str) -> Ref | None:
        """``module.exports = require("./x")``: its members are those of x."""
        whole = exports.get("*")
        return whole.member(name) if whole is not None and whole.where is Where.IMPORT else None

    def _places(self, path: str, ref: Ref) -> Iterator[tuple[str, str]]:
        """Files that a reference may mean, and the name that it takes of them; likeliest first."""
        language = self._files[path][0]
        for chain in self._chains(path, ref, language):
            for length in range(len(chain), 0, -1):
                found = self._modules_called(chain[:length], path, language)
                for there in found:
                    yield there, ".".join(chain[length : length + 1])

    def _chains(self, path: str, ref: Ref, language: Language) -> list[Chain]:
        target = ref.target
        if ref.where is Where.BESIDE:
            own = segments(language.module_of(path))
            beside = segments(target)
            return [(*own, *beside), (*own[:-1], *beside), beside]
        binding = Import("", target, _NOWHERE, ref.level)
        chain = segments(language.resolve(path, binding) if ref.level else target)
        return [chain[1:] if chain and chain[0] in _ROOTS else chain]

    def _modules_called(self, chain: Chain, path: str, language: Language) -> list[str]:
        """The files of a module: those whose name ends like it, the exact and nearest first."""
        found = [
            (module != chain, -_shared(path, there), len(module), there)
            for module, there in self._by_last.get(chain[-1], ())
            if self._files[there][0].queries == language.queries
            or _related(language, self._files[there][0])
            if self._ends_like(module, chain) or self._is_inside(chain, module, language)
        ]
        return [there for *_, there in sorted(found)]

    def _ends_like(self, module: Chain, chain: Chain) -> bool:
        """The folders in front may be left out, unless they are packages themselves."""
        if module[-len(chain) :] != chain:
            return False
        before = module[: len(module) - len(chain)]
        return not before or "/".join(before) not in self._packages

    def _is_inside(self, chain: Chain, module: Chain, language: Language) -> bool:
        """Import paths that begin with a name that no folder has."""
        rooted = SYNTAXES[language.name].rooted
        return rooted and bool(module) and chain[-len(module) :] == module


def _related(one: Language, other: Language) -> bool:
    """JavaScript and TypeScript import each other."""
    return bool(set(one.queries) & set(other.queries))


def _shared(one: str, other: str) -> int:
    """How many leading folders two paths share."""
    count = 0
    for first, second in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if first != second:
            break
        count += 1
    return count
