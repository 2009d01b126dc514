"""Parses every Python file of a repository in two processes, and does nothing else.

``python parsing.py parse|read``, in the repository. No index of these files can be quicker.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import tree_sitter
import tree_sitter_python

_PROCESSES = 2


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], capture_output=True, check=True)
    paths = sorted(listed.stdout.split(b"\0")[:-1], key=os.path.getsize)
    work = {"parse": parse, "read": read}[sys.argv[1]]
    children = [_fork(work, paths[at::_PROCESSES]) for at in range(_PROCESSES)]
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def _fork(work: Callable[[bytes], None], paths: list[bytes]) -> int:
    child = os.fork()
    if child:
        return child
    for path in paths:
        work(Path(os.fsdecode(path)).read_bytes())
    os._exit(0)


def parse(content: bytes) -> None:
    PARSER.parse(content)


def read(content: bytes) -> None:
    """The bytes have been read: that is all."""


PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_python.language()))

if __name__ == "__main__":
    sys.exit(main())
