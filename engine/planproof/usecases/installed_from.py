"""Where this planproof comes from, so that CI can get the very same one.

Sources: PEP 610 (direct_url.json), the core metadata specification (Project-URL).
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import msgspec
from msgspec import Struct

from planproof._version import __version__
from planproof.errors import UsageError

_URL = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?(?:/[A-Za-z0-9][\w.-]*)+", re.ASCII)
_REVISION = re.compile(r"[A-Za-z0-9][\w./+-]*", re.ASCII)
_LABELS = ("source", "source code", "repository")


class Origin(Struct, frozen=True):
    """A repository of planproof's source, without ``.git``, and a tag or commit of it."""

    url: str
    revision: str

    @property
    def action(self) -> str:
        """``owner/name``, as a workflow of GitHub's names it. Raises UsageError for other URLs."""
        parts = self.url.removeprefix("https://").split("/")[1:]
        if len(parts) != 2:
            raise UsageError(
                f"{self.url} is no OWNER/NAME, which is how a workflow names an action",
                fix="give the repository on GitHub: --from https://github.com/OWNER/NAME@TAG",
            )
        return "/".join(parts)


def read_origin(typed: str) -> Origin:
    """``URL`` or ``URL@REVISION``; the tag of this version unless said. Raises UsageError."""
    url, at, revision = typed.strip().removeprefix("git+").partition("@")
    return _origin(url, revision if at else f"v{__version__}", typed)


def find_origin() -> Origin:
    """What the installation tells. Raises UsageError where it does not."""
    try:
        found = _from_checkout(distribution("planproof")) or _from_metadata(
            distribution("planproof")
        )
    except PackageNotFoundError:
        found = None
    if found is None:
        raise UsageError(
            "nothing tells where this planproof was installed from, so CI cannot get the same one",
            fix="name its repository: --from https://github.com/OWNER/NAME@TAG",
            code="no-origin",
        )
    return found


class _Version(Struct, frozen=True):
    commit_id: str = ""


class _DirectUrl(Struct, frozen=True):
    url: str = ""
    vcs_info: _Version | None = None


def _from_checkout(installed: Distribution) -> Origin | None:
    """Installed from a repository: pinned to the very commit."""
    text = installed.read_text("direct_url.json")
    if text is None:
        return None
    direct = msgspec.json.decode(text.encode(), type=_DirectUrl)
    if direct.vcs_info is None:
        return None
    return _origin(direct.url, direct.vcs_info.commit_id, direct.url)


def _from_metadata(installed: Distribution) -> Origin | None:
    """A release: pinned to its tag."""
    for line in installed.metadata.get_all("Project-URL") or ():
        label, _, url = str(line).partition(",")
        if label.strip().lower() in _LABELS:
            return _origin(url.strip(), f"v{__version__}", url)
    return None


def _origin(url: str, revision: str, typed: str) -> Origin:
    plain = url.rstrip("/").removesuffix(".git")
    if not _URL.fullmatch(plain) or not _REVISION.fullmatch(revision):
        raise UsageError(
            f"{typed!r} is no https URL of a repository with a tag or commit behind an @",
            fix="--from https://github.com/OWNER/NAME@TAG",
            code="bad-origin",
        )
    return Origin(plain, revision)
