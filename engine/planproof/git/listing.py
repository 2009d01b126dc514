"""What git knows about a work tree: its index, what differs from it by stat, what is untracked."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from typing import NamedTuple

from planproof.errors import TreeChangedError
from planproof.git import door
from planproof.git.begin import Begun
from planproof.git.blurred import find_blurred
from planproof.git.index_file import IndexFile, read_index_file
from planproof.git.indexed import (
    Indexed,
    IndexShelf,
    Neighbour,
    Tracked,
    Traits,
    find_neighbour,
)
from planproof.git.listed import ListedIndex
from planproof.git.memo import Memo
from planproof.git.raw import RAW, empty_tree, read_pair, read_raw
from planproof.git.repository import Repository
from planproof.git.stored import StoredEntries
from planproof.model.tree import Entry

_ATTEMPTS = 4


class Listing(NamedTuple):
    """One consistent look at a work tree.

    ``dirty`` are tracked paths that only the disk can tell about: their stat differs from the
    index, they are unmerged, or git was told not to look. ``fresh`` says that git was asked about
    the index just now. ``nested`` are untracked repositories, ``hidden`` folders that git could not
    open.
    """

    head: str | None
    index_file: IndexFile
    indexed: Indexed
    fresh: bool
    dirty: frozenset[str]
    untracked: tuple[str, ...]
    nested: tuple[str, ...]
    hidden: tuple[str, ...]

    @property
    def traits(self) -> Traits:
        return self.indexed.traits

    @property
    def tracked(self) -> Tracked:
        """The entries of what git stored."""
        return self.indexed.tracked


def list_work_tree(
    repository: Repository, memo: Memo | None = None, ahead: Begun | None = None
) -> Listing:
    """``ahead`` was begun for this repository a moment ago; it is answered only once.

    Raises GitError, and TreeChangedError when the index does not hold still.
    """
    for _ in range(_ATTEMPTS):
        listing = _ask(repository, memo, ahead)
        if listing.index_file.is_still(repository):
            return listing
    raise TreeChangedError(
        f"the index of {repository.top} kept changing while it was read",
        fix="Wait until other git commands have ended, then run this again",
    )


def _ask(repository: Repository, memo: Memo | None, ahead: Begun | None) -> Listing:
    """What the index says is found out while git works on the slow questions."""
    with ExitStack() as stack:
        asked = stack.enter_context(ahead or Begun(repository))
        index = read_index_file(repository)
        if not asked.fits(index.stamp):
            asked = stack.enter_context(Begun(repository))
        differing, others = asked.take()
        head = repository.head()
        known = IndexShelf(repository, memo).find(index.name)
        indexed = _recall(repository, index, *known) if known else _list_index(repository, head)
        dirty = _differing(differing.finish(), indexed)
        untracked, hidden = _others(others.finish())
    return Listing(
        head=head,
        index_file=index,
        indexed=indexed,
        fresh=known is None,
        dirty=dirty | indexed.traits.unmerged | indexed.traits.unchecked,
        untracked=tuple(path for path in untracked if not path.endswith("/")),
        nested=tuple(path.rstrip("/") for path in untracked if path.endswith("/")),
        hidden=hidden,
    )


def _recall(
    repository: Repository, index: IndexFile, neighbour: Neighbour, traits: Traits
) -> Indexed:
    def list_again() -> dict[str, Entry] | None:
        listed = ListedIndex(door.run(_ENTRIES, repository.scene))
        return listed.all() if index.is_still(repository) else None

    base = StoredEntries(repository, neighbour.tree)
    return Indexed(traits, Tracked(base, neighbour.steps, list_again), neighbour, base)


_ENTRIES = ("ls-files", "-z", "-s", "-v")


def _list_index(repository: Repository, head: str | None) -> Indexed:
    questions = [_ENTRIES, ("ls-files", "-z", "--debug")]
    if head is not None:
        questions.append(("diff-index", "--cached", "--ita-visible-in-index", *RAW, head))
        questions.append(("rev-parse", "--verify", "--quiet", f"{head}^{{tree}}"))
    with ExitStack() as stack:
        running = [stack.enter_context(door.start(one, repository.scene)) for one in questions]
        listed = ListedIndex(running[0].finish().require())
        traits = listed.traits()
        blurred = find_blurred(running[1].finish().require(), listed.paths)
        answers = [one.finish() for one in running[2:]]
    traits = traits._replace(blurred=blurred)
    neighbour = _neighbour(repository, answers, listed, traits)
    if neighbour is None:
        return Indexed(traits, Tracked(None, {}, listed.all), None, None)
    base = StoredEntries(repository, neighbour.tree)
    return Indexed(traits, Tracked(base, neighbour.steps, listed.all), neighbour, base)


def _neighbour(
    repository: Repository,
    answers: list[door.Result],
    listed: ListedIndex,
    traits: Traits,
) -> Neighbour | None:
    """The tree of HEAD; while there is no commit, the empty tree."""
    if not answers:
        steps = {path: (None, entry) for path, entry in listed.all().items()}
        return Neighbour(empty_tree(repository), steps)
    differing, tree = answers
    if differing.code != 0 or tree.code != 0:
        return None
    pairs, id_ = dict(read_raw(differing.output)), tree.output.decode().strip()
    return find_neighbour(repository, id_, pairs, listed.some(pairs), traits.unmerged)


def _differing(result: door.Result, indexed: Indexed) -> frozenset[str]:
    """The paths whose stat differs. What git mentions of the index by the way is remembered."""
    items = os.fsdecode(result.require()).split("\0")
    if result.errors.strip():  # git passes over what it cannot stat: then it knows nothing
        return frozenset(indexed.tracked.all())
    pairs = {
        path: read_pair(described, path)
        for described, path in zip(items[0::2], items[1::2], strict=False)
    }
    plain = pairs.keys() - indexed.traits.unmerged
    indexed.tracked.hint({path: old for path in plain if (old := pairs[path][0]) is not None})
    return frozenset(pairs)


def _others(result: door.Result) -> tuple[list[str], tuple[str, ...]]:
    found = [item for item in os.fsdecode(result.require()).split("\0") if item]
    return found, tuple(re.findall(_HIDDEN, result.errors))


_HIDDEN = re.compile(r"could not open directory '(.*?)/?': ", re.DOTALL)
