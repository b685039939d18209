"""``testsec review --since --format html`` in real repositories."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from flake8_testsec.cli import main

from ..doors import testsec
from ..repositories import ALONE, Repository
from ..review.test_forms import Page

TESTS = """\
import pytest


class TestShop:
    def test_pay(self):
        assert pay(3) == 3
        assert paid(3)

    def test_bill(self):
        with pytest.raises(ValueError):
            bill()
"""
WEAKER = TESTS.replace("        assert pay(3) == 3\n", "        # assert pay(3) == 3\n")
FILES = {f"tests/test_{name}.py": TESTS for name in "abcd"}
SINCE = ("review", "--isolated", "--format=html")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = Repository(tmp_path / "shop")
    repository.commit({"pyproject.toml": "", **FILES})
    monkeypatch.chdir(repository.folder)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    return repository


def _text(page: str) -> str:
    """What a page says, its tags taken away, one line each."""
    lines = (
        " ".join(line.split()) for line in re.sub(r"<[^>]+>", "", page.partition("<main>")[2]).splitlines()
    )
    return "\n".join(filter(None, lines))


@pytest.fixture(autouse=True)
def _jinja() -> None:
    pytest.importorskip("jinja2")


def test_nothing_has_changed(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*SINCE, "--since=HEAD"]) == 0
    out, err = capfd.readouterr()
    assert err == "" and _text(out) == ("Tests: what has changed since HEAD\nNo file of tests has changed.")


def test_what_counts_stands_above_what_does_not(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    more = "\n    def test_new(self):\n        assert new(1)\n"
    shop.write(
        {"tests/test_a.py": WEAKER + more, "tests/test_b.py": TESTS + more, "tests/test_c.py": TESTS + "#\n"}
    )
    shop.git("mv", "tests/test_d.py", "tests/test_e.py")
    shop.write(
        {
            "tests/test_e.py": TESTS.replace("assert paid(3)", "assert paid(3) or True"),
            "tests/test_f.py": TESTS,
        }
    )
    assert main([*SINCE, "--since=HEAD"]) == 1
    out, err = capfd.readouterr()
    assert err == "" and not Page(out).open
    assert _text(out).splitlines() == [
        "Tests: what has changed since HEAD",
        "2 things to look at (1 high, 1 medium) in 2 of 5 files of tests.",
        "tests/test_a.py: 1 medium",
        "tests/test_b.py: nothing lost",
        "tests/test_e.py: 1 high",
        "tests/test_a.py",
        "Assertions (medium): In TestShop.test_pay, the check assert pay(3) == 3 is commented out. "
        "(line 6; before line 6)",
        "1 other change and 1 observation of opt-in rules",
        "Tests: 1 test added: TestShop.test_new. (lines 13–14)",
        "Assertions: TSE501 disabled assertion; restore it, delete it, or name the ticket that it waits for. "
        "(line 6)",
        "tests/test_b.py",
        "1 other change",
        "Tests: 1 test added: TestShop.test_new. (lines 13–14)",
        "tests/test_e.py (was tests/test_d.py)",
        "Assertions (high): In TestShop.test_pay, assert paid(3) became assert paid(3) or True: "
        "it holds if another condition does. See TSE505. (line 7; before line 7)",
    ]
    assert out.count("<details>") == 2 and "<details open" not in out


def test_a_page_is_the_same_every_time(shop: Repository) -> None:
    shop.write({name: text.replace("assert paid", "paid") for name, text in FILES.items()})
    runs = [testsec(shop.folder, *SINCE, "--since=HEAD", f"-j{jobs}", **ALONE) for jobs in (1, 2, 2)]
    assert runs[0].status == 1 and runs[0] == runs[1] == runs[2]
    assert str(shop.folder) not in runs[0].out


def test_what_is_staged_goes_to_a_file(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.write({"tests/test_a.py": WEAKER})
    shop.git("add", "tests/test_a.py")
    shop.git("rm", "-q", "tests/test_b.py")
    shop.write({"tests/test_a.py": TESTS, "tests/test_c.py": "def test(:\n"})
    shop.git("add", "tests/test_c.py")
    assert main([*SINCE, "--staged", "--output-file=out/change.html"]) == 2
    out, err = capfd.readouterr()
    assert out == "" and err.startswith("./tests/test_c.py:1: E999 SyntaxError")
    said = _text((shop.folder / "out" / "change.html").read_text("utf-8"))
    assert "is commented out." in said and "tests/test_b.py (deleted)" in said
    assert "tests/test_c.py: not compared" in said
    assert "Not compared: the file, as it is now, does not parse." in said


def test_a_page_needs_jinja(
    shop: Repository, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from flake8_testsec.review import html

    html._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert main([*SINCE, "--since=HEAD", "--output-file=change.html"]) == 2
    assert capfd.readouterr().err == (
        "testsec review: error: --format html needs Jinja2; install the extra 'html'\n"
    )
    assert not (shop.folder / "change.html").exists()
