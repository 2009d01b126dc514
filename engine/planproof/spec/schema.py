"""The JSON Schema of specs, for editors; made from the same description that the loader uses."""

from __future__ import annotations

import json

from planproof.spec.forms import Texts
from planproof.spec.shape import EXAMPLES, EXPECT, MATCH, RULE, SCOPE, SPEC


def json_schema() -> str:
    """JSON Schema, draft 2020-12, as indented text with a newline at its end.

    It accepts what :func:`planproof.spec.load_spec` accepts, but for what a schema cannot say:
    unique rule ids, ``at_most`` not below ``at_least``, and the names of languages.
    """
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:planproof:spec:1",
        "title": "planproof spec",
        "description": "What must be gone and what must be there when a refactor is done",
        **SPEC.definition(),
        "$defs": {
            **{shape.name: shape.definition() for shape in (RULE, MATCH, EXPECT, SCOPE, EXAMPLES)},
            "texts": Texts("text").definition(),
            "texts_or_none": Texts("text", may_be_empty=True).definition(),
        },
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
