"""From the rules of a completed task to a guard: a spec that keeps out what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import SpecError
from planproof.evaluate.examples import check_examples, terms_in_bad_examples
from planproof.languages import language_of
from planproof.model.evaluation import Witness
from planproof.plans import Snippet
from planproof.report.guards import GuardRule
from planproof.rules import Rule, StructuralWorker
from planproof.spec.promotion import Promotion, promotions_of
from planproof.spec.wire import Examples, RuleSpec, Spec
from planproof.usecases.prepare import prepare_text
from planproof.yamlio import Value, write

_LONGEST = 8_000
"""Characters of an example; a longer witness stays with the plan."""


class TaskLink(Struct, frozen=True):
    """What a guard says of where it comes from. ``number`` is that of the plan's files."""

    plan: str
    number: int
    key: str
    title: str


class Seen(Struct, frozen=True):
    """How the task was seen red: ``witnesses``, by the id of a rule the code in its snapshots, and
    the ids of the rules that its completing verification proved able to be red."""

    witnesses: Sequence[Witness]
    snippets: Callable[[str], Iterable[Snippet]]
    proven: frozenset[str]


class Guard(Struct, frozen=True):
    """The guard of one task: its text, and what became of each of the task's rules. No text: none
    of its rules forbids a name."""

    text: str
    rules: tuple[GuardRule, ...]


def make_guard(spec: Spec, link: TaskLink, seen: Seen, worker: StructuralWorker) -> Guard:
    """The same spec, task and evidence give the same text."""
    judged = [_promote(promotion, link, seen, worker) for promotion in promotions_of(spec)]
    entries: list[Value] = [entry for entry, _ in judged if entry]
    rules = tuple(rule for _, rule in judged)
    if not entries:
        return Guard("", rules)
    return Guard(_HEAD + write({**_about(spec, link), "rules": entries}), rules)


_HEAD = """\
# Written by planproof archive: what this task removed must not come back. Yours to change.
#   planproof verify .planproof/guards/*.yaml
"""


def _about(spec: Spec, link: TaskLink) -> dict[str, Value]:
    return {
        "refactor_name": f"{link.plan} {link.number}: kept out",
        "description": f"What is gone since task {link.number} of plan {link.plan}: {link.title}",
        "metadata": {
            "plan": link.plan,
            "task": str(link.number),
            "key": link.key,
            "spec": spec.digest,
        },
    }


def _promote(
    promotion: Promotion, link: TaskLink, seen: Seen, worker: StructuralWorker
) -> tuple[dict[str, Value], GuardRule]:
    rule = promotion.rule
    if not promotion.kept:
        return {}, GuardRule(rule.id, promoted=False, left=promotion.left)
    why = f"(gone since task {link.number} of plan {link.plan})"
    compiled = _compiled(promotion, promotion.written((), why=why, guard=False))
    if compiled is None:
        left = (*promotion.left, "what it forbids cannot be said in a rule of its own")
        return {}, GuardRule(rule.id, promoted=False, left=left)
    bad, unseen = _shown_red(compiled, _candidates(rule, seen), worker)
    if not (bad or rule.guard or rule.id in seen.proven):
        left = (*promotion.left, "it was never seen red and has no bad example")
        return {}, GuardRule(rule.id, promoted=False, left=left)
    entry = promotion.written(bad, why=why, guard=not bad)
    good = _still_good(compiled, rule.examples.good, worker)
    if good:
        examples: dict[str, Value] = {"bad": [*bad]} if bad else {}
        entry["examples"] = {**examples, "good": [*good]}
    return entry, GuardRule(
        rule.id, promoted=True, left=promotion.left, shown=bool(bad), unseen=unseen if bad else ()
    )


def _compiled(promotion: Promotion, entry: dict[str, Value]) -> Rule | None:
    """The rule as it will be read from the guard; None if it would not forbid the same."""
    try:
        text = write({"refactor_name": "guard", "rules": [entry]})
        rule = prepare_text(text, "guard").rules[0]
    except (SpecError, ValueError):
        return None
    return rule if promotion.is_said_by(rule.spec) else None


def _candidates(rule: RuleSpec, seen: Seen) -> Iterator[str]:
    """What may show that the rule can be red, the words of its authors first."""
    yield from rule.examples.bad
    for witness in seen.witnesses:
        if witness.rule == rule.id and witness.snippet:
            yield from _pieces(witness.path, witness.snippet)
        elif witness.rule == rule.id:
            yield witness.path
    for snippet in seen.snippets(rule.id):
        yield from _pieces(*snippet)


def _pieces(path: str, text: str) -> Iterator[str]:
    """The code with its place, which says how it is read; and alone, if that does not do."""
    language = language_of(path, text[:100].encode("utf-8", "replace"))
    mark = language.line_comment if language is not None else "#"
    yield f"{mark} path: {path}\n{text}"
    yield text


def _shown_red(
    rule: Rule, candidates: Iterable[str], worker: StructuralWorker
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As few of them as show every term red that any shows; and the terms that none does."""
    shown: list[str] = []
    seen: frozenset[int] = frozenset()
    for text in candidates:
        if len(seen) == len(rule.forbidding):
            break
        hit = terms_in_bad_examples(_with(rule, Examples(bad=(text,))), worker)
        if hit - seen and len(text) <= _LONGEST and _can_be_written(text):
            shown.append(text)
            seen |= hit
    unseen = (term for term in rule.forbidding if term.index not in seen)
    return tuple(shown), tuple(f"{term.facet.value}: {term.label}" for term in unseen)


def _still_good(rule: Rule, good: tuple[str, ...], worker: StructuralWorker) -> tuple[str, ...]:
    results = check_examples(_with(rule, Examples(good=good)), worker)
    return tuple(result.text for result in results if result.ok)


def _with(rule: Rule, examples: Examples) -> Rule:
    return replace(rule, spec=replace(rule.spec, examples=examples))


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return bool(text.strip())
