"""Run by a Python of its own, with SQLAlchemy and a package on its path: the package's tables.

What the package imports besides is not installed, and nothing of it is needed to map classes: such
modules are empty ones. Prints a JSON list of names.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import json
import sys
import types
from unittest.mock import MagicMock


class Empty(types.ModuleType):
    __path__ = ()

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return MagicMock(name=name)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name: str, path: object, target: object = None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec) -> types.ModuleType:
        return Empty(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing is in it."""


if __name__ == "__main__":
    sys.meta_path.append(Finder())
    base = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
    json.dump(sorted(base.metadata.tables), sys.stdout)
