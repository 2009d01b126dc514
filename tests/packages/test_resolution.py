"""What names stand for in real packages: against jedi, and against call sites read by hand.

jedi follows imports through other files and infers the types of values; this engine reads one file
at a time and infers nothing. So a call site counts

- as *the same* if a chain is what jedi says, or the place where a package offers it again
  (following that is the business of the whole tree);
- as *named by its path* if a chain is what jedi says of each part, and only the type of a value
  tells in which class the method stands (``self.jar.clear``);
- as *different* otherwise; each class of these is counted in ``DIFFERENT``.

*Bound* are call sites whose root is bound by an import, a definition, ``self`` or ``cls``, or by an
assignment of a plain name, as jedi sees it.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from planproof.index import Resolver, scan
from planproof.model.document import Document, Role

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
