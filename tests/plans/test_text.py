"""Strings that SQLite cannot hold come back as they were."""

from __future__ import annotations

import itertools
import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from planproof.plans.dependencies import find_path
from planproof.plans.slugs import slug_of
from planproof.plans.status import PlanStatus, TaskStatus, plan_status
from planproof.plans.text import from_text, to_text

anything = st.text(
    st.one_of(
        st.characters(max_codepoint=0x10F7FF, exclude_categories=()),
        st.integers(0xD800, 0xDFFF).map(chr),
    )
)


@given(anything)
def test_every_string_survives_the_database(value):
    connection = sqlite3.connect(":memory:")
    stored = connection.execute("SELECT ?", [to_text(value)]).fetchone()[0]
    connection.close()
    assert from_text(stored) == value


def test_a_path_that_is_not_utf_8():
    path = b"caf\xe9/\xff.py".decode("utf-8", "surrogateescape")
    assert from_text(to_text(path)).encode("utf-8", "surrogateescape") == b"caf\xe9/\xff.py"


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "a-2", "plan", "plan-7"])))
def test_slugs_can_be_typed_and_are_never_numbers(name, taken):
    slug = slug_of(name, taken)
    assert slug not in taken
    assert not slug.isdigit()
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug.strip("-") == slug != ""


def test_slugs_read_like_the_name():
    assert slug_of("Auth: Migration (v2)") == "auth-migration-v2"
    assert slug_of("2026") == "plan-2026"
    assert slug_of("Überprüfung") == "uberprufung"
    assert slug_of("移行") == "plan"
    assert slug_of("移行", {"plan", "plan-2"}) == "plan-3"


@given(st.lists(st.sampled_from(TaskStatus)))
def test_a_plan_is_completed_only_by_completed_tasks(statuses):
    done = plan_status(statuses) is PlanStatus.COMPLETED
    counted = [one for one in statuses if one is not TaskStatus.CANCELLED]
    assert done == (bool(counted) and all(one is TaskStatus.COMPLETED for one in counted))


edges = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), max_size=8)


@given(edges, st.integers(0, 7), st.integers(0, 7))
def test_a_path_is_found_exactly_where_there_is_one(graph, start, goal):
    reached, todo = {start}, [start]
    while todo:
        for following in graph.get(todo.pop(), ()):
            if following not in reached:
                reached.add(following)
                todo.append(following)
    path = find_path(start, goal, graph)
    assert bool(path) == (goal in reached)
    if path:
        assert (path[0], path[-1]) == (start, goal)
        assert all(b in graph[a] for a, b in itertools.pairwise(path))
