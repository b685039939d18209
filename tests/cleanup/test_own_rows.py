"""The user's own rows of the table: read, refused, and asked by the rules on what must be given back."""

from __future__ import annotations

import argparse
from pathlib import Path
from types import MappingProxyType

import pytest

from flake8_testsec import engine, options
from flake8_testsec.own_resources import OwnResource, WrongResource, parsed
from flake8_testsec.settings import Settings

from ..doors import flake8, testsec

GIVEN = {
    "shop.connect:close": OwnResource("shop.connect", "", ("close",), ()),
    " shop.connect:close|abort ": OwnResource("shop.connect", "", ("close", "abort"), ()),
    "shop.lend:shop.give_back": OwnResource("shop.lend", "", (), ("shop.give_back",)),
    "shop.Server:start:stop": OwnResource("shop.Server", "start", ("stop",), ()),
    "shop.Client().order:cancel": OwnResource("shop.Client().order", "", ("cancel",), ()),
}


@pytest.mark.parametrize(("text", "row"), GIVEN.items())
def test_a_row_is_read(text: str, row: OwnResource) -> None:
    assert parsed(text) == row


WRONG = [
    "shop.connect",
    "shop.connect:",
    ":close",
    "shop.connect:close()",
    "a b:close",
    "a:b:c:d",
    "1a:close",
]


@pytest.mark.parametrize("text", WRONG)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(WrongResource, match=r"is not of the form package\.function:method\Z"):
        parsed(text)


def test_what_begins_it_is_a_method() -> None:
    with pytest.raises(
        WrongResource, match=r"'a\.b' in 'shop\.Server:a\.b:stop' is not the name of a method"
    ):
        parsed("shop.Server:a.b:stop")


def told(text: str, *rows: str, enable: tuple[str, ...] = ()) -> list[tuple[str, int, str]]:
    settings = Settings(enable=enable, rule_options=MappingProxyType({"resources": rows}))
    found = engine.check(text, "tests/test_a.py", settings)
    return [(each.code, each.line, each.message) for each in found]


NEVER = "import shop\n\ndef test_a():\n    till = shop.connect()\n    assert till.open\n"


def test_what_is_never_released_is_told() -> None:
    assert told(NEVER) == []
    assert told(NEVER, "") == []
    assert told(NEVER, "shop.other:close") == []
    assert told(NEVER, "shop.connect:close") == [
        ("TSE316", 4, "shop.connect() is never closed; call close() in finally")
    ]
    assert told(NEVER, "shop.connect:shop.leave") == [
        ("TSE316", 4, "shop.connect() is never closed; call shop.leave in finally")
    ]


def test_any_of_several_releases_will_do() -> None:
    assert (
        told(f"{NEVER}    till.abort()\n", "shop.connect:close|abort", enable=("TSE307",))[0][0] == "TSE307"
    )
    assert (
        told("import shop\n\ndef test_a():\n    shop.leave(shop.connect())\n", "shop.connect:shop.leave")
        == []
    )


SKIPPED = f"{NEVER}    till.close()\n"


def test_a_release_that_an_assertion_skips_is_told() -> None:
    assert [each[:2] for each in told(SKIPPED, "shop.connect:close")] == [("TSE307", 4)]
    call = SKIPPED.replace("assert till.open", "till.pay(1)")
    assert [each[:2] for each in told(call, "shop.connect:close", enable=("TSE319",))] == [("TSE319", 4)]


STARTED = "import shop\n\ndef test_a():\n    server = shop.Server()\n    {}\n    assert server.port\n"


def test_it_may_be_held_from_a_later_call_on() -> None:
    row = "shop.Server:start:stop"
    assert told(STARTED.format("server.name"), row) == []
    assert [each[:2] for each in told(STARTED.format("server.start()"), row)] == [("TSE316", 5)]


def test_the_users_row_stands_for_that_of_the_table() -> None:
    text = "import sqlite3\n\ndef test_a():\n    shop = sqlite3.connect('/srv/shop.db')\n    shop.leave()\n"
    assert [each[0] for each in told(text)] == ["TSE316"]
    assert told(text, "sqlite3.connect:leave", enable=("TSE307", "TSE316")) == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "test_a.py").write_text(NEVER)
    return tmp_path


def test_both_doors_take_rows(project: Path) -> None:
    given = "--testsec-resources=shop.connect:close,shop.Server:start:stop"
    for done in (flake8(project, given, "test_a.py"), testsec(project, "check", given, "test_a.py")):
        assert "TSE316 shop.connect() is never closed" in done.out


def test_the_files_of_configuration_take_rows(project: Path) -> None:
    (project / "setup.cfg").write_text("[flake8]\ntestsec-resources =\n    shop.connect:close,\n")
    for done in (flake8(project, "test_a.py"), testsec(project, "check", "test_a.py")):
        assert "TSE316 shop.connect()" in done.out
    (project / "setup.cfg").unlink()
    (project / "pyproject.toml").write_text('[tool.testsec]\nresources = ["shop.connect:close"]\n')
    for done in (flake8(project, "test_a.py"), testsec(project, "check", "test_a.py")):
        assert "TSE316 shop.connect()" in done.out


def test_both_doors_refuse_what_is_no_row(project: Path) -> None:
    wrong = "--testsec-resources=shop.connect"
    for done in (flake8(project, wrong, "test_a.py"), testsec(project, "check", wrong, "test_a.py")):
        assert done.status
        last = (done.out + done.err).strip().splitlines()[-1]
        assert last.endswith("--testsec-resources: 'shop.connect' is not of the form package.function:method")


def test_another_call_of_the_name_is_no_resource() -> None:
    assert told(NEVER.replace("shop.connect", "other.connect"), "shop.connect:close") == []


def test_settings_refuse_what_is_no_row() -> None:
    defaults = {f"testsec_{each.name.replace('-', '_')}": each.default for each in options.all_options()}
    given = argparse.Namespace(**{**defaults, "testsec_resources": ["shop.connect:close", "shop"]})
    with pytest.raises(options.OptionError, match=r"--testsec-resources: 'shop' is not of the form"):
        options.settings_from(given)
