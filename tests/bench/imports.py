"""How long a contract over Home Assistant's 61,000 imports takes, beside import-linter.

``make bench`` runs this too. The same contract, in the same repository of the release's Python
files; a second one makes every component a source, so that the whole graph has to be read.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from bench import CACHE, Bench, Figure, remove, require

HOMEASSISTANT = "2024.3.3"
CONTRACT = """[importlinter]
root_package = homeassistant
[importlinter:contract:1]
name = helpers do not know hue
type = forbidden
source_modules = {source}
forbidden_modules = homeassistant.components.hue
"""
SPEC = """refactor_name: layers
guard: true
rules:
  - id: layers
    description: helpers do not know hue
    match:
      dependencies:
        - {{from: "{source}.**", on: "homeassistant.components.hue.**", transitive: true}}
"""
SOURCES = {"few": "homeassistant.helpers", "all": "homeassistant.components"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs that count, of each command")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="planproof-bench-"))
    try:
        report_imports(scratch, options.runs)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


def report_imports(scratch: Path, runs: int) -> None:
    bench = Bench(scratch / "homeassistant-repository", scratch, runs)
    prepare(bench)
    index = bench.root / ".git" / "planproof" / "index.db"
    cache = bench.root / ".import_linter_cache"
    linter = [str(Path(sys.executable).with_name("lint-imports")), "--config", "few.ini"]
    figures = [
        bench.time("import-linter, no cache", [*linter, "--no-cache"]),
        bench.time("import-linter, its cache filled", linter),
        verify(bench, "few", "no index", index),
        verify(bench, "few", "nothing changed", None),
        verify(bench, "all", "no index", index),
        verify(bench, "all", "nothing changed", None),
    ]
    shutil.rmtree(cache, ignore_errors=True)
    print(f"\nHome Assistant {HOMEASSISTANT}: transitive dependencies over its imports")
    for figure in figures:
        print(figure.line())
    their_cold, their_warm, cold, warm, all_cold, all_warm = (each.median for each in figures)
    print()
    print(f"verify without an index / import-linter without its cache     {cold / their_cold:6.2f}")
    print(f"verify / import-linter with its cache                         {warm / their_warm:6.2f}")
    print(f"the same with every component a source, no index             "
          f" {all_cold / their_cold:6.2f}")  # fmt: skip
    print(f"the same with every component a source                       "
          f" {all_warm / their_warm:6.2f}")  # fmt: skip


def verify(bench: Bench, which: str, state: str, index: Path | None) -> Figure:
    command = bench.planproof("verify", f"{which}.yaml")
    name = f"planproof verify, {which} modules as sources, {state}"
    return bench.time(name, command, lambda: remove(index) if index is not None else None)


def prepare(bench: Bench) -> None:
    bench.root.mkdir(parents=True)
    with tarfile.open(fetch()) as tar:
        for member in tar:
            if member.name.endswith(".py") and "/homeassistant/" in member.name:
                member.name = member.name.partition("/")[2]
                tar.extract(member, bench.root, filter="data")
    for which, source in SOURCES.items():
        (bench.root / f"{which}.ini").write_text(CONTRACT.format(source=source))
        (bench.root / f"{which}.yaml").write_text(SPEC.format(source=source))
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "release"]):
        require(bench, ["git", *words])


def fetch() -> Path:
    name = f"homeassistant-{HOMEASSISTANT}.tar.gz"
    if not (CACHE / name).exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
        ]
        what = ["--no-binary", ":all:", "--dest", str(CACHE), f"homeassistant=={HOMEASSISTANT}"]
        subprocess.run([*pip, *what], check=True)
    return CACHE / name


if __name__ == "__main__":
    sys.exit(main())
