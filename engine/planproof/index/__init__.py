"""Blobs to facts. Owns index.db, which is derived: delete it at will."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.index.arguments import Call, Keyword, Value, call_at, callees
    from planproof.index.build import IndexReport
    from planproof.index.feature_table import FeatureBatch, FeatureTable
    from planproof.index.heads import head_span
    from planproof.index.index import Index
    from planproof.index.literals import Literal
    from planproof.index.metrics import ClassMetrics, FileMetrics, FunctionMetrics, measure
    from planproof.index.module_imports import (
        ModuleImport,
        ModuleImports,
        read_module_imports,
        skim_module_imports,
    )
    from planproof.index.offers import Offers
    from planproof.index.reading import Source
    from planproof.index.resolve import Resolver
    from planproof.index.scan import MAX_BYTES
    from planproof.index.signatures import Head, head_of, positional_parameters
    from planproof.index.skims import skim_of
    from planproof.index.statements import statement_span
    from planproof.index.tables import (
        Act,
        PlainTables,
        Tables,
        TableUse,
        labels_in,
        names_tables,
        possible_labels,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "arguments": ("Call", "Keyword", "Value", "call_at", "callees"),
            "build": ("IndexReport",),
            "feature_table": ("FeatureBatch", "FeatureTable"),
            "heads": ("head_span",),
            "index": ("Index",),
            "literals": ("Literal",),
            "metrics": ("ClassMetrics", "FileMetrics", "FunctionMetrics", "measure"),
            "module_imports": (
                "ModuleImport",
                "ModuleImports",
                "read_module_imports",
                "skim_module_imports",
            ),
            "offers": ("Offers",),
            "reading": ("Source",),
            "resolve": ("Resolver",),
            "scan": ("MAX_BYTES",),
            "signatures": ("Head", "head_of", "positional_parameters"),
            "skims": ("skim_of",),
            "statements": ("statement_span",),
            "tables": (
                "Act",
                "PlainTables",
                "Tables",
                "TableUse",
                "labels_in",
                "names_tables",
                "possible_labels",
            ),
        },
    )

__all__ = [
    "MAX_BYTES",
    "Act",
    "Call",
    "ClassMetrics",
    "FeatureBatch",
    "FeatureTable",
    "FileMetrics",
    "FunctionMetrics",
    "Head",
    "Index",
    "IndexReport",
    "Keyword",
    "Literal",
    "ModuleImport",
    "ModuleImports",
    "Offers",
    "PlainTables",
    "Resolver",
    "Source",
    "TableUse",
    "Tables",
    "Value",
    "call_at",
    "callees",
    "head_of",
    "head_span",
    "labels_in",
    "measure",
    "names_tables",
    "positional_parameters",
    "possible_labels",
    "read_module_imports",
    "skim_module_imports",
    "skim_of",
    "statement_span",
]
