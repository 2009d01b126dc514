"""Values of expressions, in one form for all languages."""

from planproof.languages.values.syntax import Syntax, ValueReader
from planproof.languages.values.syntaxes import SYNTAXES, query_of
from planproof.languages.values.value import (
    Argument,
    Call,
    Choice,
    Function,
    Items,
    Member,
    Name,
    Record,
    Text,
    Value,
    chain_of,
)

__all__ = [
    "SYNTAXES",
    "Argument",
    "Call",
    "Choice",
    "Function",
    "Items",
    "Member",
    "Name",
    "Record",
    "Syntax",
    "Text",
    "Value",
    "ValueReader",
    "chain_of",
    "query_of",
]
