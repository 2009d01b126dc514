"""Questions in words: is a function found by the first sentence of its docstring?

Some functions of a package are chosen by a fixed seed, among those whose docstring begins with a
sentence of four to thirty words. Their docstrings are taken out of the tree; all others stay. Each
sentence is asked for with ``--like`` among all functions. Where several score alike, what stands
first by its path counts as before the others, as a user sees it.

The peer is the cosine of TF-IDF over the parts of all words of a function, names and literals and
comments, which finds more here than whole words do.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from analogous.clones import write_files
from analogous.tokens import TokenCosine

from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.model.document import Document
from planproof.search.features import Kind, kind_of, parts_of, rows_of
from planproof.search.ranking import rank
from planproof.search.similar import words_asked
from planproof.search.similar_catalogue import Catalogue, UnitPlace, open_catalogue
from planproof.search.similar_files import language_name

SEED = 7
DEPTH = 1_000
WORDS = range(4, 31)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n\s*\n|:\n")


@dataclass(frozen=True)
class Sentence:
    """Of a function at a path, by its number among the functions of the file."""

    path: str
    line: int
    text: str
    docstring: tuple[int, int]
    """Its first line, and the one behind it, from 0."""


@dataclass(frozen=True)
class Result:
    """Mean reciprocal ranks, and how many were among the first ten: ours, and the cosine's."""

    functions: int
    sentences: int
    ours: tuple[float, float]
    cosine: tuple[float, float]


_Function = ast.FunctionDef | ast.AsyncFunctionDef


def sentences_of(files: Mapping[str, str], count: int) -> list[Sentence]:
    every = [one for path in sorted(files) for one in _sentences(path, files[path])]
    return random.Random(SEED).sample(every, min(count, len(every)))


def _sentences(path: str, text: str) -> Iterator[Sentence]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        said = ast.get_docstring(node) if isinstance(node, _Function) else None
        if not said or not isinstance(node, _Function) or len(node.body) < 2:
            continue
        first = " ".join(_SENTENCE_END.split(said.strip())[0].split())
        written = node.body[0]
        if len(re.findall(r"\w+", first)) in WORDS and written.lineno > node.lineno:
            lines = (written.lineno - 1, written.end_lineno or written.lineno)
            yield Sentence(path, node.lineno, first, lines)


def without(files: Mapping[str, str], sentences: Sequence[Sentence]) -> dict[str, str]:
    """The files without these docstrings; every line stays where it is."""
    lines = {path: text.split("\n") for path, text in files.items()}
    for one in sentences:
        start, end = one.docstring
        lines[one.path][start:end] = [""] * (end - start)
    return {path: "\n".join(some) for path, some in lines.items()}


def measure(root: Path, count: int, scratch: Path) -> Result:
    """``scratch`` is an empty folder, which gets the tree."""
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(root.rglob("*.py"))
        if path.is_file()
    }
    sentences = sentences_of(files, count)
    files = without(files, sentences)
    write_files(scratch, files)
    with Index.open(None) as index:
        tree = working_tree(find_root(scratch))
        catalogue = open_catalogue(index, tree, lambda _done, _all: None)
        package = _Package.read(index, catalogue, files)
        asked = [one for one in sentences if (one.path, one.line) in package.places]
        ours = [package.ours(catalogue, one) for one in asked]
    cosine = [package.by_cosine(one) for one in asked]
    return Result(len(package.order), len(asked), _scores(ours), _scores(cosine))


@dataclass(frozen=True)
class _Package:
    """Functions by path and line, and their texts."""

    places: dict[tuple[str, int], UnitPlace]
    order: list[UnitPlace]
    tokens: TokenCosine

    @classmethod
    def read(cls, index: Index, catalogue: Catalogue, files: Mapping[str, str]) -> _Package:
        package = cls({}, [], TokenCosine())
        for (blob, reading), paths in sorted(catalogue.paths.items(), key=lambda item: item[1]):
            document = index.find([blob], language_name(reading)).get(blob)
            if not isinstance(document, Document):
                continue
            content = files[paths[0]].encode()
            for number, row in enumerate(rows_of(document), 1):
                definition = document.definitions[row]
                if kind_of(definition) is Kind.FUNCTION:
                    place = UnitPlace(blob, reading, number)
                    line = content.count(b"\n", 0, definition.name.start) + 1
                    package.places.update({(path, line): place for path in paths})
                    text = content[definition.extent.start : definition.extent.end]
                    package.tokens.add(_parts(text.decode("utf-8", "replace")), "")
                    package.order.append(place)
        return package

    def ours(self, catalogue: Catalogue, sentence: Sentence) -> int:
        """The rank of the function; 0 for none."""
        asked = words_asked(sentence.text)
        ranking = rank(
            catalogue, asked.unit.features(), DEPTH, asked.weights, asked.shorter, asked.words()
        )
        places = [(one.score, catalogue.place(one.part, one.unit)) for one in ranking.best]
        places.sort(key=lambda one: (-round(one[0], 9), catalogue.paths_of(one[1]), one[1].number))
        return _rank(self.places[sentence.path, sentence.line], [place for _, place in places])

    def by_cosine(self, sentence: Sentence) -> int:
        words = self.tokens.ranked_by_words(_parts(sentence.text), DEPTH)
        return _rank(
            self.places[sentence.path, sentence.line], [self.order[number] for number in words]
        )


def _parts(text: str) -> bytes:
    words = re.findall(r"[^\W\d]\w*", text)
    return " ".join(part for word in words for part in parts_of(word)).encode()


def _rank(wanted: UnitPlace, places: Sequence[UnitPlace]) -> int:
    return next((rank for rank, one in enumerate(places, 1) if one == wanted), 0)


def _scores(ranks: Sequence[int]) -> tuple[float, float]:
    reciprocal = fmean(1 / one if one else 0.0 for one in ranks)
    return reciprocal, fmean(0 < one <= 10 for one in ranks)
