"""The parser's events. PyYAML is imported here and nowhere else, at the first file that is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.yamlio.complaints import Complaints
from planproof.yamlio.syntax import syntax_error

if TYPE_CHECKING:
    import yaml


def parse(text: str, complaints: Complaints) -> Iterator[yaml.Event]:
    """Events in file order, each as soon as it is read. Raises SpecError for what is not YAML."""
    import yaml

    parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    except (yaml.YAMLError, ValueError) as error:
        raise syntax_error(error, text, complaints) from None
    finally:
        parser.dispose()
