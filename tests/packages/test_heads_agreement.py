"""Arguments of calls, heads of definitions, literals and comments of real packages, against ``ast``.

How many positional arguments a call has, which keywords with which values, whether it is starred;
how many parameters and decorators a definition has, and whether its bases are all names; what each
string literal says; each comment. Brackets around a value are no part of it, nothing inside an
f-string is compared, and white space in literals is not (see ``head_facts.py``).

Of the trap of structural search, that ``open($$$A, encoding=$V, $$$B)`` does not find calls with
that keyword last, the selector is shown to be free: it finds what ``ast`` finds.
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from head_facts import Heads

from planproof.index import Resolver
from planproof.index.expressions import expressions
from planproof.index.scan import scan
from planproof.languages import by_name
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import (
    Reading,
    RuleClause,
    StructuralWorker,
    Subject,
    compile_rules,
    find_hits,
)
from planproof.spec.wire import (
    CallSelector,
    Clause,
    Facet,
    RuleSpec,
    Spec,
    TermSpec,
    Where,
)

PACKAGES = (
    "django==5.1.4",
    "flask==3.1.0",
    "requests==2.32.3",
    "sqlalchemy==2.0.36",
    "homeassistant==2024.3.3",
)


@pytest.mark.packages
@pytest.mark.parametrize("requirement", PACKAGES)
def test_heads_of_a_real_package_are_those_of_ast(
    requirement: str, package: Callable[[str], Path], measured: Callable[[str], None]
):
    paths = sorted(package(requirement).rglob("*.py"))
    heads = compare(paths)
    measured(
        f"{requirement} arguments, heads, literals and comments against ast: {len(paths):,} files, "
        f"{heads.compared.total():,} facts ({heads.compared['call']:,} calls); "
        f"{len(heads.differences)} differ"
    )
    assert heads.differences == []
    assert min(heads.compared[each] for each in ("call", "head", "literal", "comment")) > 100


def test_heads_of_standard_library_modules_are_those_of_ast():
    library = Path(json.__file__).parent.parent
    folders = ("json", "asyncio", "email", "logging")
    heads = compare(sorted(p for each in folders for p in (library / each).glob("*.py")))
    assert heads.differences == []
    assert heads.compared["call"] > 4_000


@pytest.mark.packages
def test_the_selector_finds_each_call_with_a_keyword_where_a_pattern_finds_few(
    package: Callable[[str], Path], measured: Callable[[str], None]
):
    paths = sorted(package("django==5.1.4").rglob("*.py"))
    keyword, pattern = clause(selector=True), clause(selector=False)
    with StructuralWorker() as worker:
        expected = [(path, place) for path in paths for place in _with_encoding(path)]
        plain = sum(len(_with_encoding(path, plain=True)) for path in paths)
        found = [(path, place) for path in paths for place in _places(path, keyword, worker)]
        by_pattern = [(p, place) for p in paths for place in _places(p, pattern, worker)]
    measured(
        f"django==5.1.4 calls of open with encoding: ast {len(expected)}, {plain} of them plain; "
        f"the selector {len(found)}; the pattern open($$$A, encoding=$V, $$$B) {len(by_pattern)}"
    )
    assert found == expected
    assert len(by_pattern) < plain


def compare(paths: Iterable[Path]) -> Heads:
    heads = Heads()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of invalid escapes in other people's code
        for path in paths:
            heads.compare(path, path.read_bytes())
    return heads


def clause(*, selector: bool) -> RuleClause:
    where = Where(1, 1)
    if selector:
        chosen = CallSelector(having=(("encoding", "*"),), skip_uncertain=True)
        term = TermSpec(Facet.CALLS, "open", where, chosen)
    else:
        term = TermSpec(Facet.PATTERN, "open($$$A, encoding=$V, $$$B)", where)
    rule = RuleSpec("r", "d", where, languages=("python",), match=Clause((term,), where))
    (compiled,) = compile_rules(Spec("s", (rule,), "", "", "spec.yaml"))
    assert compiled.match is not None
    return compiled.match


def _places(path: Path, asked: RuleClause, worker: StructuralWorker) -> list[int]:
    """The lines of the hits."""
    source = path.read_bytes()
    document, language = scan(source, "python"), by_name("python")
    assert isinstance(document, Document)
    assert language is not None
    naming = Resolver(document, "python", path.name)
    reading = Reading(Subject(path.name, source, language, document, naming), worker, expressions)
    hits = find_hits(asked, reading).hits
    return sorted(source.count(b"\n", 0, h.span.start) + 1 for h in hits if h.mark is Mark.PROVEN)


def _with_encoding(path: Path, *, plain: bool = False) -> list[int]:
    """The lines of calls of ``open`` and, unless ``plain``, of ``x.open`` with the keyword."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(path.read_bytes())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    kinds = ast.Name if plain else ast.Name | ast.Attribute
    named = (n for n in calls if isinstance(n.func, kinds) and _last_name(n.func) == "open")
    return sorted(
        node.func.end_lineno for node in named if any(k.arg == "encoding" for k in node.keywords)
    )


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
