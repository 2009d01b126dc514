"""Draws terminal output as an SVG that needs no font and no network.

FORCE_COLOR=1 planproof verify-task 1 2>&1 | python docs/images/draw.py > picture.svg
"""

from __future__ import annotations

import re
import sys
from html import escape
from itertools import starmap

COLUMNS = 126
LINE = 18
CHARACTER = 7.83
STYLES = {
    "1": "font-weight:bold",
    "2": "fill:#8b949e",
    "32": "fill:#3fb950",
    "31;1": "fill:#ff7b72;font-weight:bold",
    "33": "fill:#d29922",
    "36": "fill:#79c0ff",
    "35": "fill:#d2a8ff",
}
SPAN = re.compile(r"\x1b\[([0-9;]+)m(.*?)\x1b\[0m|([^\x1b]+)")


def draw(lines: list[str]) -> str:
    height = LINE * (len(lines) + 2)
    width = CHARACTER * COLUMNS + 32
    rows = "\n".join(starmap(_row, enumerate(lines)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" '
        f'width="{width:.0f}" height="{height}" role="img">\n'
        f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n'
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" '
        f'font-size="13" fill="#e6edf3" xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def _row(number: int, line: str) -> str:
    spans, at = [], 0
    for style, styled, plain in SPAN.findall(line):
        text = (styled or plain)[: max(0, COLUMNS - at)]
        if text:
            look = f' style="{STYLES[style]}"' if style else ""
            place = f'x="{16 + at * CHARACTER:.1f}" textLength="{len(text) * CHARACTER:.1f}"'
            kept = escape(text).replace(" ", "\u00a0")  # browsers no longer keep plain spaces
            spans.append(f"<tspan {place}{look}>{kept}</tspan>")
        at += len(styled or plain)
    return f'<text y="{LINE * (number + 1) + 8}">{"".join(spans)}</text>'


if __name__ == "__main__":
    sys.stdout.write(draw(sys.stdin.read().rstrip("\n").split("\n")))
