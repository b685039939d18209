"""The page for people in a real browser: Chromium, where there is one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec.finding import Edit, Finding, Fix, Related
from flake8_testsec.formats.entries import Detail, Entry, Run

from ..browsing import CONTRAST
from ..doors import testsec
from .hostile import IMAGE, NAME, hostile

pytest.importorskip("jinja2")
pytest.importorskip("playwright.sync_api", reason="not with every Python")

pytestmark = pytest.mark.tools

MANY = 5000
CODES = ("TSE407", "TSE405", "TSE608", "TSE301", "TSE514", "TSE102", "TSE508")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile(tmp_path_factory.mktemp("hostile"))
    written = ("--format", "html", "--output-file", "page.html", "--include-suppressed")
    assert testsec(folder, "check", *written, ".").status == 2
    return folder / "page.html"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from flake8_testsec.formats.html_report import report

    path = tmp_path_factory.mktemp("large") / "page.html"
    path.write_text("".join(report([many(number) for number in range(MANY)], Run(900, True))), "utf-8")
    return path


def many(number: int) -> Entry:
    line, path = 10 + number % 300, f"tests/area{number % 40}/test_{number // 12}.py"
    related, fix = (
        (Related(line + 3, 0, line + 3, 8, "read here"),),
        Fix((Edit(line, 4, line, 4, "assert "),)),
    )
    code, message = CODES[number % len(CODES)], f"finding number {number} says what is wrong"
    lines = tuple((each, f"    line {each} = call(argument, {number})") for each in range(line - 2, line + 4))
    detail = Detail(f"{number:016x}:1", f"Test.test_{number}", lines)
    return Entry(path, path, Finding(line, 4, code, message, line, 20, related, fix), detail)


def visible(page: Any) -> int:
    number: int = page.locator(".finding:visible").count()
    return number


def focused(page: Any) -> Any:
    return page.evaluate("document.activeElement.closest('.finding')?.id ?? document.activeElement.id")


def test_what_is_hostile_does_nothing(opened: Any, small: Path) -> None:
    page = opened(small)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("window.broken") is None
    assert page.locator("img").count() == 0
    assert IMAGE in page.locator("#list").text_content()
    paths = page.evaluate("[...document.querySelectorAll('.finding')].map((each) => each.dataset.path)")
    assert NAME.replace("\n", r"\n").replace("\x1b", r"\x1b").replace("\u202e", r"\u202e") in paths


def test_filters_fit_together_and_are_cleared(opened: Any, small: Path) -> None:
    page = opened(small)
    everything = visible(page)
    page.locator(".chip.high").click()
    assert 0 < visible(page) < everything
    assert page.locator(".tile.high").get_attribute("aria-pressed") == "true"
    page.locator("#code").select_option("TSE508")
    assert visible(page) == 1
    assert page.locator("#count").inner_text() == f"1 of {everything} findings"
    page.locator("#words").fill("nobody writes this")
    page.locator("#none").wait_for(state="visible")
    page.locator("#clear").click()
    assert (visible(page), page.locator("#clear").is_visible()) == (everything, False)
    page.locator("#path").fill("SWALLOWED")
    page.wait_for_function("document.getElementById('count').textContent.includes(' of ')")
    assert visible(page) == 3
    page.locator("#clear").click()
    for name, value in {"family": "exceptions", "cwe": "CWE-482", "state": "silenced"}.items():
        page.locator(f"#{name}").select_option(value)
        assert 0 < visible(page) < everything
        page.locator("#clear").click()


def test_the_overview_leads_to_the_findings(opened: Any, small: Path) -> None:
    page = opened(small)
    page.locator("button[data-set=path]", has_text="test_swallowed").click()
    assert (visible(page), focused(page)) == (3, "findings")


def test_an_opened_finding_tells_all(opened: Any, small: Path) -> None:
    page = opened(small)
    finding = page.locator(".finding[data-code=TSE508]")
    finding.locator("summary").click()
    finding.locator(".advice.filled").wait_for()
    text = finding.inner_text()
    for words in ("What to do", "Why", "Fix", "+ assert shop.lines == 1", "CWE-482"):
        assert words in text
    assert finding.locator("mark.found").inner_text() == "shop.lines == 1"
    assert page.locator(".finding[data-code=TSE405] .note").count() == 2
    again = opened(small)
    again.goto(f"{small.as_uri()}#{finding.get_attribute('id')}")
    again.evaluate("dispatchEvent(new Event('hashchange'))")
    assert focused(again) == finding.get_attribute("id")


def test_keys_move_open_search_and_go_back(opened: Any, small: Path) -> None:
    page = opened(small)
    rows = page.evaluate("[...document.querySelectorAll('.finding')].map((each) => each.id)")
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        assert focused(page) == rows[at]
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    page.keyboard.press("Escape")
    assert (page.locator("details[open]").count(), focused(page)) == (0, rows[0])
    page.keyboard.press("/")
    page.keyboard.type("jk/")
    assert (focused(page), page.locator("#words").input_value()) == ("words", "jk/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert (page.locator("#words").input_value(), focused(page)) == ("", "")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_has_contrast_in_both_themes(theme: str, opened: Any, small: Path) -> None:
    page = opened(small, color_scheme=theme, reduced_motion="reduce")
    for summary in page.locator("summary").all():
        summary.click()
    page.locator(".chip.high").click()
    assert page.evaluate(CONTRAST) == []
    page.evaluate("document.body.style.color = 'gray'")
    assert page.evaluate(CONTRAST) != []


def test_the_theme_can_be_changed_and_is_kept(opened: Any, small: Path) -> None:
    page = opened(small, color_scheme="light")
    back = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(back)
    page.get_by_role("button", name="Dark theme").click()
    assert page.evaluate(back) != before
    again = opened(small, color_scheme="light")
    assert again.evaluate(back) == page.evaluate(back)
    again.get_by_role("button", name="Light theme").click()
    assert again.evaluate(back) == before


def test_everything_has_a_name_and_a_place(opened: Any, small: Path) -> None:
    page = opened(small)
    fields = page.evaluate(
        "[...document.querySelectorAll('input, select')].map((each) => each.labels.length)"
    )
    assert fields and all(fields)
    for role in ("banner", "main", "search", "contentinfo", "status"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("listitem").count() > 1
    assert page.locator("svg:not([aria-label])").count() == 0


def test_a_telephone_need_not_scroll_sideways(opened: Any, small: Path) -> None:
    page = opened(small)
    page.set_viewport_size({"width": 390, "height": 844})
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_paper_all_is_open_and_light(opened: Any, small: Path) -> None:
    page = opened(small, color_scheme="dark", media="print")
    assert page.locator(".finding pre.source").first.is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 32, 40)"


RESPOND = """([id, value, event]) => {
  const field = document.getElementById(id);
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event(event));
  document.body.offsetHeight;
  return performance.now() - start;
}"""


def test_five_thousand_findings_are_found_among(opened: Any, large: Path) -> None:
    """A page whose cost grew with the square of its length would take minutes here, and run out of time."""
    page = opened(large)
    page.set_default_timeout(20_000)
    assert page.locator("#count").inner_text() == "5,000 findings"
    start = time.monotonic()
    page.locator("#words").fill("number 4999")
    page.wait_for_function("document.getElementById('count').textContent === '1 of 5,000 findings'")
    page.locator("#clear").click()
    page.evaluate(RESPOND, ["family", "cleanup", "change"])
    assert page.locator(".finding:not([hidden])").count() == sum(
        CODES[number % len(CODES)] == "TSE301" for number in range(MANY)
    )
    assert time.monotonic() - start < 60
