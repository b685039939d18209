"""Handlers that catch more, controls that are replaced, new secrets, and clean-ups that are gone."""

from __future__ import annotations

import pytest

from .comparing import of_test, told

TRY = "try:\n    f()\nexcept {}:\n    {}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("KeyError", "Exception", "`Exception` is caught where `KeyError` was"),
        ("KeyError", "LookupError", "`LookupError` is caught where `KeyError` was"),
        ("A", "Exception", "`Exception` is caught where `A` was"),
        ("KeyError", "(KeyError, ValueError)", "`KeyError` or `ValueError` is caught where `KeyError` was"),
    ],
)
def test_a_handler_catches_more(old: str, new: str, words: str) -> None:
    found = of_test(TRY.format(old, "g()"), TRY.format(new, "g()"))
    assert found == [f"exception-widened medium: In `test_a`, {words}."]
    assert of_test(TRY.format(new, "g()"), TRY.format(old, "g()")) == []


def test_an_error_is_swallowed_that_was_handled() -> None:
    assert of_test("f()", TRY.format("KeyError", "pass")) == [
        "exception-swallowed low: In `test_a`, `KeyError` is swallowed now."
    ]
    assert of_test("f()", "with contextlib.suppress(KeyError):\n    f()", "import contextlib\n") == [
        "exception-swallowed low: In `test_a`, `KeyError` is swallowed now."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("f()", TRY.format("KeyError", "raise")),
        (TRY.format("KeyError", "pass"), TRY.format("KeyError", "pass")),
        (TRY.format("Exception", "pass"), TRY.format("KeyError", "pass")),
        (TRY.format("KeyError", "g()"), TRY.format("KeyError", "pass")),
        (TRY.format("A", "g()"), TRY.format("B", "g()")),
    ],
)
def test_a_handler_that_is_no_news(old: str, new: str) -> None:
    assert of_test(old, new) == []


def test_handlers_outside_of_functions_are_not_compared() -> None:
    assert told("f()\n", "try:\n    f()\nexcept KeyError:\n    pass\n") == []


def test_handlers_of_inner_functions_are_those_of_the_outer() -> None:
    inner = "def g():\n    try:\n        f()\n    except KeyError:\n        pass"
    assert of_test("f()", inner) == ["exception-swallowed low: In `test_a`, `KeyError` is swallowed now."]


PATCH = "with mock.patch('shop.auth.check_permission'):\n    f()"
MOCK = "from unittest import mock\n"


def test_a_control_is_replaced() -> None:
    assert of_test("f()", PATCH, MOCK) == [
        "control-replaced medium: By its name a security control, `shop.auth.check_permission` "
        "is replaced now."
    ]
    assert of_test(PATCH, "f()", MOCK) == [
        "control-restored none: By its name a security control, `shop.auth.check_permission` is "
        "no longer replaced."
    ]


def test_a_control_is_replaced_by_something_and_in_more_places() -> None:
    given = PATCH.replace("permission'", "permission', allow")
    assert of_test("f()", f"{given}\n{given}", MOCK) == [
        "control-replaced medium: By its name a security control, `shop.auth.check_permission` "
        "is replaced by `allow` "
        "now, in 2 places."
    ]
    assert of_test(PATCH, f"{PATCH}\n{PATCH}", MOCK) == [
        "control-replaced medium: By its name a security control, `shop.auth.check_permission` "
        "is replaced in 2 places "
        "instead of 1."
    ]
    assert of_test(f"{PATCH}\n{PATCH}", PATCH, MOCK) == []
    assert of_test("f()", "with mock.patch('shop.price'):\n    f()", MOCK) == []


def test_a_literal_under_the_name_of_a_secret() -> None:
    said = (
        "credential-added low: A literal, not shown here, is given under the name `password`, and was not "
        "before."
    )
    assert of_test("f()", "f(password='hunter22')\ng(password='hunter22')") == [said]
    assert of_test("f(password='hunter22')", "f(password='hunter23')") == [said]
    assert of_test("f(password='hunter22')", "g(password='hunter22')") == []


CLASS = """
import pytest

class TestShop:
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        self.addCleanup(print)

    def test_a(self):
        f()
"""
LINE = "        self.addCleanup(self.server.stop)\n"
TEAR = "    def tearDown(self):\n        self.server.stop()\n"


def test_a_clean_up_is_no_longer_registered() -> None:
    assert told(CLASS, CLASS.replace(LINE, "")) == [
        "cleanup-removed medium: In `TestShop`, `self.addCleanup(self.server.stop)` is no "
        "longer registered, and "
        "`self.server` is still assigned there."
    ]


@pytest.mark.parametrize(
    "new",
    [
        CLASS.replace(LINE, "") + TEAR,
        CLASS.replace(LINE, "").replace("self.server = Server()", "pass"),
        CLASS.replace(LINE, "").replace("        f()", LINE.rstrip()),
        CLASS.replace("        self.addCleanup(print)\n", ""),
        CLASS.replace(LINE, "").replace(
            "        f()", "        f()\n    def test_b(self):\n" + LINE.rstrip()
        ),
    ],
)
def test_a_clean_up_that_is_elsewhere_or_not_needed(new: str) -> None:
    assert [each for each in told(CLASS, new) if each.startswith("cleanup")] == []


def test_a_tear_down_is_gone() -> None:
    old = CLASS.replace(LINE, "") + TEAR
    assert told(old, CLASS.replace(LINE, "")) == [
        "cleanup-removed medium: In `TestShop`, `tearDown()` is gone, and `self.server` is "
        "still assigned there."
    ]


def test_a_tear_down_of_the_module_is_gone() -> None:
    old = "def setup_module():\n    a, b = f(), 1\ndef teardown_module():\n    a.close()\n"
    assert told(old, old.partition("def teardown")[0]) == []


def test_what_stood_in_a_finally() -> None:
    old = "a = f()\nb = g()\ntry:\n    m()\nfinally:\n    a.close()\n    b.close()"
    assert of_test(old, "a = f()\nb = await g()\nm()") == [
        "cleanup-removed medium: In `test_a`, `a.close(); b.close()` is no longer done in a "
        "finally, and `a` and `b` "
        "are still assigned there."
    ]
    assert of_test(old, "with f() as a:\n    m()") == []


FIXTURE = """
import pytest

@pytest.fixture
def server():
    made = Server()
    yield made
    made.stop()

@pytest.fixture
def name():
    return "a"

@pytest.fixture
def price():
    value = yield 3
"""


def test_what_stood_behind_a_yield() -> None:
    assert told(FIXTURE, FIXTURE.replace("    made.stop()\n", "")) == [
        "cleanup-removed medium: In `server`, `made.stop()` is no longer done when the fixture "
        "ends, and `made` is "
        "still assigned there."
    ]
