"""Rules over a tree: violations, coverage, proof of red, a verdict."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.evaluate.examples import ExampleResult, check_examples
    from planproof.evaluate.options import Options
else:
    __getattr__ = lazily(
        __name__,
        {
            "examples": ("ExampleResult", "check_examples"),
            "options": ("Options",),
        },
    )

__all__ = ["ExampleResult", "Options", "check_examples"]
