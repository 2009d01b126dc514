"""What Go's module knows beyond its query."""

from __future__ import annotations

import pytest

from planproof.index import Resolver
from planproof.index.scan import scan
from planproof.languages import by_name, language_of
from planproof.model.document import Document, Import, Role

GO = language_of("main.go")


def read(source: str) -> Document:
    document = scan(source.encode(), "go")
    assert isinstance(document, Document)
    return document


def test_go_is_known_by_its_extension():
    assert GO is not None
    assert GO is by_name("go")


@pytest.mark.parametrize(
    ("path", "local"),
    [
        ("fmt", "fmt"),
        ("net/http", "http"),
        ("github.com/acme/auth/v2", "auth"),
        ("github.com/acme/v2", "acme"),
        ("v2", "v2"),
        ("gopkg.in/yaml.v3", "yaml"),
        ("github.com/mattn/go-sqlite3", "sqlite3"),
        ("github.com/acme/auth-client", "auth"),
        ("C", "C"),
    ],
)
def test_an_import_without_an_alias_binds_the_name_its_package_most_likely_has(path, local):
    (binding,) = read(f'package p\nimport "{path}"\n').imports
    assert (binding.local, binding.target) == (local, path)


def test_a_dot_import_binds_every_name_and_a_blank_one_none():
    dot, blank = read('package p\nimport (\n. "math"\n_ "embed"\n)\n').imports
    assert (dot.local, dot.target, dot.star) == ("", "math", True)
    assert (blank.local, blank.target, blank.star) == ("", "embed", False)


def test_an_import_without_a_path_is_no_import_and_no_crash():
    assert read('package p\nimport ""\nimport\n').imports == ()


def test_names_resolve_through_imports():
    source = (
        'package p\nimport (\nh "net/http"\n"gopkg.in/yaml.v3"\n)\nfunc f() { h.Get(yaml.X) }\n'
    )
    document = read(source)
    naming = Resolver(document, "go", "p/f.go")
    resolved = {row.name: naming.resolve(at) for at, row in enumerate(document)}
    assert resolved["h.Get"] == "net.http.Get"
    assert resolved["yaml.X"] == "gopkg.in.yaml.v3.X"


@pytest.mark.parametrize(
    ("path", "module"),
    [("main.go", ""), ("auth/login.go", "auth"), ("internal/auth/login_test.go", "internal.auth")],
)
def test_a_module_is_a_folder(path, module):
    assert GO.module_of(path) == module


@pytest.mark.parametrize(
    ("target", "resolved"),
    [
        ("github.com/acme/auth/v2", "github.com.acme.auth.v2"),
        ("./sibling", "cmd.tool.sibling"),
        ("../other", "cmd.other"),
    ],
)
def test_imports_are_absolute_but_for_paths_that_begin_with_a_dot(target, resolved):
    binding = next(iter(read(f'package p\nimport "{target}"\n').imports))
    assert isinstance(binding, Import)
    assert GO.resolve("cmd/tool/main.go", binding) == resolved


@pytest.mark.parametrize(
    ("receiver", "qualified"),
    [
        ("T", "T.Run"),
        ("*T", "T.Run"),
        ("t T", "T.Run"),
        ("t *T", "T.Run"),
        ("t T[K]", "T.Run"),
        ("t *T[K, V]", "T.Run"),
        ("t (*T)", "T.Run"),
    ],
)
def test_a_method_is_qualified_by_the_type_of_its_receiver(receiver, qualified):
    (method,) = read(f"package p\nfunc ({receiver}) Run() {{}}\n").definitions
    assert (method.kind, method.qualified) == ("method", qualified)


def test_the_blank_name_is_no_definition():
    document = read("package p\nvar _ I = T{}\nconst _, a = 1, 2\nvar (\n_ = f()\nb int\n)\n")
    assert [each.qualified for each in document.definitions] == ["a", "b"]


def test_many_parameters_of_one_type_are_all_parameters():
    names = tuple(f"a{number}" for number in range(12))
    (function,) = read(f"package p\nfunc f({', '.join(names)} int, last T) {{}}\n").definitions
    assert function.parameters == (*names, "last")


@pytest.mark.parametrize(
    ("callee", "name"),
    [
        ("f[0]", "()"),
        ('f["key"]', "()"),
        ("f[i+1]", "()"),
        ("f[g()]", "()"),
        ("f[T]", "f"),
        ("p.f[T]", "p.f"),
        ("p.f[[]T, *K]", "p.f"),
        ("((f))", "()"),
        ("(f)", "f"),
    ],
)
def test_what_could_be_a_type_argument_never_hides_a_call(callee, name):
    document = read(f"package p\nfunc m() {{ {callee}(x, y) }}\n")
    calls = {row.name for row in document if Role.CALL in row.roles}
    assert name in calls
