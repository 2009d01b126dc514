"""Are the functions that play one role found from one of them, names masked? See analogous.roles.

And are planted copies found again? See analogous.clones. And does a sentence find the function that
it was written of? See analogous.sentences. Each on a package that it was not tuned on. One
measurement gives several rows: it takes minutes, and is made only with --full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from analogous.clones import TYPES, Outcome, precision, recall
from analogous.clones import measure as planted
from analogous.roles import Result, measure
from analogous.sentences import measure as asked_in_words
from lab import Lab
from table import Bar, Row
from timing import Spread

from planproof.git import find_root, working_tree
from planproof.index import Index
from rows.measure import Question

CLONED = 100
SENTENCES = 400
HELD_OUT = {"clones": "pandas", "like": "sklearn"}
PACKAGES = {"ha": "Home Assistant", "ansible": "ansible"}
FIGURES: dict[str, tuple[str, Bar, Callable[[Result], float]]] = {
    "mrr": (
        "mean reciprocal rank of a peer",
        Bar(0.85, at_least=True),
        lambda found: found.ours().mrr,
    ),
    "precision": (
        "peers among the first ten",
        Bar(0.70, at_least=True),
        lambda found: found.ours().precision,
    ),
    "ahead": (
        "mean reciprocal rank, ahead of the cosine of tokens",
        Bar(0.10, at_least=True),
        lambda found: found.ours().mrr - found.cosine().mrr,
    ),
}


def questions() -> Iterator[Question]:
    for name, title in PACKAGES.items():
        for key, (said, bar, figure) in FIGURES.items():
            yield Question(
                f"roles-{name}-{key}",
                f"similar, every role of {title}, names masked: {said}",
                partial(ask, name=name, figure=figure),
                bar,
                unit="",
                slow=True,
            )

    for key, of_clones in (("recall", recall), ("precision", precision)):
        yield Question(
            f"clones-{key}",
            f"similar --copies, copies of types 1 to 3 planted in pandas: {key}",
            partial(clones, figure=of_clones),
            Bar(0.95, at_least=True),
            unit="",
            slow=True,
        )
    yield Question(
        "like-mrr",
        "similar --like, first sentences of docstrings of scikit-learn: mean reciprocal rank",
        sentences,
        None,
        unit="",
        slow=True,
    )


def ask(lab: Lab, row: Row, name: str, figure: Callable[[Result], float]) -> Row:
    found = _measured(lab, name)
    ours, cosine = found.ours(), found.cosine()
    value = figure(found)
    return replace(
        row,
        ours=f"{ours.mrr:.3f}, {ours.precision:.3f}",
        peers=f"{cosine.mrr:.3f}, {cosine.precision:.3f}",
        figure=Spread((value,)),
        note=f"{len(found.roles)} roles, {found.functions:,} functions",
    )


def clones(lab: Lab, row: Row, figure: Callable[[Sequence[Outcome]], float]) -> Row:
    if not _OUTCOMES:
        _OUTCOMES.extend(planted(_held_out(lab, "clones"), CLONED, _folder(lab, "planted")))
    value = figure(_OUTCOMES)
    kinds = (recall([one for one in _OUTCOMES if one.copy.kind == kind]) for kind in TYPES)
    said = ", ".join(f"type {kind} {part:.2f}" for kind, part in zip(TYPES, kinds, strict=True))
    note = f"{len(_OUTCOMES)} copies; recall by type: {said}"
    return replace(row, ours=f"{value:.3f}", figure=Spread((value,)), note=note)


def sentences(lab: Lab, row: Row) -> Row:
    found = asked_in_words(_held_out(lab, "like"), SENTENCES, _folder(lab, "sentences"))
    return replace(
        row,
        ours="{:.3f}, {:.3f}".format(*found.ours),
        peers="{:.3f}, {:.3f}".format(*found.cosine),
        figure=Spread((found.ours[0],)),
        note=f"{found.sentences} sentences, {found.functions:,} functions; second: in the first ten",
    )


def _held_out(lab: Lab, row: str) -> Path:
    repository = lab.repository(HELD_OUT[row])
    repository.undo_edits()
    return repository.root


def _folder(lab: Lab, name: str) -> Path:
    scratch = lab.scratch / name
    scratch.mkdir()
    return scratch


_OUTCOMES: list[Outcome] = []
_RESULTS: dict[str, Result] = {}


def _measured(lab: Lab, name: str) -> Result:
    if name not in _RESULTS:
        repository = lab.repository(name)
        repository.undo_edits()
        with Index.open(lab.scratch / f"roles-{name}.db") as index:
            tree = working_tree(find_root(repository.root), index.stat_cache, memo=index.memo)
            _RESULTS[name] = measure(index, tree)
    return _RESULTS[name]
