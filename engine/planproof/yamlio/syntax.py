"""What the YAML parser complains about, in words that say what to type next."""

from __future__ import annotations

from planproof.errors import SpecError
from planproof.yamlio.complaints import START, Complaints
from planproof.yamlio.text import Lines

# a piece of the parser's problem or context -> (message, fix); the first that fits is taken
_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where none may be",
        "check the indentation; a value that holds a colon and a space must be quoted",
    ),
    (
        "cannot start any token",
        "this character cannot begin a value",
        "quote a value that begins with @ or `; indent with spaces",
    ),
    (
        "quoted scalar",
        "a quoted text is not right",
        "close the quote; use single quotes where the text holds backslashes",
    ),
    (
        "flow sequence",
        "a list in [brackets] is not right",
        "put a comma between its entries and close it with ]",
    ),
    (
        "flow mapping",
        "a mapping in {braces} is not right",
        "put a comma between its entries and close it with }; quote a text that begins with {",
    ),
    ("flow node", "a value is missing inside brackets", "check the commas and brackets"),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin the list on a line of its own",
    ),
    (
        "block mapping",
        "this line does not fit the keys above it",
        "begin it in the same column as the other keys, and write key: value",
    ),
    (
        "block sequence",
        "this line does not fit the list above it",
        "begin every entry with a dash, all in the same column",
    ),
    (
        "block collection",
        "this line does not fit the list above it",
        "begin every entry with a dash, all in the same column",
    ),
    (
        "simple key",
        "a key without its colon",
        "write key: value; quote a text that goes over several lines, or begin it with >-",
    ),
    ("block scalar", "the head of a text block is not right", "write | or > and a new line"),
    (
        "expected <document start>",
        "this cannot follow what stands before it",
        "check the indentation; quote a text that begins with a quote, *, & or %",
    ),
    ("alias", "an alias (*name) is not right", "quote a text that begins with *"),
    ("anchor", "an anchor (&name) is not right", "quote a text that begins with &"),
    ("directive", "a directive (%NAME) is not right", "quote a text that begins with %"),
    ("tag", "a tag (!name) is not right", "quote a text that begins with !"),
)


def syntax_error(error: Exception, text: str, complaints: Complaints) -> SpecError:
    """A parser's exception as a diagnostic; its own words stay in the message."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "not YAML")
    context = str(getattr(error, "context", "") or "")
    offset = min(mark.index, len(text)) if mark else 0
    message, fix = _explain(problem, context, text[offset : offset + 1])
    at = Lines(text).mark(offset) if mark else START
    said = " ".join(part for part in (context, problem) if part)
    return complaints.fatal("yaml-syntax", f"{message} ({said})", fix, at)


def _explain(problem: str, context: str, character: str) -> tuple[str, str]:
    if character == "\t" and "token" in problem:
        return "a tab cannot indent YAML", "indent with spaces"
    for words in (problem, context):
        for piece, message, fix in _WORDS:
            if piece in words:
                return message, fix
    return "this is not YAML", "check the indentation, the quotes and the brackets"
