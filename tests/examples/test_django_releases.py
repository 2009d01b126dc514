"""Two real releases of Django, judged by the example's specs and, independently, by `ast`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import releases
from django_expected import EXPECTED, find_all
from django_oracle import Places

from planproof.evaluate.evaluate import evaluate
from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Proof, Verdict
from planproof.model.violation import Mark, Violation
from planproof.rules import compile_rules
from planproof.spec import load_spec

pytestmark = pytest.mark.packages

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "examples" / "django-4.2-to-5.1").glob("*.yaml"))
GUARD = "nobody-uses-the-utc-alias"
UNMET_BEFORE = {
    "urlfield-assumes-https": 1,
    "time-zones-in-place": 2,
    "signer-takes-keywords-only": 1,
    "no-logout-by-get": 1,
    "asynchronous-check": 1,
    "no-extra-tests": 1,
    "no-html-output": 1,
    "citext-fields-are-stubs": 1,
    "removed-in-60-in-place": 1,
}
"""Rule id → expectations that 4.2.16 does not meet."""


@dataclass(frozen=True)
class Releases:
    """Both releases, unpacked, what `ast` finds in them, and one index over both."""

    old: Path
    new: Path
    found_in_old: dict[str, Places]
    found_in_new: dict[str, Places]
    index: Index


@pytest.fixture(scope="module")
def django(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    folder = tmp_path_factory.mktemp("django")
    for name, release in (("old", releases.OLD), ("new", releases.NEW)):
        wheel, _ = releases.fetch(release, ROOT / ".cache" / "demo")
        releases.lay_out(wheel, folder / name)
    with Index.open(folder / "index.db") as index:
        old, new = folder / "old", folder / "new"
        yield Releases(old, new, find_all(old), find_all(new), index)


def judged(root: Path, index: Index, path: Path) -> Evaluation:
    spec = load_spec(path.read_bytes(), path.name)
    return evaluate(spec, compile_rules(spec), working_tree(find_root(root)), index)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_the_old_release_breaks_every_rule_where_ast_says(django: Releases, path: Path) -> None:
    evaluation = judged(django.old, django.index, path)
    assert evaluation.verdict is Verdict.VIOLATED
    for report in evaluation.rules:
        mine = [v for v in evaluation.violations if v.rule == report.rule]
        forbidden = [v for v in mine if not v.expected]
        assert len(mine) - len(forbidden) == UNMET_BEFORE.get(report.rule, 0), report.rule
        assert {v.mark for v in forbidden} <= {Mark.PROVEN}
        if report.rule in EXPECTED:
            compare_with_ast(django.found_in_old[report.rule], report.rule, forbidden)
            assert report.proof is Proof.RED_NOW
        else:
            assert not forbidden


def compare_with_ast(wanted: Places, rule: str, found: list[Violation]) -> None:
    expected = EXPECTED[rule]
    gone = sorted(v.place.path for v in found if v.place.path in expected.files)
    inside = [v.place for v in found if v.place.path not in expected.files]
    assert gone == sorted(expected.files), rule
    seen = Counter((p.path, p.start.line + 1) for p in inside)
    assert not wanted - seen, rule
    # ast sees what is written; more are found by what they mean, and say so: self.x of the class
    named = {(v.place.path, v.place.start.line + 1) for v in found if " (" in v.message}
    assert set(seen - wanted) <= named, rule
    assert len(found) - (seen - wanted).total() == expected.violations, rule


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_the_new_release_passes_and_ast_agrees(django: Releases, path: Path) -> None:
    evaluation = judged(django.new, django.index, path)
    assert evaluation.verdict is Verdict.PASSED
    for report in evaluation.rules:
        assert report.verdict is Verdict.PASSED
        assert not report.coverage.blocking
        if expected := EXPECTED.get(report.rule):
            assert django.found_in_new[report.rule] == Places()
            assert not [path for path in expected.files if (django.new / path).exists()]


def test_every_rule_that_forbids_is_pinned() -> None:
    forbidding = {
        rule.id
        for path in SPECS
        for rule in load_spec(path.read_bytes(), path.name).rules
        if rule.match is not None and not rule.guard
    }
    assert forbidding == set(EXPECTED)


def test_a_guard_tells_the_alias_from_the_name_that_stays(django: Releases) -> None:
    """`timezone.utc` stands on many lines; none of them is django.utils.timezone.utc."""
    path = next(path for path in SPECS if path.stem == "02-time-zones")
    using = django.new / "django" / "uses_the_alias.py"
    using.write_text("from django.utils import timezone as tz\n\nnow = tz.utc\n")
    try:
        found = [v for v in judged(django.new, django.index, path).violations if v.rule == GUARD]
    finally:
        using.unlink()
    assert {(v.place.path, v.place.start.line) for v in found} == {("django/uses_the_alias.py", 2)}


@pytest.mark.parametrize(
    ("release", "pattern", "lines"),
    [
        ("new", r"\bindex_together\b", 12),
        ("new", r"index_together", 32),
        ("new", r"timezone\.utc", 21),
        ("new", r"STATICFILES_STORAGE", 6),
        ("new", r"SHA1PasswordHasher", 2),
        ("new", r"CIText", 4),
        ("new", r"\bopclasses\b", 58),
        ("new", r"\bOpenLayersWidget\b", 5),
        ("new", r"(?i)assertFormsetError", 1),
        ("old", r"\bUSE_L10N\b", 18),
        ("old", r"\bRemovedInDjango50Warning\b", 104),
    ],
)
def test_what_a_search_for_the_word_says(
    django: Releases, release: str, pattern: str, lines: int
) -> None:
    """The figures that the README and the specs' comments tell."""
    wanted = re.compile(pattern)
    root = django.new if release == "new" else django.old
    assert sum(1 for line in python_lines(root) if wanted.search(line)) == lines


@cache
def python_lines(root: Path) -> list[str]:
    files = sorted(root.rglob("*.py"))
    return [line for file in files for line in file.read_text("utf-8").splitlines()]
