"""``--format NAME[=FILE]``: reports for a CI, written whatever the verdict is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from github_runner import commands
from planproof.report.formats import FORMATS
from planproof_testing import NEW, OLD, Project

FILES = FORMATS
UNFINISHED = ".*.unfinished"


def every(folder: Path) -> list[str]:
    return [word for name in FILES for word in ("--format", f"{name}={folder}/report.{name}")]


def test_all_reports_are_written_at_once_though_the_verdict_is_red(
    project: Project, tmp_path: Path
) -> None:
    plain = project.run("verify", "spec.yaml")

    answer = project.run("verify", "spec.yaml", *every(tmp_path))

    assert (answer.code, answer.out) == (1, plain.out)
    reports = {name: (tmp_path / f"report.{name}").read_text() for name in FILES}
    assert json.loads(reports["sarif"])["runs"][0]["automationDetails"]["id"] == "planproof/verify/"
    rule = json.loads(reports["sarif"])["runs"][0]["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"]["text"] == "Nothing calls the legacy login any more"
    assert len(json.loads(reports["gitlab"])) == 3
    assert len(json.loads(reports["rdjson"])["diagnostics"]) == 3
    assert len([one for one in commands(reports["github"]) if one.name == "error"]) == 3
    assert reports["junit"].count("<failure") == 1
    assert reports["markdown"].startswith("<!-- planproof -->\n## ❌ planproof verify: violated")
    assert reports["text"] == f"# planproof report: verify\n\n{plain.out}"
    assert reports["json"] == project.run("verify", "spec.yaml", "--json").out
    assert list(tmp_path.glob(UNFINISHED)) == []


def test_green_is_written_over_red(project: Project, tmp_path: Path) -> None:
    project.run("verify", "spec.yaml", *every(tmp_path))
    project.write("src/app.py", NEW)

    answer = project.run("verify", "spec.yaml", "--base", "HEAD", *every(tmp_path))

    assert answer.code == 0, answer.err
    assert json.loads((tmp_path / "report.gitlab").read_text()) == []
    assert "passed" in (tmp_path / "report.markdown").read_text()
    assert project.run("verify", "spec.yaml", "--base", "HEAD", *every(tmp_path)).code == 0


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_without_a_file_is_for_stdout(project: Project, name: str) -> None:
    for typed in ([name], [f"{name}=-"]):
        answer = project.run("verify", "spec.yaml", "--format", *typed)
        assert answer.code == 1
        assert ("no-legacy-login" in answer.out) or ("no&#45;legacy" in answer.out)
    if name == "json":
        assert answer.out == project.run("verify", "spec.yaml", "--json").out
    if name == "text":
        assert answer.out == project.run("verify", "spec.yaml").out


def test_format_json_complains_in_json_too(project: Project) -> None:
    for typed in (["--format", "json"], ["--format=json"], ["--json"]):
        answer = project.run("verify", "nowhere.yaml", *typed)
        assert answer.code == 2
        assert answer.document["kind"] == "error"


def test_text_and_annotations_may_share_the_log(project: Project) -> None:
    answer = project.run("verify", "spec.yaml", "--format", "text", "--format", "github")

    assert answer.out.startswith(project.run("verify", "spec.yaml").out)
    assert [one.name for one in commands(answer.out)] == ["debug", "error", "error", "error"]


def test_annotations_come_with_a_summary_where_there_is_a_place_for_it(
    project: Project, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")

    project.run("verify", "spec.yaml", "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    nowhere = project.run(
        "verify", "spec.yaml", "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path / "no" / "x")
    )

    assert summary.read_text().startswith("before\n<!-- planproof -->\n## ❌")
    assert nowhere.code == 1
    assert "$GITHUB_STEP_SUMMARY cannot be written" in nowhere.err


@pytest.mark.parametrize(
    "typed",
    [["--format", "sarif", "--format", "gitlab"], ["--json", "--format", "sarif"],
     ["--json", "--format", "text"], ["--format", "text", "--format", "text"],
     ["--format", "github", "--format", "json"]],
    ids=" ".join,
)  # fmt: skip
def test_two_reports_do_not_share_stdout(project: Project, typed: list[str]) -> None:
    answer = project.run("verify", "spec.yaml", *typed)

    assert answer.code == 2
    assert "want stdout" in answer.out + answer.err


def test_an_unknown_format_is_guessed(project: Project) -> None:
    answer = project.run("verify", "spec.yaml", "--format", "sarfi=x")

    assert answer.code == 2
    assert "there is no format 'sarfi'; did you mean 'sarif'?" in answer.err
    assert "text|json|sarif|github|gitlab|junit|rdjson|markdown" in answer.err
    assert "names no file" in project.run("verify", "spec.yaml", "--format", "sarif=").err


def test_two_reports_do_not_go_to_one_file(project: Project) -> None:
    answer = project.run("verify", "spec.yaml", "--format", "sarif=x", "--format", "junit=x")

    assert answer.code == 2
    assert "two reports cannot both go to x" in answer.err


def test_what_is_no_report_is_left_as_it_is(project: Project, tmp_path: Path) -> None:
    """Whether git has it or not: a slip in a name costs nothing."""
    project.write("notes.txt", "mine\n")
    answers = [
        project.run("verify", "spec.yaml", "--format", f"sarif={name}")
        for name in ("src/app.py", "notes.txt", "src", "nowhere/x.sarif", "/dev/null")
    ]

    assert [one.code for one in answers] == [2] * 5
    said = [
        "no earlier report",
        "no earlier report",
        "is a folder",
        "there is no folder",
        "no earlier",
    ]
    assert all(word in one.err for word, one in zip(said, answers, strict=True))
    assert (project.root / "src/app.py").read_text() == OLD
    assert (project.root / "notes.txt").read_text() == "mine\n"


def test_an_empty_file_is_written(project: Project, tmp_path: Path) -> None:
    project.write("out.sarif", "")

    assert project.run("verify", "spec.yaml", "--format", "sarif=out.sarif").code == 1
    assert (project.root / "out.sarif").stat().st_size > 0


def test_no_report_is_written_through_a_link(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    target = outside / "x.sarif"
    target.write_text("")
    (project.root / "file.sarif").symlink_to(target)
    (project.root / "folder").symlink_to(outside)
    (project.root / "dangling").symlink_to(outside / "new")

    for name in ("file.sarif", "folder/x.sarif", "dangling", f"{project.root}/file.sarif"):
        answer = project.run("verify", "spec.yaml", "--format", f"sarif={name}")
        assert answer.code == 2
        assert "is a link" in answer.err
    assert target.read_text() == ""
    assert sorted(one.name for one in outside.iterdir()) == ["x.sarif"]


def test_files_are_named_from_where_the_command_works(project: Project) -> None:
    answer = project.run(
        "-C",
        str(project.root),
        "verify",
        "spec.yaml",
        "--format",
        "sarif=src/x.sarif",
        cwd=project.home,
    )

    assert answer.code == 1
    assert (project.root / "src/x.sarif").is_file()


def test_where_nothing_could_be_judged_every_report_says_so(
    project: Project, tmp_path: Path
) -> None:
    """An earlier green report must not be read as the answer."""
    project.write("src/app.py", NEW)
    assert project.run("verify", "spec.yaml", "--base", "HEAD", *every(tmp_path)).code == 0
    project.write("spec.yaml", "rules: [\n")

    answer = project.run("verify", "spec.yaml", *every(tmp_path))

    assert answer.code == 2
    reports = {name: (tmp_path / f"report.{name}").read_text() for name in FILES}
    run = json.loads(reports["sarif"])["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["results"]
    assert json.loads(reports["gitlab"])[0]["severity"] == "blocker"
    assert json.loads(reports["rdjson"])["diagnostics"]
    assert "<error" in reports["junit"]
    assert "indeterminate" in reports["markdown"]
    assert "? indeterminate" in reports["text"]
    assert [one.name for one in commands(reports["github"])][:2] == ["debug", "error"]
    assert json.loads(reports["json"])["kind"] == "error"
    assert reports["json"] == project.run("verify", "spec.yaml", "--json").out


def test_without_a_verdict_stdout_has_a_whole_report_too(project: Project) -> None:
    answer = project.run("verify", "nowhere.yaml", "--format", "sarif")

    assert answer.code == 2
    assert json.loads(answer.out)["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert "nowhere.yaml" in answer.err


def test_a_report_that_cannot_be_written_costs_the_pass_and_no_other_report(
    project: Project, tmp_path: Path
) -> None:
    project.write("src/app.py", NEW)
    long = "x" * 250  # a name that is fine, and too long with what is put around it
    answer = project.run(
        "verify", "spec.yaml", "--base", "HEAD", "--format", f"sarif={tmp_path}/{long}",
        "--format", f"junit={tmp_path}/gate.xml",
    )  # fmt: skip

    assert answer.code == 3
    assert "cannot be written" in answer.err
    assert (tmp_path / "gate.xml").is_file()


def test_reports_are_on_one_tree_judged_by_specs(project: Project) -> None:
    commit = project.git("rev-parse", "HEAD").strip()
    history = ["spec.yaml", "--at", f"{commit}..HEAD"]
    for typed in (["--all"], history, [], ["spec.yaml", "--changed"], ["spec.yaml", "--staged"]):
        answer = project.run("verify", *typed, "--format", "sarif")
        assert answer.code == 2
        assert "--format reports on one whole tree" in answer.err
    assert project.run("verify", "spec.yaml", "--at", "HEAD", "--format", "sarif").code == 1


@pytest.mark.parametrize("name", [one for one in FORMATS if one != "github"])
def test_a_hostile_file_gives_the_log_no_command(project: Project, name: str) -> None:
    """Its name and its code begin like commands; stdout and stderr are both read by the runner."""
    project.write(
        "::error::x/##[add-mask]y.py", "legacy_login\n##[add-mask]z\nlegacy_login  ##[error]q\n"
    )
    project.write("::add-mask::z.py", "def f(:\n  legacy_login(\n")
    project.commit()

    for typed in (["--format", name], ["--format", name, "--verbose"]):
        answer = project.run("verify", "spec.yaml", *typed)
        assert answer.code == 1
        assert commands(answer.out) + commands(answer.err) == []


def test_what_needs_no_format_gives_the_log_no_command_either(project: Project) -> None:
    project.write("::add-mask::z.py", "legacy_login\n")

    for typed in (["spec.yaml"], ["--changed", "spec.yaml"], ["spec.yaml", "--json"]):
        answer = project.run("verify", *typed)
        assert answer.code == 1
        assert "z.py" in answer.out
        assert commands(answer.out) + commands(answer.err) == []


def test_complaints_and_advice_give_the_log_no_command(project: Project) -> None:
    name = "##[add-mask]x.yaml"
    project.write(name, (project.root / "spec.yaml").read_text())
    commit = project.commit("more")

    missing = project.run("verify", f"{name}l")
    advised = project.run("verify", name, "--at", f"{commit}~1..{commit}")

    assert (missing.code, advised.code) == (2, 1)
    assert "[add-mask]x.yamll" in missing.err
    assert "next: planproof verify" in advised.err
    assert commands(missing.err) + commands(advised.err) == []
