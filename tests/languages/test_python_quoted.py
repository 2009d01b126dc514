"""Names in annotations that stand in quotes are names; other texts there are none."""

from __future__ import annotations

import time

import pytest

from planproof.index.scan import scan
from planproof.model.document import Role


def named(source: str) -> list[str]:
    document = scan(source.encode(), "python")
    return sorted(each.name for each in document if each.roles & Role.ANNOTATION)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(user: 'Legacy'): ...", ["Legacy"]),
        (
            'def f(*, user: "a.Legacy | None" = 1) -> "list[Legacy]": ...',
            ["Legacy", "a.Legacy", "list"],
        ),
        ("x: Optional['Légacy']", ["Légacy", "Optional"]),
        ("x: t.Dict[str, t.List['Legacy']]", ["Legacy", "str", "t.Dict", "t.List"]),
        ("x: Callable[['A'], 'B']", ["A", "B", "Callable"]),
        ("x: t.Callable[['A'], 'B']", ["A", "B", "t.Callable"]),
        ("x: 'A' | None", ["A"]),
        ("x: Annotated['A', 'B']", ["A", "Annotated"]),
        ("x: Literal['A']", ["Literal"]),
        ("x: t.Optional[t.Literal['A', 'B']]", ["t.Literal", "t.Optional"]),
        ("x: 'Literal[\"A\"]'", []),
        ("x: 'no type: A'", []),
        ("x: str = 'A'", ["str"]),
        ("x['A'] = cast('A', y)", []),
    ],
)
def test_quoted_annotations(source: str, names: list[str]) -> None:
    assert named(source) == names


def test_many_quoted_arguments_take_time_in_proportion_to_their_number() -> None:
    def seconds(number: int) -> float:
        source = b"x: t.Annotated[" + b", ".join([b'"A"'] * number) + b"]"
        begin = time.process_time()
        scan(source, "python")
        return time.process_time() - begin

    seconds(10)
    assert seconds(16_000) < 10 * max(seconds(4_000), 0.05)
