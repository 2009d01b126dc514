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
RULES: list[tuple[str, str, int, int, str | None, str]] = [
    ("", "no-clause", 3, 5, "a rule checks nothing: it has neither match nor expect", "add match: {identifiers: [old_name]} or expect: {identifiers: [new_name]}"),
    ("    match: {}", "empty-clause", 5, 12, "match is empty, so it can never find anything", "list terms in it, as in match: {identifiers: [old_name]}, or remove it"),
    ("    expect:", "empty-clause", 5, 12, "expect is empty, so it can never find anything", "list terms in it, as in expect: {identifiers: [old_name]}, or remove it"),
    ("    expect: {at_least: 2}", "empty-clause", 5, 13, "expect is empty, so it can never find anything", "list terms in it, as in expect: {identifiers: [old_name]}, or remove it"),
    ("    match: {calls: []}", "empty-clause", 5, 12, "match is empty, so it can never find anything", "list terms in it, as in match: {identifiers: [old_name]}, or remove it"),
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
    ("    match: {ast: []}", "empty-clause", 5, 12, "match is empty, so it can never find anything", "list terms in it, as in match: {identifiers: [old_name]}, or remove it"),
    ("    match: {ast: {regex: no}}", "unquoted-text", 5, 26, "ast: no is not quoted, and YAML may read it as false", 'write "no", in quotes'),
    ("    match: {strings: a, expressions: b}", "same-key-twice", 5, 25, "expressions and strings (line 5) are the same", "keep expressions alone"),
    ("    expect: {calls: a}\n    requires: {calls: b}", "same-key-twice", 6, 5, "requires and expect (line 5) are the same", "keep expect alone"),
    ("    expect: {calls: a, at_least: 0}", "asks-for-nothing", 5, 34, "at_least: 0 would hold of a name that is misspelt, so it proves nothing", "write at_least: 1, or more; what must not be there goes under match"),
    ("    expect: {calls: a, at_least: 1.5}", "bad-value", 5, 34, 'at_least must be a whole number from 0 on, not "1.5"', "write at_least: 0, or more"),
    ("    expect: {calls: a, at_least: .inf}", "bad-value", 5, 34, 'at_least must be a whole number from 0 on, not ".inf"', "write at_least: 0, or more"),
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
    ("    match: {calls: a}\n  - id: b\n    description: d\n    match: {calls: b}", "duplicate-rule", 6, 9, 'the rule id "b" is already taken at line 3', "give each rule its own id"),
    ("    match: {calls: a}\n  - text", "wrong-type", 6, 5, 'a rule must be a mapping, and this is the text "text"', "write keys under it: id, description, severity …"),
    ("    match: {calls: a}\n  - id: d\n    match: {calls: b}", "missing-key", 6, 5, "a rule has no description", "add description: … (what must hold, in a sentence)"),
    ("    match: {calls: a}\n  - id: 'x]'\n    description: d\n    match: {calls: b}", "bad-id", 6, 9, 'id "x]" holds "]"', "write letters, digits, - . _ and single spaces on one line"),
    ("    match: {calls: a}\n  - id: ''\n    description: d\n    match: {calls: b}", "empty-value", 6, 9, "id is empty", "write id: some text"),
    ("    match: {calls: a}\n  - id:\n    description: d\n    match: {calls: b}", "empty-value", 6, 8, "id is empty", "write id: some text"),
    ("    match: {calls: a, calls: b}", "duplicate-key", 5, 23, 'the key "calls" stands twice: it is already at line 5, column 13', "keep one of the two"),
    ("    match: {calls: a}\n    for_each: {files: a}", "clauses-disagree", 6, 5, "for_each says where, and there is no expect to say what must hold there", "add expect: {calls: [check]} beside it; what must not be there goes under match, with inside"),
    ("    expect: {}\n    match: {calls: a}\n    for_each: {files: a}", "clauses-disagree", 7, 5, "for_each says where, and there is no expect to say what must hold there", "add expect: {calls: [check]} beside it; what must not be there goes under match, with inside"),
    ("    expect: {calls: a}\n    for_each: {}", "empty-clause", 6, 15, "for_each is empty, so there is nothing to go through", 'list what must hold the expectation: for_each: {definitions: ["*View"]}'),
    ("    expect: {calls: a}\n    for_each: {calls: []}", "empty-list", 6, 23, "calls is an empty list", "list at least one term, or remove calls"),
    ("    expect: {calls: a}\n    for_each: {imports: b}", "unknown-key", 6, 16, 'a for_each clause has no key "imports"', "for_each goes through files, definitions, calls, decorators, bases, pattern, ast"),
    ("    expect: {calls: a, at_least: 0}\n    for_each: {files: b}", "asks-for-nothing", 5, 34, "at_least: 0 alone asks for nothing", "add at_most, or write at_least: 1"),
    ("    expect: {calls: a, metrics: {nesting: {at_most: 3}}}\n    for_each: {files: b}", "clauses-disagree", 5, 24, "metrics cannot be expected under for_each: a limit holds wherever it applies", "remove for_each, or make a rule of its own with match: {metrics: …}"),
    ("    expect: {metrics: {nesting: {at_most: 3}}, at_least: 2}", "clauses-disagree", 5, 48, "at_least counts terms, and metrics are limits, which hold everywhere", "remove at_least; a limit is metrics: {function_lines: {at_most: 60}}"),
    ("    match: {calls: a, inside: b}\n    expect_not: {calls: c}", "clauses-disagree", 5, 23, "inside differs between match and expect_not, whose terms are united", "make two rules of them"),
    ("    match: {calls: a}\n    expect_not: {calls: c, uncertain: skip}", "clauses-disagree", 6, 28, "uncertain differs between match and expect_not, whose terms are united", "make two rules of them"),
    ("    match: {calls: a}\n    expect: {metrics: {nesting: {at_most: 3}}, inside: b}", "clauses-disagree", 6, 48, "inside differs between match and expect, whose terms are united", "make two rules of them"),
    ("    match: {calls: a, inside: []}", "empty-list", 5, 31, "inside is an empty list", "list at least one term, or remove inside"),
    ("    match: {inside: a}", "empty-clause", 5, 12, "match is empty, so it can never find anything", "list terms in it, as in match: {identifiers: [old_name]}, or remove it"),
    ("    match: {calls: a, uncertain: no}", "bad-value", 5, 34, 'uncertain "no" is not one of count, skip', "write one of count, skip"),
    ("    rename: {from: a}", "missing-key", 5, 13, "rename has no to", "add to: … (the new name, which must be there)"),
    ("    rename: {from: a, to: a}", "impossible-rename", 5, 27, 'from and to are the same name, "a"', "write what the new name is"),
    ("    rename: {from: a.b, to: 'a::b'}", "impossible-rename", 5, 29, 'from and to are the same name, "a::b"', "write what the new name is"),
    ("    rename: {from: login, to: tokens.login}", "impossible-rename", 5, 20, '"login" is a part of "tokens.login", so every use of the new name is also one of the old, and the rule could never be green', "write the old name with what stands before it, as in from: module.login"),
    ("    rename: {from: get_*, to: b}", "impossible-rename", 5, 20, 'from must be one plain name, and "get_*" stands for several', "write the name; for patterns use match and expect"),
    ("    rename: {from: a, to: /b/}", "impossible-rename", 5, 27, 'to must be one plain name, and "/b/" stands for several', "write the name; for patterns use match and expect"),
    ("    rename: {from: a, to: [b]}", "wrong-type", 5, 27, "to: each entry must be text, and this is a list", 'quote the whole name: ": ", { and [ mean something else in YAML'),
    ("    rename: {old: a, from: b, to: c}", "unknown-key", 5, 14, 'a rename has no key "old"', "write from for the old name"),
    ("    rename: {from: a, to: b}\n    expect: {calls: c, require: any}", "clauses-disagree", 6, 24, "require in expect would apply to the names of rename as well", "make two rules of them"),
    ("    rename: {from: a, to: b}\n    expect: {calls: c}\n    for_each: {files: d}", "clauses-disagree", 7, 5, "rename looks everywhere, and for_each makes expect hold in each candidate", "make two rules of them"),
    ("    match: {calls: [{name: f, wiht: [a]}]}", "unknown-key", 5, 31, 'an entry of calls has no key "wiht"', "did you mean with?"),
    ("    match: {calls: [{name: f, kwargs: [a]}]}", "unknown-key", 5, 31, 'an entry of calls has no key "kwargs"', 'write with for keyword arguments, as in with: {shell: "True"}, not kwargs'),
    ("    match: {calls: [{name: f, default: a}]}", "unknown-key", 5, 31, 'an entry of calls has no key "default"', "defaults are not looked at; without: [x] finds calls that rely on one"),
    ("    match: {calls: [{}]}", "empty-value", 5, 21, "calls holds an entry that says nothing", "write {name: open, without: [encoding]}"),
    ("    match: {calls: [{name: f, with: {shell: true}}]}", "unquoted-text", 5, 45, "shell: true is not quoted, and values are compared as source text", 'write it in quotes as the source spells it: "True"'),
    ("    match: {calls: [{name: f, with: {shell: null}}]}", "unquoted-text", 5, 45, "shell: null is not quoted, and values are compared as source text", 'write it in quotes as the source spells it: "None"'),
    ("    match: {calls: [{name: f, with: {n: 1}}]}", "unquoted-text", 5, 41, "n: 1 is not quoted, and values are compared as source text", 'write it in quotes as the source spells it: "1"'),
    ("    match: {calls: [{name: f, with: {n: [a]}}]}", "wrong-type", 5, 41, "n: each entry must be text, and this is a list", 'quote the whole value: ": ", { and [ mean something else in YAML'),
    ("    match: {calls: [{name: f, with: {}}]}", "empty-value", 5, 37, "with is empty", 'write with: {shell: "True"}, or with: [shell] for any value'),
    ("    match: {calls: [{name: f, without: []}]}", "empty-list", 5, 40, "without is an empty list", "list at least one keyword, or remove without"),
    ("    match: {calls: [{name: f, args: 2}]}", "wrong-type", 5, 37, "args must be a mapping, and this is a whole number", "write keys under it: at_least, at_most …"),
    ("    match: {calls: [{name: f, args: {max: 2}}]}", "unknown-key", 5, 38, 'a limit has no key "max"', "write at_most instead of max"),
    ("    match: {calls: [{name: f, args: {at_least: 3, at_most: 2}}]}", "impossible-count", 5, 60, "at_most 2 is less than at_least 3, so it can never hold", "write at_most: 3, or more"),
    ("    match: {calls: [{name: f, args: {at_least: -1}}]}", "bad-value", 5, 48, 'at_least must be a whole number from 0 on, not "-1"', "write at_least: 0, or more"),
    ("    match: {definitions: [{name: f, kind: [methd]}]}", "bad-value", 5, 44, None, "did you mean method?"),
    ("    match: {definitions: [{name: f, args: [a]}]}", "unknown-key", 5, 37, 'an entry of definitions has no key "args"', "write parameters for them"),
    ("    match: {definitions: [{name: f, parameters: []}]}", "empty-list", 5, 49, "parameters is an empty list", "write parameters: {at_most: 0} for none of them"),
    ("    match: {definitions: [{name: f, decorators: {missing: [a]}}]}", "unknown-key", 5, 50, 'a list of names has no key "missing"', "write without for names that are missing"),
    ("    match: {dependencies: a}", "wrong-type", 5, 27, 'dependencies must be a mapping, and this is the text "a"', "write keys under it: from, on, transitive …"),
    ("    match: {metrics: {}}", "empty-value", 5, 22, "metrics is empty", "write metrics: {function_lines: {at_most: 60}}"),
    ("    match: {metrics: {function_lines: 60}}", "wrong-type", 5, 39, "function_lines must be a mapping, and this is a whole number", "write keys under it: at_least, at_most …"),
    ("    match: {metrics: {lines: {at_most: 60}}}", "unknown-key", 5, 23, 'metrics has no key "lines"', "write function_lines or file_lines"),
    ("    query: SELECT 1\n    match: {calls: a}", "unknown-key", 5, 5, 'a rule has no key "query"', "planproof reads code and needs no SQL: say it with match and expect"),
    ("    expect_min_rows: 3\n    match: {calls: a}", "unknown-key", 5, 5, 'a rule has no key "expect_min_rows"', "write how often under expect: {calls: [name], at_least: 5}"),
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
    ("refactor_name: a\nenforce: sometimes\nrules:\n  - {id: b, description: c, match: {calls: a}}", "wrong-type", 2, 10, 'enforce must be true or false, and this is the text "sometimes"', "write true or false"),
    ("refactor_name: a\nmetadata: x\nrules:\n  - {id: b, description: c, match: {calls: a}}", "wrong-type", 2, 11, 'metadata must be a mapping, and this is the text "x"', "write a mapping"),
    ("refactor_name: a\nzzzzzz: x\nrules:\n  - {id: b, description: c, match: {calls: a}}", "unknown-key", 2, 1, 'a spec has no key "zzzzzz"', "known keys: refactor_name, context_name, description, version, metadata, guard, enforce, scope, rules"),
]  # fmt: skip


@pytest.mark.parametrize("row", RULES, ids=[row[0].strip()[:60] for row in RULES])
def test_a_bad_rule(row: tuple[str, str, int, int, str | None, str]) -> None:
    (found,) = complaints_of(HEAD + row[0] + "\n")
    message = row[4] or found.message
    assert (found.code, found.line, found.column, found.message, found.fix) == (
        *row[1:4],
        message,
        row[5],
    )
    assert found.source == "spec.yaml"


@pytest.mark.parametrize("row", FILES, ids=[row[0][:40] for row in FILES])
def test_a_bad_file(row: tuple[str, str, int, int, str, str]) -> None:
    (found,) = complaints_of(row[0] + "\n")
    assert (found.code, found.line, found.column, found.message, found.fix) == row[1:]


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
