"""Comments are what the grammar says is one."""

from __future__ import annotations

import pytest

from planproof.index.comments import comments
from planproof.languages import language_of


def texts(path: str, source: str | bytes) -> list[str]:
    content = source.encode() if isinstance(source, str) else source
    language = language_of(path)
    assert language is not None
    found = list(comments(content, language.name))
    assert [content[span.start : span.end].decode("utf-8", "replace") for span, _ in found] == [
        text for _, text in found
    ]
    return [text for _, text in found]


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.py", "x = '# no'  # yes\n# more\n", ["# yes", "# more"]),
        ("a.py", '"""# a docstring is none"""\n', []),
        ("a.js", "x('// no') // yes\n/* a\n b */\n", ["// yes", "/* a\n b */"]),
        ("a.ts", "let x: /* in a type */ T // end\n", ["/* in a type */", "// end"]),
        ("a.tsx", "const a = <b>// no{/* yes */}</b>\n", ["/* yes */"]),
        ("a.go", "package a // yes\nvar x = `// no`\n", ["// yes"]),
        ("A.java", 'class A { /** doc */ String s = "/* no */"; } // end\n', ["/** doc */", "// end"]),
        ("a.rs", '/// doc\nfn f() { g!("// no", /* in a macro */ 1) }\n', ["/// doc\n", "/* in a macro */"]),
    ],
)  # fmt: skip
def test_strings_that_look_like_comments_are_none(
    path: str, source: str, expected: list[str]
) -> None:
    assert texts(path, source) == expected


def test_places_are_those_of_the_files_own_bytes() -> None:
    source = "# -*- coding: latin-1 -*-\ngrüße()  # schön\n".encode("latin-1")
    (_, (span, text)) = list(comments(source, "python"))
    assert text == "# schön"
    assert source[span.start : span.end] == "# schön".encode("latin-1")
