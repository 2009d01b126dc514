"""What all questions about the code share on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic
from planproof_cli.progress import Report, progress_bar
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_to_judge
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.report.envelope import Json, JsonObject
    from planproof.usecases.workspace import Workspace

Limit = Annotated[int, option("--limit", metavar="N", help="At most so many answers.", least=0)]
Offset = Annotated[
    int, option("--offset", metavar="N", help="Leave out so many answers before them.", least=0)
]
SymbolName = Annotated[
    str, argument(metavar="NAME", help="What is defined here: a name such as auth.login, a glob.")
]
FileName = Annotated[
    str, argument(metavar="FILE", help="A file, by its path or as a module: pkg.auth.")
]
Depth = Annotated[int, option("--depth", metavar="N", help="How many steps away.", least=1)]
At = Annotated[
    str | None,
    option("--at", metavar="REV", help="Ask about a commit; nothing is checked out."),
]
Inside = Annotated[
    list[str] | None,
    option("--in", metavar="GLOB", help="Only in these files or folders; several times for more."),
]
Languages = Annotated[
    list[str] | None,
    option("--lang", metavar="NAME", help="Only in files of this language; several times."),
]


@contextmanager
def asking(session: Session, at: str | None) -> Iterator[tuple[Workspace, Report]]:
    """The workspace to ask, about the tree as it is now or ``at`` a commit, and whom to tell how
    much has been read."""
    with (
        workspace_to_judge(session, now=at is None) as workspace,
        progress_bar(session, "reading") as on_progress,
    ):
        yield workspace, on_progress


def told(
    data: JsonObject,
    text: str,
    notes: Sequence[Diagnostic],
    near: Sequence[str] = (),
    missed: str = "",
) -> Outcome:
    """The answer; where there is none, with names that may be meant."""
    diagnostics = [*notes]
    if missed:
        fix = f"did you mean {' or '.join(near)}?" if near else ""
        diagnostics.insert(0, Diagnostic("nothing-found", missed, fix))
        data = {**data, "did_you_mean": [*near]}
    return Outcome(data, text, diagnostics=tuple(diagnostics))


def symbols_json(ends: Iterable[tuple[str, str]]) -> list[Json]:
    """What a name means: the path of each and its qualified name there."""
    return [{"path": path, "qualified": qualified} for path, qualified in sorted(set(ends))]
