"""What is like what, over trees in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from memory_trees import MemoryTree, make_tree
from planproof.errors import NotFoundError, UsageError
from planproof.index import Index
from planproof.search import similar_catalogue
from planproof.search.features import Field
from planproof.search.similar import (
    Answer,
    Page,
    Reason,
    asked_for,
    find_similar,
    only_copies,
    words_asked,
)
from planproof.search.similar_catalogue import open_catalogue
from planproof.search.similar_places import find_line, find_symbol
from planproof.search.template import template_of

LAMP = '''\
class {name}Lamp(Light):
    """A lamp of {name}."""

    def turn_on(self, **given):
        """Turn the lamp on."""
        self.hub.send("{name}", level=given.get("level"))
        self.refresh()

    def turn_off(self, **given):
        """Turn the lamp off."""
        self.hub.send("{name}", level=0)
        self.refresh()
'''
PARSER = '''\
def parse(text):
    """Split a line into fields."""
    fields = []
    for part in text.split(","):
        fields.append(part.strip())
    return fields


def total(rows):
    return sum(row.amount for row in rows if row.valid)
'''
FILES = {
    **{f"lamps/{name}.py": LAMP.format(name=name) for name in ("Blue", "Green", "Red")},
    "parser.py": PARSER,
    "notes.md": "turn the lamp on",
}
ALL = Page(0, 100)


def silent(_done: int, _all: int) -> None:
    pass


def like_line(index: Index, tree: MemoryTree, path: str, line: int, page: Page = ALL) -> Answer:
    asked = asked_for(find_line(index, tree, path, line), tree)
    return find_similar(index, tree, asked, page, silent)


def said(answer: Answer) -> list[tuple[float, str, str]]:
    return [(one.score, one.found.path, one.found.symbol) for one in answer.matches]


def fresh(files: Mapping[str, str], path: str, line: int) -> Answer:
    with Index.open(None, jobs=1) as index:
        return like_line(index, make_tree(files), path, line)


def facts(answer: Answer) -> tuple[list[tuple[float, str, str]], list[tuple[Reason, ...]], int]:
    return said(answer), [one.why for one in answer.matches], answer.total


def test_what_plays_the_same_role_elsewhere_comes_first() -> None:
    found = said(fresh(FILES, "lamps/Blue.py", 6))

    assert [one[1:] for one in found[:2]] == [
        ("lamps/Green.py", "GreenLamp.turn_on"),
        ("lamps/Red.py", "RedLamp.turn_on"),
    ]
    assert found[0][0] == found[1][0] > found[2][0]


def test_neither_itself_nor_what_is_around_it_is_a_match() -> None:
    found = said(fresh(FILES, "lamps/Blue.py", 1))

    assert ("lamps/Blue.py", "BlueLamp") not in [one[1:] for one in found]
    assert {one[2] for one in found} == {"GreenLamp", "RedLamp"}


def test_a_copy_elsewhere_scores_one() -> None:
    found = said(fresh({**FILES, "copy/Blue.py": FILES["lamps/Blue.py"]}, "lamps/Blue.py", 6))

    assert found[0] == (1.0, "copy/Blue.py", "BlueLamp.turn_on")


def test_every_match_says_why() -> None:
    why = {one.field: one for one in fresh(FILES, "lamps/Blue.py", 6).matches[0].why}

    assert why[Field.SIBLINGS].terms == ("turn_off",)
    assert len(why) == 5
    assert all(0 < one.part <= 1 and one.total for one in why.values())


def test_pages_are_parts_of_the_whole() -> None:
    whole = said(fresh(FILES, "lamps/Blue.py", 6))
    with Index.open(None, jobs=1) as index:
        tree = make_tree(FILES)
        pages = [
            said(like_line(index, tree, "lamps/Blue.py", 6, Page(at, 2)))
            for at in range(0, len(whole), 2)
        ]

    assert [one for page in pages for one in page] == whole


def test_an_answer_depends_on_the_tree_alone() -> None:
    """Whatever was asked before: other files, other contents, files that are gone."""
    edited = {**FILES, "lamps/Red.py": PARSER, "lamps/Pink.py": LAMP.format(name="Pink")}
    fewer = {path: text for path, text in FILES.items() if "Red" not in path}
    with Index.open(None, jobs=1) as index:
        for files in (FILES, edited, fewer, FILES, edited):
            tree = make_tree(files)
            again = like_line(index, tree, "lamps/Blue.py", 6)
            assert facts(again) == facts(fresh(files, "lamps/Blue.py", 6))
            assert again.units == fresh(files, "lamps/Blue.py", 6).units


def test_many_small_edits_leave_few_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_catalogue, "_MOST_BATCHES", 3)
    with Index.open(None, jobs=1) as index:
        for number in range(8):
            files = {**FILES, "new.py": f"def new{number}(a):\n    return a + {number}\n"}
            like_line(index, make_tree(files), "lamps/Blue.py", 6)
        assert len(index.features.batches()) <= 5
        again = like_line(index, make_tree(files), "lamps/Blue.py", 6)
    assert facts(again) == facts(fresh(files, "lamps/Blue.py", 6))


def test_a_second_question_reads_only_the_files_it_shows(tmp_path: Path) -> None:
    with Index.open(tmp_path / "index.db", jobs=1) as index:
        like_line(index, make_tree(FILES), "lamps/Blue.py", 6)
    with Index.open(tmp_path / "index.db", jobs=1) as index:
        tree = make_tree(FILES)
        like_line(index, tree, "lamps/Blue.py", 6, Page(0, 1))

    assert set(tree.asked) == {"lamps/Blue.py", "lamps/Green.py"}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE feature_batches SET blobs = x'ff'",
        "UPDATE feature_batches SET lengths = x'00'",
        "UPDATE feature_batches SET blobs = NULL",
        "UPDATE feature_blocks SET lists = x'00'",
        "UPDATE feature_blocks SET lists = zeroblob(length(lists))",
        "DROP TABLE feature_blocks",
    ],
)
def test_what_is_damaged_is_made_again(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "index.db"
    with Index.open(path, jobs=1) as index:
        whole = like_line(index, make_tree(FILES), "lamps/Blue.py", 6)
    with sqlite3.connect(path) as db:
        if "NULL" in damage:
            damage = "UPDATE feature_batches SET blobs = 5"
        db.execute(damage)
    db.close()
    with Index.open(path, jobs=1) as index:
        assert facts(like_line(index, make_tree(FILES), "lamps/Blue.py", 6)) == facts(whole)


def test_where_nothing_can_be_kept_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with Index.open(None, jobs=1) as index:
        monkeypatch.setattr(index.features, "save", lambda *_: 0)
        found = like_line(index, make_tree(FILES), "lamps/Blue.py", 6)

    assert facts(found) == facts(fresh(FILES, "lamps/Blue.py", 6))


def test_words_find_what_is_called_and_says_so() -> None:
    with Index.open(None, jobs=1) as index:
        tree = make_tree(FILES)
        found = find_similar(index, tree, words_asked("split into fields"), ALL, silent)

    assert said(found)[0][1:] == ("parser.py", "parse")


def test_a_name_that_stands_for_several_is_not_guessed_at() -> None:
    many = "".join(
        f"class C{at}:\n    def run(self):\n        return {at}\n" for at in range(3_000)
    )
    with Index.open(None, jobs=1) as index:
        tree = make_tree({**FILES, "many.py": many})
        catalogue = open_catalogue(index, tree, silent)
        with pytest.raises(UsageError, match=r"more than once: many\.py:2, .* and more"):
            find_symbol(index, tree, catalogue, "run")
        assert find_symbol(index, tree, catalogue, "C2999.run").symbol == "C2999.run"
        assert len(like_line(index, tree, "many.py", 2).matches) == 100


def test_a_line_between_functions_is_an_error_that_says_what_to_do() -> None:
    with Index.open(None, jobs=1) as index:
        with pytest.raises(NotFoundError, match="in no function"):
            find_line(index, make_tree(FILES), "parser.py", 8)
        with pytest.raises(NotFoundError, match="has no line 99"):
            find_line(index, make_tree(FILES), "parser.py", 99)


def test_a_template_keeps_what_is_common_and_numbers_what_varies() -> None:
    with Index.open(None, jobs=1) as index:
        tree = make_tree(FILES)
        members = [find_line(index, tree, f"lamps/{n}.py", 6) for n in ("Blue", "Green", "Red")]

    template = template_of(members)

    assert template.text == (
        "def turn_on(self, **given):\n"
        '    """Turn the lamp on."""\n'
        '    self.hub.send(‹1›, level=given.get("level"))\n'
        "    self.refresh()"
    )
    assert (template.holes, template.members, template.is_cut) == (1, 3, False)


def test_the_template_of_one_has_no_holes() -> None:
    with Index.open(None, jobs=1) as index:
        template = template_of([find_line(index, make_tree(FILES), "parser.py", 1)])

    assert (template.holes, template.common) == (0, 1.0)


def test_a_very_long_function_is_compared_by_its_beginning() -> None:
    body = "".join(f"    value{at} = other.call{at}({at})\n" for at in range(20_000))
    files = {"long.py": f"def one(other):\n{body}", "twin.py": f"def two(other):\n{body}    pass\n"}
    found = fresh(files, "long.py", 2)

    assert said(found)[0][2] == "two"
    assert found.matches[0].score > 0.8


def test_a_copy_with_other_names_is_a_copy_and_a_peer_is_none() -> None:
    copied = PARSER.replace("fields", "cells").replace("part", "bit").replace("parse", "cut")
    with Index.open(None, jobs=1) as index:
        tree = make_tree({**FILES, "copied.py": copied})
        asked = only_copies(asked_for(find_line(index, tree, "parser.py", 2), tree))
        found = find_similar(index, tree, asked, ALL, silent)

    assert [one[1:] for one in said(found)] == [("copied.py", "cut")]


def copies_of(files: Mapping[str, str], path: str, page: Page = ALL) -> Answer:
    with Index.open(None, jobs=1) as index:
        tree = make_tree(files)
        asked = only_copies(asked_for(find_line(index, tree, path, 2), tree))
        return find_similar(index, tree, asked, page, silent)


CHECKOUT = """\
def pay(cart, user):
    total = sum(line.price for line in cart.lines)
    if total > user.limit:
        raise TooExpensive(total)
    receipt = user.account.charge(total)
    cart.clear()
    mail.send(user.address, receipt)
    return receipt
"""


TURNED = """\
def undo(user, cart):
    return receipt
    mail.send(user.address, receipt)
    cart.clear()
    if total > user.limit:
        raise TooExpensive(total)
    total = sum(line.price for line in cart.lines)
"""
RENAMED = """\
def settle(basket, who):
    amount = sum(row.price for row in basket.lines)
    if amount > who.limit:
        raise TooExpensive(amount)
    slip = who.account.charge(amount)
    mail.send(who.address, slip)
    return slip
"""


def test_the_same_words_are_no_copy_unless_they_are_written_in_the_same_order() -> None:
    files = {**FILES, "pay.py": CHECKOUT, "settle.py": RENAMED, "undo.py": TURNED}

    (copy,) = copies_of(files, "pay.py").matches
    assert copy.found.symbol == "settle"
    assert 0.9 < copy.score < 1


def test_no_copy_is_what_has_its_words_in_the_order_of_something_else() -> None:
    other = "def show(cart, user):\n" + "".join(
        f"    {line}\n"
        for line in (
            "if not mail.send(user.account, user.address):",
            "    cart.clear()",
            "for line in sum(cart.lines, user.limit):",
            "    yield TooExpensive(line.price, receipt=total)",
            "while user.account.charge(cart):",
            "    total, receipt = receipt, total",
        )
    )

    assert said(copies_of({**FILES, "pay.py": CHECKOUT, "show.py": other}, "pay.py")) == []


def test_a_copy_with_a_line_more_and_a_line_less_is_a_copy() -> None:
    edited = CHECKOUT.replace("    cart.clear()\n", "").replace("pay", "settle")
    edited = edited.replace("    total =", "    log.info(user.name)\n    total =")

    (found,) = copies_of({**FILES, "pay.py": CHECKOUT, "edited.py": edited}, "pay.py").matches
    assert found.found.symbol == "settle"
    assert 0.7 < found.score < 1


def test_so_many_are_looked_at_and_those_left_are_counted() -> None:
    files = {f"pay{at:03}.py": f"{CHECKOUT}\nnumber = {at}\n" for at in range(131)}
    found = copies_of(files, "pay000.py", Page(90, 20))

    assert (found.total, found.unseen, len(found.matches)) == (100, 30, 10)
    assert {one.score for one in found.matches} == {1.0}
