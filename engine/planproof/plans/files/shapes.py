"""What may stand in the files of a plan."""

from __future__ import annotations

import re

from msgspec import Struct

from planproof.plans.files.state import KEY, SLUG
from planproof.plans.policies import POLICIES
from planproof.plans.status import RedFirst, TaskStatus
from planproof.search.patterns.shapes import PatternForm
from planproof.spec.forms import Choice, Count, Json, Text, wrong_type
from planproof.spec.lists import Each, Texts
from planproof.spec.lists import Words as OneOrMore
from planproof.spec.shapes import Key, Records, Shape
from planproof.yamlio import Complaints, Kind, Mapping, Node, Scalar, Sequence, quoted

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_DIGEST = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,127}\Z")


class Fitting(Struct, frozen=True):
    """Text of a certain form, which ``noun`` names; numbers are taken as they are written."""

    pattern: re.Pattern[str]
    noun: str
    longest: int = 200

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Scalar) or node.kind is Kind.NULL:
            wrong_type(node, name, self.noun, complaints)
        elif len(node.text) > self.longest or not self.pattern.match(node.text):
            message = f"{name} {quoted(node.text)} is not {self.noun}"
            complaints.add("bad-value", message, f"write {self.noun}", node.at)

    def schema(self) -> Json:
        return {"type": "string", "pattern": self.pattern.pattern}


class Written(Struct, frozen=True):
    """Any text, white space and all."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Scalar) or node.kind is Kind.NULL:
            wrong_type(node, name, "text", complaints)

    def schema(self) -> Json:
        return {"type": "string"}


class Keys(Struct, frozen=True):
    """Keys of tasks, each once."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        Texts("key").check(node, name, complaints)
        items = node.items if isinstance(node, Sequence) else (node,)
        texts = [item.text for item in items if isinstance(item, Scalar)]
        for item in items:
            if isinstance(item, Scalar):
                TASK_KEY.check(item, name, complaints)
                if texts.count(item.text) > 1 and len(texts) < _MANY:
                    message = f"{name} names {quoted(item.text)} more than once"
                    complaints.add("duplicate-key", message, "name it once", item.at)

    def schema(self) -> Json:
        return Texts("key").schema()


_MANY = 2_000


class Words(Struct, frozen=True):
    """A mapping from text to text."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Mapping):
            wrong_type(node, name, "a mapping", complaints)
            return
        for entry in node.entries:
            Written().check(entry.value, entry.key.text, complaints)

    def schema(self) -> Json:
        return {"type": "object"}


TASK_KEY = Fitting(KEY, "a key of 6 to 40 hexadecimal digits")
_TIME_FORM = Fitting(_TIME, "a time in UTC such as 2026-11-21T09:30:00Z")
_COMMIT_FORM = Fitting(_COMMIT, "a whole commit id")
_DIGEST_FORM = Fitting(_DIGEST, "a digest")
_NAME = Text(required=True)
_PROSE = Written()

PLAN = Shape(
    name="plan_file",
    noun="a plan file",
    keys=(
        Key("plan_format", Count(1), "The version of this format: 1", required=True),
        Key("slug", Fitting(SLUG, "a slug such as auth-2 of at most 80 letters", 80),
            "What a person types", required=True),
        Key("name", _NAME, "What it is called", required=True),
        Key("description", _PROSE, "What it is about"),
        Key("base_commit", _COMMIT_FORM, "Where the refactor began"),
        Key("status", Choice(("active", "archived")), "Whether it may still change"),
        Key("gate", OneOrMore(Choice(POLICIES)), "What planproof gate asks of each change"),
        Key("metadata", Words(), "Anything of your own"),
    ),
)  # fmt: skip

DECISION = Shape(
    name="decision",
    noun="a decision",
    keys=(
        Key("reason", _PROSE, "Why"),
        Key("actor", _NAME, "Who", required=True),
        Key("at", _TIME_FORM, "When", required=True),
    ),
)

COMPLETION = Shape(
    name="completion",
    noun="a completion",
    keys=(
        Key("spec", _DIGEST_FORM, "The digest of the spec that passed", required=True),
        Key("scope", _DIGEST_FORM, "The digest of the files in scope", required=True),
        Key("commit", _COMMIT_FORM, "HEAD at the time"),
        Key("engine", _NAME, "The version of planproof", required=True),
        Key("actor", _NAME, "Who", required=True),
        Key("at", _TIME_FORM, "When", required=True),
    ),
)

ACCEPTED = Shape(
    name="accepted_suppression",
    noun="an accepted suppression",
    keys=(
        Key("rule", _NAME, "The rule that is suppressed", required=True),
        Key("text", _NAME, "The suppressed statement", required=True),
        Key("path", _NAME, "Where it stood", required=True),
        Key("line", Count(1), "The same, from 1", required=True),
        Key("comment", _PROSE, "The reason in the code"),
        Key("reason", _NAME, "Why it was accepted", required=True),
        Key("actor", _NAME, "Who", required=True),
        Key("at", _TIME_FORM, "When", required=True),
    ),
)

TASK = Shape(
    name="task_file",
    noun="a task file",
    keys=(
        Key("task_format", Count(1), "The version of this format: 1", required=True),
        Key("key", TASK_KEY, "What names the task for ever, and its file", required=True),
        Key("number", Count(1), "The number it was given first", required=True),
        Key("title", _NAME, "What is to be done", required=True),
        Key("description", _PROSE, "More about it"),
        Key("assigned_to", _PROSE, "Who does it"),
        Key("depends_on", Keys(), "The keys of the tasks that come before"),
        Key("analogous", Each(PatternForm(), "pattern"), "Code to look at first: advice only"),
        Key("status", Choice(tuple(one.value for one in TaskStatus)), "How it stands",
            required=True),
        Key("decision", DECISION, "Who set that status by hand, and why"),
        Key("red_first", Choice(tuple(one.value for one in RedFirst)), "Was its spec seen red"),
        Key("already_done", _PROSE, "Why that was not asked for"),
        Key("completion", COMPLETION, "What completed it: a claim, until it is verified"),
        Key("accepted_suppressions", Records(ACCEPTED), "With which it may complete"),
        Key("spec_source", _PROSE, "The file that its spec came from"),
        Key("spec", _NAME, "The spec that decides"),
    ),
)  # fmt: skip
