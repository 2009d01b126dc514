"""``planproof spec from-similar`` as a user types it, good input and bad."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from planproof_testing import Answer, Project

NAMES = (
    "address",
    "cart",
    "coupon",
    "invoice",
    "item",
    "order",
    "price",
    "refund",
    "stock",
    "user",
)
ODD = "refund"
HANDLER = '''\
from app.auth import check_permission
from app.db import save


def handle_{name}(user, request):
    """Handle it."""
{check}    {name} = request.get("{name}")
    save({name})
    return {name}
'''
CHECK = "    check_permission(user)\n"


@pytest.fixture
def shop(project: Project) -> Project:
    for name in NAMES:
        check = "" if name == ODD else CHECK
        project.write(f"app/{name}.py", HANDLER.format(name=name, check=check))
    project.write("app/auth.py", "def check_permission(user):\n    return user.may\n")
    project.write(
        "app/db.py", "def save(row):\n    return row\n\n\ndef load(row):\n    return row\n"
    )
    project.write("notes.md", "# Notes\n")
    project.commit("shop")
    return project


def ask(project: Project, *words: str) -> Answer:
    return project.run("spec", "from-similar", *words)


def piped(project: Project, text: bytes, *words: str) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "planproof_cli", "spec", "from-similar", "-", *words],
        cwd=project.root, env=project.environment(), input=text,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


WAYS = [
    ("app/order.py:6",),
    ("handle_cart",),
    ("--role", "handle_*"),
    ("--role", "handle_*", "--in", "app"),
]


@pytest.mark.parametrize("words", WAYS)
def test_the_odd_one_out_is_named_and_the_rule_is_ready(
    shop: Project, words: tuple[str, ...]
) -> None:
    answer = ask(shop, *words, "--json")

    (proposal,) = answer.data["proposals"]
    assert answer.code == 0
    assert proposal["trait"]["name"] == "app.auth.check_permission"
    assert (proposal["have"], proposal["of"]) == (9, 10)
    assert [one["path"] for one in proposal["outliers"]] == [f"app/{ODD}.py"]
    assert proposal["outliers"][0]["start"] == {"line": 5, "column": 5}
    assert proposal["verified"] is True
    assert proposal["spec"] == answer.data["spec"]


def test_what_it_prints_is_a_spec_that_is_red_at_the_odd_one_and_nowhere_else(
    shop: Project,
) -> None:
    answer = ask(shop, "app/order.py:6", "--write", "rule.yaml")

    assert answer.code == 0
    assert "9 of 10 call app.auth.check_permission" in answer.err
    assert f"verified: 10 candidates, 1 violation at app/{ODD}.py:5:5" in answer.err
    assert shop.run("spec", "check", "rule.yaml").code == 0
    tested = shop.run("spec", "test", "rule.yaml", "--json")
    assert tested.code == 0
    (rule,) = tested.data["specs"][0]["rules"]
    assert [one["list"] for one in rule["examples"]] == ["bad", "good"]
    judged = shop.run("verify", "rule.yaml", "--json")
    assert judged.code == 1
    (violation,) = judged.data["specs"][0]["violations"]
    assert violation["path"] == f"app/{ODD}.py"
    assert "see app/" in violation["guidance"]


def test_the_rule_is_green_when_the_odd_one_is_mended(shop: Project) -> None:
    shop.write("rule.yaml", ask(shop, "--role", "handle_*").out)
    shop.write(f"app/{ODD}.py", HANDLER.format(name=ODD, check=CHECK))

    assert shop.run("verify", "rule.yaml").code == 0


def test_a_file_is_never_written_over(shop: Project) -> None:
    shop.write("rule.yaml", "mine\n")

    answer = ask(shop, "--role", "handle_*", "--write", "rule.yaml")

    assert answer.code == 2
    assert "exists already" in answer.err
    assert (shop.root / "rule.yaml").read_text() == "mine\n"


def test_the_spec_alone_goes_to_stdout(shop: Project) -> None:
    loud, quiet = ask(shop, "--role", "handle_*"), ask(shop, "--role", "handle_*", "--quiet")

    assert loud.out.startswith("refactor_name:")
    assert loud.out == quiet.out
    assert quiet.err == ""


def test_the_answers_of_similar_can_be_piped_in(shop: Project) -> None:
    similar = shop.run("similar", "app/order.py:6", "--json")
    as_json = piped(shop, similar.out.encode(), "--json")
    lines = "".join(f"app/{name}.py:5:5  whatever\n" for name in NAMES)
    as_lines = piped(shop, lines.encode(), "--json")

    for answer in (as_json, as_lines):
        assert answer.code == 0
        assert answer.data["proposals"][0]["outliers"][0]["symbol"] == f"handle_{ODD}"


def test_a_list_that_no_selector_describes_is_taken_one_by_one(shop: Project) -> None:
    shop.write("app/more.py", HANDLER.format(name="more", check=""))
    lines = "".join(f"app/{name}.py:5\n" for name in NAMES)

    answer = piped(shop, lines.encode(), "--json")

    assert answer.data["family"]["definitions"] == 10
    assert "app.cart.handle_cart" in answer.data["spec"]
    assert answer.data["proposals"][0]["of"] == 10


def test_what_all_share_is_no_rule_without_guard(shop: Project) -> None:
    shop.write(f"app/{ODD}.py", HANDLER.format(name=ODD, check=CHECK))

    nothing, guard = ask(shop, "--role", "handle_*"), ask(shop, "--role", "handle_*", "--guard")

    assert (nothing.code, nothing.out) == (0, "")
    assert "nothing surprising" in nothing.err
    shop.write("rule.yaml", guard.out)
    assert "guard: true" in guard.out
    assert shop.run("spec", "test", "rule.yaml").code == 0
    assert shop.run("verify", "rule.yaml").code == 0


def test_a_commit_can_be_asked_about(shop: Project) -> None:
    shop.write(f"app/{ODD}.py", HANDLER.format(name=ODD, check=CHECK))

    now = ask(shop, "--role", "handle_*", "--json")
    then = ask(shop, "--role", "handle_*", "--json", "--at", "HEAD")
    pointed = ask(shop, "app/order.py:6", "--json", "--at", "HEAD")

    assert now.data["proposals"] == []
    assert [one["have"] for one in then.data["proposals"]] == [9]
    assert [one["have"] for one in pointed.data["proposals"]] == [9]


def test_classes_make_a_family_by_what_they_define(project: Project) -> None:
    for at in range(9):
        close = "" if at == 4 else "    def close(self):\n        self.open = False\n\n"
        project.write(
            f"drivers/d{at}.py",
            f"from drivers.base import Driver\n\n\nclass D{at}(Driver):\n{close}    def run(self):\n        return {at}\n",
        )
    project.write("drivers/base.py", "class Driver:\n    pass\n\n\nclass Other:\n    pass\n")
    project.commit("drivers")

    answer = project.run("spec", "from-similar", "--base", "Driver", "--json")

    (proposal,) = answer.data["proposals"]
    assert proposal["trait"]["facet"] == "definitions"
    assert proposal["outliers"][0]["symbol"] == "D4"
    assert "definitions" in answer.data["spec"]


def test_methods_and_keyword_arguments_are_told(project: Project) -> None:
    for at in range(10):
        timeout = "" if at == 3 else ", timeout=5"
        project.write(
            f"clients/c{at}.py",
            "import http_lib\n\n\n"
            f"class Client{at}:\n    def fetch(self, url):\n        return http_lib.get(url{timeout})\n",
        )
    project.commit("clients")

    answer = project.run("spec", "from-similar", "clients/c0.py:6", "--json")

    (proposal,) = answer.data["proposals"]
    assert (proposal["trait"]["name"], proposal["trait"]["keyword"]) == ("http_lib.get", "timeout")
    assert proposal["outliers"][0]["symbol"] == "Client3.fetch"
    assert proposal["examples_missing"] == []


def test_a_file_whose_syntax_cannot_be_read_is_left_out_and_named(shop: Project) -> None:
    shop.write("app/broken.py", "def handle_broken(user:\n    handle_x = = 1\n")

    answer = ask(shop, "--role", "handle_*", "--json")

    assert [one["path"] for one in answer.data["proposals"][0]["outliers"]] == [f"app/{ODD}.py"]
    assert any("app/broken.py" in note for note in answer.data["family"]["notes"])


def test_a_stub_that_shares_nothing_is_not_the_odd_one_out(shop: Project) -> None:
    shop.write(f"app/{ODD}.py", f"def handle_{ODD}():\n    raise NotImplementedError\n")

    answer = ask(shop, "--role", "handle_*", "--json")

    assert answer.data["proposals"] == []
    assert answer.data["nearly"] != []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("../elsewhere.py:3",), "outside the project"),
        (("app/none.py:3",), "is no file of this tree"),
        (("app/order.py:99",), "has no line 99"),
        (("app/order.py:1",), "in no function"),
        (("notes.md:1",), "no grammar"),
        (("nothing_called_so",), "no function and no class is called"),
        (("app/order.py",), "neither PATH:LINE nor a name"),
        ((), "give a function"),
        (("handle_cart", "--role", "handle_*"), "give a function"),
        (("--role", "a b"), "white space"),
        (("--role", "handle_*", "--least", "much"), "no share"),
        (("--role", "handle_*", "--least", "0.2"), "no share"),
        (("--role", "handle_*", "--in", "a/**b"), "**"),
        (("--role", "handle_*", "--at", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_gets_a_clear_answer(shop: Project, words: tuple[str, ...], said: str) -> None:
    answer = ask(shop, *words, "--json")

    assert answer.code == 2
    (diagnostic, *_) = answer.document["diagnostics"]
    assert said in diagnostic["message"] + diagnostic["fix"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no list"),
        (b"hello", "no PATH:LINE"),
        (b"{", "cannot be read"),
        (b"{}", "no answer"),
        (b'{"data": {"matches": []}}', "lists no places"),
        (b'{"data": {"matches": [{"path": 3}]}}', "no path or no line"),
        (
            b'{"data": {"matches": [{"path": "../x", "start": {"line": 1}}]}}',
            "no file of this tree",
        ),
        (b"".join(b"a.py:%d\n" % at for at in range(1, 3000)), "too many"),
        (b"[" * 100_000, "no PATH:LINE"),
    ],
)
def test_a_bad_list_gets_a_clear_answer(shop: Project, text: bytes, said: str) -> None:
    answer = piped(shop, text, "--json")

    assert answer.code == 2
    assert said in answer.document["diagnostics"][0]["message"]


def test_too_few_and_none_are_said(shop: Project) -> None:
    none = ask(shop, "--role", "nobody_*", "--json")
    few = ask(shop, "app/db.py:1", "--json")

    for answer, said in ((none, "no function and no class is one"), (few, "5 make a family")):
        assert (answer.code, answer.data["spec"]) == (0, "")
        assert said in answer.document["diagnostics"][0]["message"]


def test_an_empty_repository_has_no_family(project: Project) -> None:
    (project.root / "src" / "app.py").unlink(missing_ok=True)

    answer = project.run("spec", "from-similar", "--role", "*_none", "--json")

    assert (answer.code, answer.data["spec"]) == (0, "")


def test_hostile_names_and_paths_stay_text(project: Project) -> None:
    for at in range(9):
        call = "" if at == 2 else "    ünï_çall(1)  # - '\"{}: *\n"
        project.write(
            f"a b#[{at}]/x{at}: &y.py",
            f'def on_ñ_{at}(yes, no):\n    keep(yes)\n{call}    """---\n\'\'\'"""\n',
        )
    project.commit("hostile")

    answer = project.run("spec", "from-similar", "--role", "on_*", "--write", "rule.yaml")

    assert answer.code == 0, answer.err
    assert project.run("spec", "check", "rule.yaml").code == 0
    assert project.run("spec", "test", "rule.yaml").code == 0
    judged = project.run("verify", "rule.yaml", "--json").data
    assert [one["path"] for one in judged["specs"][0]["violations"]] == ["a b#[2]/x2: &y.py"]


def test_ten_thousand_members_and_a_huge_function_are_answered(project: Project) -> None:
    parts = [
        f"def on_{at}(event):\n    record(event)\n{'' if at == 7 else '    done(event)'}\n"
        for at in range(10_000)
    ]
    project.write("many.py", "\n".join(parts))
    project.write(
        "huge.py", "def on_huge(event):\n" + "    record(event)\n" * 100_000 + "    done(event)\n"
    )
    project.commit("many")

    answer = project.run("spec", "from-similar", "--role", "on_*", "--json")

    assert answer.code == 0
    assert answer.data["family"]["definitions"] == 10_001
    assert json.dumps(answer.data["proposals"]).count("on_7") == 1


def test_typescript_has_families_too(project: Project) -> None:
    for at in range(9):
        check = "" if at == 5 else "    await audit(request);\n"
        project.write(
            f"src/h{at}.ts",
            'import { audit } from "./audit";\n\n'
            f"export class H{at} {{\n  async handle(request: Request) {{\n{check}    return {at};\n  }}\n}}\n",
        )
    project.write("src/audit.ts", "export async function audit(request: Request) {}\n")
    project.commit("handlers")

    answer = project.run(
        "spec", "from-similar", "--role", "handle", "--write", "rule.yaml", "--json"
    )

    (proposal,) = answer.data["proposals"]
    assert proposal["outliers"][0]["symbol"] == "H5.handle"
    assert proposal["examples_missing"] == []
    assert project.run("spec", "test", "rule.yaml").code == 0


def test_similar_ones_that_no_rule_can_name_get_advice(project: Project) -> None:
    for at, name in enumerate(("alpha", "beta", "gamma", "delta", "kappa", "omega", "sigma")):
        text = f"def {name}():\n    lock = take_lock('x')\n    lock.enter(3, wait=True)\n    return lock.done()\n"
        project.write(f"{'abcdefg'[at]}{at}.py", text)
    project.commit("one by one")

    pointed = ask(project, "c2.py:2", "--json")
    listed = piped(
        project, b"".join(b"%c%d.py:1\n" % (97 + at, at) for at in range(7)), "--guard", "--json"
    )

    (diagnostic,) = pointed.document["diagnostics"]
    assert (pointed.code, pointed.data["spec"]) == (0, "")
    assert "which they are" in diagnostic["message"]
    assert "--role" in diagnostic["fix"]
    assert len(pointed.data["family"]["alike"]) == 6
    assert listed.data["family"]["definitions"] == 7
    assert "c2.gamma" in listed.data["spec"]
