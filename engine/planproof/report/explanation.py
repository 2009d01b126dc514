"""What a spec means over a tree, for people and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from planproof.model.explanation import (
    Counted,
    Explanation,
    RuleExplanation,
    ScopeExplanation,
    Sightings,
    TermExplanation,
)
from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.style import Paint

_WIDTH = 100
_UNKNOWN = "of no known language"


def explanation_text(explanation: Explanation, paint: Paint) -> str:
    """Rule by rule: what it says, where it looks, what its terms hit, what they do not see."""
    rules = ("".join(f"{line}\n" for line in _rule(rule, paint)) for rule in explanation.rules)
    return "\n".join(rules)


def _rule(rule: RuleExplanation, paint: Paint) -> Iterator[str]:
    yield f"{paint('bold', visible(rule.rule))}  {visible(rule.description)}"
    for sentence in (*rule.red, rule.green):
        yield from _paragraph(sentence, "  ")
    yield from _scope(rule.scope, paint)
    for term in rule.terms:
        yield from _term(term, paint)
    yield from _listed("also hit", _by_words((t.label, t.also) for t in rule.terms), paint)
    yield from _listed("not seen", _by_words((t.label, t.misses) for t in rule.terms), paint)
    yield from _listed("good to know", rule.notes, paint)


def _scope(scope: ScopeExplanation, paint: Paint) -> Iterator[str]:
    include = ", ".join(map(visible, scope.include)) or "every file"
    exclude = f", without {', '.join(map(visible, scope.exclude))}" if scope.exclude else ""
    yield f"  {paint('dim', 'looks at')} {include}{exclude}"
    read = ", ".join(
        f"{n:,} {visible(name) or 'of no known language'}" for name, n in scope.languages
    )
    files = f"{scope.files:,} of {counted(scope.tracked, 'file')}"
    yield f"    {files}{f': {read}' if read else ''}"


def _term(term: TermExplanation, paint: Paint) -> Iterator[str]:
    label = paint("code", visible(f"{term.facet}: {term.label}"))
    seen = term.seen
    yield f"  {paint('dim', term.clause)} {label}"
    yield from _paragraph(f"finds: {', '.join(term.finds)}", "    ")
    if not seen.hits:
        near = f"; nearest: {', '.join(map(visible, term.nearest))}" if term.nearest else ""
        yield f"    {paint('warn', 'hits nothing')}{near}"
        return
    unsure = f", {seen.unsure:,} of them not sure" if seen.unsure else ""
    yield f"    hits {counted(seen.hits, 'place')} in {counted(seen.files, 'file')}{unsure}"
    if len(term.finds) > 1:
        yield f"    as: {_counts(seen.roles)}"
    yield f"    which are: {_counts(seen.names)}{_more(seen)}"
    yield f"    in: {_counts(seen.folders)}"


def _more(seen: Sightings) -> str:
    hidden = seen.kinds - len(seen.names)
    return f" and {hidden:,} more" if hidden else ""


def _counts(found: Counted) -> str:
    return ", ".join(f"{visible(word)} ({count:,})" for word, count in found)


def _by_words(said: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    """What is said of several terms is said once."""
    labels: dict[str, list[str]] = {}
    for label, sentences in said:
        for sentence in sentences:
            labels.setdefault(sentence, []).append(label)
    return [f"{sentence} [{_few(names)}]" for sentence, names in labels.items()]


def _few(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))
    rest = f" and {len(shown) - 3:,} more" if len(shown) > 3 else ""
    return f"{', '.join(shown[:3])}{rest}"


def _listed(title: str, sentences: Iterable[str], paint: Paint) -> Iterator[str]:
    for number, sentence in enumerate(sentences):
        if not number:
            yield f"  {paint('dim', title)}"
        yield from _paragraph(f"- {sentence}", "    ", hang="  ")


def _paragraph(text: str, indent: str, hang: str = "") -> Iterator[str]:
    yield from wrap(
        visible(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def explanation_json(explanation: Explanation) -> JsonObject:
    return {
        "spec": explanation.spec,
        "spec_digest": explanation.spec_digest,
        "revision": explanation.revision,
        "rules": [_rule_json(rule) for rule in explanation.rules],
    }


def _rule_json(rule: RuleExplanation) -> Json:
    coverage = rule.coverage
    return {
        "id": rule.rule,
        "description": rule.description,
        "red": list(rule.red),
        "green": rule.green,
        "guard": rule.guard,
        "proof": rule.proof.name.lower(),
        "scope": {
            "include": list(rule.scope.include),
            "exclude": list(rule.scope.exclude),
            "files": rule.scope.files,
            "tracked": rule.scope.tracked,
            "languages": _counts_json(rule.scope.languages),
        },
        "examined": coverage.examined,
        "excluded_by_letters": coverage.excluded_by_letters,
        "terms": [_term_json(term) for term in rule.terms],
        "notes": list(rule.notes),
    }


def _term_json(term: TermExplanation) -> Json:
    seen = term.seen
    return {
        "clause": term.clause,
        "facet": term.facet,
        "term": term.label,
        "finds": list(term.finds),
        "hits": seen.hits,
        "files": seen.files,
        "unsure": seen.unsure,
        "roles": _counts_json(seen.roles),
        "names": _counts_json(seen.names),
        "distinct_names": seen.kinds,
        "folders": _counts_json(seen.folders),
        "nearest": list(term.nearest),
        "also": list(term.also),
        "misses": list(term.misses),
    }


def _counts_json(found: Counted) -> Json:
    return [{"what": word, "count": count} for word, count in found]
