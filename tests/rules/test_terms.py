"""The term grammar: what is read, what is refused, and what a term fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.rules.chains import segment_fits
from planproof.rules.terms import BadTermError, NameTerm, RegexTerm, parse_name, parse_text


def name(text: str) -> NameTerm:
    term = parse_name(text)
    assert isinstance(term, NameTerm)
    return term


def chain(text: str) -> tuple[str, ...]:
    return tuple(text.split("."))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("auth.legacy", ("auth", "legacy")),
        ("auth::legacy#login", ("auth", "legacy", "login")),
        ("net/http", ("net", "http")),
        ("@scope/left-pad", ("@scope", "left-pad")),
        ("a?.b", ("a", "b")),
        ("$scope.apply", ("$scope", "apply")),
        ("().filter", ("()", "filter")),
        ("ﬁlter", ("filter",)),
    ],
)
def test_every_separator_makes_the_same_segments(text: str, parts: tuple[str, ...]) -> None:
    assert name(text).parts == parts


@pytest.mark.parametrize(
    ("term", "hit", "missed"),
    [
        ("get", "session.get", "get.delay"),
        ("requests.get", "my.requests.get", "requests.session.get"),
        ("*.get", "().get", "get"),
        ("get_*", "api.get_user", "api.target_user"),
        ("auth.**", "auth.legacy.login", "legacy.login"),
        ("auth.**.login", "x.auth.login", "x.auth.login.now"),
        ("*_STORAGE_*_MSG", "FILE_STORAGE_X_MSG", "FILE_STORAGE_MSG"),
    ],
)
def test_a_suffix(term: str, hit: str, missed: str) -> None:
    assert name(term).ends(chain(hit))
    assert not name(term).ends(chain(missed))


@pytest.mark.parametrize(
    ("term", "hit", "missed"),
    [
        ("product_id", "cart.product_id.hex", "cart.old_product_id"),
        ("cart.product_id", "this.cart.product_id", "cart.old_product_id"),
        ("a.b", "a.a.b.c", "a.c.b"),
        ("a.**.c", "x.a.b.b.c.y", "x.c.a"),
    ],
)
def test_a_run(term: str, hit: str, missed: str) -> None:
    assert name(term).within(chain(hit))
    assert not name(term).within(chain(missed))


@pytest.mark.parametrize(
    ("term", "hit", "missed"),
    [
        ("legacy_sdk", "legacy_sdk.x.y", "new.legacy_sdk"),
        ("legacy_sdk.x", "legacy_sdk.x", "legacy_sdk.xy"),
    ],
)
def test_a_prefix(term: str, hit: str, missed: str) -> None:
    assert name(term).begins(chain(hit))
    assert not name(term).begins(chain(missed))


def test_case_counts_except_in_regular_expressions_that_say_so() -> None:
    assert not name("login").ends(("Login",))
    sensitive, insensitive = parse_name("/^old_/"), parse_name("/^old_/i")
    assert isinstance(sensitive, RegexTerm)
    assert isinstance(insensitive, RegexTerm)
    assert not sensitive.search("Old_x")
    assert insensitive.search("Old_x")


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("/legacy|old/", "my_old_name"),
        ("/^old/", "old_name"),
        (r"/get\(/", "get("),
        ("/a.*z/", "xabcz"),
        ("/a/b/", "xa/by"),
    ],
)
def test_regular_expressions_with_every_kind_of_sign_match(text: str, hit: str) -> None:
    term = parse_name(text)
    assert isinstance(term, RegexTerm)
    assert term.search(hit)


def test_a_regular_expression_survives_text_that_is_no_unicode() -> None:
    term = parse_name("/b/")
    assert isinstance(term, RegexTerm)
    assert term.search("a\udcffb")
    assert list(term.spans("é𝒳b")) == [(2, 3)]


@pytest.mark.parametrize(
    ("text", "says", "fix"),
    [
        ("", "empty", "name"),
        ("   ", "empty", "name"),
        ("a b", "white space", "one by one"),
        ("auth.", "separator", "auth.**"),
        (".auth", "separator", "auth"),
        ("./auth", "separator", "auth"),
        ("***", "**", "get_*"),
        ("a**b", "**", "get_*"),
        ("/users", "ends with /", "/users/"),
        ("/users/x", "ends with /", "users/x"),
        ("/(/", "missing )", "RE2"),
        ("/(?=a)/", "invalid perl", "RE2"),
        ("//", "matches the empty text", "*"),
        ("/a*/", "matches the empty text", "*"),
        ("foo()", "brackets", "foo"),
        ("a|b", "'|'", "/a|b/"),
        ("^old", "'^'", "/^old/"),
        ("a:b", "':'", "a.b.c"),
        ("a?b", "'?'", "a.b.c"),
        ("'quoted'", '"\'"', "a.b.c"),
    ],
)
def test_what_is_no_term_is_refused_with_a_mend(text: str, says: str, fix: str) -> None:
    with pytest.raises(BadTermError) as refused:
        parse_name(text)
    (problem,) = refused.value.diagnostics
    assert says in problem.message
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("auth.legacy.login", "login"),
        ("auth.legacy.**", "legacy"),
        ("auth.get_*", "auth"),
        ("get_*_by_identity", "_by_identity"),
        ("*", None),
        ("**", None),
        ("().filter", "filter"),
        ("/^old_login$/", "old_login"),
        ("/old|legacy/", None),
        ("/old/i", None),
    ],
)
def test_letters(text: str, letters: str | None) -> None:
    assert parse_name(text).letters == letters


PARTS = st.lists(st.sampled_from(["a", "b", "ab", "*", "a*", "*b", "**"]), min_size=1, max_size=4)
CHAIN = st.lists(st.sampled_from(["a", "b", "ab", "aab", "ba"]), min_size=1, max_size=5)


def naive_whole(parts: list[str], names: list[str]) -> bool:
    """The definition, by recursion over lists of segments."""
    if not parts:
        return not names
    if parts[0] == "**":
        return any(naive_whole(parts[1:], names[at:]) for at in range(len(names) + 1))
    return bool(names) and naive_segment(parts[0], names[0]) and naive_whole(parts[1:], names[1:])


def naive_segment(part: str, text: str) -> bool:
    if not part:
        return not text
    if part[0] == "*":
        return any(naive_segment(part[1:], text[at:]) for at in range(len(text) + 1))
    return bool(text) and part[0] == text[0] and naive_segment(part[1:], text[1:])


@given(PARTS, CHAIN)
def test_matching_is_what_its_definition_says(parts: list[str], names: list[str]) -> None:
    term = name(".".join(parts))
    suffixes = [names[at:] for at in range(len(names) + 1)]
    prefixes = [names[:at] for at in range(len(names) + 1)]
    runs = [names[start:end] for start in range(len(names) + 1) for end in range(start, 6)]
    assert term.ends(tuple(names)) == any(naive_whole(parts, part) for part in suffixes)
    assert term.begins(tuple(names)) == any(naive_whole(parts, part) for part in prefixes)
    assert term.within(tuple(names)) == any(naive_whole(parts, part) for part in runs)


@given(st.text("ab*", max_size=6).filter(lambda part: "**" not in part), st.text("ab", max_size=8))
def test_a_segment_pattern_is_a_glob(part: str, text: str) -> None:
    assert segment_fits(part, text) == naive_segment(part, text)


@given(PARTS, CHAIN)
def test_what_a_term_hits_holds_its_letters(parts: list[str], names: list[str]) -> None:
    term = name(".".join(parts))
    if term.within(tuple(names)):
        assert all(word in ".".join(names) for word in {*term.words, term.letters or ""})


@pytest.mark.parametrize(
    ("text", "hit", "missed"),
    [
        ("FROM products", "SELECT * FROM products WHERE x", "FROM products_new"),
        ("/api/v1", '"/api/v1/users"', '"/api/v12"'),
        ("SELECT  *", "SELECT * FROM a", "SELECT a"),
        ("/users|orders/", "orders", "nothing"),
        ("cart.total", "cart.total + 1", "cart.totals"),
    ],
)
def test_text_is_literal_on_word_boundaries(text: str, hit: str, missed: str) -> None:
    term = parse_text(text)
    assert term.search(hit)
    assert not term.search(missed)


def test_empty_text_is_refused() -> None:
    with pytest.raises(BadTermError):
        parse_text("  ")
    with pytest.raises(BadTermError):
        parse_text("//")
