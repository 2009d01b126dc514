"""What every question about the code begins with: the tree that is meant, read as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from msgspec import Struct

from planproof.errors import Diagnostic, StoreError, TreeChangedError, UsageError
from planproof.evaluate.collecting import paused
from planproof.git import blob_id, commit_tree, require_repository, working_tree
from planproof.index import Index
from planproof.index.mentions import MADE, LostMentionsError
from planproof.languages import LANGUAGES
from planproof.model.document import Document, Role
from planproof.model.location import LineMap, Place, Span
from planproof.model.tree import Entry, Tree
from planproof.report.search_matches import Shown
from planproof.rules.breaks import place_after_break
from planproof.rules.globs import matcher_of
from planproof.rules.scopes import check_glob
from planproof.search.atlas import Atlas
from planproof.search.match import Match, Narrowing
from planproof.search.meaning import Meaning
from planproof.search.open_atlas import open_atlas
from planproof.usecases.workspace import Workspace

Progress = Callable[[int, int], None]

if TYPE_CHECKING:
    from planproof.evaluate.tree_files import TreeFiles

P = ParamSpec("P")
T = TypeVar("T")

_NAMED = 5
"""Files that are named where nobody could look into them."""


class Asking(Struct, frozen=True, dict=True):
    """One tree that is asked about."""

    workspace: Workspace
    index: Index
    tree: Tree
    atlas: Atlas
    meaning: Meaning

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What no answer covers."""
        unread = self.atlas.unread
        if not unread:
            return ()
        named = "; ".join(f"{path}: {why}" for path, why in unread[:_NAMED])
        more = f"; and {len(unread) - _NAMED:,} more" if len(unread) > _NAMED else ""
        message = f"{len(unread):,} not looked into ({named}{more})"
        return (Diagnostic("not-looked-into", message),)

    def show(self, matches: Iterable[Match]) -> tuple[Shown, ...]:
        """Matches with their places: each of their files is read once."""
        found: dict[int, _Page] = {}
        shown: list[Shown] = []
        for match in matches:
            unit = match.mention.unit
            if unit not in found:
                found[unit] = self.open(match.path)
            shown.append(found[unit].shown(match, self.atlas))
        return tuple(shown)

    def open(self, path: str) -> _Page:
        """The document and the lines of a file. Raises TreeChangedError."""
        unit = self.atlas.units[self.atlas.numbers[path]]
        # the manifest is not asked: git would have to look the entry up
        ((_, content),) = self.tree.read([Entry(path, unit.blob)])
        object_format = self.tree.manifest.object_format
        if content is None or blob_id(content, object_format) != unit.blob:
            raise TreeChangedError(
                f"{path} changed while it was being read", fix="ask again when nothing writes"
            )
        document = self.index.find([unit.blob], unit.language).get(unit.blob)
        if document is None:
            from planproof.index import Source  # here: it loads what reads files

            source = Source(unit.blob, unit.language, content)
            document = next(one for _, one in self.index.documents([source]))
        if not isinstance(document, Document):
            raise LostMentionsError
        return _Page(path, document, content, LineMap(content))


class _Page(Struct, frozen=True):
    path: str
    document: Document
    content: bytes
    lines: LineMap

    def shown(self, match: Match, atlas: Atlas) -> Shown:
        mention = match.mention
        found = self.document.occurrence(mention.row)
        span = place_after_break(found.name, found.span, self.content)
        place = self.lines.place(self.path, Span(span.start, span.end))
        own = bool(mention.roles & Role.DEFINITION)
        around = atlas.definition(mention.unit, mention.definition)
        kind = around.kind if around is not None and own else ""
        if own and around is not None:
            around = atlas.definition(mention.unit, around.parent)
        return Shown(
            place,
            found.name,
            self._meaning(match),
            tuple(role.word for role in found.roles),
            kind,
            around.qualified if around is not None else "",
            self.line(place),
            match.certain,
            match.why,
        )

    def line(self, place: Place) -> str:
        """The text of the line that a place begins in."""
        span = self.lines.line_span(place.start.line)
        text = self.content[span.start : span.end].decode("utf-8", "replace")
        return text.strip()[:_LONGEST]

    def _meaning(self, match: Match) -> str | None:
        chains = [text for text in match.mention.texts[1:] if not text.startswith(MADE)]
        return match.meaning or (chains[0] if chains else None)


_LONGEST = 200
"""Characters of a line that are shown: a minified file may have a million."""


def again_if_lost(question: Callable[P, T]) -> Callable[P, T]:
    """A question that is asked once more where what was kept turned out to be damaged: by then it
    is deleted, and is made again."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return question(*args, **kwargs)
        except LostMentionsError:
            pass
        try:
            return question(*args, **kwargs)
        except LostMentionsError:
            message = "the index cannot be read"
            raise StoreError(message, fix="planproof doctor says where it is") from None

    return asked


@contextmanager
def asking(workspace: Workspace, at: str | None, on_progress: Progress) -> Iterator[Asking]:
    """The working tree, or a commit without checking it out. What is not known of its files is
    read first, each file once for ever; ``on_progress`` is told of (files done, files in all).

    Raises NotFoundError for a commit that there is not, GitError and TreeChangedError.
    """
    with workspace.index() as index, paused():
        tree: Tree
        if at is None:
            tree = working_tree(workspace.root, index.stat_cache, memo=index.memo)
        else:
            repository = require_repository(workspace.repository, workspace.root.path)
            tree = commit_tree(repository, at, memo=index.memo)
        index.mentions.is_as_before()
        atlas = open_atlas(index, tree, on_progress, is_now=at is None)
        yield Asking(workspace, index, tree, atlas, Meaning(atlas))
        if not index.mentions.is_as_before():  # another process made room meanwhile
            raise LostMentionsError


def files_of(asked: Asking) -> TreeFiles:
    """The files of the tree that is asked about, for facts that are kept of each."""
    from planproof.evaluate.tree_files import TreeFiles

    index = asked.index
    return TreeFiles(asked.tree, index.memo, index.documents, index.find)


class Filters(Struct, frozen=True):
    """What answers are narrowed to, as typed."""

    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    def read(self) -> Narrowing:
        """Raises UsageError for a role or a language that there is not, and for bad globs."""
        roles = Role(0)
        for word in self.roles:
            roles |= _role(word)
        for name in self.languages:
            _known(name, [language.name for language in LANGUAGES], "language")
        inside = None
        if self.inside:
            globs = [glob.removeprefix("./") for glob in self.inside]
            for glob in globs:
                check_glob(glob)
            inside = matcher_of(globs)
        return Narrowing(roles, frozenset(self.kinds), frozenset(self.languages), inside)


def _role(word: str) -> Role:
    words = {role.word: role for role in Role}
    _known(word, list(words), "role")
    return words[word]


def _known(word: str, known: list[str], what: str) -> None:
    if word not in known:
        raise UsageError(f"there is no {what} {word!r}", fix=f"one of {', '.join(known)}")
