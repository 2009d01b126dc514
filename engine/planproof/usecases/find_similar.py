"""“Where is the code that already does it?”"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from planproof.errors import UsageError
from planproof.evaluate.collecting import paused
from planproof.git import blob_id, working_tree
from planproof.index import Index
from planproof.languages import LANGUAGES, by_name
from planproof.model.document import Document
from planproof.model.tree import Note, Tree
from planproof.search.features import rows_of
from planproof.search.similar import (
    Answer,
    Asked,
    Page,
    asked_for,
    asked_piece,
    find_similar,
    only_copies,
    words_asked,
)
from planproof.search.similar_catalogue import open_catalogue
from planproof.search.similar_files import files_of, language_name
from planproof.search.similar_places import (
    Found,
    find_file,
    find_line,
    find_symbol,
    is_symbol,
    line_of,
)
from planproof.usecases.selection import relative_path
from planproof.usecases.workspace import Workspace


class Question(Struct, frozen=True):
    """``target`` is what was typed: PATH:LINE, a name, a file. Instead of it ``like`` is a
    sentence, or ``code`` a piece of code, in ``language`` or in that of most files."""

    target: str = ""
    like: str = ""
    code: bytes | None = None
    language: str = ""
    copies: bool = False
    """Only what is a copy, with other names or edited."""


class Similar(Struct, frozen=True):
    """``found`` is what was asked for, None where that is in no file."""

    answer: Answer
    found: Found | None
    page: Page
    notes: tuple[Note, ...]


def find_analogous(
    workspace: Workspace,
    directory: Path,
    question: Question,
    page: Page,
    on_progress: Callable[[int, int], None],
) -> Similar:
    """The functions, classes or files that do the analogous thing, best first.

    The first question reads every file that is new; ``on_progress`` is told (done, in all). Raises
    UsageError and NotFoundError for what cannot be asked for.
    """
    with workspace.index() as index, paused():
        tree = working_tree(workspace.root, index.stat_cache, memo=index.memo)
        asked, catalogue = _asked(workspace, directory, index, tree, question), None
        if asked is None:
            catalogue = open_catalogue(index, tree, on_progress)
            asked = asked_for(find_symbol(index, tree, catalogue, question.target), tree)
        if question.copies:
            asked = only_copies(asked)
        answer = find_similar(index, tree, asked, page, on_progress, catalogue)
    return Similar(answer, asked.found, page, tree.manifest.notes)


def _asked(
    workspace: Workspace, directory: Path, index: Index, tree: Tree, question: Question
) -> Asked | None:
    """None for a name, which is looked up when everything has been read."""
    if question.like:
        return words_asked(question.like)
    if question.code is not None:
        return _code_asked(index, tree, question.code, question.language)
    typed = question.target
    if (line := line_of(typed)) is not None:
        path = relative_path(workspace.root, directory, line[0])
        return asked_for(find_line(index, tree, path, line[1]), tree)
    if is_symbol(typed) and not _is_file(workspace, directory, tree, typed):
        return None
    path = relative_path(workspace.root, directory, typed)
    return asked_for(find_file(index, tree, path), tree)


def _is_file(workspace: Workspace, directory: Path, tree: Tree, typed: str) -> bool:
    if (directory / typed).exists():
        return True
    return relative_path(workspace.root, directory, typed) in tree.manifest.entries


def _code_asked(index: Index, tree: Tree, code: bytes, named: str) -> Asked:
    """Its first definition that can be compared, else all of it. Raises UsageError."""
    from planproof.index import MAX_BYTES, Source  # here: it loads what reads files

    language = named or _main_language(index, tree)
    if by_name(language) is None:
        names = ", ".join(one.name for one in LANGUAGES)
        raise UsageError(f"no grammar is called {language!r}", fix=f"one of: {names}")
    if len(code) > MAX_BYTES:
        raise UsageError("the code is larger than 5 MB", fix="give the function alone")
    if not code.strip():
        raise UsageError("there is no code on stdin", fix="planproof similar - < piece.py")
    source = Source(blob_id(code), language, code)
    _, document = next(iter(index.documents([source])))
    if not isinstance(document, Document):
        fix = 'give less of it, or ask with words: planproof similar --like "what it does"'
        raise UsageError(f"the code cannot be read: {document.reason.value}", fix=fix)
    rows = rows_of(document)
    return asked_piece(Found("-", code, document, rows[0] if rows else -1))


def _main_language(index: Index, tree: Tree) -> str:
    counted = Counter[str]()
    for (_, reading), paths in files_of(index, tree).items():
        counted[language_name(reading)] += len(paths)
    return min(counted, key=lambda name: (-counted[name], name), default="python")
