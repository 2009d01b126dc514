"""What RefactorProfile files hold beyond this language, and what it means here.

That format compared ``identifiers`` with any text of its index, so that its users wrote source
there: ``class User``, ``from models import User``, ``onEdit={() => {}}``, ``/api/v2``. No name
looks so, and nothing could ever be hit. Here it is read as what it says.
"""

from __future__ import annotations

import re

from planproof.spec.wire import Facet

_IS_REGEX = re.compile(r"/.*/[A-Za-z]*\Z", re.DOTALL)
_IS_SOURCE = re.compile(r"^/|[\s={}\[\]<>\"'`;,]|\w\(|(?<!:):(?!:)")
_DEFINED = re.compile(
    r"(?:class|def|function|func|fn|interface|struct|enum|trait|type)\s+(?P<name>[\w$.]+)"
)
_IMPORTED = re.compile(r"from\s+\.*(?P<module>[\w.]+)\s+import\s+(?P<name>\w+)")
_IMPORTED_WHOLE = re.compile(r"(?:import|from)\s+(?P<name>[\w.]*\w)(?:\s+import)?")


def reads_as_source(text: str) -> bool:
    """Whether a term of ``identifiers`` is no name, no wildcard and no regular expression."""
    return bool(text.strip()) and not _IS_REGEX.match(text) and bool(_IS_SOURCE.search(text))


def meant_by(text: str) -> tuple[Facet, str]:
    """The facet and the term that say what a piece of source under ``identifiers`` was to say."""
    written = text.strip()
    if found := _DEFINED.fullmatch(written):
        return Facet.DEFINITIONS, found["name"]
    if found := _IMPORTED.fullmatch(written):
        return Facet.IMPORTS, f"{found['module']}.{found['name']}"
    if found := _IMPORTED_WHOLE.fullmatch(written):
        return Facet.IMPORTS, found["name"]
    return Facet.TEXT, text
