import pytest

from planproof.model.name import canonical, last_segment, segments


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("login", "login"),
        ("auth.legacy.login", "auth.legacy.login"),
        ("auth::legacy::login", "auth.legacy.login"),
        ("Auth#login", "Auth.login"),
        ("net/http.Get", "net.http.Get"),
        ("user?.name", "user.name"),
        ("().filter", "().filter"),
        ("..relative", "relative"),
        ("", ""),
    ],
)
def test_every_separator_is_the_same_chain(written: str, expected: str) -> None:
    assert canonical(written) == expected


def test_segments_and_the_last_of_them() -> None:
    assert segments("a::b.c") == ("a", "b", "c")
    assert last_segment("a::b.c") == "c"
    assert segments("") == ()
