"""What repositories are made of: a tree as one text, specs, pieces of code with holes."""

from __future__ import annotations

import random
import sysconfig
from functools import cache
from pathlib import Path

from route_trees import TREES, contents_of

HERE = Path(__file__).parents[2] / "incremental" / "material"

WIDE = ("names.yaml", "shapes.yaml", "whole.yaml")
"""Specs in which everything rests on everything. In the others most edits matter to few files."""

NAMES = (
    "legacy_login", "modern_login", "login", "tokens", "fetch", "grab_", "load", "get_user", "Client",
    "BaseView", "Invoice", "Order", "old_flag", "new_flag", "compat", "connect", "legacyLogin",
    "modernLogin", "fetchUser", "getUser", "oldFlag", "LegacyLogin", "Load", "users", "read",
)  # fmt: skip
"""Names of which most stand in the specs too, some of the same length as others."""

MODULES = {
    "python": (
        "app", "app.auth", "app.auth.legacy", "app.auth.tokens", "app.compat", "app.compat_more",
        "app.views", "app.db", "lib.util", "lib.deep.inner", "shop.models", "compat", "legacy_sdk",
        ".", "..", ".legacy", ".tokens", "..compat", "legacy", "vendor.pluggy", "vendor.click",
    ),
    "script": (
        "./http", "./client", "./lib", "../lib", "../index", "@lib/http", "@lib/client", "@http",
        "lib", "lib/http", "@acme/core", "./login", "./more", "axios", ".", "..", "./index", "@app/http",
    ),
}  # fmt: skip

PATHS = {
    ".py": (
        "app/auth/legacy.py", "app/auth/tokens.py", "app/auth/__init__.py", "app/auth.py", "app/__init__.py",
        "app.py", "app/compat.py", "app/compat/__init__.py", "app/compat_more.py", "app/legacy.py",
        "app/views.py", "app/views/__init__.py", "lib/__init__.py", "lib/util.py", "lib/util/__init__.py",
        "lib/deep/__init__.py", "lib/deep/inner.py", "lib/app.py", "src/app/auth/legacy.py", "compat.py",
        "legacy_sdk.py", "legacy_sdk/__init__.py", "shop/apps.py", "shop/models/__init__.py",
        "shop/urls.py", "blog/apps.py", "blog/models.py", "legacy/__init__.py", "app/auth/fresh.py",
        "service/users.py", "build/gen.py", "scratch_1.py", "tests/test_x.py", "app/tests/test_login.py",
    ),
    ".ts": (
        "web/src/index.ts", "web/src/lib/index.ts", "web/src/lib/http.ts", "web/src/lib/http/index.ts",
        "web/src/lib/client.ts", "web/src/app/http.ts", "web/src/app/api/users/route.ts", "web/src/lib.ts",
        "web/src/app/v1/[id]/route.ts", "web/app/v1/users/route.ts", "web/src/lib/fresh.ts",
    ),
    ".tsx": ("web/src/ui/App.tsx", "web/src/ui/Other.tsx", "web/src/lib/http.tsx"),
    ".js": (
        "web/packages/core/index.js", "web/packages/core/login.js", "web/packages/core/more/index.js",
        "web/server/users.js", "web/server/app.js", "web/src/lib/http.js", "web/packages/more/index.js",
    ),
    ".go": ("internal/auth/auth.go", "internal/auth/more.go", "internal/store/store.go", "cmd/main.go", "auth/auth.go"),
    ".rs": ("src/auth.rs", "src/auth/mod.rs", "src/auth/login.rs", "src/lib.rs", "src/store/mod.rs", "src/store.rs"),
    ".java": ("java/src/main/java/com/acme/auth/Legacy.java", "java/src/main/java/com/acme/auth/Other.java"),
    ".sql": ("db/schema.sql", "db/more.sql", "app/auth/tables.sql"),
    ".md": ("README.md", "docs/notes.md"),
    ".txt": ("notes.txt", "app/notes.txt"),
}  # fmt: skip
"""Where files may come to be: modules and packages of one name, roots, what .gitignore names."""

CONFIGURATIONS = {
    "web/tsconfig.json": (
        '{"compilerOptions": {"baseUrl": "src", "paths": {"@lib/*": ["lib/*"], "@http": ["lib/http"]}}}',
        '{"compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["src/ui/*"], "@app/*": ["src/lib/*"]}}}',
        '{"extends": "./base.json"}', "{broken", "{}",
    ),
    "web/base.json": (
        '{"compilerOptions": {"baseUrl": "src", "paths": {"@lib/*": ["lib/*"]}}}',
        '{"compilerOptions": {"paths": {"@acme/core": ["./packages/core/more.js"]}}}',
    ),
    "web/src/tsconfig.json": ('{"compilerOptions": {"paths": {"@http": ["./lib/client"]}}}', "{}"),
    "web/package.json": (
        '{"name": "@acme/web", "workspaces": ["packages/*"]}', '{"name": "@acme/core"}', "{}", "not json",
    ),
    "web/packages/core/package.json": (
        '{"name": "@acme/core", "main": "index.js"}', '{"name": "@acme/core", "main": "login.js"}',
        '{"name": "@acme/other", "exports": {".": "./more.js"}}', '{"name": "@lib/http"}',
    ),
    "go.mod": (
        "module example.com/acme\n\ngo 1.22\n", "module example.com/other\n", 'module "example.com/acme/v2"\n', "",
    ),
    "internal/go.mod": ("module example.com/acme/internal\n", "module inner\n"),
    "Cargo.toml": (
        '[package]\nname = "acme"\n', '[package]\nname = "other-name"\n[lib]\nname = "acme"\n', "[broken\n",
        '[package]\nname = "x"\n[lib]\npath = "src/auth/mod.rs"\n',
    ),
    "pyproject.toml": ('[project]\nname = "app"\n', '[tool.setuptools]\npackage-dir = {"" = "src"}\n'),
    "shop/apps.py": (
        'from django.apps import AppConfig\n\nclass ShopConfig(AppConfig):\n    name = "shop"\n    label = "store"\n',
        'from django.apps import AppConfig\n\nclass ShopConfig(AppConfig):\n    name = "shop"\n    label = "legacy"\n',
        'from django.apps import AppConfig\n\nclass ShopConfig(AppConfig):\n    name = "shop"\n', "",
    ),
    ".gitattributes": (
        "* text=auto\n", "*.py text eol=crlf\n", "*.ts text eol=lf\n*.py -text\n", "*.py ident\n", "*.md filter=none\n",
        "*.txt working-tree-encoding=UTF-16\n", "", "*.go binary\n",
    ),
    ".gitignore": (
        "build/\n*.log\nscratch_*\n", "", "*.txt\n!notes.txt\n", "app/auth/\n", "/lib\n*.rs\n", "*.py\n!app/**\n", "/*.md\n",
    ),
    "app/.gitignore": ("views.py\n", "*\n!*.py\n", ""),
}  # fmt: skip

ENDINGS = {
    ".py": "python", ".ts": "typescript", ".tsx": "typescript", ".js": "javascript", ".go": "go",
    ".rs": "rust", ".java": "java", ".sql": "sql", ".md": "text", ".txt": "text", ".yaml": "text",
}  # fmt: skip


@cache
def tree() -> dict[str, bytes]:
    """The small tree: dense in everything that leads from file to file."""
    return contents_of((HERE / "tree.txt").read_text("utf-8"))


@cache
def route_tree(number: int) -> dict[str, bytes]:
    """One of the trees of the suite of routes, below a folder of its own."""
    files = sorted(TREES.glob("*.txt"))
    chosen = contents_of(files[number % len(files)].read_text("utf-8"))
    return {f"routed/{path}": data for path, data in chosen.items() if path != "routes"}


@cache
def package(name: str) -> dict[str, bytes]:
    """The sources of an installed package, below ``vendor``; empty where it is not installed."""
    folder = Path(sysconfig.get_paths()["purelib"]) / name
    return {
        f"vendor/{name}/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in sorted(folder.rglob("*.py"))
    }


@cache
def specs() -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted((HERE / "specs").glob("*.yaml"))}


@cache
def pieces(kind: str) -> tuple[str, ...]:
    """Pieces of code of one language, with holes for names and modules."""
    text = (HERE / f"{kind}.txt").read_text("utf-8")
    return tuple(piece.strip("\n") for piece in text.split("\n%%\n"))


def piece(path: str, chance: random.Random) -> str:
    """A piece of code that suits a path, its holes filled."""
    kind = ENDINGS.get(ending(path), "python")
    modules = MODULES["script" if kind in ("typescript", "javascript") else "python"]
    names = {"n": chance.choice(NAMES), "m": chance.choice(NAMES), "module": chance.choice(modules)}
    return chance.choice(pieces(kind)).format(**names)


def ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2]}" if "." in name else ""
