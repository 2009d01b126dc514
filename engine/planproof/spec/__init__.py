"""YAML to Spec: the wire shape, with positions, every error of a file at once."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.spec.files import read_spec_file, read_text
    from planproof.spec.loader import Draft, draft_spec, load_spec
    from planproof.spec.new import new_spec
    from planproof.spec.schema import json_schema
    from planproof.spec.wire import Clause, Examples, Facet, RuleSpec, Scope, Spec, TermSpec, Where
else:
    __getattr__ = lazily(
        __name__,
        {
            "files": ("read_spec_file", "read_text"),
            "loader": ("Draft", "draft_spec", "load_spec"),
            "new": ("new_spec",),
            "schema": ("json_schema",),
            "wire": (
                "Clause",
                "Examples",
                "Facet",
                "RuleSpec",
                "Scope",
                "Spec",
                "TermSpec",
                "Where",
            ),
        },
    )

__all__ = [
    "Clause",
    "Draft",
    "Examples",
    "Facet",
    "RuleSpec",
    "Scope",
    "Spec",
    "TermSpec",
    "Where",
    "draft_spec",
    "json_schema",
    "load_spec",
    "new_spec",
    "read_spec_file",
    "read_text",
]
