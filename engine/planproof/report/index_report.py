"""What building the index did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.report.escape import visible
from planproof.report.places import counted

if TYPE_CHECKING:
    from planproof.index import IndexReport
    from planproof.report.envelope import Json

_SHOWN = 10


def index_json(report: IndexReport, seconds: float, path: str | None, size: int) -> Json:
    """``index_bytes`` is the size of the database on disk, ``bytes`` that of the sources."""
    return {
        "files": report.files,
        "others": report.others,
        "languages": dict(report.languages),
        "occurrences": report.occurrences,
        "bytes": report.bytes,
        "parsed": report.parsed,
        "reused": report.reused,
        "seconds": round(seconds, 3),
        "index": path,
        "index_bytes": size,
        "unparsed": [
            {"path": name, "why": why.reason.value, "detail": why.detail}
            for name, why in report.unparsed
        ],
    }


def index_text(report: IndexReport, seconds: float, path: str | None, size: int) -> str:
    languages = ", ".join(f"{name} {count:,}" for name, count in report.languages) or "none"
    where = f"{size / 1e6:.1f} MB in {visible(path)}" if path else "in memory: not kept"
    lines = [
        f"{counted(report.files, 'file')} ({languages}), {report.others:,} of no known language",
        f"{counted(report.occurrences, 'occurrence')} in {report.bytes / 1e6:.1f} MB of source",
        f"{report.parsed:,} read, {report.reused:,} known already, in {seconds:.2f} s",
        f"index: {where}",
    ]
    for name, why in report.unparsed[:_SHOWN]:
        lines.append(f"not parsed: {visible(name)}: {why.reason.value}")
    if len(report.unparsed) > _SHOWN:
        lines.append(f"… and {len(report.unparsed) - _SHOWN:,} more files that were not parsed")
    return "".join(f"{line}\n" for line in lines)
