"""A tree of very many files that is on no disk: a manifest, and contents made when they are read.

``python million.py FILES SPEC INDEX`` builds an index of it, judges it by the spec, and prints what
it took. Every second file is Python, and every five hundredth of these has violations; all contents differ.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from planproof.evaluate.evaluate import evaluate
from planproof.git import blob_id
from planproof.index import Index
from planproof.model.tree import Entry, Manifest
from planproof.usecases.prepare import prepare_text

_PYTHON = '''"""Module {n} of a generated repository."""

from package_{p}.module_{q} import Base{r}, helper_{s}


class Thing{n}(Base{r}):
    """One of very many."""

    def method_{s}(self, value, limit={n}):
        result = helper_{s}(value, timeout=limit)
        if result is None:
            return self.fallback_{r}(value)
        return result.field_{p}
'''


@dataclass(frozen=True)
class Generated:
    """A :class:`planproof.model.tree.Tree`."""

    manifest: Manifest

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        return ((entry, content(entry.path)) for entry in entries)

    def size(self, entry: Entry) -> int | None:
        return len(content(entry.path))

    def stream(self, entry: Entry) -> Iterator[bytes]:
        yield content(entry.path)


@dataclass(frozen=True)
class Report:
    """Seconds, and what was found."""

    manifest: float
    index: float
    verdict: float
    parsed: int
    violations: int


def main() -> int:
    files, spec, index = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    begun = time.perf_counter()
    tree = Generated(Manifest({path: entry(path) for path in sorted(paths(files))}))
    made = time.perf_counter()
    prepared = prepare_text(spec.read_text(), spec.name)
    with Index.open(index) as kept:
        built = kept.build(tree)
        indexed = time.perf_counter()
        evaluation = evaluate(prepared.spec, prepared.rules, tree, kept)
    judged = time.perf_counter()
    found = partial(Report, parsed=built.parsed, violations=len(evaluation.violations))
    print(json.dumps(asdict(found(made - begun, indexed - made, judged - indexed))))
    return 0


def paths(files: int) -> Iterator[str]:
    for number in range(files):
        ending = "json" if number % 2 else "py"
        yield f"package_{number // 10_000}/part_{number // 200}/module_{number}.{ending}"


def entry(path: str) -> Entry:
    return Entry(path, blob_id(content(path)))


def content(path: str) -> bytes:
    """A function of the path alone."""
    stem, _, ending = path.rpartition(".")
    n = int(stem.rpartition("_")[2])
    if ending == "json":
        return b'{"number": %d}\n' % n
    text = _PYTHON.format(n=n, p=n // 10_000, q=n // 3, r=n % 997, s=n % 20_011)
    if n % 1_000 == 0:
        text += "\nprint(legacy_callback(open(__file__)))\n"
    return text.encode()


if __name__ == "__main__":
    sys.exit(main())
