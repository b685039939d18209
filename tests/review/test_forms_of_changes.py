"""The review of a change in each form, findings that come and go among it, and files not compared."""

from __future__ import annotations

import json

import pytest

from flake8_testsec.cli.reviewer import examined
from flake8_testsec.fingerprints import fingerprints
from flake8_testsec.review import html
from flake8_testsec.review.change import markdown, records
from flake8_testsec.review.change.comparing import _without_twice, differences
from flake8_testsec.review.change.entries import Difference, Sides
from flake8_testsec.review.change.inventory import Found, Inventory, inventory
from flake8_testsec.review.reviewing import Told, defects

from .asking import PATH, module_of

_TEST = "def test_{0}():\n    run({0})\n    assert run({0}) == 1\n    assert walk({0} + 1)\n"
OLD = "import time\nimport tempfile\n" + "".join(_TEST.format(number) for number in range(40))
GONE = OLD + "def test_b():\n    assert (1, 'no')\n\ndef test_c():\n    assert (1, 'no')\n"


def _taken(text: str, is_silenced: bool = False) -> Inventory:
    module = module_of(text)
    every = [*defects(Told(*examined(module)))]
    prints = fingerprints([each.finding for each in every], "", text.splitlines(True), module.tree)
    found = (
        Found(each, known.digest, known.scope, is_silenced) for each, known in zip(every, prints, strict=True)
    )
    return inventory(module)._replace(found=tuple(found))


def _changed(old: str, new: str, is_silenced: bool = False) -> Difference:
    return differences([Sides(PATH, PATH, _taken(old), _taken(new, is_silenced))])[0]


def _kinds(difference: Difference) -> set[str]:
    return {each.kind for each in difference.entries if each.kind.startswith(("finding", "observation"))}


def test_findings_come_and_go_and_are_silenced() -> None:
    assert _kinds(_changed(OLD, GONE)) == {"finding-new"}
    assert "finding-gone" in _kinds(_changed(GONE, OLD))
    assert "finding-silenced" in _kinds(_changed(GONE, GONE, is_silenced=True))


def test_all_forms_of_what_has_changed() -> None:
    weaker = GONE
    for number in (1, 2, 3):
        weaker = weaker.replace(f"    assert run({number}) == 1\n", f"    # assert run({number}) == 1\n")
    for number in range(2, 40):
        weaker = weaker.replace(f"    assert walk({number} + 1)\n", "")
    empty = _taken("")
    sides = [
        Sides(PATH, PATH, _taken(OLD), _taken(weaker)),
        Sides("tests/test_b.py", "tests/test_b.py", _taken(GONE), _taken(OLD)),
        Sides("tests/test_c.py", "tests/test_d.py", None, empty),
        Sides("tests/test_e.py", "tests/test_f.py", _taken(OLD), _taken(weaker)),
        Sides("tests/test_g.py", "tests/test_g.py", _taken(OLD), None),
        Sides("tests/test_h.py", "tests/test_h.py", None, None, "now"),
        Sides("tests/test_i.py", "tests/test_i.py", None, None, "before"),
    ]
    told = differences(sides)
    lines = "\n".join(markdown.markdown(told, "HEAD"))
    assert "is commented out" in lines
    assert "See `TSE501`" in lines
    assert "more to look at" in lines
    assert "(was `tests/test_f.py`)" in lines
    assert "as it is now, does not parse" in lines
    assert "as it was, does not parse" in lines
    assert "2 files could not be compared" in lines
    assert "40 tests are deleted: `test_0`" in lines
    files = {each["path"]: each for each in json.loads(records.text(told, "HEAD"))["files"]}
    assert files["tests/test_h.py"]["unparsed"] == "now"
    assert any(each["code"] == "TSE501" for each in files[PATH]["entries"])


def test_where_nothing_is_lost() -> None:
    assert "No file of tests has changed." in [*markdown.markdown([], "HEAD")]
    same = "\n".join(markdown.markdown([_changed(OLD, OLD)], "HEAD"))
    assert "Nothing that tests check was lost in 1 file of tests." in same
    more = _changed(OLD, OLD + "def test_x():\n    assert run()\n")
    assert more.entries and not more.losses


def test_the_page_of_a_change() -> None:
    pytest.importorskip("jinja2")
    page = html.change([_changed(OLD, GONE)], "HEAD")
    assert PATH in page
    assert "2 tests added" in page


def test_what_is_said_twice_of_the_same_lines_is_told_once() -> None:
    entries = _changed(OLD, GONE).entries
    assert [*_without_twice([*entries, *entries])] == [*entries]
