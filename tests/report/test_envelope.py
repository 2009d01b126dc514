import json

from hypothesis import given
from hypothesis import strategies as st

from planproof.errors import Diagnostic
from planproof.report.envelope import Envelope, indented

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
documents = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
)


@given(documents)
def test_it_is_written_as_the_standard_library_would(document) -> None:
    assert indented(document) == json.dumps(document, indent=2)


def test_the_envelope_has_all_its_keys_in_order() -> None:
    document = json.loads(Envelope("show", ok=True, data={"n": 1}).dump())
    assert list(document) == [
        "schema_version", "kind", "ok", "data", "diagnostics", "next_steps",
    ]  # fmt: skip


def test_a_diagnostic_carries_its_place_only_where_it_has_one() -> None:
    placed = Diagnostic(
        "unknown-key", "unknown key 'rulez'", "did you mean 'rules'?", "s.yaml", 3, 5
    )
    bare = Diagnostic("usage", "no", "")
    rows = json.loads(Envelope("check", ok=False, data={}, diagnostics=(placed, bare)).dump())[
        "diagnostics"
    ]
    assert rows[0]["line"] == 3
    assert rows[0]["column"] == 5
    assert set(rows[1]) == {"code", "message", "fix"}


def test_paths_that_are_not_utf8_survive_the_round_trip() -> None:
    path = b"caf\xe9.py".decode("utf-8", "surrogateescape")
    text = Envelope("facts", ok=True, data=[path]).dump()
    assert json.loads(text)["data"] == [path]
    text.encode("ascii")
