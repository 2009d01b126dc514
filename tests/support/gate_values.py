"""Verdicts of a gate, ordinary and hostile, and what reads them back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hypothesis import strategies as st

from planproof.errors import Diagnostic
from planproof.gate.contract import Contract, ContractKind, Version
from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import (
    ContractChange,
    Ends,
    GateVerdict,
    Judgement,
    Weakening,
    WeakeningKind,
)
from planproof.model.evaluation import Coverage, Evaluation, Proof, RuleReport
from planproof.model.location import Place, Position
from planproof.model.verdict import Verdict
from planproof.model.violation import Identity, Severity, Violation, fingerprint

LOGIN = Contract(
    ContractKind.TASK, "auth/3fa94c", "Retire the legacy login",
    ".planproof/plans/auth/tasks/3fa94c.yaml", "rules: []", "auth 1", "auth", 1,
)  # fmt: skip
STYLE = Contract(
    ContractKind.SPEC, ".planproof/specs/style.yaml", "style", ".planproof/specs/style.yaml", "", ""
)
PLACE = Place("src/app.py", Position(4, 11), Position(4, 23))

HOSTILE = (
    "::error file=a.py,line=1::gotcha", "  ::stop-commands::x", "##[add-mask]passed", "%0A::debug::x",
    "%250A", "a\n::set-output name=x::y", "a\r\n::warning::z", "]]>", "</failure>", "<script>alert(1)</script>",
    "<!-- -->", "`code` ``", "a|b", "@everyone", "[x](https://evil.example)", "![i](//evil.example/i.png)",
    "https://evil.example www.evil.example", "\x1b[31mred\x1b[0m", "\x1b]8;;https://evil.example\x07x",
    "\u202eevil\u2066", "\x00\x07\x08\x7f\x85", "\ud800", "caf\udce9", "\ufffe\uffff", "&amp;&#64;x",
    "{0} {{1}}", "#12 GH-12 org/repo#1", ":tada:", "_x_ *y* ~~z~~ $m$", "# - [ ] 1. x", "title=x,file=y", "=x", "", " ", "a:b,c;d]e", "\u2028\u2029",
    "##vso[task.setvariable variable=x]y", "##teamcity[message text='x']", "-->", "\\", "ünïcödé 日本語",
)  # fmt: skip

text = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=4).map("".join),
)
paths = st.one_of(
    st.sampled_from(["src/app.py", "a b/ü.py", "::error::x", "a:b,c.py", "=x.py", "%41.py", "##[x]/y"]),
    text.filter(bool),
)  # fmt: skip
severities = st.sampled_from(list(Severity))


@st.composite
def places(draw: st.DrawFn) -> Place:
    line, column = draw(st.integers(0, 99)), draw(st.integers(0, 99))
    more, wide = draw(st.integers(0, 3)), draw(st.integers(0, 9))
    end = Position(line + more, column + wide if not more else wide)
    return Place(draw(paths), Position(line, column), end)


objections = st.builds(
    Objection, st.sampled_from(list(ObjectionKind)), text, text, severities, text,
    st.sampled_from([f"{number:024x}" for number in range(4)]), st.none() | places(), text, text,
    text, text, text,
)  # fmt: skip
violations = st.builds(
    Violation, text, severities, text, places(), st.just(Identity("", "", "", "", "", "")),
    st.just("0" * 24),
)  # fmt: skip
weakenings = st.builds(
    Weakening, st.sampled_from(list(WeakeningKind)), text, text, text, text, text,
    st.lists(violations, max_size=4).map(tuple),
)  # fmt: skip
diagnostics = st.builds(Diagnostic, text, text, text, text, st.none() | st.integers(1, 9))


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    contract = draw(st.builds(Contract, st.sampled_from(list(ContractKind)), *[text] * 6))
    found = draw(st.lists(violations, max_size=3))
    rules = {one.rule for one in found} | {draw(text)}
    reports = [
        report(
            rule, draw(st.sampled_from(list(Verdict))), sum(one.rule == rule for one in found),
            problems=tuple(draw(st.lists(diagnostics, max_size=1))),
        )
        for rule in sorted(rules)
    ]  # fmt: skip
    cut = draw(st.integers(0, len(found)))
    return Judgement(
        contract, draw(st.sampled_from(list(Version))), evaluation(reports, found),
        tuple(found[:cut]), tuple(found[cut:]),
    )  # fmt: skip


changes = st.builds(
    ContractChange, st.lists(weakenings, max_size=3).map(tuple), st.just("ab" * 32), text
)
ends = st.builds(
    Ends, *[st.none() | st.sampled_from(["1" * 40, "2" * 40])] * 3, dirty=st.booleans()
)
verdicts = st.builds(
    GateVerdict, ends, st.lists(judgements(), max_size=3).map(tuple),
    st.lists(objections, max_size=14).map(tuple), changes, st.lists(text, max_size=2).map(tuple),
    st.booleans(), st.lists(text, max_size=2).map(tuple), st.lists(diagnostics, max_size=2).map(tuple),
)  # fmt: skip


def report(
    rule: str,
    verdict: Verdict = Verdict.PASSED,
    count: int = 0,
    problems: Sequence[Diagnostic] = (),
) -> RuleReport:
    coverage = Coverage(in_scope=3, excluded_by_letters=1, examined=2)
    return RuleReport(rule, verdict, count, coverage, Proof.RED_NOW, tuple(problems))


def evaluation(reports: Sequence[RuleReport], found: Sequence[Violation] = ()) -> Evaluation:
    return Evaluation("s", "d" * 64, "e" * 64, "0.1.0", None, tuple(reports), tuple(found))


def violation(rule: str = "no-legacy-login", number: int = 0) -> Violation:
    identity = Identity(rule, "src/app.py", "enter", f"text {number}", "", "legacy_login is called")
    return Violation(
        rule, Severity.HIGH, identity.message, PLACE, identity, fingerprint(identity), "enter",
        "return legacy_login(user)", "Use tokens.login(user)",
    )  # fmt: skip


def objection(
    message: str = "legacy_login is called", number: int = 0, **fields: object
) -> Objection:
    made = Objection(
        ObjectionKind.VIOLATION, LOGIN.id, "no-legacy-login", Severity.HIGH, message,
        hashlib.sha256(str(number).encode()).hexdigest()[:24], PLACE, PLACE.path,
        "return legacy_login(user)", "Nothing calls the legacy login any more",
        "Use tokens.login(user)", "planproof verify-task auth 1",
    )  # fmt: skip
    return made._replace(**fields)


def red(*objections: Objection) -> GateVerdict:
    """A gate that is shut by these, or by one violation."""
    found = violation()
    rules = [report(found.rule, Verdict.VIOLATED, 1), report("expects-tokens")]
    judged = Judgement(LOGIN, Version.BOTH, evaluation(rules, [found]), (found,))
    return GateVerdict(Ends("b" * 40, "f" * 40, "a" * 40), (judged,), objections or (objection(),))


def green(tolerated: int = 0) -> GateVerdict:
    found = tuple(violation(number=number) for number in range(tolerated))
    verdict = Verdict.VIOLATED if found else Verdict.PASSED
    rules = [report("no-legacy-login", verdict, len(found))]
    judged = Judgement(STYLE, Version.BOTH, evaluation(rules, found), (), found)
    return GateVerdict(Ends("b" * 40, "b" * 40, "a" * 40), (judged,), ())


def unsure() -> GateVerdict:
    """A rule without a verdict, as an objection and in its report."""
    problem = Diagnostic("unreadable", "src/broken.py cannot be parsed", "mend it")
    rules = [report("no-legacy-login", Verdict.INDETERMINATE, problems=[problem])]
    judged = Judgement(LOGIN, Version.HEAD, evaluation(rules))
    said = objection("no verdict: src/broken.py cannot be parsed", kind=ObjectionKind.UNJUDGED)
    return GateVerdict(Ends(), (judged,), (said._replace(place=None, path="src/broken.py"),))


def silent() -> GateVerdict:
    """Nothing was judged, and nothing objects."""
    return GateVerdict(Ends(), (), ())


NOT_GREEN = {"red": red, "unsure": unsure, "silent": silent}
