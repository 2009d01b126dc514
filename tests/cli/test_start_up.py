"""A command starts with what it uses and nothing else: counted in modules and in processes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from planproof_testing import NEW, Project

RUN = """
import atexit, json, os, sys
processes = []
def heard(event, arguments):
    if event in ("subprocess.Popen", "os.posix_spawn"):
        processes.append(list(map(os.fsdecode, arguments[1])))
sys.addaudithook(heard)
sys.argv[0] = "planproof"
from planproof_cli.main import main
status = main()
sys.stdout.flush()
with open(os.environ["SEEN"], "w") as file:
    json.dump({"modules": sorted(sys.modules), "processes": processes}, file)
sys.exit(status)
"""

COMMAND_LINE = {"typer", "rich", "argparse"}
CLASSES = {"dataclasses", "inspect", "subprocess"}
"""Most of what the short commands would take is the making of classes with dataclasses."""
ENGINES = {"ast_grep_py", "sqlglot", "jsonschema", "multiprocessing", "concurrent.futures"}
JUDGING = {
    *ENGINES, "tree_sitter", "tree_sitter_python", "yaml", "re2", "pathspec",
    "planproof.index.index", "planproof.rules.rule", "planproof.evaluate.evaluate",
    "planproof.spec.wire", "planproof.languages.language", "planproof.yamlio.nodes",
    "planproof.progress.compare",
}  # fmt: skip


SELDOM = {
    "planproof.languages.frameworks", "planproof.languages.values", "planproof.index.routes.join",
    "planproof.index.tables.sql", "planproof.index.metrics", "planproof.evaluate.dependencies",
}  # fmt: skip
"""What finds routes, tables, metrics and dependencies, for the few specs that name any."""


class Seen:
    """What one run of the command loaded and started."""

    def __init__(self, project: Project, *arguments: str) -> None:
        file = project.home / "seen.json"
        done = subprocess.run(
            [sys.executable, "-c", RUN, *arguments], cwd=project.root, capture_output=True,
            env=project.environment(SEEN=str(file)), text=True, check=False,
        )  # fmt: skip
        found = json.loads(file.read_text())
        self.code, self.err = done.returncode, done.stderr
        self.modules = set(found["modules"])
        self.processes = found["processes"]
        """Their arguments, the program first."""


@pytest.mark.parametrize(
    "arguments",
    [["show"], ["show", "--json"], ["list"], ["plan", "list"], ["plan", "show", "login"],
     ["add-task", "--title", "Another"], ["update-task", "1", "--title", "Renamed"],
     ["plan", "new", "--name", "Next"], ["snapshot", "list"], ["snapshot", "show", "1"],
     ["snapshot", "prune", "--keep", "1"]],
    ids=" ".join,
)  # fmt: skip
def test_what_only_reads_or_writes_plans_loads_nothing_that_judges(
    planned: Project, arguments: list[str]
) -> None:
    planned.run("checkpoint", "1")

    seen = Seen(planned, *arguments)

    assert (seen.code, seen.modules & (COMMAND_LINE | JUDGING | CLASSES)) == (0, set())


def test_snapshots_are_compared_without_what_judges(planned: Project) -> None:
    """Their ids tell what became of violations; git is asked only for what differs."""
    planned.run("checkpoint", "1")
    planned.write("src/app.py", NEW)
    planned.run("checkpoint", "1")

    step, pair = Seen(planned, "show-diff", "1"), Seen(planned, "show-diff", "1", "--from", "1")

    for seen in (step, pair):
        assert (seen.code, seen.modules & (COMMAND_LINE | JUDGING)) == (0, set())
    assert [len(step.processes), len(pair.processes)] == [3, 4]


def test_what_only_reads_plans_does_not_load_what_writes_them(planned: Project) -> None:
    seen = Seen(planned, "show")

    writers = {"planproof.plans.transaction", "planproof.plans.ledger", "planproof.plans.migrate"}
    assert seen.modules & writers == set()


def test_a_task_is_verified_again_by_what_is_known_of_it(planned: Project) -> None:
    """With the same tree, spec, engine and history nothing is parsed, compiled or judged."""
    planned.run("verify-task", "1")
    planned.run("verify-task", "1")

    seen = Seen(planned, "verify-task", "1")

    judging = JUDGING - {"planproof.index.index"} | {"planproof.index.store"}
    assert (seen.code, seen.modules & (COMMAND_LINE | judging | CLASSES)) == (1, set())


def test_a_task_is_verified_after_an_edit_without_the_engines_it_does_not_ask(
    planned: Project,
) -> None:
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)

    seen = Seen(planned, "verify-task", "1")

    assert (seen.code, seen.modules & (COMMAND_LINE | ENGINES | SELDOM)) == (0, set())


def test_the_modules_that_are_forbidden_exist(planned: Project) -> None:
    """A forbidden module that was renamed would be forbidden in vain."""
    planned.write("src/app.py", NEW)

    for module in COMMAND_LINE | JUDGING | CLASSES | SELDOM:
        assert subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


def test_help_loads_nothing_that_judges(planned: Project) -> None:
    seen = Seen(planned, "--help")

    assert (seen.code, seen.modules & JUDGING) == (0, set())


def test_a_plan_is_shown_with_three_questions_to_git(planned: Project) -> None:
    """They are asked at once; there is no place for a fourth."""
    seen = Seen(planned, "show")

    assert [
        sum(question in words for words in seen.processes)
        for question in ("config", "rev-parse", "version")
    ] == [1, 1, 1]
    assert len(seen.processes) == 3


def test_a_task_is_verified_again_with_six_questions_to_git(planned: Project) -> None:
    """Where the project is, three at once; what changed in it, two at once; is the base there."""
    planned.run("verify-task", "1")
    planned.run("verify-task", "1")  # now it is also kept that the rules were seen red

    seen = Seen(planned, "verify-task", "1")

    commands = [next(word for word in words[4:]) for words in seen.processes]
    assert sorted(commands) == [
        "config", "diff-files", "ls-files", "rev-parse", "rev-parse", "version"
    ]  # fmt: skip


def test_the_version_is_told_without_anything_else(planned: Project) -> None:
    seen = Seen(planned, "--version")

    assert (seen.code, seen.modules & (COMMAND_LINE | JUDGING | CLASSES)) == (0, set())


def test_what_needs_no_project_starts_no_process(planned: Project) -> None:
    for arguments in (["--version"], ["--help"], ["show", "--help"], ["spec", "schema"]):
        assert Seen(planned, *arguments).processes == []


def test_patterns_of_a_task_are_shown_without_what_answers_them(planned: Project) -> None:
    assert planned.run("update-task", "1", "--analogous", "function name=enter").code == 0

    seen = Seen(planned, "show")

    assert (seen.code, seen.modules & (COMMAND_LINE | JUDGING | CLASSES)) == (0, set())
    assert not [one for one in seen.modules if one.startswith("planproof.search")]


def test_a_pattern_is_answered_again_without_what_reads_files(planned: Project) -> None:
    for words in (["function", "name=enter"], ["class"], ["test"], ["command"]):
        planned.run("analogous", *words)

        seen = Seen(planned, "analogous", *words)

        readers = {f"planproof.index.patterns.{one}" for one in ("heads", "tests", "commands")}
        reading = {"tree_sitter", "planproof.index.routes", *readers}
        assert (seen.code, seen.modules & (COMMAND_LINE | ENGINES | reading)) == (0, set()), words


def test_a_name_is_found_again_without_what_reads_files(planned: Project) -> None:
    """On a tree that did not change no file is parsed, and nothing that parses is loaded."""
    planned.run("find", "legacy_login")

    seen = Seen(planned, "find", "legacy_login")

    reading = {"tree_sitter", "planproof.index.scan", "planproof.search.survey_atlas"}
    unneeded = COMMAND_LINE | ENGINES | SELDOM | reading | {"yaml", "re2", "pathspec"}
    assert (seen.code, seen.modules & unneeded) == (0, set())


def test_what_is_like_a_function_is_found_again_without_what_reads_files(planned: Project) -> None:
    """git begins at once, lists nothing as long as nothing changed, and nothing that parses is
    loaded."""
    planned.run("similar", "src/app.py:4")

    seen = Seen(planned, "similar", "src/app.py:5")

    reading = {"tree_sitter", "planproof.index.scan", "planproof.search.similar_filling"}
    unneeded = COMMAND_LINE | ENGINES | SELDOM | reading | {"yaml", "re2", "pathspec"}
    commands = [next(word for word in words[4:]) for words in seen.processes]
    assert (seen.code, seen.modules & unneeded) == (0, set())
    assert sorted(commands) == [
        "cat-file", "config", "diff-files", "ls-files", "rev-parse", "version"
    ]  # fmt: skip


def test_after_an_edit_only_what_was_edited_is_listed_and_read(planned: Project) -> None:
    planned.run("similar", "src/app.py:4")
    planned.write("src/app.py", NEW)

    seen = Seen(planned, "similar", "src/app.py:4")

    commands = [next(word for word in words[4:]) for words in seen.processes]
    assert seen.code == 0
    assert sorted(commands) == ["config", "diff-files", "ls-files", "rev-parse", "version"]


WHEN = """
import os, sys
def heard(event, arguments):
    if event == "os.posix_spawn" and b"diff-files" in map(os.fsencode, arguments[1]):
        with open(os.environ["SEEN"], "w") as file:
            file.write(" ".join(sys.modules))
sys.addaudithook(heard)
from planproof_cli.main import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    "question",
    [["find", "legacy_login"], ["definition", "legacy_login"], ["references", "legacy_login"],
     ["callers", "legacy_login"], ["impact", "legacy_login"], ["outline", "src/app.py"],
     ["imports", "src/app.py"], ["imported-by", "src/app.py"]],
    ids=" ".join,
)  # fmt: skip
def test_git_looks_at_the_files_while_a_question_is_still_being_loaded(
    planned: Project, question: list[str]
) -> None:
    seen = planned.home / "seen.txt"

    subprocess.run(
        [sys.executable, "-c", WHEN, *question], cwd=planned.root, capture_output=True,
        env=planned.environment(SEEN=str(seen)), check=False,
    )  # fmt: skip

    late = {"msgspec", "planproof.languages.language", "planproof.usecases.asking"}
    assert not late & set(seen.read_text().split())


def test_a_name_is_found_after_an_edit_without_a_look_at_all_files(planned: Project) -> None:
    planned.run("find", "legacy_login")
    planned.write("src/app.py", NEW)

    edited = Seen(planned, "find", "legacy_login")
    again = Seen(planned, "find", "legacy_login")

    assert "planproof.search.survey_atlas" not in edited.modules
    assert not {"planproof.search.next_atlas", "tree_sitter"} & again.modules


def test_what_was_prepared_is_not_read_at_the_first_question(planned: Project) -> None:
    assert planned.run("index", "--questions").code == 0

    found, alike = Seen(planned, "find", "legacy_login"), Seen(planned, "similar", "src/app.py:4")

    surveys = {"planproof.search.survey_atlas", "planproof.search.similar_filling", "tree_sitter"}
    assert not surveys & (found.modules | alike.modules)


def test_a_name_is_found_again_with_five_questions_to_git(planned: Project) -> None:
    """Where the project is, three at once; what changed in it, two at once."""
    planned.commit()
    planned.run("find", "legacy_login")

    seen = Seen(planned, "find", "legacy_login")

    commands = [next(word for word in words[4:]) for words in seen.processes]
    assert sorted(commands) == ["config", "diff-files", "ls-files", "rev-parse", "version"]
