"""The pages of reviews and of the ledger in a real browser: Chromium, where there is one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ..browsing import CONTRAST
from ..doors import lay_out, testsec
from ..formats.hostile import IMAGE, NAME, SCRIPT, hostile
from ..repositories import ALONE, Repository

pytest.importorskip("jinja2")
pytest.importorskip("playwright.sync_api", reason="not with every Python")

pytestmark = pytest.mark.tools

LONG = "a_very_long_name_of_something_that_no_telephone_has_the_width_for_" * 3
BUGS = f'''\
"""{SCRIPT} bug 4711."""
import subprocess
import unittest
from unittest import mock


class Test{LONG}(unittest.TestCase):
    """{IMAGE}"""

    @unittest.skip("bug 12: {IMAGE}")
    def test_{LONG}(self):
        with mock.patch("{LONG}.check_permission", "{SCRIPT}"):
            subprocess.run(["{IMAGE}", "{LONG}"])
        # FIXME(ann): bug 13 {SCRIPT}
        # self.assertEqual("{IMAGE}", self.text)
        self.assertEqual(self.url, "http://example.com/{LONG}?a={SCRIPT}", "{IMAGE}")
        try:
            self.stop()
        except Exception:
            pass
'''
TAG = "img/src=x/onerror='window.broken=5'"
GONE = "".join(f'def test_{each}():\n    assert f({each}, "{SCRIPT}")\n' for each in range(5))
CHECKED = f'''\
def test_checked(shop):
    assert shop("{IMAGE}") == 1
    assert shop("{SCRIPT}")
'''
UNCHECKED = f"""\
{CHECKED.replace("assert shop", "# assert shop", 1)}

def test_new_{LONG}(shop):
    assert shop
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = hostile(tmp_path_factory.mktemp("hostile"))
    (made / "tests/test_broken.py").unlink()
    lay_out(made, {f"tests/test_{LONG}.py": BUGS})
    for command, status in (("review", 1), ("bugs", 0)):
        written = ("--isolated", "--format", "html", "--output-file", f"{command}.html")
        done = testsec(made, command, *written, "tests")
        assert done.status == status, done
    return made


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of which nothing is what it seems, after a change that loses checks."""
    made = Repository(tmp_path_factory.mktemp("changed"))
    hostile(made.folder)
    (made.folder / "tests/test_broken.py").unlink()
    made.commit({f"tests/test_{LONG}.py": BUGS, "tests/test_gone.py": GONE, NAME: CHECKED})
    made.git("tag", f"v1<{TAG}>")
    made.git("mv", f"tests/test_{LONG}.py", f"tests/test_moved_{LONG}.py")
    made.git("rm", "-q", "tests/test_gone.py")
    weaker = BUGS.replace("self.assertEqual(self.url,", "self.assertTrue(self.url or")
    made.write({f"tests/test_moved_{LONG}.py": weaker, "tests/test_new.py": BUGS, NAME: UNCHECKED})
    done = testsec(
        *(made.folder, "review", "--isolated", "--format", "html", "--output-file", "change.html"),
        *(f"--since=v1<{TAG}>", "tests"),
        **ALONE,
    )
    assert done.status == 1, done
    return made.folder


@pytest.fixture(params=["review", "bugs", "change"])
def page(request: pytest.FixtureRequest) -> Path:
    made: Path = request.getfixturevalue("changed" if request.param == "change" else "folder")
    return made / f"{request.param}.html"


def test_what_is_hostile_is_text(opened: Any, page: Path) -> None:
    shown = opened(page)
    assert shown.evaluate("window.broken") is None
    assert shown.locator("img, script, iframe, form").count() == 0
    assert IMAGE in shown.locator("main").text_content()
    assert "\u202e" not in shown.content() and "\x1b" not in shown.content()


def test_hostile_names_are_text_and_can_be_reached(opened: Any, folder: Path) -> None:
    shown = opened(folder / "review.html")
    name = NAME.replace("\n", r"\n").replace("\x1b", r"\x1b").replace("\u202e", r"\u202e")
    titles = shown.locator("h2").all_text_contents()
    assert name in titles and f"tests/test_{LONG}.py" in titles
    links = shown.locator("nav a")
    assert links.count() == len(titles)
    links.last.click()
    assert shown.evaluate("location.hash") == f"#file-{len(titles)}"
    assert shown.evaluate("document.querySelector(location.hash).getBoundingClientRect().top") < 600


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_has_contrast_in_both_themes(theme: str, opened: Any, page: Path) -> None:
    shown = opened(page, color_scheme=theme)
    assert shown.evaluate(CONTRAST) == []
    shown.evaluate("document.body.style.color = 'gray'")
    assert shown.evaluate(CONTRAST) != []


def test_the_themes_differ(opened: Any, page: Path) -> None:
    colors = [
        opened(page, color_scheme=theme).evaluate("getComputedStyle(document.body).backgroundColor")
        for theme in ("light", "dark")
    ]
    assert colors[0] != colors[1]


def test_a_telephone_need_not_scroll_sideways(opened: Any, page: Path) -> None:
    shown = opened(page)
    shown.set_viewport_size({"width": 390, "height": 844})
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390


def test_headings_go_down_one_by_one(opened: Any, page: Path) -> None:
    shown = opened(page)
    levels = shown.evaluate("[...document.querySelectorAll('h1, h2, h3')].map((each) => +each.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert shown.get_by_role("main").count() == 1
    assert shown.title()


def test_what_counts_of_a_change_is_open_and_the_rest_can_be_opened(opened: Any, changed: Path) -> None:
    shown = opened(changed / "change.html")
    assert shown.title() == f"What has changed in tests since v1<{TAG}>"
    assert shown.locator("li.told").count() > 2
    assert all(each.is_visible() for each in shown.locator("li.told").all())
    assert shown.get_by_text("5 tests are deleted").is_visible()
    assert shown.get_by_text("(deleted)").is_visible() and shown.get_by_text("(was").is_visible()
    folded = shown.locator("details").last
    first = folded.locator("li").first
    assert not first.is_visible()
    folded.locator("summary").press("Enter")
    assert first.is_visible()


def test_what_is_folded_up_is_printed(opened: Any, changed: Path) -> None:
    shown = opened(changed / "change.html", media="print")
    assert all(each.is_visible() for each in shown.locator("details li").all())
