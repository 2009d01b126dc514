"""What a run compares, by what GitHub says of it."""

from __future__ import annotations

from typing import Any

import pytest

from planproof.errors import NotFoundError, UsageError
from planproof.git import find_root
from planproof_cli.ci.change import Change, find_change
from planproof_cli.ci.payload import (
    End,
    Event,
    MergeGroup,
    Payload,
    PullRequest,
    RepositoryName,
)
from planproof_testing import Project

HERE = RepositoryName("acme/shop", "main")
ZERO = "0" * 40


def change(project: Project, event: Event, base: str = "", head: str = "") -> Change:
    repository = find_root(project.root).repository
    assert repository is not None
    return find_change(event, repository, base=base, head=head)


def event(name: str, sha: str, ref: str = "refs/heads/main", **payload: Any) -> Event:
    return Event(name, sha, ref, Payload(repository=HERE, **payload))


def request(sha: str, base: str, head: str) -> Event:
    ends = PullRequest(End(base, HERE), End(head, HERE))
    return event("pull_request", sha, "refs/pull/7/merge", pull_request=ends)


class Merged:
    """A pull request and GitHub's merge of it with a base that has moved on."""

    def __init__(self, project: Project) -> None:
        self.old_base = project.git("rev-parse", "HEAD").strip()
        project.git("switch", "--quiet", "--create", "topic")
        project.write("src/topic.py", "x = 1\n")
        self.head = project.commit("topic")
        project.git("switch", "--quiet", "main")
        project.write("src/other.py", "y = 1\n")
        self.base = project.commit("meanwhile")
        project.git("switch", "--quiet", "--detach", "main")
        project.git("merge", "--quiet", "--no-ff", "--message", "merge", "topic")
        self.merge = project.git("rev-parse", "HEAD").strip()


def test_a_pull_request_is_compared_with_the_first_parent_of_githubs_merge(
    project: Project,
) -> None:
    merged = Merged(project)

    found = change(project, request(merged.merge, merged.old_base, merged.head))

    assert (found.head, found.base) == (merged.merge, merged.base)


def test_a_head_that_is_checked_out_alone_is_compared_with_the_base_of_the_event(
    project: Project,
) -> None:
    merged = Merged(project)
    project.git("switch", "--quiet", "--detach", merged.head)

    found = change(project, request(merged.merge, merged.old_base, merged.head))

    assert (found.head, found.base) == (merged.head, merged.old_base)


def test_a_head_that_is_itself_a_merge_does_not_choose_its_base(project: Project) -> None:
    """Its first parent is whatever its author likes."""
    merged = Merged(project)

    found = change(project, request("f" * 40, merged.old_base, merged.merge))

    assert (found.head, found.base) == (merged.merge, merged.old_base)


@pytest.mark.parametrize("name", ["pull_request", "push", "merge_group"])
def test_another_commit_than_that_of_the_event_is_not_judged_in_its_place(
    project: Project, name: str
) -> None:
    head = project.git("rev-parse", "HEAD").strip()
    other = project.git("rev-parse", "HEAD~1").strip()
    events = {
        "pull_request": request(other, other, other),
        "push": event("push", other, before=other),
        "merge_group": event("merge_group", other, merge_group=MergeGroup(other, other)),
    }

    with pytest.raises(UsageError, match=f"{head[:10]} is checked out"):
        change(project, events[name])
    assert change(project, events[name], head="HEAD", base="HEAD~1").head == head


def test_nothing_is_judged_on_pull_request_target(project: Project) -> None:
    head = project.git("rev-parse", "HEAD").strip()
    asked = Event("pull_request_target", head, "refs/heads/main", Payload(repository=HERE))

    with pytest.raises(UsageError, match="nothing was judged"):
        change(project, asked, base=head, head=head)


def test_a_merge_group_is_compared_with_its_base(project: Project) -> None:
    head, base = project.git("rev-parse", "HEAD", "HEAD~1").split()
    ref = "refs/heads/gh-readonly-queue/main/pr-7-x"

    found = change(project, event("merge_group", head, ref, merge_group=MergeGroup(base, head)))

    assert (found.head, found.base) == (head, base)


def test_a_push_to_the_trunk_is_compared_with_what_was_there_before(project: Project) -> None:
    head, before = project.git("rev-parse", "HEAD", "HEAD~1").split()

    assert change(project, event("push", head, before=before)).base == before
    assert change(project, event("push", head, before=ZERO)).base == head


def test_a_push_to_another_branch_is_compared_with_the_trunk(project: Project) -> None:
    """Else two pushes could do what one may not: weaken, then use it."""
    trunk = project.git("rev-parse", "HEAD").strip()
    project.git("switch", "--quiet", "--create", "topic")
    weakened = project.commit("weaken")
    head = project.commit("use")

    for before in (weakened, ZERO):
        found = change(project, event("push", head, "refs/heads/topic", before=before))
        assert (found.head, found.base) == (head, trunk)


def test_what_is_missing_in_a_shallow_clone_is_said_with_the_option_that_gets_it(
    project: Project,
) -> None:
    head = project.git("rev-parse", "HEAD").strip()

    with pytest.raises(NotFoundError) as said:
        change(project, event("push", head, before="a" * 40))
    assert "fetch-depth: 0" in said.value.diagnostics[0].fix


def test_a_tree_is_no_base_and_an_option_is_no_commit(project: Project) -> None:
    head = project.git("rev-parse", "HEAD").strip()

    with pytest.raises(UsageError, match="is a tree"):
        change(project, event("push", head, before=head), base="HEAD^{tree}")
    with pytest.raises(NotFoundError):
        change(project, event("push", head, before=head), base="--output=/tmp/x")


def test_without_a_trunk_that_the_event_names_the_base_must_be_said(project: Project) -> None:
    head = project.git("rev-parse", "HEAD").strip()
    nameless = Event("workflow_dispatch", head, "refs/heads/main", Payload())

    with pytest.raises(UsageError, match="workflow_dispatch"):
        change(project, nameless)
    assert change(project, nameless, base="HEAD~1").head == head
