"""Every definition, call, import, annotation and base that javac's own parser sees in real packages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from syntax_agreement import SyntaxAgreement

from planproof.model.document import Role

FACTS = Path(__file__).with_name("JavaFacts.java")
PACKAGES = ("react-native@0.71.19", "@capacitor/android@6.1.2", "cordova-android@13.0.0")
ROLES = Role.DEFINITION | Role.CALL | Role.IMPORT | Role.DECORATOR | Role.BASE


@pytest.mark.packages
def test_facts_of_java_packages_are_those_of_javac(
    npm_package: Callable[[str], Path], measured: Callable[[str], None]
):
    paths = sorted(path for each in PACKAGES for path in npm_package(each).rglob("*.java"))
    agreement = SyntaxAgreement(ROLES)
    agreement.compare(paths, parsed(paths))
    measured(agreement.summary("Java against javac"))
    assert agreement.files > 500
    assert agreement.rate <= 0.001, agreement.different[:20]


def parsed(paths: list[Path]) -> Iterator[str]:
    java = shutil.which("java")
    assert java, "this suite needs a JDK, 17 or newer"
    exports = "jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED"
    done = subprocess.run(
        [java, "--add-exports", exports, str(FACTS)],
        input="\n".join(map(str, paths)), check=True, capture_output=True, text=True,
    )  # fmt: skip
    yield from done.stdout.splitlines()
