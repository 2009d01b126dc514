"""Steps that change files, as an editor, a code generator or a careless script does."""

from __future__ import annotations

import os
import random
import re

from walks import material
from walks.steps import step
from walks.world import SPECS, World

BROKEN = "\ndef ((: <<< {{{ \n"


@step(20)
def insert_piece(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    if path:
        lines = _lines(world, path)
        at = chance.choice(_tops(lines))
        _put(world, path, [*lines[:at], *material.piece(path, chance).splitlines(), *lines[at:]])


@step(6)
def append_piece(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    if path:
        _put(world, path, [*_lines(world, path), *material.piece(path, chance).splitlines()])


@step(10)
def drop_line(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    lines = _lines(world, path) if path else []
    if lines:
        at = chance.randrange(len(lines))
        _put(world, path, [*lines[:at], *lines[at + chance.choice((1, 1, 1, 3)) :]])


@step(4)
def double_line(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    lines = _lines(world, path) if path else []
    if lines:
        at = chance.randrange(len(lines))
        _put(world, path, [*lines[:at], lines[at], *lines[at:]])


@step(12)
def rename_name(world: World, chance: random.Random) -> None:
    """In one file, everywhere or once."""
    path = _source(world, chance)
    text = _text(world, path) if path else ""
    there = [name for name in material.NAMES if name in text]
    if there:
        old, new = chance.choice(there), chance.choice(material.NAMES)
        count = chance.choice((0, 1))
        world.write(path, re.sub(rf"\b{old}\b", new, text, count=count))


@step(4)
def rename_name_everywhere(world: World, chance: random.Random) -> None:
    old, new = chance.sample(material.NAMES, 2)
    for path in world.files(*material.PATHS):
        text = _text(world, path)
        if old in text and not path.startswith(("vendor/", "specs/")):
            world.write(path, re.sub(rf"\b{old}\b", new, text))


@step(6)
def same_size_edit(world: World, chance: random.Random) -> None:
    """Within the same second, and sometimes with the times as before."""
    path = _source(world, chance)
    if path:
        text = _text(world, path)
        for old, new in _SAME_SIZE:
            if re.search(rf"\b{old}\b", text):
                before = (world.root / path).stat()
                world.write(path, re.sub(rf"\b{old}\b", new, text))
                if chance.random() < 0.5:
                    os.utime(world.root / path, ns=(before.st_atime_ns, before.st_mtime_ns))
                return


_SAME_SIZE = (
    ("legacy_login", "modern_login"), ("modern_login", "legacy_login"), ("fetch", "grab_"), ("grab_", "fetch"),
    ("old_flag", "new_flag"), ("new_flag", "old_flag"), ("Order", "users"), ("load", "Load"), ("/v1/", "/v2/"),
    ("legacy_users", "modern_users"), ("audit_log", "other_log"),
)  # fmt: skip


@step(8)
def new_file(world: World, chance: random.Random) -> None:
    path = _place(chance)
    count = chance.choice((0, 1, 2, 4, 8))
    pieces = [material.piece(path, chance) for _ in range(count)]
    world.write(path, "".join(f"{piece}\n" for piece in pieces))


@step(2)
def new_file_of_a_strange_name(world: World, chance: random.Random) -> None:
    name = chance.choice(
        (
            "a b.py",
            "café.py",
            "cafe\u0301.py",
            "x\ny.py",
            'q"uote.py',
            "\udcff.py",
            "-x.py",
            "run",
            "π.ts",
            "A.PY",
        )
    )
    world.write(
        f"{chance.choice(('app', 'lib', 'web/src/lib'))}/{name}", material.piece("x.py", chance)
    )


@step(5)
def delete_file(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    if path:
        world.remove(path)


@step(2)
def delete_folder(world: World, chance: random.Random) -> None:
    folders = world.folders()
    if folders:
        world.remove(chance.choice(folders))


@step(6)
def rename_file(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    if path:
        places = material.PATHS.get(material.ending(path), ("notes.txt",))
        world.move(path, chance.choice(places))


@step(3)
def rename_folder(world: World, chance: random.Random) -> None:
    folders = world.folders()
    if folders:
        old = chance.choice(folders)
        world.move(
            old,
            chance.choice((f"{old}_more", "app/auth", "lib", "web/src/lib", "src/app", "legacy")),
        )


@step(4)
def module_or_package(world: World, chance: random.Random) -> None:
    """``x.py`` becomes ``x/__init__.py``, or the other way round."""
    path = _source(world, chance, ".py")
    if path.endswith("/__init__.py"):
        folder = path.removesuffix("/__init__.py")
        world.move(path, f"{folder}.py")
    elif path:
        world.move(path, f"{path.removesuffix('.py')}/__init__.py")


@step(4)
def toggle_init(world: World, chance: random.Random) -> None:
    folder = chance.choice(
        ("app", "app/auth", "lib", "lib/deep", "shop", "blog", "service", "app/compat_more")
    )
    path = f"{folder}/__init__.py"
    if (world.root / path).is_file():
        world.remove(path)
    else:
        world.write(
            path,
            chance.choice(("", *(past.decode("latin-1") for past in world.pasts.get(path, ())))),
        )


@step(4)
def swap_contents(world: World, chance: random.Random) -> None:
    first, second = _source(world, chance), _source(world, chance)
    if first and second:
        one, other = world.read(first), world.read(second)
        world.write(first, other)
        world.write(second, one)


@step(3)
def copy_file(world: World, chance: random.Random) -> None:
    """One blob at two places."""
    path = _source(world, chance)
    if path:
        world.write(_place(chance, material.ending(path)), world.read(path))


@step(10)
def revert(world: World, chance: random.Random) -> None:
    """To what the file, or another that had its place, was before."""
    if world.pasts:
        path = chance.choice(sorted(world.pasts))
        world.write(path, chance.choice(world.pasts[path]))


@step(4)
def configure(world: World, chance: random.Random) -> None:
    path = chance.choice(sorted(material.CONFIGURATIONS))
    if chance.random() < 0.2:
        world.remove(path)
    else:
        world.write(path, chance.choice(material.CONFIGURATIONS[path]))


@step(3)
def touch(world: World, chance: random.Random) -> None:
    """Other times, same bytes: of one file, of some, of long ago, of the future."""
    for path in world.files():
        if chance.random() < 0.1:
            when = chance.choice((None, 0, 1_000_000_000, 2_000_000_000))
            os.utime(world.root / path, None if when is None else (when, when))


@step(2)
def rewrite_same(world: World, chance: random.Random) -> None:
    """Same bytes in a new file, as editors save."""
    path = _source(world, chance)
    if path:
        data = world.read(path)
        (world.root / f"{path}.tmp~").write_bytes(data)
        (world.root / f"{path}.tmp~").replace(world.root / path)


@step(2)
def change_mode(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    if path:
        (world.root / path).chmod(chance.choice((0o644, 0o755)))


@step(3)
def make_link(world: World, chance: random.Random) -> None:
    path, target = _source(world, chance), _source(world, chance)
    if path and target:
        file = world.root / path
        world.remove(path)
        up = "../" * path.count("/")
        file.symlink_to(up + chance.choice((target, target.partition("/")[0], "nowhere.py")))


@step(1)
def make_folder_link(world: World, chance: random.Random) -> None:
    folders = world.folders()
    if len(folders) > 1:
        old, target = chance.sample(folders, 2)
        if not target.startswith(f"{old}/"):
            world.remove(old)
            (world.root / old).symlink_to("../" * old.count("/") + target)


@step(2)
def drop_links(world: World, chance: random.Random) -> None:
    for folder, folders, names in os.walk(world.root):
        folders[:] = [name for name in folders if name != ".git"]
        for name in [*names, *folders]:
            place = os.path.join(folder, name)
            if os.path.islink(place) and chance.random() < 0.5:
                os.unlink(place)


@step(4)
def break_syntax(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    if path:
        lines = _lines(world, path)
        at = chance.randrange(len(lines) + 1)
        _put(world, path, [*lines[:at], BROKEN.strip("\n"), *lines[at:]])


@step(4)
def mend_syntax(world: World, chance: random.Random) -> None:
    mark = BROKEN.strip("\n")
    for path in world.files(*material.PATHS):
        text = _text(world, path)
        if mark in text:
            world.write(path, text.replace(f"{mark}\n", ""))


@step(4)
def change_encoding(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    if path:
        text = _text(world, path)
        ways = (
            b"\xef\xbb\xbf" + text.encode("utf-8", "surrogateescape"),
            b"# -*- coding: latin-1 -*-\ncaf\xe9 = legacy_login\n" + text.encode("latin-1", "replace"),
            text.encode("utf-16", "replace"), text.replace("\n", "\r\n").encode("utf-8", "surrogateescape"),
            text.replace("\r\n", "\n").encode("utf-8", "surrogateescape"), text.replace("\n", "\r").encode("utf-8", "surrogateescape"),
            text.encode("utf-8", "surrogateescape") + b"\xff\xfe caf\xe9\n", b"\0" + text.encode("utf-8", "surrogateescape"), b"",
        )  # fmt: skip
        world.write(path, chance.choice(ways))


@step(1)
def make_large(world: World, chance: random.Random) -> None:
    """Longer than what is parsed; a text longer than what is held."""
    path = _place(chance)
    filler = "# legacy line of no use\n" if path.endswith(".py") else "x = 1;\n"
    world.write(path, material.piece(path, chance) + "\n" + filler * (6_000_000 // len(filler)))


@step(5)
def suppress(world: World, chance: random.Random) -> None:
    path = _source(world, chance)
    lines = _lines(world, path) if path else []
    if lines:
        at = chance.randrange(len(lines))
        rules = re.findall(r"- id: (\S+)", "".join(material.specs().values()))
        reason = chance.choice((" it must stay", " it must stay", ""))
        mark = "#" if path.endswith((".py", ".yaml", ".md")) else "//"
        comment = f"{mark} planproof: ignore[{', '.join(chance.sample(rules, chance.choice((1, 1, 3))))}]{reason}"
        if chance.random() < 0.5:
            lines[at] += f"  {comment}"
        else:
            lines.insert(at, comment)
        _put(world, path, lines)


@step(3)
def unsuppress(world: World, chance: random.Random) -> None:
    for path in world.files(*material.PATHS):
        text = _text(world, path)
        if "planproof: ignore" in text and chance.random() < 0.5:
            world.write(path, re.sub(r"[ \t]*(?:#|//) planproof: ignore.*", "", text))


@step(12)
def edit_spec(world: World, chance: random.Random) -> None:
    """Another order, a rule less, another scope, another term, or as it was at first: of a spec in
    the tree or beside it."""
    name = chance.choice(sorted(material.specs()))
    place = chance.choice((SPECS, f"../{SPECS}"))
    if world.asked and chance.random() < 0.7:
        place, _, name = chance.choice(world.asked).rpartition("/")
    file = world.root / place / name
    original = material.specs()[name]
    text = file.read_text("utf-8", "surrogateescape") if file.is_file() else original
    head, *rules = text.split("\n  - id:")
    what = chance.choice(("order", "drop", "scope", "term", "severity", "back", "back"))
    if what == "order":
        chance.shuffle(rules)
    elif what == "drop" and len(rules) > 2:
        rules.pop(chance.randrange(len(rules)))
    elif what == "scope":
        head = re.sub(r"\nscope:.*", "", head)
        scope = chance.choice(('["app/**"]', '["**/*.py", "web"]', '["lib/**", "cmd/**"]'))
        head = head.replace("\nrules:", f"\nscope: {{include: {scope}}}\nrules:")
    elif what == "term":
        old, new = chance.sample(material.NAMES, 2)
        rules = [re.sub(rf"(?<=[\[ ]){old}(?=[,\]])", new, rule) for rule in rules]
    elif what == "severity":
        rules = [
            rule.replace("\n    match", "\n    severity: low\n    match", 1)
            if "severity" not in rule
            else rule
            for rule in rules
        ]
    else:
        head, *rules = original.split("\n  - id:")
    text = "\n  - id:".join([head, *(rule.rstrip("\n") for rule in rules)]) + "\n"
    world.asked = [f"{place}/{name}"]
    if place == SPECS:
        world.write(f"{SPECS}/{name}", text)
    else:
        file.write_text(text, "utf-8")


def _source(world: World, chance: random.Random, *endings: str) -> str:
    found = [path for path in world.sources() if not endings or material.ending(path) in endings]
    small = [path for path in found if (world.root / path).stat().st_size < 500_000]
    return chance.choice(small) if small else ""


def _place(chance: random.Random, ending: str = "") -> str:
    kind = ending if ending in material.PATHS else chance.choice(sorted(material.PATHS))
    kinds = (".py", kind, kind)
    return chance.choice(material.PATHS[chance.choice(kinds)])


def _text(world: World, path: str) -> str:
    return world.read(path).decode("utf-8", "surrogateescape")


def _lines(world: World, path: str) -> list[str]:
    return _text(world, path).split("\n")[:-1]


def _put(world: World, path: str, lines: list[str]) -> None:
    world.write(path, "".join(f"{line}\n" for line in lines))


def _tops(lines: list[str]) -> list[int]:
    """Where something can be put in without cutting a block."""
    return [at for at, line in enumerate(lines) if line and line[0] not in " \t)]}"] or [0]
