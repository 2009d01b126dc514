"""The project a sentence is about: its root, its databases, who asks and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planproof.errors import StoreError
from planproof.git import Root, find_root
from planproof.usecases.locations import index_path, plans_path

if TYPE_CHECKING:
    from planproof.git import Repository
    from planproof.index import Index
    from planproof.plans import Plan, PlanStore


class Workspace:
    """What every use case is given. Clock, actor and environment are arguments, never looked up.

    ``now`` gives UTC as ``2026-11-21T09:30:00Z``; ``actor`` is who is written into the ledger.
    """

    def __init__(
        self, root: Root, environment: Mapping[str, str], now: Callable[[], str], actor: str
    ) -> None:
        self.root = root
        self.environment = environment
        self.now = now
        self.actor = actor

    @cached_property
    def plans_path(self) -> Path:
        return plans_path(self.root, self.environment)

    @cached_property
    def index_path(self) -> Path:
        return index_path(self.root, self.environment)

    @cached_property
    def bases(self) -> dict[str, str | None]:
        """Ids of commits by how they were asked for, None for those that are not here."""
        return {}

    @property
    def repository(self) -> Repository | None:
        return self.root.repository

    @contextmanager
    def index(self) -> Iterator[Index]:
        """The index of this project; in memory where it can be stored nowhere."""
        from planproof.index import Index

        with Index.open(self.index_path) as index:
            yield index


def open_workspace(
    directory: Path,
    environment: Mapping[str, str],
    now: Callable[[], str],
    actor: str,
    *,
    begin: bool = False,
) -> Workspace:
    """The workspace that holds ``directory``. Takes ``begin``, and raises, as :func:`find_root`."""
    return Workspace(find_root(directory, begin=begin), environment, now, actor)


@contextmanager
def open_plans(workspace: Workspace) -> Iterator[PlanStore]:
    """The plans of this project; readable even where nothing can be written.

    Raises DatabaseMissingError before ``planproof init``.
    """
    from planproof.plans import PlanStore

    try:
        store = PlanStore.open(workspace.plans_path)
    except StoreError:
        store = PlanStore.open(workspace.plans_path, read_only=True)
    with store:
        yield store


def find_plan(store: PlanStore, name: str | None) -> Plan:
    """The plan by slug or number; without a name the only one that is not archived."""
    return store.default_plan() if name is None else store.plan(name)
