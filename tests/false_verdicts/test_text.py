"""Ways in which a text that is forbidden could go unseen."""

from __future__ import annotations

import pytest

from planproof.model.evaluation import Verdict

SECRET = "hunter2"
MATCH = {"text": ["/HUNTER2/i"]}
LONG = b"x = 1  # " + b"-" * 990 + b"\n"


@pytest.mark.parametrize("terms", [{"text": [SECRET]}, MATCH, {"text": [r"/\bhunter\d$/"]}])
@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.txt", b"a\r\nhunter2\r\nb"),
        ("a.txt", b"a\rhunter2\rb"),
        ("a.txt", b"hunter2"),
        ("a.txt", b"\xef\xbb\xbfhunter2\n"),
        ("a.txt", b"\xff\xfe" + "x\nhunter2\n".encode("utf-16-le")),
        ("a.txt", ("padding\n" * 99 + "hunter2\n").encode("utf-16-be")),
        ("a.txt", b"caf\xe9\nhunter2\n"),
        ("a.txt", b"\0\nhunter2\n" + b"text\n" * 40),
        ("a", b"#!/bin/sh\nx=hunter2\n"),
        (".env", b"P=hunter2\n"),
        ("a.min.js", b"f();" * 50_000 + b"\n// hunter2\n"),
        ("a.py", b"def f(:\n  '''hunter2\n"),
        ("a.py", b"# -*- coding: latin-1 -*-\n# caf\xe9 hunter2\n"),
        ("a.py", b"x = '\xff'  # hunter2\n"),
        ("a.py", b"x = '\0'  # hunter2\n"),
        ("a.py", LONG * 5_100 + b"# hunter2\n"),
        ("a.log", LONG * 5_100 + b"hunter2\n"),
        ("a.log", (LONG.decode() * 2_600 + "hunter2\n").encode("utf-16")),
        ("weird \xe9\n.txt", b"hunter2\n"),
        ("node_modules/a/b.txt", b"hunter2\n"),
    ],
)
def test_it_is_found_wherever_it_stands(project, terms, path: str, content: bytes) -> None:
    project.put(path, content)
    for _ in ("cold", "warm"):
        found = project.judge(terms)
        assert found.verdict is Verdict.VIOLATED
        assert [v.place.path for v in found.violations] == [path]


def test_a_text_across_the_chunks_in_which_a_large_file_is_read_is_found(project) -> None:
    for at in (-5, 0, 3):
        project.put(f"a{at}.log", b"x" * ((1 << 20) + at - 6) + b" hunter2\n" + LONG * 4_200)
    found = project.judge(MATCH)
    assert len(found.violations) == 3


def test_what_cannot_be_read_does_not_pass(project) -> None:
    project.put("a.log", b"x" * 6_000_000 + b"hunt\n")
    found = project.judge({"text": ["/hunt.?r2/i"]}, guard=True)
    assert found.verdict is Verdict.INDETERMINATE
    project.put("a.log", "пароль\n".encode("koi8-r"))
    found = project.judge({"text": ["/пароль/i"]}, guard=True)
    assert found.verdict is Verdict.INDETERMINATE


def test_an_expectation_is_not_met_by_what_is_binary(project) -> None:
    project.put("a.bin", b"\x01\x02\x03\0" * 100 + b"hunter2")
    project.put("a.txt", "hunter3\n")
    assert project.judge(expect={"text": [SECRET]}).verdict is Verdict.VIOLATED


def test_too_many_is_not_enough_times_one(project) -> None:
    project.put("a.yml", "pin: 1 pin: 2\n")
    found = project.judge(expect={"text": ["/pin: ./"], "at_most": 1})
    assert found.verdict is Verdict.VIOLATED


def test_a_term_that_no_line_can_hold_is_an_error_and_no_pass(project) -> None:
    from planproof.errors import SpecError

    project.put("a.txt", "a\nb\n")
    for term in (r"/a\nb/", "a\nb", r"/\Aa/"):
        with pytest.raises(SpecError):
            project.judge({"text": [term]}, guard=True)
