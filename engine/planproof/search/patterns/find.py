"""Where the things are that a pattern means."""

from __future__ import annotations

from planproof.search.patterns.field import Field, Sight, in_order
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


def find_pattern(pattern: Pattern, field: Field) -> list[Sight]:
    """All that is meant, by path and place. Raises BadTermError, TreeChangedError."""
    return in_order(_find(pattern, field))


def _find(pattern: Pattern, field: Field) -> list[Sight]:
    """Only what answers this type is loaded."""
    match pattern:
        case ApiRoute():
            from planproof.search.patterns.routes import find_api_routes

            return find_api_routes(pattern, field)
        case FunctionPattern():
            from planproof.search.patterns.heads import find_functions

            return find_functions(pattern, field)
        case ClassPattern():
            from planproof.search.patterns.heads import find_classes

            return find_classes(pattern, field)
        case ComponentPattern():
            from planproof.search.patterns.components import find_components

            return find_components(pattern, field)
        case TestPattern():
            from planproof.search.patterns.tests import find_tests

            return find_tests(pattern, field)
        case ModelPattern():
            from planproof.search.patterns.models import find_models

            return find_models(pattern, field)
        case CommandPattern():
            from planproof.search.patterns.commands import find_commands

            return find_commands(pattern, field)
