"""The skim of a Python file holds all that its document does."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index import Resolver, skim_of
from planproof.index.scan import scan
from planproof.languages import SkimKind, Skimmed, by_name
from planproof.model.document import Document

PYTHON = by_name("python")
STANDARD = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("[a-m]*.py"))


def missing(source: bytes) -> set[Skimmed]:
    """What a document offers or imports and the skim does not: nothing."""
    assert PYTHON is not None
    skim = PYTHON.skim(source)
    document = scan(source, "python")
    if skim is None or not isinstance(document, Document) or document.broken:
        return set()
    told = {(each.name, each.target) for each in skim}
    offers = Resolver(document, "python", "a/b.py").offers.names
    offered = {
        name
        for name, chains in offers.items()
        if "." not in name and not all(chain.startswith("a.b.") for chain in chains)
    }
    lacking = {
        each
        for each in skim_of(document)
        if each.kind is not SkimKind.SAME
        and (each.name, each.target) not in told
        and (each.name, each.target.partition(".")[0]) not in told
    }
    names = {name for name, _ in told}
    return lacking | {Skimmed(name, "", 0, SkimKind.SAME) for name in offered - names}


@pytest.mark.parametrize("path", STANDARD, ids=lambda path: path.name)
def test_nothing_is_missing_of_the_standard_library(path: Path) -> None:
    assert missing(path.read_bytes()) == set()


@pytest.mark.parametrize(
    "source",
    [
        "from a import (b, # c)\n d as e,\n)\n",
        "from \\\n  a \\\n import b\n",
        "from . . x import y\n",
        "from.x import(y)\n",
        "if x: from a import b\nelse: import c\n",
        "x = 1; import a; from b import c\n",
        "try: import a.b.c as d\nexcept E: d = None\n",
        "raise A from e\nimport x\n",
        "def f():\n    yield from g\n    from x.fromage import y\n",
        "import a . b as c, d\n",
        "s = 'from x import ('\nimport real\ny = (1)\n",
        "print('import'); import x\n",
        "from a import *\n",
        "if a == 'import': import x\r\nimport y\r\n",
        "\ufeffimport x\n",
        "import ｘ\n",
        "import a\nb = a.c\nd: int = a.e\nf = g = a.h\n",
        "import a\nb = (\n  # why\n  a.c\n)\n",
        "import a\nb = a.c if x else a.d\nc = a.d or a.e\nd = x() or a.e\n",
        "import a\nb = (a.c if f(x)\n  else a.d)\n",
        "import a\nif (b := a.c): pass\n",
        "import a\nb: type[a.C] = x\n",
        "from a import *\nb = c\n",
        "def f(): ...\ng = f\n",
        "import \n x",
        "a; import \n x",
        "if x: import \n y",
        "from a import \n x",
    ],
)
def test_nothing_is_missing_of_what_is_laid_out_oddly(source: str) -> None:
    assert missing(source.encode()) == set()


PIECES = st.sampled_from(
    ["import", "from", "a", "b.c", "as", ",", "(", ")", "\n", " ", ".", "*", ";", "#", "\\\n", "=",
     '"', "x", "if x:", "\n  ", "or", "else"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_nothing_is_missing_of_anything(pieces: list[str]) -> None:
    assert missing(" ".join(pieces).encode()) == set()


def test_another_name_of_what_the_file_defines_is_skimmed() -> None:
    assert PYTHON is not None
    assert Skimmed("g", "f", 0, SkimKind.SAME) in (PYTHON.skim(b"def f(): ...\ng = f\n") or ())


@pytest.mark.parametrize(
    "source",
    [
        "import a\nclass X:\n    b: bool = a.c\n",
        "import a\ndef f(b: bool = a.c): ...\n",
        "import a\ndef f(\n    b: bool = a.c,\n): ...\n",
        "import a\nf(\n    bool=a.c,\n)\n",
        "import a\nbool = a.c,\n",
    ],
)
def test_neither_a_type_nor_an_argument_is_an_alias(source: str) -> None:
    assert PYTHON is not None
    assert not [each for each in PYTHON.skim(source.encode()) or () if each.name == "bool"]


@pytest.mark.parametrize(
    "source",
    [
        "import a\nif x: b = a.c\n",
        "import a\ntry: b = a.c\nexcept E: ...\n",
        "import a\nif (x\n    and y): b = a.c\n",
        "import a\nif x or \\\n  y: b = a.c\n",
        "import a\nif f('('): b = a.c\n",
        "import a\nif x: y: int = 1; b = a.c\n",
        "import a\nwhile f(x): b = a.c\n",
    ],
)
def test_what_stands_behind_a_colon_may_be_an_alias(source: str) -> None:
    assert PYTHON is not None
    assert missing(source.encode()) == set()
    assert Skimmed("b", "a.c", 0, SkimKind.SAME) in (PYTHON.skim(source.encode()) or ())


def test_aliases_are_told_in_the_order_of_the_file() -> None:
    assert PYTHON is not None
    names = [f"n{number}" for number in range(50)]
    source = "import a\n" + "".join(f"{name} = a.{name}\nx{name} = {name}\n" for name in names)
    found = [each.name for each in PYTHON.skim(source.encode()) or ()]
    assert found == ["a", *(each for name in names for each in (name, f"x{name}"))]
