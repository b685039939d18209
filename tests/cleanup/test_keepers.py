"""A path may be removed by way of the object that was given it."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SOURCE = """
import os
import shutil
import tempfile
import unittest
from unittest import mock

from shop import Shop

class TestShop(unittest.TestCase):
    def setUp(self):
        self.path = tempfile.mkdtemp()
        self.shop = {made}

    def {down}(self):
        self.shop.close()
        {ending}

    def opened(self, path, name=None):
        return Shop(name)
"""
ENDINGS = {
    ("self.opened(self.path)", "tearDown", "shutil.rmtree(self.shop.path)"): 0,
    ("self.opened(path=self.path)", "tearDown", "self.shop.destroy()"): 0,
    ("self.opened(self.path)", "tearDown", "os.remove(self.shop.path)"): 0,
    ("self.opened(self.path)", "tearDown", "self.shop.flush()"): 1,
    ("self.opened(self.path)", "tearDown", "shutil.rmtree(self.other.folder)"): 1,
    ("self.opened(self.path)", "tearDown", "self.other.remove()"): 1,
    ("self.opened(self.path)", "flush", "self.shop.purge()"): 1,
    ("self.opened(self.path)", "tearDown", "self.shop.reset_disk()"): 1,
    ("self.opened(self.path)", "tearDown", "self.shop.remove_listener('x')"): 1,
    ("self.opened(self.path)", "tearDown", "self.shop.remove('pear')"): 1,
    ("self.opened(self.path)", "tearDown", "self.shop.delete(name='pear')"): 1,
    ("self.opened(self.path)", "tearDown", "self.names.remove(self.shop.name)"): 1,
    ("mock.Mock(self.path)", "tearDown", "self.shop.cleanup()"): 1,
    ("mock.Mock(self.path)", "tearDown", "self.shop.reset_mock()"): 1,
    ("self.opened('/srv')", "tearDown", "self.shop.purge()"): 1,
}


@pytest.mark.parametrize(("made", "down", "ending"), ENDINGS)
def test_the_tear_down_may_remove_it_by_way_of_what_keeps_it(made: str, down: str, ending: str) -> None:
    source = SOURCE.format(made=made, down=down, ending=ending)
    found = engine.check(source, "tests/test_shop.py", Settings())
    assert [each.code for each in found].count("TSE302") == ENDINGS[made, down, ending]


def test_a_path_without_a_name_or_a_class_is_kept_by_nobody() -> None:
    source = "import tempfile\n\ndef test_shop():\n    tempfile.mkdtemp()\n    path = tempfile.mkdtemp()\n"
    found = engine.check(source, "tests/test_shop.py", Settings())
    assert [each.code for each in found].count("TSE302") == 2
