"""What the configuration of a project says about the names of its modules."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.languages import CONFIGURATIONS, Alias, read_configuration


def places(path: str, content: str, chain: str, **others: str) -> list[str]:
    held = {name.replace("__", "/") + ".json": text.encode() for name, text in others.items()}
    aliases = read_configuration(path, content.encode(), held.get)
    return [place for alias in aliases for place in alias.places(chain)]


def options(**given: object) -> str:
    return json.dumps({"compilerOptions": given})


@pytest.mark.parametrize(
    ("content", "chain", "place"),
    [
        (options(paths={"@lib/*": ["./src/lib/*"]}), "@lib.auth.login", "app.src.lib.auth.login"),
        (options(paths={"@auth": ["src/auth/index.ts"]}), "@auth.login", "app.src.auth.login"),
        (options(baseUrl="src"), "auth.login", "app.src.auth.login"),
        (options(baseUrl="..", paths={"~/*": ["web/*"]}), "~.auth", "web.auth"),
        (options(paths={"*": ["types/*"]}), "auth", "app.types.auth"),
        (options(paths={"@app-*": ["apps/app-*"]}), "@app-one.x", "app.apps.app-one.x"),
        (options(paths={"#a": ["b", "c.ts"]}), "a.x", "app.c.x"),
    ],
)
def test_paths_of_a_tsconfig(content: str, chain: str, place: str) -> None:
    assert place in places("app/tsconfig.json", content, chain)
    assert all(
        alias.folder == "app"
        for alias in read_configuration("app/tsconfig.json", content.encode(), {}.get)
    )


def test_comments_and_last_commas_are_allowed() -> None:
    content = '{/* a */"compilerOptions": {"paths": {"@/*": ["src/*",], // "b"\n},},}'
    assert places("tsconfig.json", content, "@.a") == ["src.a"]
    assert places(
        "tsconfig.json", '{"compilerOptions": {"paths": {"//x/*": ["a//b/*"]}}}', "x.y"
    ) == ["a.b.y"]


def test_what_a_tsconfig_extends_is_relative_to_itself() -> None:
    base = options(paths={"@/*": ["./src/*"]})
    found = places("app/tsconfig.json", '{"extends": "../base"}', "@.x", base=base)
    assert found == ["src.x"]
    own = '{"extends": "../base.json", "compilerOptions": {"paths": {"@/*": ["./own/*"]}}}'
    assert places("app/tsconfig.json", own, "@.x", base=base) == ["app.own.x"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("tsconfig.json", options(paths={"@/*": ["../../etc/*"]})),
        ("tsconfig.json", options(paths={"@/*": ["/etc/*"]})),
        ("tsconfig.json", options(baseUrl="../..")),
        ("a/tsconfig.json", '{"extends": "./tsconfig.json"}'),
        ("tsconfig.json", '{"extends": "../../../x"}'),
        ("tsconfig.json", "[" * 100_000),
        ("tsconfig.json", "{"),
        ("tsconfig.json", "[]"),
        ("tsconfig.json", '{"compilerOptions": []}'),
        ("tsconfig.json", options(paths={"a": "b", "c": [1], "d": {}}, baseUrl=3)),
        ("package.json", '{"name": 3}'),
        ("package.json", "null"),
        ("Cargo.toml", "= = ="),
        ("Cargo.toml", "package = 3"),
        ("go.mod", "modul x"),
    ],
)
def test_what_is_damaged_or_leads_out_of_the_tree_says_nothing(path: str, content: str) -> None:
    assert read_configuration(path, content.encode(), {}.get) == ()
    assert read_configuration(path, b"\xff\xfe" + content.encode(), {}.get) == ()


def test_configurations_that_extend_each_other_end() -> None:
    one, two = b'{"extends": ["./b.json", "./tsconfig.json"]}', b'{"extends": "./tsconfig.json"}'
    assert read_configuration("tsconfig.json", one, {"b.json": two, "tsconfig.json": one}.get) == ()


@pytest.mark.parametrize(
    ("path", "content", "chain", "place"),
    [
        ("go.mod", "module example.com/m\n\ngo 1.22\n", "example.com.m.pkg.x.F", "pkg.x.F"),
        ("a/go.mod", '// x\nmodule "example.com/m/v2"\n', "example.com.m.v2.x", "a.x"),
        ("Cargo.toml", '[package]\nname = "my-crate"\n', "my_crate.auth.f", "crate.auth.f"),
        ("Cargo.toml", '[lib]\nname = "other"\n', "other.f", "crate.f"),
        ("p/a/package.json", '{"name": "@x/a", "main": "./lib/index.js"}', "@x.a.f", "p.a.lib.f"),
        ("p/a/package.json", '{"name": "a"}', "a.src.b.f", "p.a.src.b.f"),
    ],
)
def test_names_of_modules_and_packages(path: str, content: str, chain: str, place: str) -> None:
    assert place in places(path, content, chain)


@given(st.sampled_from(CONFIGURATIONS), st.binary(max_size=80))
def test_nothing_makes_it_fail(path: str, content: bytes) -> None:
    assert all(isinstance(each, Alias) for each in read_configuration(path, content, {}.get))


@pytest.mark.parametrize("piece", ["/*", '"', ",", "//", '"\\', "/*/", ", "])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    content = (piece * (1_000_000 // len(piece))).encode()
    start = time.process_time()
    read_configuration("tsconfig.json", content, {}.get)
    assert time.process_time() - start < 2
