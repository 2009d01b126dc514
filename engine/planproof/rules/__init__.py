"""A spec's rules, compiled, and one module per matcher."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.rules.candidates import Candidate, Hits, Holders, whole_file
    from planproof.rules.compile import compile_draft, compile_rules
    from planproof.rules.dedupe import outermost
    from planproof.rules.dependencies import DependencyTerm, names_module
    from planproof.rules.find import Reading, Wanted, always, find_each, find_hits
    from planproof.rules.hits import Findings, Hit
    from planproof.rules.metrics import MetricTerm
    from planproof.rules.names import NAME_FACETS
    from planproof.rules.routes import RouteTerm, parse_route
    from planproof.rules.rule import (
        MEASURED,
        TREE_FACETS,
        FoldingMatcher,
        Matcher,
        Rule,
        RuleClause,
        RuleTerm,
    )
    from planproof.rules.scopes import Glob, OwnPaths, PathScope
    from planproof.rules.structural_worker import StructuralWorker, may_pass
    from planproof.rules.structure import STRUCTURAL, Structure
    from planproof.rules.subject import Naming, Subject
    from planproof.rules.tables import TableTerm, find_tables
    from planproof.rules.terms import NameTerm, RegexTerm, Term, TextTerm, parse_name, parse_text
    from planproof.rules.text import TextSearch, find_text
else:
    __getattr__ = lazily(
        __name__,
        {
            "candidates": ("Candidate", "Hits", "Holders", "whole_file"),
            "compile": ("compile_draft", "compile_rules"),
            "dedupe": ("outermost",),
            "dependencies": ("DependencyTerm", "names_module"),
            "find": ("Reading", "Wanted", "always", "find_each", "find_hits"),
            "hits": ("Findings", "Hit"),
            "metrics": ("MetricTerm",),
            "names": ("NAME_FACETS",),
            "routes": ("RouteTerm", "parse_route"),
            "rule": (
                "MEASURED",
                "TREE_FACETS",
                "FoldingMatcher",
                "Matcher",
                "Rule",
                "RuleClause",
                "RuleTerm",
            ),
            "scopes": ("Glob", "OwnPaths", "PathScope"),
            "structural_worker": ("StructuralWorker", "may_pass"),
            "structure": ("STRUCTURAL", "Structure"),
            "subject": ("Naming", "Subject"),
            "tables": ("TableTerm", "find_tables"),
            "terms": ("NameTerm", "RegexTerm", "Term", "TextTerm", "parse_name", "parse_text"),
            "text": ("TextSearch", "find_text"),
        },
    )

__all__ = [
    "MEASURED",
    "NAME_FACETS",
    "STRUCTURAL",
    "TREE_FACETS",
    "Candidate",
    "DependencyTerm",
    "Findings",
    "FoldingMatcher",
    "Glob",
    "Hit",
    "Hits",
    "Holders",
    "Matcher",
    "MetricTerm",
    "NameTerm",
    "Naming",
    "OwnPaths",
    "PathScope",
    "Reading",
    "RegexTerm",
    "RouteTerm",
    "Rule",
    "RuleClause",
    "RuleTerm",
    "StructuralWorker",
    "Structure",
    "Subject",
    "TableTerm",
    "Term",
    "TextSearch",
    "TextTerm",
    "Wanted",
    "always",
    "compile_draft",
    "compile_rules",
    "find_each",
    "find_hits",
    "find_tables",
    "find_text",
    "may_pass",
    "names_module",
    "outermost",
    "parse_name",
    "parse_route",
    "parse_text",
    "whole_file",
]
