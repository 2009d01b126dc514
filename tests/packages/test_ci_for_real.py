"""The action and the hooks as they are installed, on releases of a real package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fake_runner import Run, Runner, pip_settings
from planproof_testing import Project

pytestmark = pytest.mark.packages

TOP = Path(__file__).parents[2]
SOURCES = (
    "action.yml", ".pre-commit-hooks.yaml", "pyproject.toml", "constraints.txt", "README.md",
    "CHANGELOG.md", "LICENSE", "engine", "specs", "cli",
)  # fmt: skip
OLD, NEW = "itsdangerous==2.0.1", "itsdangerous==2.1.2"

SPEC = """\
refactor_name: no-more-jws
rules:
  - id: no-jws
    description: JSON Web Signatures were taken out in 2.1
    severity: high
    match:
      definitions: ["*JSONWebSignatureSerializer"]
      imports: [itsdangerous.jws.**]
    guidance: Use a library that is made for JWS, such as Authlib
"""


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This planproof as a repository that others install from."""
    root = tmp_path_factory.mktemp("published")
    for name in SOURCES:
        source = TOP / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    made = Project(root, root)
    made.git("init", "--quiet")
    made.commit("v0")
    return root


@pytest.fixture
def project(tmp_path: Path, package: Callable[[str], Path]) -> Project:
    """itsdangerous on the way from 2.0 to 2.1: main has 2.1 and the task is done, the branch topic
    brings a module of 2.0 back."""
    root, home = tmp_path / "project", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    made = Project(root, home)
    put(made, package(OLD))
    made.write("spec.yaml", SPEC)
    made.git("init", "--quiet")
    made.commit("2.0.1")
    assert made.run("init", "--name", "JWS").code == 0
    assert made.run("add-task", "--title", "Take out JWS", "--spec", "spec.yaml").code == 0
    put(made, package(NEW))
    assert made.run("verify-task", "1").code == 0
    assert made.run("plan", "export").code == 0
    made.commit("2.1.2")
    made.git("switch", "--quiet", "--create", "topic")
    made.write("src/itsdangerous/jws.py", (package(OLD) / "itsdangerous/jws.py").read_bytes())
    made.commit("bring it back")
    return made


def put(project: Project, wheel: Path) -> None:
    shutil.rmtree(project.root / "src", ignore_errors=True)
    shutil.copytree(wheel / "itsdangerous", project.root / "src" / "itsdangerous")


def merged(project: Project) -> dict[str, Any]:
    """The event of a pull request, its merge checked out."""
    base, head = project.git("rev-parse", "main", "topic").split()
    project.git("switch", "--quiet", "--detach", "main")
    project.git("merge", "--quiet", "--no-ff", "--message", "merge", "topic")
    here = {"full_name": "acme/shop", "default_branch": "main"}
    ends = {"base": {"sha": base, "repo": here}, "head": {"sha": head, "repo": here}}
    sha = project.git("rev-parse", "HEAD").strip()
    payload = {"repository": here, "pull_request": ends}
    return {"event": "pull_request", "payload": payload, "sha": sha, "ref": "refs/pull/7/merge"}


def test_the_action_installs_itself_and_shuts_the_gate(
    published: Path, project: Project, tmp_path: Path
) -> None:
    """Modules of the head that are called as those of planproof, pip and Python are not imported."""
    for name in ("json", "pip", "venv", "planproof", "planproof_cli", "sitecustomize"):
        project.write(
            f"{name}.py", "open('/dev/stderr', 'w').write('PWNED')\nraise SystemExit(0)\n"
        )
    project.commit("and set traps")
    runner = Runner(project, tmp_path / "runner", None, published / "action.yml")
    runner.uses["actions/setup-python"] = lambda _: {"python-path": sys.executable}

    red = runner.run(**merged(project))
    first = build_of(red)

    assert "PWNED" not in red.log
    assert [(step.name, step.code) for step in red.steps if step.code] == [("verdict", 1)], red.log
    assert red.outputs["verdict"] == "violated"
    assert any("file=src/itsdangerous/jws.py" in line for line in red.annotations)
    assert "JSON Web Signatures were taken out" in red.summary
    project.git("branch", "--force", "topic", "main")
    project.git("switch", "--quiet", "topic")
    project.commit("nothing")
    green = runner.run(**merged(project))
    assert not green.failed, green.log
    assert green.outputs["verdict"] == "passed"
    assert build_of(green) == first, "or no verdict in the cache would be of any use"


def build_of(run: Run) -> str:
    """How the engine that the action installed calls itself, after it has run."""
    python = run.step("install").outputs["python"]
    code = "from planproof._build import build_id; print(build_id())"
    return subprocess.check_output([python, "-I", "-c", code], text=True)


def test_pre_commit_installs_the_hooks_and_they_judge(
    published: Path, project: Project, environment: Callable[[str, tuple[str, ...]], Path]
) -> None:
    python = environment("pre-commit", ("pre-commit==4.7.0",))
    revision = Project(published, published).git("rev-parse", "HEAD").strip()
    config = project.run(
        "ci", "init", "pre-commit", "--from", f"https://example.org/a/b@{revision}"
    )
    text = config.out.replace("https://example.org/a/b", str(published))
    project.write(".pre-commit-config.yaml", text)
    project.write(".planproof/specs/jws.yaml", f"enforce: true\n{SPEC}")
    project.write("src/other.py", "from itsdangerous.jws import JSONWebSignatureSerializer\n")
    project.git("add", "--all")

    def hooks(stage: str) -> subprocess.CompletedProcess[str]:
        settings = {**project.environment(), **pip_settings()}
        command = [str(python), "-m", "pre_commit", "run", "--hook-stage", stage, "--all-files"]
        return subprocess.run(
            command, cwd=project.root, env=settings, capture_output=True, text=True, check=False
        )

    valid = [
        str(python),
        "-m",
        "pre_commit",
        "validate-manifest",
        str(TOP / ".pre-commit-hooks.yaml"),
    ]
    subprocess.run(valid, check=True)
    early = hooks("pre-commit")
    assert early.returncode == 1, early.stdout + early.stderr
    assert "planproof, changed files" in early.stdout
    assert "src/other.py:1" in early.stdout
    project.commit("all the same")
    red = hooks("pre-push")
    assert red.returncode == 1, red.stdout + red.stderr
    assert "planproof gate" in red.stdout
    assert "src/itsdangerous/jws.py" in red.stdout
    project.git("reset", "--quiet", "--hard", "main")
    project.write(".pre-commit-config.yaml", text)
    project.git("add", "--all")
    green = hooks("pre-push")
    assert green.returncode == 0, green.stdout + green.stderr
