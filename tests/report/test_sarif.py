"""SARIF is checked against the official schema, and against what GitHub requires beyond it."""

from __future__ import annotations

import gzip
import json
import random
from base64 import b64encode
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import pytest
from hypothesis import given, settings

from gate_values import HOSTILE, PLACE, green, objection, red, silent, unsure, verdicts
from planproof import __version__
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import Ends, GateVerdict
from planproof.model.violation import Severity
from planproof.report.escape import visible
from planproof.report.sarif import KEPT_RESULTS, MOST_RESULTS, sarif, uri

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def run_of(verdict: GateVerdict) -> dict:
    document = json.loads(sarif(verdict))
    return document["runs"][0]


def notes_of(run: dict) -> list[str]:
    return [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    assert not VALIDATOR.is_valid({"version": "2.1.0"})
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})


@given(verdicts)
@settings(max_examples=60)
def test_every_verdict_is_valid_and_has_what_github_requires(verdict: GateVerdict) -> None:
    text = sarif(verdict)
    document = json.loads(text)
    run = document["runs"][0]

    VALIDATOR.validate(document)
    assert text.isascii()
    assert (document["version"], bool(document["$schema"])) == ("2.1.0", True)
    assert run["tool"]["driver"]["name"] == "planproof"
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        for part in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[part]["text"]) <= 3_000
        assert 0 < len(rule["id"]) <= 255
    prints = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]
    assert len(set(prints)) == len(prints)
    for one in run["results"]:
        assert one["message"]["text"]
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        region = one["locations"][0]["physicalLocation"]["region"]
        assert min(region.values()) >= 1
        start = region["startLine"], region["startColumn"]
        assert start <= (region["endLine"], region["endColumn"])


@given(verdicts)
@settings(max_examples=60)
def test_no_text_brings_control_characters_or_links(verdict: GateVerdict) -> None:
    def strings(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from strings(one)

    for one in strings(json.loads(sarif(verdict))):
        assert visible(one.replace("\n", "")) == one.replace("\n", "")
        assert "](" not in one


def test_a_violation_is_a_result_at_its_place() -> None:
    run = run_of(red())

    assert run["automationDetails"]["id"] == "planproof/gate/"
    assert run["tool"]["driver"]["version"] == __version__
    assert run["columnKind"] == "unicodeCodePoints"
    (one,) = run["results"]
    assert (one["ruleId"], one["level"]) == ("auth/3fa94c/no-legacy-login", "error")
    assert one["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "src/app.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 5, "startColumn": 12, "endLine": 5, "endColumn": 24},
    }
    assert one["partialFingerprints"] == {"primaryLocationLineHash": objection().fingerprint}
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "Nothing calls the legacy login any more"
    assert rule["help"]["text"].endswith("Check again: planproof verify-task auth 1")


@pytest.mark.parametrize(
    ("severity", "level"), [*zip(Severity, ["error", "error", "warning", "note"], strict=True)]
)
def test_severities_have_their_levels(severity: Severity, level: str) -> None:
    assert run_of(red(objection(severity=severity)))["results"][0]["level"] == level


def test_what_has_no_place_is_at_the_first_line_of_its_file() -> None:
    nowhere = objection(place=None, path="")
    paths = []
    for one in (nowhere._replace(path="docs/x.md"), nowhere, nowhere._replace(contract="auth")):
        where = run_of(red(one))["results"][0]["locations"][0]["physicalLocation"]
        assert where["region"]["startLine"] == 1
        paths.append(where["artifactLocation"]["uri"])
    assert paths == ["docs/x.md", ".planproof/plans/auth/tasks/3fa94c.yaml", ".planproof"]


@pytest.mark.parametrize(
    "path",
    ["a b.py", "ü/日本.py", "caf\udce9.py", "a:b.py", "%41.py", "a#b?c.py", "\x1b[31m.py", "x\ny"],
)
def test_a_uri_names_the_very_bytes_of_a_path(path: str) -> None:
    found = urlsplit(uri(path))

    assert (found.scheme, found.netloc, found.query, found.fragment) == ("", "", "", "")
    assert unquote_to_bytes(found.path) == path.encode("utf-8", "surrogateescape")
    assert uri(path).isascii()


def test_an_unsure_gate_is_no_clean_run() -> None:
    for verdict in (unsure(), silent()):
        run = run_of(verdict)
        invocation = run["invocations"][0]
        assert invocation["executionSuccessful"] is False
        assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["error"]
        assert [one["level"] for one in run["results"]] == ["error"]


def test_what_the_baseline_tolerates_is_counted_and_no_result() -> None:
    run = run_of(green(tolerated=3))

    assert (run["results"], run["properties"]["tolerated"]) == ([], 3)
    assert run["invocations"][0]["executionSuccessful"] is True


def test_a_low_severity_without_a_verdict_is_still_an_error() -> None:
    one = objection(kind=ObjectionKind.UNJUDGED, severity=Severity.LOW)

    assert run_of(red(one))["results"][0]["level"] == "error"


def long_ones(number: int) -> GateVerdict:
    """Long, and as hard to compress as text gets."""
    dice = random.Random(7)

    def noise(length: int) -> str:
        return b64encode(dice.randbytes(length)).decode()

    found = [
        objection(
            noise(1_500), n, severity=list(Severity)[n * 4 // number],
            place=PLACE._replace(path=f"{noise(60)}.py"), snippet=noise(300),
        )
        for n in range(number)
    ]  # fmt: skip
    return GateVerdict(Ends(), (), tuple(found))


def test_of_more_than_the_limit_the_worst_are_kept_and_it_is_said() -> None:
    levels = [Severity.CRITICAL] * 10 + [Severity.LOW] * (MOST_RESULTS + 40)
    verdict = GateVerdict(
        Ends(), (), tuple(objection("m", n, severity=each) for n, each in enumerate(levels))
    )

    run = run_of(verdict)

    assert len(run["results"]) == MOST_RESULTS
    assert [one["level"] for one in run["results"][:11]] == ["error"] * 10 + ["note"]
    assert notes_of(run) == [
        "50 of 25,050 results are not in this file: the worst are, by severity",
        f"GitHub keeps the {KEPT_RESULTS:,} worst results",
    ]


def test_25_000_long_violations_are_less_than_10_mb_when_compressed() -> None:
    verdict = long_ones(MOST_RESULTS)

    text = sarif(verdict)

    assert len(gzip.compress(text.encode())) < 10_000_000
    run = json.loads(text)["runs"][0]
    assert 5_000 < len(run["results"]) < MOST_RESULTS
    assert notes_of(run)[0].endswith("are not in this file: the worst are, by severity")
    errors = [one["level"] for one in run["results"]].count("error")
    assert errors == min(len(run["results"]), MOST_RESULTS // 2)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_rules_and_messages_stay_text(text: str) -> None:
    one = objection(text, rule=text, contract=text, why=text, fix=text)

    VALIDATOR.validate(json.loads(sarif(red(one))))
