"""Paths of Rust: as code writes them, as ``use`` means them, and as files lie on disk."""

from __future__ import annotations

import re

from planproof.model.name import OPAQUE

Path = tuple[str, ...]
"""The segments of a path."""

_AS = "\0"
_CAST = re.compile(r"\bas\b")
_MARKS = re.compile(r"\br#|\b(?:dyn|impl|mut)\s+")
_NOISE = re.compile(r"//[^\n]*|/\*.*?\*/|\s+", re.DOTALL)
_NAME = re.compile(r"\$?[\w:]+")
_DOUBLED = re.compile(r":{3,}")
_OTHER_CRATES = ("tests", "examples", "benches")


def plain(written: str) -> str:
    """A chain without white space, comments and type arguments.

    ``Vec::<u8>::new`` → ``Vec::new``, ``<T as Trait>::call`` → ``Trait::call``, ``r#type`` →
    ``type``, ``$crate::f`` → ``crate::f``, ``<[T]>::len`` → ``()::len``; ``(A, B)`` and ``!`` are
    no names: ``()``.
    """
    chain = _NOISE.sub("", _MARKS.sub("", _CAST.sub(_AS, written))).removeprefix("$")
    if "<" in chain:
        chain = _without_type_arguments(chain)
    return OPAQUE if chain == "!" or "(" in chain.removeprefix(OPAQUE) else chain


def _without_type_arguments(chain: str) -> str:
    if not chain.startswith("<"):
        return _DOUBLED.sub("::", _without_groups(chain)).removesuffix("::")
    end = _end_of_group(chain, 0)
    root = _root_of(chain[1 : end - 1])
    return root + _without_type_arguments(chain[end:])


def _root_of(held: str) -> str:
    """The name of a type in angle brackets: of its trait, where it is seen as one."""
    if held.startswith("<") and _AS not in _without_groups(held):
        return _without_type_arguments(held)
    name = _without_groups(held).rpartition(_AS)[2]
    return name if _NAME.fullmatch(name) else OPAQUE


def _without_groups(chain: str) -> str:
    kept: list[str] = []
    at = 0
    while at < len(chain):
        if chain[at] == "<":
            at = _end_of_group(chain, at)
        else:
            kept.append(chain[at])
            at += 1
    return "".join(kept)


def _end_of_group(chain: str, start: int) -> int:
    """Where the brackets close that open at ``start``; the end of the chain if they do not."""
    depth = 0
    for at in range(start, len(chain)):
        depth += chain[at] == "<"
        depth -= chain[at] == ">" and chain[at - 1] != "-"
        if depth == 0:
            return at + 1
    return len(chain)


def relative(path: Path, inside: Path) -> tuple[int, str]:
    """The level and the target of a ``use`` path, for :class:`planproof.model.document.Import`.

    ``inside`` names the inline modules around the declaration: ``super`` in one of them is the
    module around that, and the file's own module is level 1.
    """
    if path[:1] not in (("self",), ("super",)):
        return 0, "::".join(path)
    level, base, rest = 1, list(inside), list(path)
    if rest[0] == "self":
        del rest[0]
    while rest[:1] == ["super"]:
        del rest[0]
        if base:
            base.pop()
        else:
            level += 1
    return level, "::".join((*base, *rest))


def module_of(path: str) -> str:
    """``src/auth/legacy.rs`` → ``crate.auth.legacy``, by the folders that Cargo expects.

    Source: https://doc.rust-lang.org/cargo/guide/project-layout.html. Below ``tests``,
    ``examples``, ``benches`` and ``src/bin`` every file, or folder with a ``main.rs``, is a crate.
    """
    *folders, file = path.split("/")
    stem = file.removesuffix(".rs")
    own, inside = _below_crate_root(folders)
    if stem == "main" and (own or not inside):
        return "crate"
    if not inside and (own or stem == "lib"):
        return "crate"
    return ".".join(("crate", *inside, *([] if stem == "mod" else [stem])))


def crate_root(path: str) -> str:
    """The folder of the crate that a file belongs to, by the folders that Cargo expects."""
    folders = path.split("/")[:-1]
    for root in ("src", *_OTHER_CRATES):
        if root in folders:
            return "/".join(folders[: len(folders) - 1 - folders[::-1].index(root)])
    return ""


def _below_crate_root(folders: list[str]) -> tuple[bool, list[str]]:
    """Whether each file is a crate of its own, and the folders below the one that says so."""
    if "src" in folders:
        inside = _behind_last(folders, "src")
        return (True, inside[1:]) if inside[:1] == ["bin"] else (False, inside)
    for root in _OTHER_CRATES:
        if root in folders:
            return True, _behind_last(folders, root)
    return False, folders


def _behind_last(folders: list[str], name: str) -> list[str]:
    return folders[len(folders) - folders[::-1].index(name) :]
