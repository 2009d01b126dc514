"""Blobs to facts. Owns index.db, which is derived: delete it at will."""

from planproof.index.build import IndexReport
from planproof.index.comments import comments
from planproof.index.expressions import expressions
from planproof.index.heads import head_span
from planproof.index.index import Index
from planproof.index.module_imports import (
    ModuleImport,
    ModuleImports,
    read_module_imports,
    skim_module_imports,
)
from planproof.index.offers import Offers
from planproof.index.reading import Source
from planproof.index.resolve import Resolver
from planproof.index.scan import MAX_BYTES, scan
from planproof.index.statements import statement_span
from planproof.index.tables import Act, Tables, TableUse

__all__ = [
    "MAX_BYTES",
    "Act",
    "Index",
    "IndexReport",
    "ModuleImport",
    "ModuleImports",
    "Offers",
    "Resolver",
    "Source",
    "TableUse",
    "Tables",
    "comments",
    "expressions",
    "head_span",
    "read_module_imports",
    "scan",
    "skim_module_imports",
    "statement_span",
]
