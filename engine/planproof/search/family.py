"""A family of definitions, and the words of a rule that say which definitions it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from planproof.model.document import Definition, Document
from planproof.search.features import Kind, kind_of
from planproof.yamlio import Value

MOSTLY = (0.8, 0.6, 0.4)
"""What so many of a family share may describe it: the less, the narrower."""

_FEWEST_LETTERS = 3
_BOUNDARY = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=_)(?=[^_])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])"
)
_NAME = re.compile(r"[^\W\d][\w$]*")


class Member(Struct, frozen=True, order=True):
    """A definition at a path. ``line`` and ``column`` are those of its name, counted from 0;
    ``score`` says how like the asked one it is, 1 where nobody asked."""

    path: str
    line: int
    column: int
    row: int
    qualified: str
    kind: str
    language: str
    size: int = 0
    """Bytes, decorators included."""
    score: float = 1.0
    parameters: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, int, int]:
        return self.path, self.line, self.column

    @property
    def name(self) -> str:
        return self.qualified.rpartition(".")[2]

    @property
    def owner(self) -> str:
        """The name of the definition around it, or nothing."""
        return self.qualified.rpartition(".")[0].rpartition(".")[2]

    @property
    def file(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """With a slash behind it; nothing at the top."""
        before, slash, _ = self.path.rpartition("/")
        return before + slash


class Selector(Struct, frozen=True):
    """The ``for_each`` of a rule and where it looks. ``names`` are terms, ``*`` for any."""

    names: tuple[str, ...] = ("*",)
    kinds: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    by_name: bool = False
    """Whether it lists its members one by one."""

    def clause(self) -> dict[str, Value]:
        """For ``for_each``, or for ``match``."""
        return {"definitions": [self._entry(name) for name in self.names]}

    def scope(self) -> dict[str, Value]:
        globs = {"include": self.include, "exclude": self.exclude}
        return {key: [*some] for key, some in globs.items() if some}

    @property
    def says(self) -> str:
        """For people: ``async_setup_entry in **/light.py``."""
        names = ", ".join(self.names[:3]) + (", …" if len(self.names) > 3 else "")
        parts = ["definition" if self.names == ("*",) else names]
        parts += [f"of kind {' or '.join(self.kinds)}"] if self.kinds else []
        for word, some in (
            ("with", self.parameters),
            ("decorated with", self.decorators),
            ("based on", self.bases),
            ("in", self.include),
            ("not in", self.exclude),
        ):
            parts += [f"{word} {', '.join(some)}"] if some else []
        return " ".join(parts)

    def _entry(self, name: str) -> Value:
        entry: dict[str, Value] = {"name": name}
        lists = (("parameters", self.parameters), ("decorators", self.decorators))
        if self.kinds:
            entry["kind"] = [*self.kinds]
        for key, some in (*lists, ("bases", self.bases)):
            if some:
                entry[key] = [*some]
        return entry if len(entry) > 1 else name


def member_of(
    document: Document, row: int, path: str, line: int, column: int, score: float = 1.0
) -> Member:
    one: Definition = document.definitions[row]
    return Member(
        path,
        line,
        column,
        row,
        one.qualified,
        one.kind,
        document.language,
        one.extent.end - one.extent.start,
        score,
        one.parameters,
        one.decorators,
        one.bases,
    )


def describe(asked: Member, members: Sequence[Member]) -> list[Selector]:
    """What most members share with the asked one, wide and narrow; none for too little."""
    found = (_description(asked, members, share) for share in MOSTLY)
    return [*dict.fromkeys(one for one in found if one is not None)]


def called(asked: Member) -> list[Selector]:
    """What is called as the asked one is: in its folder, in files of that name, and anywhere."""
    if not _NAME.fullmatch(asked.name):
        return []
    ending = asked.file[asked.file.rfind(".") :] if "." in asked.file else ""
    folder = f"{escaped(asked.folder)}*{escaped(ending)}" if asked.folder else ""
    places = (folder, escaped(asked.file), "")
    return [
        Selector(names=(asked.name,), include=(glob,) if glob else (), languages=(asked.language,))
        for glob in dict.fromkeys(places)
    ]


def _description(asked: Member, members: Sequence[Member], share: float) -> Selector | None:
    shared = _Shared(asked, members, share)
    name = shared.name(lambda one: one.name) or "*"
    owner = shared.name(lambda one: one.owner) if asked.owner else ""
    found = Selector(
        names=(f"{owner}.{name}" if owner else name,),
        decorators=shared.all(lambda one: one.decorators),
        bases=shared.all(lambda one: one.bases) if _is_class(asked) else (),
        include=shared.place(),
        languages=(asked.language,),
    )
    if found.names == ("*",) and not (found.decorators or found.bases):
        found = replace(found, parameters=shared.all(lambda one: one.parameters[:8]))
        return found if len(found.parameters) > 1 else None
    return found


def listed(members: Iterable[tuple[str, Member]]) -> Selector:
    """Members one by one, each with the module that it is in."""
    names = (f"{module}.{one.qualified}".lstrip(".") for module, one in members)
    return Selector(names=tuple(dict.fromkeys(names)), by_name=True)


def simpler(selector: Selector) -> Iterator[Selector]:
    """The same without one of the things it says, what says least of a family first."""
    if selector.parameters:
        yield replace(selector, parameters=())
    for glob in _wider(selector.include):
        yield replace(selector, include=glob)
    owner, _, name = selector.names[0].rpartition(".")
    if owner and name != "*":
        yield replace(selector, names=(name,))
    if selector.decorators:
        yield replace(selector, decorators=())


def _wider(include: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Without any place, then without the folder, then without the file."""
    if include:
        yield ()
    for glob in include:
        folder, _, file = glob.rpartition("/**/")
        if folder and file:
            yield (file,)
            yield (f"{folder}/**",)


def main_group(members: Sequence[Member]) -> tuple[list[Member], list[Member]]:
    """The members of the most frequent language and sort (functions, classes), and the others."""
    counted = Counter((one.language, sort_of(one.kind)) for one in members)
    most = min(counted, key=lambda key: (-counted[key], key), default=None)
    own = [one for one in members if (one.language, sort_of(one.kind)) == most]
    return own, [one for one in members if (one.language, sort_of(one.kind)) != most]


def is_akin(one: Member, other: Member) -> bool:
    """Whether both are of one language and sort."""
    return (one.language, sort_of(one.kind)) == (other.language, sort_of(other.kind))


def sort_of(kind: str) -> str:
    """Functions, methods and constructors are of one sort."""
    return Kind.FUNCTION.value if kind in ("function", "method", "constructor") else kind


def _is_class(member: Member) -> bool:
    return sort_of(member.kind) != Kind.FUNCTION.value


def is_unit(definition: Definition) -> bool:
    """Whether it is a function or a class, of which families are made."""
    return kind_of(definition) is not None


class _Shared:
    """What most members share with the asked one."""

    def __init__(self, asked: Member, members: Sequence[Member], share: float) -> None:
        self._asked = asked
        self._members = members
        self._least = share * len(members)

    def name(self, of: Callable[[Member], str]) -> str:
        """The name itself, or the longest of its beginnings and ends; nothing for none."""
        asked = of(self._asked)
        if not _NAME.fullmatch(asked):
            return ""
        counted = Counter(map(of, self._members))
        if counted[asked] >= self._least:
            return asked
        best = ""
        for glob, fits in _globs(asked):
            share = sum(many for name, many in counted.items() if fits(name))
            if share >= self._least and len(glob) > len(best):
                best = glob
        return best

    def all(self, of: Callable[[Member], tuple[str, ...]]) -> tuple[str, ...]:
        counted: Counter[str] = Counter(n for one in self._members for n in set(of(one)))
        own = (name for name in dict.fromkeys(of(self._asked)) if counted[name] >= self._least)
        return tuple(name for name in own if re.fullmatch(r"[^\W\d][\w$.]*", name))

    def place(self) -> tuple[str, ...]:
        """A glob for the path, the folder and the name of the file."""
        counted = Counter(one.path for one in self._members)
        if counted[self._asked.path] >= self._least:
            path = escaped(self._asked.path)
            return (path if "/" in path else f"/{path}",)
        folder = self._folder()
        files = Counter(one.file for one in self._members)
        file = escaped(self._asked.file) if files[self._asked.file] >= self._least else ""
        if folder and file:
            return (f"{escaped(folder)}**/{file}",)
        if folder:
            return (f"{escaped(folder)}**",)
        return (file,) if file else ()

    def _folder(self) -> str:
        """The deepest that most are in; nothing for the top."""
        parts = self._asked.folder.split("/")[:-1]
        for depth in range(len(parts), 0, -1):
            folder = "/".join(parts[:depth]) + "/"
            if sum(one.path.startswith(folder) for one in self._members) >= self._least:
                return folder
        return ""


def _globs(name: str) -> Iterator[tuple[str, Callable[[str], bool]]]:
    for at in (found.start() for found in _BOUNDARY.finditer(name)):
        before, after = name[:at], name[at:]
        if len(before) >= _FEWEST_LETTERS:
            yield f"{before}*", _beginning(before)
        if len(after) >= _FEWEST_LETTERS:
            yield f"*{after}", _ending(after)


def _beginning(text: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(text)


def _ending(text: str) -> Callable[[str], bool]:
    return lambda name: name.endswith(text)


def escaped(path: str) -> str:
    """A path as a glob that fits only itself."""
    return re.sub(r"([*?\[\]\\!# ])", r"\\\1", path)
