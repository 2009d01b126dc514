"""Rules over a tree: violations, coverage, proof of red, a verdict."""

from planproof.evaluate.evaluate import evaluate
from planproof.evaluate.examples import ExampleResult, check_examples
from planproof.evaluate.explain import explain
from planproof.evaluate.options import Options

__all__ = ["ExampleResult", "Options", "check_examples", "evaluate", "explain"]
