"""The JSON Schema of specs, for editors; made from the same description that the loader uses."""

from __future__ import annotations

import json

from planproof.spec.lists import Empty, Texts
from planproof.spec.selectors import BOUNDS, CALL, DEFINITION, DEPENDENCY, MEMBERS, METRICS
from planproof.spec.shape import EXAMPLES, EXPECT, FOR_EACH, MATCH, RENAME, RULE, SCOPE, SPEC

_SHAPES = (
    *(RULE, MATCH, EXPECT, FOR_EACH, RENAME, SCOPE, EXAMPLES),
    *(CALL, DEFINITION, DEPENDENCY, METRICS, MEMBERS, BOUNDS),
)


def json_schema() -> str:
    """JSON Schema, draft 2020-12, as indented text with a newline at its end.

    It accepts what :func:`planproof.spec.load_spec` accepts, but for what a schema cannot say:
    unique rule ids, ``at_most`` not below ``at_least``, names of languages, and what must agree
    between the clauses of one rule.
    """
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:planproof:spec:1",
        "title": "planproof spec",
        "description": "What must be gone and what must be there when a refactor is done",
        **SPEC.definition(),
        "$defs": {
            **{shape.name: shape.definition() for shape in _SHAPES},
            **{f"{shape.name}_filled": shape.filled() for shape in _SHAPES if shape.may_lack},
            "texts": Texts("text").definition(),
            "texts_or_none": Texts("text", Empty.FINE).definition(),
        },
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
