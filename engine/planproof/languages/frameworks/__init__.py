"""Web frameworks: which calls declare HTTP routes, as data."""

from planproof.languages.frameworks.framework import (
    Action,
    At,
    FileRoutes,
    Framework,
    Group,
    Kind,
    Methods,
    Mount,
    Resource,
    Route,
    Style,
)
from planproof.languages.frameworks.registry import (
    FRAMEWORKS,
    STRANGERS,
    UNREAD_EXTENSIONS,
    file_routes_of,
    frameworks_of,
)

__all__ = [
    "FRAMEWORKS",
    "STRANGERS",
    "UNREAD_EXTENSIONS",
    "Action",
    "At",
    "FileRoutes",
    "Framework",
    "Group",
    "Kind",
    "Methods",
    "Mount",
    "Resource",
    "Route",
    "Style",
    "file_routes_of",
    "frameworks_of",
]
