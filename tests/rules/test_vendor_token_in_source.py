"""Where tokens are reported; they are drawn at run time, so that none is written here."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from tests.vocabulary.test_secrets import FOUND, discord

TOKEN = FOUND["npm"][1]


def reported(source: str) -> list[tuple[int, int, str]]:
    findings = engine.check(source, "tests/test_a.py", Settings())
    assert not any(TOKEN[4:] in finding.message for finding in findings)
    return [(finding.line, finding.column, finding.code) for finding in findings]


FORMS = {
    "a string": f"x = '{TOKEN}'\n",
    "bytes": f"x = b'{TOKEN}'\n",
    "neighbours": f"x = '{TOKEN[:9]}' '{TOKEN[9:20]}' '{TOKEN[20:]}'\n",
    "a sum": f"x = '{TOKEN[:9]}' + '{TOKEN[9:20]}' + '{TOKEN[20:]}'\n",
    "an f-string": f"x = f'{TOKEN} {{y}}'\n",
    "an f-string of two": f"x = f'{TOKEN[:9]}' f'{TOKEN[9:]} {{y}}'\n",
    "a format": f"x = '{TOKEN} %s' % y\n",
}


@pytest.mark.parametrize("source", FORMS.values(), ids=FORMS)
def test_a_token_is_found_however_it_is_written(source: str) -> None:
    assert reported(source) == [(1, 4, "TSE102")]


SILENT = {
    "a part is filled in": f"x = f'{TOKEN[:20]}{{y}}{TOKEN[20:]}'\n",
    "a part is added": f"x = '{TOKEN[:20]}' + y + '{TOKEN[20:]}'\n",
    "a comment": f"x = 1  # {TOKEN}\n",
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT)
def test_what_is_no_token_as_a_whole_is_silent(source: str) -> None:
    assert reported(source) == []


def test_in_a_long_text_the_line_is_reported() -> None:
    assert reported(f"x = '''\n[npm]\ntoken = {TOKEN}\n'''\n") == [(3, 8, "TSE102")]


def test_a_name_in_the_module_hints_at_its_tokens() -> None:
    token = discord("198622483471925248")
    assert reported(f"import discord\nx = '{token}'\n") == [(2, 4, "TSE102")]
    assert reported(f"import accord\nx = '{token}'\n") == []


@pytest.mark.parametrize(("path", "count"), [("shop/maps.py", 0), ("tests/test_maps.py", 1)])
def test_the_key_of_a_browser_client_is_public_in_production_code(path: str, count: int) -> None:
    assert len(engine.check(f"x = '{FOUND['Google'][1]}'\n", path, Settings())) == count


def test_the_secret_of_a_client_is_not() -> None:
    assert len(engine.check(f"x = '{FOUND['Google, OAuth'][1]}'\n", "shop/maps.py", Settings())) == 1


def test_production_code_is_not_believed_what_a_comment_says() -> None:
    source = f"x = '{TOKEN}'  # revoked\n"
    assert [each.code for each in engine.check(source, "shop/maps.py", Settings())] == ["TSE102"]
    assert reported(source) == []
