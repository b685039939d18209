"""Fixes that readers of two draws would not have taken, and that were made still: by kind."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, safe, stays

LOCKED = """
import contextlib
import fcntl

@contextlib.contextmanager
def locked(path, is_shared):
    file = open(path, "w")
    if is_shared:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield file{below}
    file.close()
"""


def test_half_of_what_runs_below_a_yield_would_be_skipped_still() -> None:
    stays("TSE310", LOCKED.format(below="\n        fcntl.flock(file, fcntl.LOCK_UN)"))
    assert "    finally:\n        file.close()\n" in fixed("TSE310", LOCKED.format(below=""))[0]


REMOVED = """
import os
import tempfile

def test_saves(shop):
    path = {path}
    {first}
    {then}
    assert shop.is_saved
    os.remove(path)
"""
NAMED = ("tempfile.mktemp()", 'tempfile.mktemp(suffix="a")')


@pytest.mark.parametrize("path", NAMED)
@pytest.mark.parametrize("first", ["shop.save(path)", "with shop:\n        shop.save(path)"])
def test_what_nothing_has_made_yet_is_not_removed(path: str, first: str) -> None:
    before = REMOVED.format(path=path, first=first, then="shop.close()")
    assert f"    {first}\n    try:\n        shop.close()\n" in fixed("TSE306", before)[0]


@pytest.mark.parametrize("path", NAMED)
@pytest.mark.parametrize("mode", ["w", "ab"])
def test_a_file_that_is_opened_is_there(path: str, mode: str) -> None:
    first = f"with open(path, {mode!r}) as file:\n        shop.save(file)"
    (after,) = fixed("TSE306", REMOVED.format(path=path, first=first, then="assert os.path.isfile(path)"))
    assert "\n    try:\n        with open" in after


@pytest.mark.parametrize("path", NAMED)
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("shop.save(path)", "assert os.path.isfile(path)"),
        ("assert shop.is_open", "shop.save(path)"),
        ("if shop.is_closed:\n        return", "shop.save(path)"),
        ("with open(path, 'r') as file:\n        assert shop.load(file)", "shop.close()"),
        ("with shop.open(path, 'w') as file:\n        assert shop.load(file)", "shop.close()"),
    ],
)
def test_where_a_file_may_never_be_made_a_person_has_to_remove_it(path: str, first: str, then: str) -> None:
    stays("TSE306", REMOVED.format(path=path, first=first, then=then))


def test_a_folder_that_is_made_is_removed() -> None:
    before = REMOVED.format(path="tempfile.mkdtemp()", first="shop.save(path)", then="shop.close()")
    before = before.replace("os.remove", "os.rmdir")
    assert "\n    try:\n        shop.save(path)\n" in fixed("TSE306", before)[0]


KEPT = """
import os
import tempfile
import unittest

class TestShop(unittest.TestCase):
    def test_saves(self):
        file = tempfile.NamedTemporaryFile(delete=False)
        save(file.name)
        self.assertTrue(load({}))
"""


@pytest.mark.parametrize("path", ['file.name + ".npy"', 'f"{file.name}.npy"', "file.name + '_new'"])
def test_what_is_written_beside_a_file_would_stay(path: str) -> None:
    stays("TSE302", KEPT.format(path))


@pytest.mark.parametrize(
    "path", ["file.name", "file.name + end", 'f"{file.name}/a b"', '"a" + file.name', "shop.name + '.npy'"]
)
def test_a_file_that_is_alone_is_removed(path: str) -> None:
    before = KEPT.format(path)
    below = "(delete=False)\n        self.addCleanup(os.remove, file.name)\n"
    becomes("TSE302", before, before.replace("(delete=False)\n", below))
    assert safe("TSE302", before) == [False]


CLIENTS = """
from unittest import TestCase
from shop import Client, Shop

class TestShop(TestCase):
    def test_client(self):
        isinstance(Shop().client, {of})

    def test_other(self):
        shop = Shop()
        {line}
"""


@pytest.mark.parametrize(
    "line", ["Shop.client = Client", "self.assertIs(shop.client, Client)", "assert shop.client is Client"]
)
def test_a_class_is_no_instance(line: str) -> None:
    stays("TSE508", CLIENTS.format(of="Client", line=line))
    assert "assert" in fixed("TSE508", CLIENTS.format(of="type", line=line))[0].partition("def test_o")[0]


@pytest.mark.parametrize(
    "line",
    [
        "Shop.client = Client()",
        "Shop.clients = Client",
        "self.assertIs(shop.client, shop.other)",
        "self.assertIsNot(shop.client, Client)",
        "assert shop.client is not Client",
    ],
)
def test_an_attribute_may_hold_an_instance(line: str) -> None:
    found = fixed("TSE508", CLIENTS.format(of="Client", line=line))[0]
    assert "self.assertIsInstance(Shop().client, Client)" in found or "assert isinstance" in found


def test_what_is_no_attribute_may_be_an_instance() -> None:
    text = "from shop import Client, made\n\ndef test_client():\n    isinstance(made(), Client)\n"
    becomes("TSE508", text, text.replace("    isinstance", "    assert isinstance"))


def test_an_instance_is_asserted_by_the_method_for_it() -> None:
    before = CLIENTS.format(of="Client", line="self.assertTrue(shop)")
    becomes("TSE508", before, before.replace(" isinstance", " self.assertIsInstance"))
