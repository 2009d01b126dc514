"""Whether the tools answer the same questions: how many hits each of the ten rules has."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from lab import NAMES, Lab
from table import Row

from rows.measure import Question


def questions() -> Iterator[Question]:
    for name, title in NAMES.items():
        said = f"hits of the ten rules, beside those of other tools: {title}"
        yield Question(f"hits-{name}", said, partial(hits, name=name))


def hits(lab: Lab, row: Row, name: str) -> Row:
    repository = lab.repository(name)
    repository.undo_edits()
    ours = of_planproof(repository.planproof("--json", "verify", "ten_rules.yaml").run().output)
    peers = {"ast-grep": of_ast_grep(lab.ast_grep(repository).run().output)}
    if name == "ha":  # on both it would take half a minute more
        peers["semgrep"] = of_semgrep(lab.semgrep_hits.output)
    return replace(
        row,
        ours=str(ours.total()),
        peers=", ".join(f"{peer} {counts.total()}" for peer, counts in peers.items()),
        note=differences(ours, peers),
    )


def differences(ours: Counter[str], peers: Mapping[str, Counter[str]]) -> str:
    """The rules with other numbers of hits, and these."""
    rules = sorted({*ours, *(rule for counts in peers.values() for rule in counts)})
    apart = [rule for rule in rules if any(ours[rule] != each[rule] for each in peers.values())]
    said = (
        f"{rule} {ours[rule]}, " + ", ".join(f"{peer} {each[rule]}" for peer, each in peers.items())
        for rule in apart
    )
    return "; ".join(said) or "the same for every rule"


def of_planproof(output: str) -> Counter[str]:
    return Counter(each["rule"] for each in json.loads(output)["data"]["violations"])


def of_ast_grep(output: str) -> Counter[str]:
    return Counter(json.loads(line)["ruleId"] for line in output.splitlines())


def of_semgrep(output: str) -> Counter[str]:
    """Ids are preceded by the folders of the rules' file."""
    found = json.loads(output)["results"]
    return Counter(each["check_id"].rpartition(".")[2] for each in found)
