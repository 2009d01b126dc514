"""``progress``, as a user runs it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from planproof_testing import NEW, OLD, Answer, Project

CALL = "\n\ndef more{n}(user):\n    return legacy_login(user)\n"


@pytest.fixture
def underway(planned: Project) -> Project:
    """Three snapshots: of 3, 6 and 2 violations."""
    planned.run("verify-task", "1")
    planned.write("src/app.py", OLD + CALL.format(n=1))
    planned.write("lib/other.py", OLD)
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)
    planned.run("verify-task", "1")
    return planned


def test_before_anything_was_looked_at_nothing_is_known(planned: Project):
    answer = planned.run("progress")

    assert answer.code == 0
    assert "nothing was looked at yet" in answer.out
    assert "planproof verify-task login 1" in answer.err
    assert planned.run("progress", "--json").data["remaining"] is None


def test_the_burn_down_tells_what_was_fixed_from_what_was_added(underway: Project):
    answer = underway.run("progress", "--json")

    steps = answer.data["steps"]
    assert [(one["begun"], one["added"], one["fixed"], one["remaining"]) for one in steps] == [
        (3, 0, 0, 3), (0, 3, 0, 6), (0, 0, 4, 2)
    ]  # fmt: skip
    assert answer.data["by_folder"] == [{"name": "lib/", "violations": 2}]
    assert {one["path"] for one in answer.data["violations"]} == {"lib/other.py"}


def test_it_is_drawn(underway: Project):
    answer = underway.run("progress", COLUMNS="60", PYTHONIOENCODING="utf-8")

    assert "2 violations remaining (-1 over 3 snapshots)" in answer.out
    assert "3 to begin with, 4 fixed, 3 added meanwhile" in answer.out
    assert re.search(r"^ +6┤ +████$", answer.out, re.MULTILINE)
    assert all(len(line) <= 80 for line in answer.out.splitlines())


def test_where_stdout_cannot_say_blocks_it_is_drawn_in_ascii(underway: Project):
    answer = underway.run("progress", PYTHONIOENCODING="ascii:backslashreplace")

    assert "####" in answer.out
    assert not re.search(r"[▁-█]|\\u25", answer.out)


def test_owners_are_those_of_the_codeowners_file(underway: Project):
    underway.write(".github/CODEOWNERS", "* @core\nlib/ @libraries @core\n")

    shares = underway.run("progress", "--json").data["by_owner"]

    assert shares == [{"name": "@core", "violations": 2}, {"name": "@libraries", "violations": 2}]


def test_a_codeowners_file_that_is_a_link_is_not_followed(underway: Project, tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("* @secret\n")
    (underway.root / "CODEOWNERS").symlink_to(secret)

    answer = underway.run("progress", "--json")

    assert answer.data["by_owner"] == []
    assert "@secret" not in answer.out


def test_csv_has_a_line_for_each_step(underway: Project):
    rows = list(csv.DictReader(io.StringIO(underway.run("progress", "--csv", "-").out)))

    assert [row["remaining"] for row in rows] == ["3", "6", "2"]
    assert underway.run("progress", "--csv", "steps.csv").code == 0
    assert len((underway.root / "steps.csv").read_text().splitlines()) == 4


def test_a_checkpoint_s_name_is_no_formula_in_a_spreadsheet(planned: Project):
    planned.run("checkpoint", "1", "--name", "=HYPERLINK(1)")

    (row,) = csv.DictReader(io.StringIO(planned.run("progress", "--csv", "-").out))

    assert not row["label"].startswith("=")


def history(project: Project) -> None:
    """Five commits on five days; the last one has no violation."""
    texts = [OLD, OLD + CALL.format(n=1), OLD + CALL.format(n=2), OLD, NEW]
    for day, text in enumerate(texts, start=1):
        project.write("src/app.py", text)
        project.commit(f"day {day}", at=f"2026-03-0{day}T12:00:00Z")


def steps_of(answer: Answer) -> list[tuple[str, int]]:
    return [(one["label"], one["remaining"]) for one in answer.data["steps"]]


def test_earlier_commits_are_judged_by_the_present_specs(planned: Project):
    history(planned)

    answer = planned.run("progress", "--backfill", "5", "--json")

    assert answer.data["source"] == "commits"
    assert steps_of(answer) == [
        ("day 1", 3), ("day 2", 4), ("day 3", 4), ("day 4", 3), ("day 5", 0)
    ]  # fmt: skip
    assert [one["at"] for one in answer.data["steps"]][:2] == [
        "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z"
    ]  # fmt: skip
    assert answer.data["violations"] == []


def test_a_backfill_begins_with_a_day_or_after_a_revision(planned: Project):
    history(planned)

    by_day = planned.run("progress", "--backfill", "2026-03-04", "--json")
    by_revision = planned.run("progress", "--backfill", "HEAD~2", "--json")

    assert steps_of(by_day) == steps_of(by_revision) == [("day 4", 3), ("day 5", 0)]


def test_a_backfill_of_more_commits_than_there_are_judges_all(planned: Project):
    assert len(planned.run("progress", "--backfill", "99", "--json").data["steps"]) == 1


@pytest.mark.parametrize(
    ("asked", "code"), [("2031-01-01", 2), ("no-such-branch", 2), ("0", 2), ("-3", 2)]
)
def test_a_backfill_that_judges_nothing_is_refused(planned: Project, asked: str, code: int):
    answer = planned.run("progress", f"--backfill={asked}")

    assert (answer.code, answer.out) == (code, "")
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("-1", "would judge no commit: it takes how many to look back, 1 or more"),
        ("0", "would judge no commit"),
        ("HEAD", "there is no commit since HEAD"),
    ],
)
def test_a_backfill_of_nothing_says_what_to_type(planned: Project, asked: str, told: str):
    answer = planned.run("progress", "--backfill", asked, "--json")

    (diagnostic,) = answer.document["diagnostics"]
    assert told in diagnostic["message"]
    assert diagnostic["fix"] == "--backfill 100"


def test_without_git_there_are_no_earlier_commits(folder: Project):
    folder.write("src/app.py", OLD)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "t", "--forbid", "legacy_login")
    folder.run("verify-task", "1")

    assert folder.run("progress").code == 0
    refused = folder.run("progress", "--backfill", "5")
    assert refused.code == 3
    assert "git" in refused.err


def test_a_waived_task_is_named_and_not_counted(underway: Project):
    underway.run("update-task", "1", "--status", "waived", "--reason", "given up")

    answer = underway.run("progress", "--json")

    assert (answer.data["set_aside"], answer.data["remaining"]) == ([1], None)


def test_the_page_holds_the_code_and_needs_nothing_else(underway: Project):
    answer = underway.run("progress", "--html", "page.html")

    page = (underway.root / "page.html").read_text(encoding="utf-8")
    assert answer.code == 0
    assert "return legacy_login(user)" in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=|url\(|@import|//[a-z]+\.", page)


def test_what_a_page_shows_of_a_repository_is_text(planned: Project):
    planned.write("src/<img onerror=x>.py", OLD + "\nlegacy_login('</script><script>x')\n")
    planned.run("verify-task", "1")

    planned.run("progress", "--html", "page.html")

    page = (planned.root / "page.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;/script&gt;&lt;script&gt;x" in page


def test_a_page_that_cannot_be_written_is_said(underway: Project):
    answer = underway.run("progress", "--html", "no/such/folder/page.html")

    assert answer.code == 2
    assert "no/such/folder/page.html" in answer.err


def test_where_there_was_no_verdict_zero_is_not_nothing(planned: Project):
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)
    planned.write("src/odd.py", b"x\0legacy_login()\n")
    assert planned.run("verify-task", "1").code == 3

    answer = planned.run("progress", "--html", "page.html")

    page = (planned.root / "page.html").read_text(encoding="utf-8")
    assert "0 violations remaining" in answer.out
    for told in (answer.out, page):
        assert "Nothing remain" not in told
        assert "not all was judged" in told
        assert "1 snapshot some files could not be judged" in told
    assert planned.run("progress", "--json").data["steps"][-1]["unsure"] is True

    (planned.root / "src/odd.py").unlink()
    assert planned.run("verify-task", "1").code == 0
    done = planned.run("progress")
    assert "Nothing remained at the last snapshot, 2" in done.out
    assert "planproof status" in done.out


def test_numbers_of_an_earlier_tree_are_said_to_be_so(planned: Project):
    planned.run("add-task", "--title", "Another", "--forbid", "name:user")
    planned.run("verify-task", "2")
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0

    answer = planned.run("progress", "--html", "../page.html")
    data = planned.run("progress", "--json")

    command = "planproof progress login --backfill 1"
    page = (planned.root.parent / "page.html").read_text(encoding="utf-8")
    for told in (answer.out, page):
        assert "The tree is another than in the last snapshot of task 2:" in told
        assert command in told
    assert data.data["outdated"] == [2]
    assert data.document["next_steps"] == [command]
    assert planned.run(*command.split()[1:]).code == 0


def test_numbers_of_the_tree_as_it_is_are_not_said_to_be_old(planned: Project):
    planned.write(".env", "SECRET=1\n")
    (planned.root / "src/link").symlink_to("app.py")
    planned.run("verify-task", "1", "--receipt")

    assert planned.run("progress", "--json").data["outdated"] == []
    (planned.root / ".git/planproof/index.db").unlink()
    planned.git("add", "src")
    planned.git("commit", "--quiet", "--message", "of the same tree")
    assert planned.run("progress", "--json").data["outdated"] == []
    assert "The tree is another" not in planned.run("progress").out
    planned.write("src/more.py", "x = 1\n")
    assert planned.run("progress", "--task", "1", "--json").document["next_steps"] == [
        "planproof progress login --task 1 --backfill 1"
    ]


def test_without_git_an_old_number_is_said_to_be_old_too(folder: Project):
    folder.write("src/app.py", OLD)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "t", "--forbid", "legacy_login")
    folder.run("verify-task", "1")
    before = folder.run("progress", "--json").data["outdated"]
    folder.write("src/app.py", NEW)

    answer = folder.run("progress", "--json")

    assert (before, answer.data["outdated"]) == ([], [1])
    assert answer.document["next_steps"] == ["planproof verify-task login 1"]


def test_an_archived_plan_has_no_old_numbers(planned: Project):
    planned.run("verify-task", "1")
    planned.run("archive", "1")
    planned.write("src/app.py", NEW)

    assert planned.run("progress", "login", "--json").data["outdated"] == []


def test_a_checkpoint_without_a_verdict_is_no_end_of_the_work(planned: Project):
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.write("src/odd.py", b"x\0legacy_login()\n")
    assert planned.run("checkpoint", "1").code == 0

    answer = planned.run("progress", "--json")

    assert [step["unsure"] for step in answer.data["steps"]] == [False, False, True]
    assert "Nothing remain" not in planned.run("progress").out


def test_where_a_task_was_never_looked_at_zero_is_not_nothing(planned: Project):
    planned.run("add-task", "--title", "Another", "--forbid", "name:user")
    planned.write("src/app.py", NEW)
    planned.run("verify-task", "1")

    answer = planned.run("progress")

    assert "0 violations remaining" in answer.out
    assert "Nothing remain" not in answer.out
    assert "never looked at: task 2" in answer.out


def test_a_task_without_a_spec_is_still_open_when_no_violation_is_left(planned: Project):
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.run("add-task", "--title", "By hand")

    answer = planned.run("progress")

    assert "Nothing remain" not in answer.out
    assert "not all is completed: task 2" in answer.out


@pytest.mark.parametrize("asked", ["--html", "--csv"])
def test_a_page_is_written_over_an_earlier_page_and_over_nothing_else(
    underway: Project, tmp_path: Path, asked: str
):
    source = underway.write("src/app.py", NEW)
    nowhere = tmp_path / "made-by-a-link"
    (underway.root / "link").symlink_to(nowhere)

    for path in ("src/app.py", "link"):
        answer = underway.run("progress", asked, path)
        assert answer.code == 2
        assert "name another file" in answer.err

    assert source.read_text() == NEW
    assert not nowhere.exists()
    underway.write("page", "")
    assert underway.run("progress", asked, "page").code == 0
    assert underway.run("progress", asked, "page").code == 0
