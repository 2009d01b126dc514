"""What an evaluation is given besides a spec, a tree and an index."""

from __future__ import annotations

from typing import NamedTuple

from planproof.model.evaluation import Witness
from planproof.model.tree import Tree


class Keep(NamedTuple):
    """Where a judgement is kept: ``name`` is the row, ``key`` all that it depends on besides the
    tree. What is kept under the name with another key is of no use. Not ``anew``: what is there
    stays, however much has changed since."""

    name: str
    key: str
    anew: bool = True


class Sharing(NamedTuple):
    """When files are judged by several processes: where there are ``least`` bytes to look at, about
    ``together`` bytes at a time."""

    least: int = 1_500_000
    together: int = 400_000


class Options(NamedTuple):
    """Everything that may change an evaluation's value, apart from its main arguments.

    ``engine`` is the version that the evaluation names. ``base`` is the tree at which green rules
    are looked for red, ``base_id`` its commit, if it is known; ``proven`` are ids of rules whose
    ``match``, as it is written now, was hit in an earlier snapshot; ``witnesses`` are run again.
    ``spec_path`` is the spec's own path in the tree, if it is in there: no rule judges it, nor
    ``own_folders``, unless its scope names them.
    ``structural_budget`` is in seconds per pattern and file. ``keep`` is where the results of files
    are kept from one evaluation to the next: it changes what is read, never the value. Nor does
    ``sharing``: it changes who reads it.
    """

    engine: str = ""
    base: Tree | None = None
    base_id: str = ""
    proven: frozenset[str] = frozenset()
    witnesses: tuple[Witness, ...] = ()
    spec_path: str | None = None
    own_folders: tuple[str, ...] = (".planproof",)
    structural_budget: float = 10.0
    keep: Keep | None = None
    sharing: Sharing = Sharing()
