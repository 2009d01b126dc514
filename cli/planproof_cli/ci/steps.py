"""The steps of the action that think: what to compare, and the gate itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from planproof.errors import UsageError
from planproof.git import find_root, require_repository
from planproof_cli.ci.acceptance import is_accepted
from planproof_cli.ci.cache import use_of_cache
from planproof_cli.ci.change import find_change
from planproof_cli.ci.payload import read_event
from planproof_cli.ci.places import index_file, own_folder, report_file, working_folder
from planproof_cli.ci.runner import required, without_commands, write_outputs, write_summary
from planproof_cli.exits import Exit

Environment = Mapping[str, str]

_VERDICTS: dict[int, str] = {
    Exit.PASSED: "passed",
    Exit.VIOLATIONS: "violated",
    Exit.INDETERMINATE: "indeterminate",
}


def settle(environment: Environment) -> int:
    """Make the new installation known for the same one as that of the last job."""
    from planproof_cli.ci.settle import settle_installation

    del environment
    settle_installation()
    return Exit.PASSED


def plan(environment: Environment) -> int:
    """Find out what is to be compared, and which cache may be used; judges nothing."""
    event = read_event(environment)
    folder = working_folder(environment, _input(environment, "working-directory"))
    repository = require_repository(find_root(folder).repository, folder)
    asked = {name: _input(environment, name) for name in ("base", "head")}
    change = find_change(event, repository, **asked)
    use = use_of_cache(event, _input(environment, "cache") or "auto", change.head)
    index = index_file(environment)
    with without_commands():
        print(f"head {change.head}")  # noqa: T201
        print(f"base {change.base}: {change.why}")  # noqa: T201
        print(f"cache: {'used' if use.trusted else 'not used'} for this event")  # noqa: T201
    write_outputs(
        environment,
        {
            "base": change.base,
            "head": change.head,
            "trusted": _flag(use.trusted),
            "save": _flag(use.saved),
            "index": str(index.parent),
            "key": use.key,
            "prefix": use.prefix,
        },
    )
    return Exit.PASSED


def gate(environment: Environment) -> int:
    """Run the gate and leave its reports behind; the status goes to the last step as an output."""
    reports = _Reports.of(environment)
    command = _command(environment, reports)
    status = _run(command, environment)
    digest = _digest(reports.json)
    if digest and status == Exit.VIOLATIONS and _is_accepted(digest, environment):
        print("The weakening was accepted from outside of the change: judged again.")  # noqa: T201
        status = _run([*command, "--accept-contract-change", digest], environment)
    _show(reports, environment)
    write_outputs(
        environment,
        {
            "status": str(int(status)),
            "verdict": _VERDICTS.get(status, "error"),
            "sarif": _if_there(reports.sarif),
            "summary": _if_there(reports.summary),
            "contract-change-digest": digest,
        },
    )
    return Exit.PASSED


class _Reports(Struct, frozen=True):
    """Where the reports go that the action itself reads, and ``more`` that were asked for."""

    json: Path
    annotations: Path
    summary: Path
    sarif: Path
    more: tuple[str, ...] = ()

    @classmethod
    def of(cls, environment: Environment) -> _Reports:
        folder = own_folder(environment)
        sarif, comment = _input(environment, "sarif-file"), _input(environment, "comment-file")
        return cls(
            folder / "gate.json",
            folder / "annotations.txt",
            report_file(environment, comment) if comment else folder / "summary.md",
            report_file(environment, sarif) if sarif else folder / "gate.sarif",
            tuple(_more(environment)),
        )

    @property
    def formats(self) -> tuple[str, ...]:
        return (
            "text",
            f"json={self.json}",
            f"github={self.annotations}",
            f"markdown={self.summary}",
            f"sarif={self.sarif}",
            *self.more,
        )


def _more(environment: Environment) -> Iterator[str]:
    """``junit=reports/gate.xml``, one on each line."""
    for line in _input(environment, "formats").splitlines():
        if not line.strip():
            continue
        name, equals, file = line.strip().partition("=")
        if not equals or not re.fullmatch(r"[a-z]+", name) or not file.strip():
            raise UsageError(
                f"formats: {line.strip()!r} is no FORMAT=FILE", fix="formats: junit=gate.xml"
            )
        yield f"{name}={report_file(environment, file.strip())}"


def _command(environment: Environment, reports: _Reports) -> list[str]:
    folder = working_folder(environment, _input(environment, "working-directory"))
    command = ["-C", str(folder), "gate"]
    command += ["--base", required(environment, "BASE"), "--head", required(environment, "HEAD")]
    command += ["--strict"] if _is_set(environment, "strict") else []
    command += [] if environment.get("TRUSTED") == "true" else ["--no-cache"]
    for one in reports.formats:
        command += ["--format", one]
    return command


def _run(command: list[str], environment: Environment) -> int:
    from planproof_cli.main import main

    os.environ["PLANPROOF_INDEX"] = str(index_file(environment))
    with without_commands():
        return main(command)


def _show(reports: _Reports, environment: Environment) -> None:
    """Annotations are workflow commands that were made to be ones."""
    if reports.annotations.is_file():
        print(reports.annotations.read_text(encoding="utf-8"), end="")  # noqa: T201
    if reports.summary.is_file():
        write_summary(environment, reports.summary.read_text(encoding="utf-8"))


def _if_there(file: Path) -> str:
    return str(file) if file.is_file() else ""


class _Change(Struct, frozen=True):
    digest: str = ""


class _Data(Struct, frozen=True):
    contract_change: _Change = _Change()


class _Answer(Struct, frozen=True):
    """The part of the gate's JSON that is asked for."""

    data: _Data | None = None


def _digest(file: Path) -> str:
    """What has to be accepted, empty where nothing has to."""
    import msgspec

    if not file.is_file():
        return ""
    answer = msgspec.json.decode(file.read_bytes(), type=_Answer)
    return answer.data.contract_change.digest if answer.data is not None else ""


def _is_accepted(digest: str, environment: Environment) -> bool:
    return is_accepted(
        digest,
        read_event(environment),
        digests=_input(environment, "accept-contract-change"),
        label_prefix=_input(environment, "accept-label-prefix"),
    )


def _input(environment: Environment, name: str) -> str:
    return environment.get(f"INPUT_{name.upper().replace('-', '_')}", "").strip()


def _is_set(environment: Environment, name: str) -> bool:
    value = _input(environment, name).lower()
    if value not in ("", "true", "false"):
        raise UsageError(f"{name}: {value!r} is neither true nor false")
    return value == "true"


def _flag(value: bool) -> str:
    return "true" if value else "false"
