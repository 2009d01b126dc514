"""What is known of a spec from before it is judged."""

from __future__ import annotations

from typing import NamedTuple

from planproof.model.evaluation import Witness


class Evidence(NamedTuple):
    """What is known from before: where rules were seen red.

    ``base`` is a commit; one that is not in this clone, as in a shallow one, proves nothing.
    """

    base: str | None = None
    proven: frozenset[str] = frozenset()
    witnesses: tuple[Witness, ...] = ()
