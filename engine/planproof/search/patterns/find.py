"""Where the things are that a pattern means."""

from __future__ import annotations

from planproof.search.patterns.commands import find_commands
from planproof.search.patterns.components import find_components
from planproof.search.patterns.field import Field, Sight, in_order
from planproof.search.patterns.heads import find_classes, find_functions
from planproof.search.patterns.kinds import (
    ApiRoute,
    ClassPattern,
    CommandPattern,
    ComponentPattern,
    FunctionPattern,
    ModelPattern,
    Pattern,
    TestPattern,
)
from planproof.search.patterns.models import find_models
from planproof.search.patterns.routes import find_api_routes
from planproof.search.patterns.tests import find_tests


def find_pattern(pattern: Pattern, field: Field) -> list[Sight]:
    """All that is meant, by path and place. Raises BadTermError, TreeChangedError."""
    return in_order(_find(pattern, field))


def _find(pattern: Pattern, field: Field) -> list[Sight]:
    match pattern:
        case ApiRoute():
            return find_api_routes(pattern, field)
        case FunctionPattern():
            return find_functions(pattern, field)
        case ClassPattern():
            return find_classes(pattern, field)
        case ComponentPattern():
            return find_components(pattern, field)
        case TestPattern():
            return find_tests(pattern, field)
        case ModelPattern():
            return find_models(pattern, field)
        case CommandPattern():
            return find_commands(pattern, field)
