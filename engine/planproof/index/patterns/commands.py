"""The commands that a file gives to a command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planproof.index.parsed import parse
from planproof.index.patterns.chains import Chains
from planproof.index.patterns.rows import CommandRow
from planproof.index.routes.code import Code, Scope
from planproof.languages.values import Call, Member, Name, Text, Value, chain_of
from planproof.model.document import Definition, Document
from planproof.model.location import Span
from planproof.model.name import canonical

WORDS = {
    "python": (b"click", b"typer", b".command", b".group", b"add_parser", b"ArgumentParser",
               b"BaseCommand", b"class Command"),
    "javascript": (b".command",),
    "typescript": (b".command",),
    "tsx": (b".command",),
    "go": (b"cobra",),
}  # fmt: skip
"""By language: one of these stands in every file with a command."""

_CLICK = frozenset({"click", "rich_click", "asyncclick", "flask"})
_MADE = {
    "typer.Typer": "typer",
    "click.Group": "click",
    "click.group": "click",
    "click.CommandCollection": "click",
    "flask.cli.AppGroup": "click",
    "flask.cli.FlaskGroup": "click",
}
_COBRA = "github.com.spf13.cobra"
_USED = re.compile(rb"\bUse\s*:\s*\"([^\"\s]*)")
_LONGEST = 200


def may_hold_commands(content: bytes, language: str) -> bool:
    return any(word in content for word in WORDS.get(language, ()))


def read_commands(content: bytes, document: Document) -> list[Any]:
    """A row for each, by place: what :class:`CommandRow` is made of."""
    reader = _Reader(content, document)
    match document.language:
        case "python":
            found = [*reader.decorated(), *reader.parsers(), *reader.django()]
        case "go":
            found = [*reader.cobra()]
        case _:
            found = [*reader.chained()]
    by_place = {(row.start, row.end): row for row in found if len(row.name) <= _LONGEST}
    return [[*by_place[place]] for place in sorted(by_place)]


class _Reader:
    def __init__(self, content: bytes, document: Document) -> None:
        self._content = content
        self._document = document
        self._parsed = parse(content, document.language)
        self._code = Code(self._parsed)
        self._chains = Chains(document)
        self._ending: dict[int, list[Definition]] = {}
        for each in document.definitions:
            self._ending.setdefault(each.extent.end, []).append(each)

    # click and typer: decorators

    def decorated(self) -> Iterator[CommandRow]:
        groups = dict(self._made_groups())
        for node in self._code.decorators:
            value = self._code.read(node)
            callee = value.callee if isinstance(value, Call) else value
            scope = self._code.decorated(node)
            if scope is None or not isinstance(callee, Member | Name):
                continue
            framework, why = self._framework(callee, groups)
            if not framework:
                continue
            row = self._of_scope(scope, framework, _given(value, "name"), why)
            if row is not None:
                groups[scope.name] = framework
                yield row

    def _made_groups(self) -> Iterator[tuple[str, str]]:
        """The names of the file that hold ``typer.Typer()`` or a group."""
        for (_, name), bindings in self._code.bindings.items():
            for each in bindings:
                value = self._code.read(each.value) if each.value is not None else None
                if isinstance(value, Call):
                    framework = _MADE.get(self._meant(value.callee))
                    if framework is not None:
                        yield name, framework

    def _framework(self, callee: Value, groups: dict[str, str]) -> tuple[str, str]:
        """Of a decorator, and what is open; empty where it makes no command."""
        chain = chain_of(callee)
        if chain[-1:] not in (("command",), ("group",), ("callback",)):
            return "", ""
        meant = self._meant(callee)
        first = meant.partition(".")[0]
        if first in _CLICK and chain[-1] != "callback":
            return "click", ""
        owner = ".".join(chain[:-1])
        if chain[-1] == "callback" or not owner:
            return "", ""
        if owner in groups:
            return groups[owner], ""
        if owner.endswith("cli"):  # @app.cli.command of Flask; @cli.command of another file
            known = owner.rpartition(".")[2] == "cli" and "." in owner
            return "click", "" if known and self._has("flask") else f"if {owner} is a group"
        has = next((one for one in ("typer", "click") if self._has(one)), "")
        return (has, f"if {owner} is a group") if has else ("", "")

    def _has(self, module: str) -> bool:
        return any(target.partition(".")[0] == module for target in self._chains.targets)

    def _of_scope(self, scope: Scope, framework: str, name: str, why: str) -> CommandRow | None:
        start, end = self._parsed.outside(scope.start, scope.end)
        for each in self._ending.get(end, ()):
            if each.extent.start <= start <= each.name.start:
                symbol = canonical(each.qualified)
                shown = name or symbol.rpartition(".")[2].replace("_", "-")
                return CommandRow(framework, shown, symbol, each.kind, *each.name, why)
        return None

    # argparse

    def parsers(self) -> Iterator[CommandRow]:
        if not self._has("argparse") and b"add_parser" not in self._content:
            return
        for node in self._code.calls:
            call = self._code.read(node)
            if not isinstance(call, Call) or not isinstance(call.callee, Member | Name):
                continue
            meant = self._meant(call.callee)
            if meant.endswith("argparse.ArgumentParser"):
                yield self._at(call, "argparse", _given(call, "prog"), "parser")
            elif isinstance(call.callee, Member) and call.callee.name == "add_parser":
                name = _given(call, "name")
                why = "" if self._has("argparse") else "if it is argparse's"
                yield self._at(call, "argparse", name or "…", "subcommand", why)

    def _at(self, call: Call, framework: str, name: str, kind: str, why: str = "") -> CommandRow:
        span = self._code.span(call.callee)
        return CommandRow(framework, name, self._around(span), kind, *span, why)

    def _around(self, span: Span) -> str:
        number = self._document.enclosing(span)
        return canonical(self._document.definitions[number].qualified) if number >= 0 else ""

    # Django: its path names it, its bases say whether it is one

    def django(self) -> Iterator[CommandRow]:
        for each in self._document.definitions:
            if each.kind == "class" and each.parent < 0 and each.qualified == "Command":
                meant = {self._chains.meant(base).rpartition(".")[2] for base in each.bases}
                known = {"BaseCommand", "LabelCommand", "AppCommand"} & meant
                why = "" if known else "if it is one of Django's"
                yield CommandRow("django", "", "Command", "class", *each.name, why)

    # commander and yargs

    def chained(self) -> Iterator[CommandRow]:
        framework = next((one for one in ("commander", "yargs", "cac") if self._has(one)), "")
        for node in self._code.calls:
            call = self._code.read(node)
            if not isinstance(call, Call) or not isinstance(call.callee, Member):
                continue
            if call.callee.name != "command":
                continue
            given = call.positional()
            title = _text(given[0]) if given else ""
            name = title.split(" ")[0]
            if not name or not _is_command(name):
                continue
            if framework:
                at = self._code.span(given[0])
                known = "commander" if framework == "cac" else framework
                yield CommandRow(known, name, self._around(at), "command", *at, "")

    # cobra

    def cobra(self) -> Iterator[CommandRow]:
        """``cobra.Command{Use: "serve [flags]"}``"""
        names = {
            each.local or "cobra"
            for each in self._document.imports
            if canonical(each.target) == _COBRA
        }
        for name in sorted(names):
            made = re.compile(rb"(?<![\w.])" + re.escape(name.encode()) + rb"\.Command\s*\{")
            for found in made.finditer(self._content):
                yield from self._used(found)

    def _used(self, found: re.Match[bytes]) -> Iterator[CommandRow]:
        body = self._content[found.end() : found.end() + _FAR]
        used = _USED.search(body)
        other = re.search(rb"\bCommand\s*\{", body)
        if used is None or (other is not None and other.start() < used.start()):
            return
        at = Span(found.end() + used.start(1), found.end() + used.end(1))
        name = used[1].decode("utf-8", "replace")
        if name:
            yield CommandRow("cobra", name, self._around(at), "command", *at, "")

    def _meant(self, callee: Value) -> str:
        chain = chain_of(callee)
        return self._chains.meant(".".join(chain)) if chain else ""


_FAR = 5_000
"""Bytes behind the beginning of a command in which its name stands."""


def _is_command(name: str) -> bool:
    return re.fullmatch(r"[\w$*:.@-]+", name) is not None


def _given(value: Value, keyword: str) -> str:
    """The first argument, or the one by a keyword, where it is a constant text."""
    if not isinstance(value, Call):
        return ""
    by_name = value.named(keyword)
    given = value.positional()
    return _text(by_name if by_name is not None else given[0] if given else None)


def _text(value: Value | None) -> str:
    parts = value.parts if isinstance(value, Text) else ()
    return "".join(part if isinstance(part, str) else "…" for part in parts)
