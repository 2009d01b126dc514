"""Bad specs: each mistake with its code, line, column and words; all of a file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof.errors import Diagnostic, SpecError
from planproof.spec import load_spec

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("go", "java", "javascript", "python", "rust", "tsx", "typescript")


def complaints_of(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(SpecError) as caught:
        load_spec(text.encode(), "spec.yaml", LANGUAGES)
    return caught.value.diagnostics


HEAD = "refactor_name: a\nrules:\n  - id: b\n    description: c\n"

# under HEAD, from line 5 on: yaml -> code, line, column, message, fix
RULES: list[tuple[str, str, int, int, str, str]] = [
    ("", "no-clause", 3, 5, "a rule checks nothing: it has neither match nor expect", "add match: {identifiers: [old_name]} or expect: {identifiers: [new_name]}"),
    ("    match: {}", "empty-clause", 5, 12, "match is empty, so it can never find anything", "list terms in it, as in match: {identifiers: [old_name]}, or remove it"),
    ("    expect:", "empty-clause", 5, 12, "expect is empty, so it can never find anything", "list terms in it, as in expect: {identifiers: [old_name]}, or remove it"),
    ("    expect: {at_least: 2}", "empty-clause", 5, 13, "expect is empty, so it can never find anything", "list terms in it, as in expect: {identifiers: [old_name]}, or remove it"),
    ("    match: {calls: []}", "empty-list", 5, 20, "calls is an empty list", "list at least one term, or remove calls"),
    ("    match: {calls: }", "empty-value", 5, 20, "calls holds an empty entry", "write a term, or remove the entry"),
    ("    match: {calls: [a, ' ']}", "empty-value", 5, 24, "calls holds an empty text", "write a term, or remove the entry"),
    ("    match: legacy", "wrong-type", 5, 12, 'match must be a mapping, and this is the text "legacy"', "write keys under it: identifiers, definitions, calls …"),
    ("    match: [legacy]", "wrong-type", 5, 12, "match must be a mapping, and this is a list", "write keys under it: identifiers, definitions, calls …"),
    ("    mach: {calls: a}", "unknown-key", 5, 5, 'a rule has no key "mach"', "did you mean match?"),
    ("    match: {identifer: a}", "unknown-key", 5, 13, 'a match clause has no key "identifer"', "did you mean identifiers?"),
    ("    match: {Calls: a}", "unknown-key", 5, 13, 'a match clause has no key "Calls"', "did you mean calls?"),
    ("    match: {calls: a, at_least: 2}", "unknown-key", 5, 23, 'a match clause has no key "at_least"', "at_least belongs under expect: what match finds is forbidden altogether"),
    ("    calls: a\n    match: {calls: a}", "unknown-key", 5, 5, 'a rule has no key "calls"', "calls belongs one level deeper, under match or expect"),
    ("    match: {api_route: a, calls: b}", "unknown-key", 5, 13, 'a match clause has no key "api_route"', "did you mean api_routes?"),
    ("    match: {api_routes: [/a]}", "unsupported-key", 5, 13, "api_routes is not supported by this version of planproof", "remove it; planproof spec schema prints what this version knows"),
    ("    match: {calls: [{name: open, without: [encoding]}]}", "unsupported-key", 5, 21, "calls: an entry with keys (a selector) is not supported by this version", "write the name alone, or say the rest with pattern or ast"),
    ("    match: {calls: {name: open}}", "unsupported-key", 5, 20, "calls: an entry with keys (a selector) is not supported by this version", "write the name alone, or say the rest with pattern or ast"),
    ("    match: {calls: off}", "unquoted-text", 5, 20, "calls: off is not quoted, and YAML may read it as false", 'write "off", in quotes'),
    ("    match: {calls: [x, 12:30:00]}", "unquoted-text", 5, 24, "calls: 12:30:00 is not quoted, and YAML may read it as a number of base 60", 'write "12:30:00", in quotes'),
    ("    match: {calls: 1_000}", "unquoted-text", 5, 20, "calls: 1_000 is not quoted, and YAML may read it as a number", 'write "1_000", in quotes'),
    ("    match: {calls: 2026-11-21}", "unquoted-text", 5, 20, "calls: 2026-11-21 is not quoted, and YAML may read it as a date", 'write "2026-11-21", in quotes'),
    ("    match: {calls: 0755}", "unquoted-text", 5, 20, "calls: 0755 is not quoted, and YAML may read it as an octal number", 'write "0755", in quotes'),
    ("    match: {calls: True}", "unquoted-text", 5, 20, "calls: True is not quoted, and YAML may read it as true", 'write "True", in quotes'),
    ("    match: {calls: null}", "unquoted-text", 5, 20, "calls: null is not quoted, and YAML may read it as nothing", 'write "null", in quotes'),
    ("    match: {calls: 3.14}", "unquoted-text", 5, 20, "calls: 3.14 is not quoted, and YAML may read it as a number", 'write "3.14", in quotes'),
    ("    match: {imports: {a: b}}", "wrong-type", 5, 22, "imports: each entry must be text, and this is a mapping", 'quote the whole term: ": ", { and [ mean something else in YAML'),
    ("    match: {imports: [[a]]}", "wrong-type", 5, 23, "imports: each entry must be text, and this is a list", 'quote the whole term: ": ", { and [ mean something else in YAML'),
    ("    match: {ast: kind}", "wrong-type", 5, 18, 'ast must be an ast-grep rule object: a mapping, and this is the text "kind"', "write an ast-grep rule object: a mapping"),
    ("    match: {ast: {}}", "empty-value", 5, 18, "ast is empty", "write an ast-grep rule object"),
    ("    match: {ast: []}", "empty-list", 5, 18, "ast is an empty list", "write an ast-grep rule object, or remove ast"),
    ("    match: {ast: {regex: no}}", "unquoted-text", 5, 26, "ast: no is not quoted, and YAML may read it as false", 'write "no", in quotes'),
    ("    match: {strings: a, expressions: b}", "same-key-twice", 5, 25, "expressions and strings (line 5) are the same", "keep expressions alone"),
    ("    expect: {calls: a}\n    requires: {calls: b}", "same-key-twice", 6, 5, "requires and expect (line 5) are the same", "keep expect alone"),
    ("    expect: {calls: a, at_least: 0}", "bad-value", 5, 34, 'at_least must be a whole number from 1 on, not "0"', "write at_least: 1, or more"),
    ("    expect: {calls: a, at_least: 1.5}", "bad-value", 5, 34, 'at_least must be a whole number from 1 on, not "1.5"', "write at_least: 1, or more"),
    ("    expect: {calls: a, at_least: .inf}", "bad-value", 5, 34, 'at_least must be a whole number from 1 on, not ".inf"', "write at_least: 1, or more"),
    ("    expect: {calls: a, at_least: two}", "wrong-type", 5, 34, 'at_least must be a whole number, and this is the text "two"', "write a whole number"),
    ("    expect: {calls: a, at_least: 010}", "wrong-type", 5, 34, 'at_least must be a whole number, and this is the text "010"', "write a whole number"),
    ("    expect: {calls: a, at_least: true}", "wrong-type", 5, 34, "at_least must be a whole number, and this is true or false", "write a whole number"),
    ("    expect: {calls: a, at_least: 3, at_most: 2}", "impossible-count", 5, 46, "at_most 2 is less than at_least 3, so it can never hold", "write at_most: 3, or more"),
    ("    expect: {calls: a, require: some}", "bad-value", 5, 33, 'require "some" is not one of all, any', "write one of all, any"),
    ("    expect: {calls: a, require: }", "wrong-type", 5, 33, "require must be one of all, any, and this is nothing", "write one of all, any"),
    ("    match: {calls: a}\n    severity: hihg", "bad-value", 6, 15, 'severity "hihg" is not one of critical, high, medium, low', "did you mean high?"),
    ("    match: {calls: a}\n    severity: blocker", "bad-value", 6, 15, 'severity "blocker" is not one of critical, high, medium, low', "write one of critical, high, medium, low"),
    ("    match: {calls: a}\n    severity: 1", "bad-value", 6, 15, 'severity "1" is not one of critical, high, medium, low', "write one of critical, high, medium, low"),
    ("    match: {calls: a}\n    severity:", "wrong-type", 6, 14, "severity must be one of critical, high, medium, low, and this is nothing", "write one of critical, high, medium, low"),
    ("    match: {calls: a}\n    languages: [pyhton]", "unknown-language", 6, 17, 'there is no language "pyhton"', "did you mean python?"),
    ("    match: {calls: a}\n    languages: cobol", "unknown-language", 6, 16, 'there is no language "cobol"', "known languages: go, java, javascript, python, rust, tsx, typescript"),
    ("    match: {calls: a}\n    languages: []", "empty-list", 6, 16, "languages is an empty list", "list at least one language, or remove languages"),
    ("    match: {calls: a}\n    guard: yes", "wrong-type", 6, 12, 'guard must be true or false, and this is the text "yes"', "write true or false"),
    ("    match: {calls: a}\n    guard: 1", "wrong-type", 6, 12, "guard must be true or false, and this is a whole number", "write true or false"),
    ("    match: {calls: a}\n    scope:", "empty-scope", 6, 11, "scope is empty", 'write scope: {include: ["src/**"]}, or remove it'),
    ("    match: {calls: a}\n    scope: {include: []}", "empty-list", 6, 22, "include is an empty list", "list at least one path pattern, or remove include"),
    ("    match: {calls: a}\n    scope: {exclude: ['']}", "empty-value", 6, 23, "exclude holds an empty text", "write a path pattern, or remove the entry"),
    ("    match: {calls: a}\n    scope: src/**", "wrong-type", 6, 12, 'scope must be a mapping, and this is the text "src/**"', "write keys under it: include, exclude …"),
    ("    match: {calls: a}\n    scope: {inlcude: a}", "unknown-key", 6, 13, 'a scope has no key "inlcude"', "did you mean include?"),
    ("    match: {calls: a}\n    examples: {}", "empty-value", 6, 15, "examples is empty", 'write examples: {bad: ["old_name()"]}, or remove it'),
    ("    match: {calls: a}\n    examples: {bad: [{a: b}]}", "wrong-type", 6, 22, "bad: each entry must be text, and this is a mapping", 'quote the whole piece of code: ": ", { and [ mean something else in YAML'),
    ("    match: {calls: a}\n    guidance: [a]", "wrong-type", 6, 15, "guidance must be text, and this is a list", "write text"),
    ("    match: {calls: a}\n    for_each: {files: a}", "unsupported-key", 6, 5, "for_each is not supported by this version of planproof", "remove it; planproof spec schema prints what this version knows"),
    ("    match: {calls: a}\n    rename: {from: a, to: b}", "unsupported-key", 6, 5, "rename is not supported by this version of planproof", "remove it; planproof spec schema prints what this version knows"),
    ("    match: {calls: a}\n  - id: b\n    description: d\n    match: {calls: b}", "duplicate-rule", 6, 9, 'the rule id "b" is already taken at line 3', "give each rule its own id"),
    ("    match: {calls: a}\n  - text", "wrong-type", 6, 5, 'a rule must be a mapping, and this is the text "text"', "write keys under it: id, description, severity …"),
    ("    match: {calls: a}\n  - id: d\n    match: {calls: b}", "missing-key", 6, 5, "a rule has no description", "add description: … (what must hold, in a sentence)"),
    ("    match: {calls: a}\n  - id: 'x]'\n    description: d\n    match: {calls: b}", "bad-id", 6, 9, 'id "x]" holds "]"', "write letters, digits, - . _ and single spaces on one line"),
    ("    match: {calls: a}\n  - id: ''\n    description: d\n    match: {calls: b}", "empty-value", 6, 9, "id is empty", "write id: some text"),
    ("    match: {calls: a}\n  - id:\n    description: d\n    match: {calls: b}", "empty-value", 6, 8, "id is empty", "write id: some text"),
    ("    match: {calls: a, calls: b}", "duplicate-key", 5, 23, 'the key "calls" stands twice: it is already at line 5, column 13', "keep one of the two"),
]  # fmt: skip

FILES: list[tuple[str, str, int, int, str, str]] = [
    ("just text", "wrong-type", 1, 1, 'the spec must be a mapping, and this is the text "just text"', "write keys under it: refactor_name, description, version …"),
    ("- a", "wrong-type", 1, 1, "the spec must be a mapping, and this is a list", "write keys under it: refactor_name, description, version …"),
    ("refactor_name: a", "missing-key", 1, 1, "the spec has no rules", "add rules: … (what must be gone and what must be there)"),
    ("refactor_name: a\nrules:", "wrong-type", 2, 7, "rules must be a list, and this is nothing", "begin each entry of rules with a dash"),
    ("refactor_name: a\nrules: []", "empty-list", 2, 8, "rules is empty", "add a rule"),
    ("refactor_name: a\nrules: {id: b}", "wrong-type", 2, 8, "rules must be a list, and this is a mapping", "begin each entry of rules with a dash"),
    ("rules:\n  - {id: b, description: c, match: {calls: a}}", "missing-key", 1, 1, "the spec has no refactor_name", "add refactor_name: … (the name of the refactor)"),
    ("refactor_name: ' '\nrules:\n  - {id: b, description: c, match: {calls: a}}", "empty-value", 1, 16, "refactor_name is empty", "write refactor_name: some text"),
    ("refactor_name: a\ncontext_name: b\nrules:\n  - {id: b, description: c, match: {calls: a}}", "same-key-twice", 2, 1, "context_name and refactor_name (line 1) are the same", "keep refactor_name alone"),
    ("refactor_name: a\nmatch: {calls: a}\nrules:\n  - {id: b, description: c, match: {calls: a}}", "unknown-key", 2, 1, 'a spec has no key "match"', "match belongs to a rule: rules: [{id: …, match: …}]"),
    ("refactor_name: a\nenforce: true\nrules:\n  - {id: b, description: c, match: {calls: a}}", "unsupported-key", 2, 1, "enforce is not supported by this version of planproof", "remove it; planproof spec schema prints what this version knows"),
    ("refactor_name: a\nmetadata: x\nrules:\n  - {id: b, description: c, match: {calls: a}}", "wrong-type", 2, 11, 'metadata must be a mapping, and this is the text "x"', "write a mapping"),
    ("refactor_name: a\nzzzzzz: x\nrules:\n  - {id: b, description: c, match: {calls: a}}", "unknown-key", 2, 1, 'a spec has no key "zzzzzz"', "known keys: refactor_name, context_name, description, version, metadata, guard, scope, rules"),
]  # fmt: skip


@pytest.mark.parametrize("row", RULES, ids=[row[0].strip()[:60] for row in RULES])
def test_a_bad_rule(row: tuple[str, str, int, int, str, str]) -> None:
    (found,) = complaints_of(HEAD + row[0] + "\n")
    assert (found.code, found.line, found.column, found.message, found.fix) == row[1:]
    assert found.source == "spec.yaml"


@pytest.mark.parametrize("row", FILES, ids=[row[0][:40] for row in FILES])
def test_a_bad_file(row: tuple[str, str, int, int, str, str]) -> None:
    (found,) = complaints_of(row[0] + "\n")
    assert (found.code, found.line, found.column, found.message, found.fix) == row[1:]


LATER = (
    "literals comments api_routes sql_tables text dependencies metrics inside not_inside uncertain"
)


@pytest.mark.parametrize("clause", ["match", "expect", "expect_not", "requires"])
@pytest.mark.parametrize("key", LATER.split())
def test_what_is_not_built_yet_is_never_silently_ignored(key: str, clause: str) -> None:
    (found,) = complaints_of(f"{HEAD}    {clause}: {{{key}: [a], calls: b}}\n")
    assert found.code == "unsupported-key"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_all_mistakes_of_a_file_are_told_at_once(
    path: Path, request: pytest.FixtureRequest
) -> None:
    """``--update-goldens`` writes what is said beside the file."""
    said = "".join(
        f"{found.line}:{found.column} {found.code}: {found.message}\n    {found.fix}\n"
        for found in complaints_of(path.read_text())
    )
    golden = path.with_suffix(".txt")
    if request.config.getoption("--update-goldens"):
        golden.write_text(said)
    assert golden.read_text() == said


def test_messages_of_huge_or_hostile_values_stay_short_and_printable() -> None:
    hostile = '"' + "\\e[31m" * 1000 + '"'
    text = f"refactor_name: a\n{hostile}: x\nrules: {hostile}\nguard: {'z' * 100_000}\n"
    for found in complaints_of(text):
        assert len(found.message) < 200
        assert found.message.isprintable()
