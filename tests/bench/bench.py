"""How long the main job takes on Django's source release, beside other tools, in one run.

``make bench`` runs this. Every figure is that of a whole process; the median of several runs is
shown, with the fastest and the slowest; only the ratios travel between machines. The first run
fetches the source release and ast-grep's command from the package index, into ``.cache/bench``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"
DJANGO = "5.1.4"
AST_GREP = "0.51.0"
HERE = Path(__file__).parent
SPEC = HERE / "ten_rules.yaml"
TYPER = """import typer
app = typer.Typer()
@app.command()
def one(x: int = 1): print(x)
@app.command()
def two(x: int = 1): print(x)
app()
"""


@dataclass(frozen=True)
class Figure:
    """Seconds of wall time, each of one process."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def line(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return f"{self.name:<58} {self.median:7.3f} s   {low:.3f} … {high:.3f}"


@dataclass(frozen=True)
class Bench:
    """A scratch copy of the source release in a repository of its own."""

    root: Path
    home: Path
    runs: int

    def time(
        self, name: str, command: Sequence[str], before: Callable[[], object] = lambda: None
    ) -> Figure:
        """One run that does not count, then ``runs`` that do; ``before`` is not timed."""
        return Figure(name, tuple(self._times(command, before))[1:])

    def _times(self, command: Sequence[str], before: Callable[[], object]) -> Iterator[float]:
        for _ in range(self.runs + 1):
            before()
            start = time.perf_counter()
            done = self.run(command)
            yield time.perf_counter() - start
            if done.returncode > 1:
                sys.exit(f"{' '.join(command)} failed:\n{done.stderr.decode()}")

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        kept = {"PATH": os.environ["PATH"], "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1"}
        identity = {f"GIT_{who}_{what}": "bench@example.org"
                    for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
        return subprocess.run(
            command, cwd=self.root, env={**kept, **identity}, capture_output=True, check=False
        )

    def planproof(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).with_name("planproof")), *words]


def main() -> int:
    from imports import report_imports

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs that count, of each command")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="planproof-bench-"))
    try:
        report(Bench(scratch / "django", scratch, options.runs))
        report_imports(scratch, options.runs)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


def report(bench: Bench) -> None:
    ast_grep = prepare(bench)
    index = bench.root / ".git" / "planproof" / "index.db"
    edited = bench.root / "django" / "http" / "request.py"
    source = sum(file.stat().st_size for file in bench.root.rglob("*.py"))
    figures = [
        bench.time("python -c pass", [sys.executable, "-c", "pass"]),
        bench.time("a two-command Typer application", [sys.executable, "app.py", "one"]),
        bench.time("git status", ["git", "status", "--porcelain"]),
        bench.time("ast-grep scan, the same ten rules", [str(ast_grep), "scan", "--json=stream"]),
        bench.time("planproof show", bench.planproof("show")),
        bench.time("planproof index, cold", bench.planproof("index"), lambda: remove(index)),
        bench.time("planproof verify, ten rules, no index",
                   bench.planproof("verify", "ten_rules.yaml"), lambda: remove(index)),
        bench.time("planproof verify-task, ten rules, nothing changed",
                   bench.planproof("verify-task", "1")),
        bench.time("planproof verify-task, ten rules, one file edited",
                   bench.planproof("verify-task", "1"), lambda: edit(edited)),
    ]  # fmt: skip
    bench.run(bench.planproof("index"))
    for figure in figures:
        print(figure.line())
    by_name = {figure.name: figure.median for figure in figures}
    _, typer, git, peer, show, cold, verify, warm, one = by_name.values()
    print()
    print(f"Django {DJANGO} source release: {source / 1e6:.1f} MB of Python")
    print(f"index.db / source bytes                        {index.stat().st_size / source:6.2f}")
    print(f"cold index / ast-grep scan                     {cold / peer:6.2f}")
    print(f"cold verify without an index / ast-grep scan   {verify / peer:6.2f}")
    print(f"verify-task unchanged / (git status + Typer)   {warm / (git + typer):6.2f}")
    print(f"ast-grep scan / verify-task after one edit     {peer / one:6.2f}")
    print(f"planproof show / Typer                         {show / typer:6.2f}")


def prepare(bench: Bench) -> Path:
    """The repository with a plan in it, and the path of ast-grep's command."""
    CACHE.mkdir(parents=True, exist_ok=True)
    unpack(fetch("--no-binary", ":all:", f"django=={DJANGO}"), bench.root)
    (bench.root / "app.py").write_text(TYPER)
    shutil.copy(SPEC, bench.root)
    shutil.copytree(HERE / "ast-grep", bench.root, dirs_exist_ok=True)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "django"]):
        require(bench, ["git", *words])
    require(bench, bench.planproof("init", "--name", "bench"))
    require(bench, bench.planproof("add-task", "--title", "ten rules", "--spec", "ten_rules.yaml"))
    tools = CACHE / f"ast-grep-{AST_GREP}"
    if not (tools / "bin" / "ast-grep").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tools)]
        subprocess.run([*pip, f"ast-grep-cli=={AST_GREP}"], check=True)
    return tools / "bin" / "ast-grep"


def fetch(*what: str) -> Path:
    found = sorted(CACHE.glob(f"[dD]jango-{DJANGO}.tar.gz"))
    if not found:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
        subprocess.run([*pip, str(CACHE), *what], check=True)
        found = sorted(CACHE.glob(f"[dD]jango-{DJANGO}.tar.gz"))
    return found[0]


def unpack(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as tar:
        tar.extractall(target.parent, filter="data")
    next(target.parent.glob("[dD]jango-*")).rename(target)


def require(bench: Bench, command: Sequence[str]) -> None:
    done = bench.run(command)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr.decode()}")


def remove(index: Path) -> None:
    for file in index.parent.glob("index.db*"):
        file.unlink()


def edit(file: Path) -> None:
    with file.open("a") as text:
        text.write("# edited\n")


if __name__ == "__main__":
    sys.exit(main())
