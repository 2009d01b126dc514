"""Terms of ``api_routes``: which are paths, which are not, and what they hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index.routes import HOLE, LOOSE, HttpRoute
from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.rules.routes import parse_route
from planproof.rules.terms import BadTermError


def route(whole: str, methods: str = "GET", **rest: object) -> HttpRoute:
    given = {"written": whole.replace(HOLE, "").lstrip(LOOSE), **rest}
    return HttpRoute(
        "a.py", Span(0, 1), tuple(methods.split(",")) if methods else (), wholes=(whole,), **given
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("term", "hit", "missed"),
    [
        ("/users", ["/users", "/users/"], ["/users/{id}", "/user", "/", "/api/users", "/Users"]),
        ("/users/", ["/users"], ["/users/{id}"]),
        ("/users/{id}", ["/users/{id}", "/users/{pk}"], ["/users/me", "/users/{id}/x"]),
        ("/users/:id", ["/users/{pk}"], ["/users/me"]),
        ("/users/<int:id>", ["/users/{pk}"], ["/users/me"]),
        ("/users/[id]", ["/users/{pk}"], ["/users/me"]),
        ("/users/*", ["/users/{id}", "/users/me"], ["/users", "/users/{id}/x"]),
        ("/users/**", ["/users", "/users/{id}", "/users/{id}/x"], ["/usersx", "/a/users"]),
        ("/**/users", ["/users", "/a/b/users"], ["/users/x"]),
        ("/v*/users", ["/v1/users", "/v/users"], ["/users", "/w/users", "/v1/x/users"]),
        ("/{id}.json", ["/{name}.json"], ["/{name}", "/a.json"]),
        ("/", ["/"], ["/users"]),
        ("/**", ["/", "/a/b"], []),
        ("**", ["/", "/a/b"], []),
        ("*", ["/a", "/{id}"], ["/a/b"]),
        ("/^\\/v1\\//", ["/v1/users"], ["/v2/users", "/a/v1/users"]),
        ("/^.*admin/i", ["/x/ADMIN"], ["/x"]),
        ("GET /users", ["/users"], ["/x"]),
        ("get,post /users", ["/users"], ["/x"]),
        ("* /users", ["/users"], ["/x"]),
        ("POST /users", [], ["/users"]),
        ("POST /^\\/users/", [], ["/users"]),
    ],
)
def test_a_path_is_a_path(term: str, hit: list[str], missed: list[str]) -> None:
    parsed = parse_route(term)
    assert {path: parsed.meets(route(path)) for path in hit} == dict.fromkeys(hit, Mark.PROVEN)
    assert not [path for path in missed if parsed.meets(route(path))]


def test_methods_that_are_not_known_are_uncertain_and_any_method_is_not() -> None:
    post = parse_route("POST /users")
    assert post.meets(route("/users", "")) is Mark.PROVEN
    assert post.meets(route("/users", "", vague=True)) is Mark.UNCERTAIN
    assert parse_route("/users").meets(route("/users", "", vague=True)) is Mark.PROVEN
    assert post.meets(route("/users", "GET", vague=True)) is None


@pytest.mark.parametrize(
    ("term", "whole", "mark"),
    [
        ("/api/users", f"/{HOLE}/users", Mark.UNCERTAIN),
        ("/users", f"/{HOLE}/users", Mark.UNCERTAIN),
        ("/**/users", f"/{HOLE}/users", Mark.PROVEN),
        ("/**", f"/{HOLE}", Mark.PROVEN),
        ("/legacy/**", f"/{HOLE}/users", None),
        ("/legacy/users/**", f"/{HOLE}/users", Mark.UNCERTAIN),
        ("/api/{id}", f"/{HOLE}/{{id}}", None),
        ("/a/x/b", f"/a/{HOLE}/b", Mark.UNCERTAIN),
        ("/a/b", f"/a/{HOLE}/b", Mark.UNCERTAIN),
        ("/c/b", f"/a/{HOLE}/b", None),
        ("/users", f"{LOOSE}/users", Mark.PROVEN),
        ("/api/users", f"{LOOSE}/users", Mark.UNCERTAIN),
        ("/legacy/**", f"{LOOSE}/users", None),
        ("/^\\/users/", f"/{HOLE}/users", Mark.UNCERTAIN),
        ("/^\\/other/", f"/{HOLE}/users", None),
    ],
)
def test_what_is_not_known_of_a_path_makes_a_hit_uncertain(
    term: str, whole: str, mark: Mark | None
) -> None:
    assert parse_route(term).meets(route(whole)) is mark


def test_a_path_as_it_is_written_is_an_uncertain_hit() -> None:
    """Its whole path is another one: an expectation cannot rest on it."""
    mounted = route("/api/users", written="/users")
    assert parse_route("/users").meets(mounted) is Mark.UNCERTAIN
    assert parse_route("/api/users").meets(mounted) is Mark.PROVEN
    assert parse_route("/*").meets(mounted) is None
    assert parse_route("/{id}").meets(route("/api/{id}", written="/{id}")) is None
    assert parse_route("/").meets(route("/api", written="/")) is None


def test_below_an_open_route_everything_is_possible() -> None:
    admin = route("/admin", "", open=True)
    assert parse_route("/admin").meets(admin) is Mark.PROVEN
    assert parse_route("/admin/**").meets(admin) is Mark.PROVEN
    assert parse_route("/admin/users").meets(admin) is Mark.UNCERTAIN
    assert parse_route("/users").meets(admin) is None


def test_what_may_be_no_route_is_never_proven() -> None:
    assert parse_route("/x").meets(route("/x", certain=False)) is Mark.UNCERTAIN
    hidden = route(f"{LOOSE}/x", "", certain=False, hidden=True, vague=True)
    assert parse_route("/x").meets(hidden) is Mark.LEXICAL


@pytest.mark.parametrize(
    ("term", "says", "fix"),
    [
        ("", "empty", "/users"),
        ("users", "does not begin with a slash", "write /users"),
        ("users/{id}", "does not begin with a slash", "write /users/{id}"),
        ("https://host/users", "does not begin with a slash", "write /users"),
        ("GTE /users", "GTE is no HTTP method", "did you mean GET?"),
        ("FETCH /users", "FETCH is no HTTP method", ""),
        ("/users?x=1", "no query", "write /users"),
        ("/a**/b", "** stands for whole segments", "/v*/users"),
        ("/users|/people", "holds '|'", "begins with /^"),
        ("/v[0-9]+$", "holds '+'", "begins with /^"),
        ("/^(/", "not a regular expression", "RE2"),
        ("/^.*/", "matches the empty text", "/**"),
        ("GET /a /b", "holds ' '", ""),
    ],
)
def test_what_is_no_term_says_what_to_write(term: str, says: str, fix: str) -> None:
    with pytest.raises(BadTermError) as caught:
        parse_route(term)
    assert says in str(caught.value)
    assert fix in caught.value.diagnostics[0].fix


SEGMENT = st.sampled_from(["a", "b", "users", "{id}", "v1"])
PATHS = st.lists(SEGMENT, max_size=5).map(lambda parts: "/" + "/".join(parts))


@given(PATHS)
def test_every_path_as_a_term_hits_itself_and_what_is_below_it(path: str) -> None:
    assert parse_route(path).meets(route(path)) is Mark.PROVEN
    assert parse_route(f"{path}/**").meets(route(f"{path}/x")) is Mark.PROVEN
    assert parse_route(f"DELETE {path}").meets(route(path)) is None


@given(PATHS, PATHS)
def test_a_proven_hit_of_an_unknown_prefix_is_one_of_every_prefix(path: str, prefix: str) -> None:
    """And what can be a hit of some prefix, by a word of the known part, is never missed."""
    for text in ("/**", "/**/users", "/users/**", "/v1/users", "/*/users/{id}", path):
        term = parse_route(text)
        known, unknown = route(prefix + path), route(f"/{HOLE}{path}")
        if term.meets(unknown) is Mark.PROVEN:
            assert term.meets(known) is Mark.PROVEN
