"""Types of Go that have the methods of an interface."""

from __future__ import annotations

import pytest

from planproof.search.implementations import below
from planproof.search.meaning import End
from planproof.search.uses import Uses

GO = {
    "io/io.go": (
        "package io\n\ntype Reader interface {\n\tRead(p []byte) int\n}\n\n"
        "type Both interface {\n\tReader\n\tWrite(p []byte) int\n}\n\n"
        "type Anything interface{}\n\ntype Failure interface {\n\terror\n\tCode() int\n}\n"
    ),
    "disk/file.go": (
        "package disk\n\ntype Base struct{}\n\nfunc (b *Base) Read(p []byte) int { return 0 }\n\n"
        "type File struct {\n\t*Base\n\tname string\n}\n"
    ),
    "disk/write.go": (
        "package disk\n\nfunc (f File) Write(p []byte) int { return 0 }\n\n"
        'type Bad struct{}\n\nfunc (Bad) Error() string { return "" }\n'
        "func (Bad) Code() int { return 1 }\n\n"
        "type Half struct{}\n\nfunc (Half) Code() int { return 1 }\n\nfunc Read() {}\n"
    ),
}


@pytest.mark.parametrize(
    ("interface", "expected"),
    [
        ("Reader", ["disk/file.go:Base?", "disk/file.go:File?", "io/io.go:Both"]),
        ("Reader.Read", ["disk/file.go:Base.Read?"]),
        ("Both", ["disk/file.go:File?"]),
        ("Failure", ["disk/write.go:Bad?"]),
        ("Anything", []),
    ],
    ids=str,
)
def test_a_type_with_all_methods_of_an_interface_may_implement_it(
    ask, interface: str, expected: list[str]
) -> None:
    asked = ask(GO)
    uses = Uses(asked.atlas, asked.meaning)

    found = below([End("io/io.go", interface)], asked.atlas, asked.meaning, uses)

    said = [f"{e.end.path}:{e.end.qualified}{'' if e.certain else '?'}" for e in found]
    assert sorted(said) == expected
    assert all(one.certain or "not compared" in one.why for one in found)


def test_a_struct_is_implemented_by_nothing(ask) -> None:
    asked = ask(GO)
    uses = Uses(asked.atlas, asked.meaning)

    found = below([End("disk/write.go", "Half")], asked.atlas, asked.meaning, uses)

    assert found == []


def test_an_interface_of_another_language_is_implemented_by_who_says_so(ask) -> None:
    asked = ask({"a.ts": "interface A { go(): void }\nclass B { go() {} }\n"})
    uses = Uses(asked.atlas, asked.meaning)

    assert below([End("a.ts", "A")], asked.atlas, asked.meaning, uses) == []
