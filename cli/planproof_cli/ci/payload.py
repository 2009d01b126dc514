"""What GitHub tells of the event that started a run.

Source: GitHub's documentation, "Webhook events and payloads" and "Variables reference". The
payload is written by GitHub, but names in it (of branches, of repositories) are chosen by whoever
opened the pull request: ids and names are compared here, never put into a command line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from planproof.errors import UsageError

LARGEST = 32 * 1_048_576
"""Bytes; GitHub cuts payloads at 25 MB."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_NO_COMMIT = re.compile(r"0+")


class RepositoryName(Struct, frozen=True):
    full_name: str = ""
    default_branch: str = ""


class End(Struct, frozen=True):
    """One side of a pull request. The repository is None where a fork was deleted."""

    sha: str = ""
    repo: RepositoryName | None = None


class Label(Struct, frozen=True):
    name: str = ""


class PullRequest(Struct, frozen=True):
    """Who may label one may also triage the repository; its author may not, as such."""

    base: End = End()
    head: End = End()
    labels: tuple[Label, ...] = ()


class MergeGroup(Struct, frozen=True):
    base_sha: str = ""
    head_sha: str = ""


class Payload(Struct, frozen=True):
    """The few fields that are asked for; a payload has hundreds."""

    repository: RepositoryName = RepositoryName()
    pull_request: PullRequest | None = None
    merge_group: MergeGroup | None = None
    before: str = ""


class Event(Struct, frozen=True):
    """``name`` as in ``on:``, ``sha`` the commit and ``ref`` the full ref that the run is about."""

    name: str
    sha: str
    ref: str
    payload: Payload

    @property
    def on_default_branch(self) -> bool:
        branch = self.payload.repository.default_branch
        return bool(branch) and self.ref == f"refs/heads/{branch}"

    @property
    def from_fork(self) -> bool:
        """Of what is no pull request: False. Where GitHub does not say: True."""
        request = self.payload.pull_request
        if request is None:
            return False
        head, here = request.head.repo, self.payload.repository.full_name
        return head is None or not here or head.full_name != here


def read_event(environment: Mapping[str, str]) -> Event:
    """Raises UsageError where this is no run of GitHub's, or one that cannot be understood."""
    name, file = environment.get("GITHUB_EVENT_NAME"), environment.get("GITHUB_EVENT_PATH")
    if not name or not file:
        raise UsageError(
            "$GITHUB_EVENT_NAME and $GITHUB_EVENT_PATH are not set: this is a step of an action",
            fix="planproof gate --base REV",
        )
    payload = _read_payload(Path(file))
    return Event(
        name, environment.get("GITHUB_SHA", ""), environment.get("GITHUB_REF", ""), payload
    )


def _read_payload(file: Path) -> Payload:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise UsageError(f"{file} is larger than any payload of GitHub's")
        return msgspec.json.decode(content, type=Payload)
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(
            f"the payload in {file} cannot be read: {error}", fix="run the job again"
        ) from error


def is_commit(text: str) -> bool:
    """Whether this is the full id of some commit; zeros stand for none."""
    return _COMMIT.fullmatch(text) is not None and _NO_COMMIT.fullmatch(text) is None
