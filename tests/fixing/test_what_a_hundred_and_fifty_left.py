"""Fixes of a hundred and fifty in packages that nobody had looked at which would break something: by kind."""

from __future__ import annotations

import pytest

from .texts import fixed, stays

LEANING = """
import os

def test_names(client, run):
    os.environ["SHOP"] = "a"
    assert run(client)

def test_none(run):
    {before}
    del os.environ["{name}"]
    assert not run(None)
"""


def test_a_variable_that_another_test_deletes_and_does_not_set() -> None:
    stays("TSE304", LEANING.format(before="run(1)", name="SHOP"))


@pytest.mark.parametrize(("before", "name"), [('os.environ["SHOP"] = "b"', "SHOP"), ("run(1)", "OTHER")])
def test_what_another_test_deletes_that_it_has_set_or_that_is_another(before: str, name: str) -> None:
    assert 'monkeypatch.setenv("SHOP", "a")' in fixed("TSE304", LEANING.format(before=before, name=name))[0]


def test_what_the_module_or_the_function_itself_deletes() -> None:
    text = 'import os\n\ndel os.environ["SHOP"]\n' + LEANING.format(before="run(1)", name="OTHER")
    assert 'monkeypatch.setenv("SHOP", "a")' in fixed("TSE304", text)[0]


PROBED = """
import os
import tempfile

class Feature:
    def probe(self):
        try:
            descriptor, name = tempfile.mkstemp()
        except OSError:
            return False
        else:
            try:
                os.stat(name)
            except OSError:
                return False
            {closed}
            os.remove(name)
            return True
"""


def test_a_descriptor_that_is_closed_further_down_is_not_closed_twice() -> None:
    stays("TSE307", PROBED.format(closed="os.close(descriptor)"))


EXPECTING = """
import unittest
from shop import pay

class TestPay(unittest.TestCase):
    def test_pay(self):
        try:
            {first}
            self.fail("nothing was declined")
        except Exception:
            pass
"""


@pytest.mark.parametrize("first", ["assert pay(1) is None", "self.assertIsNone(pay(1))"])
def test_a_try_that_would_go_on_to_swallow_other_assertions(first: str) -> None:
    stays("TSE406", EXPECTING.format(first=first))


def test_a_try_without_others() -> None:
    assert "else:" in fixed("TSE406", EXPECTING.format(first="pay(1)"))[0]
