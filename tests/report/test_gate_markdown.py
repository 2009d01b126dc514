"""The comment is rendered as Markdown and read as HTML: text stays text, and in code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from gate_values import (
    HOSTILE,
    LOGIN,
    PLACE,
    green,
    objection,
    red,
    silent,
    unsure,
    verdicts,
    violation,
)
from github_runner import commands
from planproof.gate.verdict import ContractChange, Ends, GateVerdict, Weakening, WeakeningKind
from planproof.report.gate_markdown import (
    LONGEST_COMMENT,
    LONGEST_SUMMARY,
    code,
    gate_markdown,
    step_summary,
)
from planproof.report.gate_parts import one_line

OURS = {"h2", "h3", "p", "ul", "li", "strong", "details", "summary", "code",
        "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


class Page(HTMLParser):
    """The tags of a page, its comments, and its text inside and outside of code."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[object] = []
        self.comments: list[str] = []
        self.codes: list[str] = []
        self.outside = ""
        self._in_code = False
        self.feed(MarkdownIt("commonmark").enable("table").render(markdown))
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag == "code":
            self._in_code = True
            self.codes.append("")

    def handle_endtag(self, tag) -> None:
        self._in_code = self._in_code and tag != "code"

    def handle_comment(self, data) -> None:
        self.comments.append(data)

    def handle_data(self, data) -> None:
        if self._in_code:
            self.codes[-1] += data
        else:
            self.outside += data


@given(verdicts)
@settings(max_examples=60)
def test_a_comment_is_made_of_our_tags_and_shows_the_texts_in_code_only(
    verdict: GateVerdict,
) -> None:
    text = gate_markdown(verdict)
    page = Page(text)

    assert page.tags <= OURS
    assert page.attributes == []
    assert page.comments == [" planproof "]
    assert re.search(r"[@#<>`\[\]\\]|://|www\.|evil", page.outside) is None
    assert commands(text) == []
    assert len(text.encode()) <= LONGEST_COMMENT


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_comes_out_as_it_was(text: str) -> None:
    assert "".join(Page(code(text)).codes) == one_line(text, 300)


@pytest.mark.parametrize("text", HOSTILE)
def test_messages_paths_rules_and_titles_come_out_as_they_were(text: str) -> None:
    one = objection(f"m {text}", rule=f"r {text}", place=PLACE._replace(path=f"p {text}"))

    page = Page(gate_markdown(red(one)))

    assert page.tags <= OURS
    for shown in (one.message, one.rule):
        assert one_line(shown, 300) in page.codes
    assert any(each.startswith("p ") and each.endswith(":5:12") for each in page.codes)


def test_it_says_the_verdict_what_is_wrong_and_what_to_do() -> None:
    page = Page(gate_markdown(red()))

    assert page.outside.lstrip().startswith("❌ planproof gate: violated\n")
    assert "1 violation; 1 contract, 2 rules judged." in page.outside
    assert "Head aaaaaaaaaa against base bbbbbbbbbb, which it left at ffffffffff." in page.outside
    assert {
        "src/app.py:5:12", "legacy_login is called", "Use tokens.login(user)",
        "planproof verify-task auth 1", "auth task 1: Retire the legacy login",
    } <= set(page.codes)  # fmt: skip


def test_an_unsure_gate_does_not_look_green() -> None:
    for verdict in (unsure(), silent()):
        assert "❔ planproof gate: indeterminate" in gate_markdown(verdict)
        assert "✅" not in gate_markdown(verdict)
    assert "✅ planproof gate: passed" in gate_markdown(green())


def test_a_contract_change_is_shown_with_its_digest() -> None:
    lost = (violation(), violation(number=1))
    weakening = Weakening(WeakeningKind.REMOVED_RULE, LOGIN.id, "r", "is gone", "i", lost=lost)
    change = ContractChange((weakening,), "ab" * 32)
    verdict = GateVerdict(Ends(), red().judgements, red().objections, change)

    page = Page(gate_markdown(verdict))

    assert f"planproof gate --accept-contract-change {'ab' * 32}" in page.codes
    assert "removed-rule" in page.outside
    assert "lets through 2 violations" in page.outside


def many(number: int) -> GateVerdict:
    return GateVerdict(
        Ends(), (),
        tuple(objection("@|<" * 300, n, rule=f"rule-{n // 20}", why="`" * 900) for n in range(number)),
    )  # fmt: skip


def test_a_comment_fits_and_says_what_had_no_room() -> None:
    text = gate_markdown(many(2_000))

    assert LONGEST_COMMENT - 20_000 < len(text.encode()) <= LONGEST_COMMENT
    found = re.search(r"\*\*([\d,]+) more objections\*\* had no room here", text)
    assert found is not None
    shown = text.count("| high |")
    assert shown + int(found.group(1).replace(",", "")) == 2_000
    assert text.count("<details>") == text.count("</details>")
    assert Page(text).tags <= OURS


def test_a_summary_has_more_room_and_keeps_to_it() -> None:
    text = step_summary(many(2_000))

    assert LONGEST_COMMENT < len(text.encode()) <= LONGEST_SUMMARY


def test_of_one_rule_thirty_are_listed_and_the_others_counted() -> None:
    verdict = GateVerdict(Ends(), (), tuple(objection("m", n) for n in range(50)))

    text = gate_markdown(verdict)

    assert text.count("| high |") == 30
    assert "… and 20 more." in text
    assert "had no room" not in text
