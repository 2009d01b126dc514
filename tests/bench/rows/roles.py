"""Are the functions that play one role found from one of them, names masked? See analogous.roles.

And are planted copies found again? See analogous.clones. One measurement gives three rows of a
package: it takes minutes, and is made only with --full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from analogous.clones import TYPES, Outcome, precision, recall
from analogous.clones import measure as planted
from analogous.roles import Result, measure
from lab import Lab
from table import Bar, Row
from timing import Spread

from planproof.git import find_root, working_tree
from planproof.index import Index
from rows.measure import Question

CLONED = 100
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
            f"similar --copies, copies of types 1 to 3 planted in Django: {key}",
            partial(clones, figure=of_clones),
            Bar(0.95, at_least=True),
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
        lab.django.undo_edits()
        scratch = lab.scratch / "planted"
        scratch.mkdir()
        _OUTCOMES.extend(planted(lab.django.root / "django", CLONED, scratch))
    value = figure(_OUTCOMES)
    kinds = (recall([one for one in _OUTCOMES if one.copy.kind == kind]) for kind in TYPES)
    said = ", ".join(f"type {kind} {part:.2f}" for kind, part in zip(TYPES, kinds, strict=True))
    note = f"{len(_OUTCOMES)} copies; recall by type: {said}"
    return replace(row, ours=f"{value:.3f}", figure=Spread((value,)), note=note)


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
