"""Where the work is: by folder and by owner."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.owners import Owners
from planproof.progress.remaining import Share, by_folder, by_owner, ranked


def test_the_fullest_folder_is_told_apart_first():
    paths = ["src/a/x.py"] * 5 + ["src/b/y.py"] * 3 + ["docs/z.py"]

    assert by_folder(paths, rows=3) == (Share("src/a/", 5), Share("src/b/", 3), Share("docs/", 1))
    assert by_folder(paths, rows=2) == (Share("src/", 8), Share("docs/", 1))


def test_a_file_right_in_a_folder_stays_there():
    assert by_folder(["setup.py", "src/a.py", "src/b/c.py"]) == (
        Share(".", 1), Share("src/", 1), Share("src/b/", 1)
    )  # fmt: skip


def test_nothing_has_no_folders():
    assert by_folder([]) == ()


PATHS = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join), max_size=30
)


@given(PATHS, st.integers(1, 8))
def test_every_path_is_counted_once_and_there_are_no_more_rows(paths: list[str], rows: int):
    shares = by_folder(paths, rows)

    assert sum(one.violations for one in shares) == len(paths)
    assert len(shares) <= rows
    assert len({one.name for one in shares}) == len(shares)


def test_equals_are_in_order_of_their_names():
    assert ranked("cab") == (Share("a", 1), Share("b", 1), Share("c", 1))


CODEOWNERS = """\
# who looks after what
*            @core
*.js         @front @web   # both
/build/logs/ @doctor
docs/*       docs@example.org
apps/        @octocat
/apps/github
**/logs      @logs
with\\ space.py @space
"""


def test_the_last_pattern_that_covers_a_file_decides():
    owners = Owners(CODEOWNERS)

    assert owners("src/x.py") == ("@core",)
    assert owners("src/x.js") == ("@front", "@web")
    assert owners("docs/guide.md") == ("docs@example.org",)
    assert owners("docs/deep/guide.md") == ("@core",)
    assert owners("src/apps/x.py") == ("@octocat",)
    assert owners("apps/github/x.py") == ()
    assert owners("deep/logs/x.py") == ("@logs",)
    assert owners("with space.py") == ("@space",)


def test_a_section_of_gitlab_owns_what_names_nobody():
    owners = Owners("[Docs][2] @writers\ndocs/\nREADME.md @ada\n^[Code]\nsrc/ @dev\n")

    assert owners("docs/a.md") == ("@writers",)
    assert owners("README.md") == ("@ada",)
    assert owners("src/a.py") == ("@dev",)


def test_a_file_of_several_owners_counts_for_each_and_one_of_none_for_nobody():
    owners = Owners("*.js @front @web\n")

    assert by_owner(["a.js", "b.py"], owners) == (
        Share("(nobody)", 1), Share("@front", 1), Share("@web", 1)
    )  # fmt: skip


@given(st.text(max_size=80), st.text(alphabet="ab/*.", min_size=1, max_size=12))
def test_no_text_is_too_odd_for_a_codeowners_file(text: str, path: str):
    Owners(text)(path)
