"""How examples came out, for people and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.style import Paint

if TYPE_CHECKING:
    from planproof.evaluate import ExampleResult
    from planproof.report.envelope import JsonObject

_LONGEST = 60


def examples_text(rule: str, results: Sequence[ExampleResult], paint: Paint) -> str:
    """A line for each example of a rule; what went wrong is said beneath."""
    lines = [f"  {paint('bold', visible(rule))}"]
    if not results:
        lines.append(f"    {paint('warn', '?')} has no examples, so nothing was tested")
    for result in results:
        lines.extend(_result_lines(result, paint))
    return "".join(f"{line}\n" for line in lines)


def examples_headline(source: str, results: Sequence[ExampleResult], paint: Paint) -> str:
    """One line: the file, and how many of its examples came out as they should."""
    wrong = sum(not result.ok for result in results)
    if wrong:
        said = paint("bad", f"✗ {wrong} of {counted(len(results), 'example')} not as it should be")
    elif results:
        said = paint("good", f"✓ {counted(len(results), 'example')}, all as they should be")
    else:
        said = paint("warn", "? nothing was tested: no rule has examples")
    return f"{said}  {paint('bold', visible(source))}\n"


def example_json(result: ExampleResult) -> JsonObject:
    return {
        "text": result.text,
        "list": "bad" if result.bad else "good",
        "red": result.red,
        "ok": result.ok,
        "language": result.language or None,
        "because": list(result.because),
        "unsure": list(result.unsure),
    }


def _result_lines(result: ExampleResult, paint: Paint) -> Iterator[str]:
    sign = paint("good", "✓") if result.ok else paint("bad", "✗")
    kind = "bad " if result.bad else "good"
    colour = "red" if result.red else "green"
    read = paint("dim", f"({result.language or 'no language'})")
    yield f"    {sign} {kind} is {colour}: {paint('code', _brief(result.text))} {read}"
    if result.because and (result.bad or not result.ok):
        yield f"        {paint('dim', f'by {_list(result.because)}')}"
    if not result.ok:
        yield f"        {paint('warn', _wrong(result))}"


def _wrong(result: ExampleResult) -> str:
    """What should have been, and why it may not have been so."""
    if not result.bad:
        return "it must be green: narrow the rule, or move it to bad"
    if result.unsure:
        by = _list(result.unsure)
        return f"it must be red, and is hit by {by} only where its syntax is broken"
    if not result.language:
        return "it must be red, and no language reads it: begin it with a line # path: src/a.py"
    return f"it must be red, and nothing hits it when it is read as {result.language}"


def _brief(text: str) -> str:
    """The example on one line, cut where it is long."""
    line = visible(" ⏎ ".join(text.strip("\n").split("\n")))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _list(labels: Iterable[str]) -> str:
    return ", ".join(map(visible, labels))
