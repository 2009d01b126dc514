"""Names and texts out of code come through YAML as they are, or are refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.errors import SpecError
from planproof.report.from_similar_words import described
from planproof.rules.globs import matcher_of
from planproof.search.family import Member, Selector, describe, escaped
from planproof.search.traits import Trait
from planproof.usecases.from_similar_engine import rule_head, spec_text
from planproof.usecases.prepare import prepare_text

IDENTIFIERS = st.from_regex(r"[^\W\d]\w{0,11}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
WORDS = ("yes", "no", "null", "~", "on", "1e3", "true", "0x1f", "y", "=", "<<")


@given(
    st.lists(
        IDENTIFIERS | st.sampled_from(["yes", "no", "null", "on", "y"]), min_size=1, max_size=3
    )
)
def test_every_identifier_is_a_term_that_means_itself(parts: list[str]) -> None:
    name = ".".join(parts)
    selector = Selector(names=(name,), decorators=(name,), languages=("python",))
    rule = {
        **rule_head("rule", selector),
        "description": described(Trait("calls", name), selector),
        "for_each": selector.clause(),
        "expect": {"calls": [{"name": name, "with": [parts[0]]}]},
    }

    (spec,) = prepare_text(spec_text("name", [rule]), "made").rules

    assert spec.expect is not None
    assert spec.for_each is not None
    assert spec.expect.terms[0].text == name
    assert spec.for_each.terms[0].text == name


@given(TEXTS | st.sampled_from(WORDS))
def test_every_text_is_an_example_as_it_stands(text: str) -> None:
    rule = {
        **rule_head("rule", Selector(names=("f",), languages=("python",))),
        "for_each": {"definitions": ["f"]},
        "expect": {"calls": ["g"]},
        "guidance": text,
        "examples": {"bad": [text]},
    }
    try:
        (spec,) = prepare_text(spec_text(text, [rule]), "made").rules
    except (SpecError, ValueError):
        return
    assert spec.spec.examples.bad == (text,)


SEGMENTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=8
).filter(lambda one: one.strip() == one and one not in (".", ".."))


@given(st.lists(SEGMENTS, min_size=2, max_size=4).map("/".join), SEGMENTS)
def test_a_path_as_a_glob_fits_that_path(path: str, other: str) -> None:
    fits = matcher_of([f"/{escaped(path)}"])

    assert fits(path)
    assert fits(f"{path}{other}") is False


def members(*places: tuple[str, str]) -> list[Member]:
    return [
        Member(path, 0, 4, 0, name, "method" if "." in name else "function", "python")
        for path, name in places
    ]


def test_what_most_share_describes_a_family() -> None:
    some = members(*((f"app/{at}/light.py", f"Lamp{at}.turn_on") for at in "abcdefgh"))

    (first, *_) = describe(some[0], some)

    assert (first.names, first.include) == (("Lamp*.turn_on",), ("app/**/light.py",)) or (
        first.names == ("turn_on",)
    )


def test_ends_of_names_are_found() -> None:
    some = members(
        *((f"app/x{at}.py", f"{at}_view") for at in ("user", "cart", "item", "page", "tag"))
    )

    (first, *_) = describe(some[0], some)

    assert (first.names, first.include) == (("*_view",), ("app/**",)) or first.names == ("*view",)


def test_where_nothing_is_shared_nothing_is_said() -> None:
    some = members(
        ("a.py", "read"), ("b.py", "write"), ("c.py", "close"), ("d.py", "open"), ("e.py", "seek")
    )

    assert describe(some[0], some) == []


def test_numbers_at_the_end_are_a_part_of_their_own() -> None:
    some = members(*((f"app/x{at}.ts", f"submit{at}") for at in range(9)))

    assert describe(some[0], some)[0].names == ("submit*",)
