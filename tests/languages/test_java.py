"""What Java's module knows beyond its query."""

from __future__ import annotations

import pytest

from planproof.index import Resolver
from planproof.index.scan import scan
from planproof.languages import by_name, language_of
from planproof.model.document import Document, Role

JAVA = language_of("Main.java")


def read(source: str) -> Document:
    document = scan(source.encode(), "java")
    assert isinstance(document, Document)
    return document


def names(source: str, role: Role) -> list[str]:
    return [row.name for row in read(source) if role in row.roles]


def test_java_is_known_by_its_extension_and_by_the_first_line_of_a_script():
    assert JAVA is not None
    assert JAVA is by_name("java") is language_of("tool", b"#!/usr/bin/java --source 17\n")


@pytest.mark.parametrize(
    ("statement", "local", "target", "star"),
    [
        ("import java.util.List;", "List", "java.util.List", False),
        ("import java.util.*;", "", "java.util", True),
        ("import static a.b.C.run;", "run", "a.b.C.run", False),
        ("import static a.b.C.*;", "", "a.b.C", True),
        ("import java . util /* here */ . List;", "List", "java.util.List", False),
        ("import Bare;", "Bare", "Bare", False),
    ],
)
def test_imports(statement, local, target, star):
    (binding,) = read(statement).imports
    assert (binding.local, binding.target, binding.star) == (local, target, star)
    assert JAVA.resolve("any/Path.java", binding) == target


def test_names_resolve_through_imports():
    source = (
        "import java.util.List; import static a.B.run; class C { void m() { run(List.of()); } }"
    )
    document = read(source)
    naming = Resolver(document, "java", "C.java")
    resolved = {row.name: naming.resolve(at) for at, row in enumerate(document)}
    assert resolved["List.of"] == "java.util.List.of"
    assert resolved["run"] == "a.B.run"


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("Main.java", ""),
        ("src/main/java/com/acme/Login.java", "com.acme"),
        ("auth/src/test/java/com/acme/LoginTest.java", "com.acme"),
        ("src/com/acme/Login.java", "com.acme"),
        ("java/com/acme/Login.java", "com.acme"),
        ("com/acme/Login.java", "com.acme"),
        ("src/main/java/com/acme/java/Login.java", "com.acme.java"),
    ],
)
def test_a_module_is_the_package_below_the_usual_source_roots(path, module):
    assert JAVA.module_of(path) == module


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Map.Entry<K, List<V>>::getKey", "Map.Entry::getKey"),
        ("Collections.<String>emptyList", "Collections.emptyList"),
        ("java.util.@NonNull List", "java.util.List"),
        ('java.util.@Size(max = "1") List', "java.util.List"),
        ("r\\u0075n", "run"),
        ("a. // note\n b", "a.b"),
        ("a<b", "a<b"),
    ],
)
def test_a_name_has_no_type_arguments_annotations_or_escapes(written, name):
    assert JAVA.clean(written) == name


def test_a_callee_reaches_from_its_object_to_the_name():
    source = "class A { void m() { a.b(1)\n .c(2); } }"
    places = [(row.name, source[row.span.start : row.span.end]) for row in read(source)]
    assert ("().c", "a.b(1)\n .c") in places
    assert ("a.b", "a.b") in places


def test_fields_of_one_declaration_are_not_inside_each_other():
    one, two, alone = read("class A { @X int one = 1, two; @X int alone; }").definitions[1:]
    assert [each.qualified for each in (one, two, alone)] == ["A.one", "A.two", "A.alone"]
    assert [each.decorators for each in (one, two, alone)] == [(), (), ("X",)]


def test_module_declarations_name_what_they_require():
    source = "module com.acme { requires java.sql; exports com.acme.api; uses a.b.S; }"
    assert names(source, Role.DEFINITION) == ["com.acme"]
    assert {"java.sql", "com.acme.api", "a.b.S"} <= set(names(source, Role.ATTRIBUTE))


def test_escapes_that_the_grammar_does_not_know_are_never_silently_clean():
    assert read("class A { void m() { r\\u0075n(); } }").broken
