"""Where an interceptor is in force: small cases, those without one first."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.interceptors import FILES, NETWORK, Interceptor, is_intercepted, marks


def asked(text: str) -> tuple[ast.Name, Module]:
    """The name ``here`` in the text."""
    module = Module.parse(textwrap.dedent(text), "tests/test_example.py", Settings())
    (place,) = (each for each in module.nodes(ast.Name) if each.id == "here")
    return place, module


NOT_IN_FORCE = {
    "outside any function": "here",
    "a test that has none": """
        def test(server):
            here
        """,
    "one in another test": """
        import responses
        @responses.activate
        def test_other():
            pass
        def test():
            here
        """,
    "one in another class": """
        from unittest import mock
        class TestOther:
            def setUp(self):
                mock.patch("requests.get").start()
        class Test:
            def test(self):
                here
        """,
    "a patch of something else": """
        from unittest import mock
        @mock.patch("shop.clock.sleep")
        @mock.patch.dict("os.environ")
        @mock.patch(target)
        def test():
            here
        """,
    "a fixture that nobody asks for": """
        import pytest
        import responses
        @pytest.fixture
        def stubbed():
            with responses.RequestsMock():
                yield
        def test(server):
            here
        """,
    "an option of a session that the library has made": """
        import requests
        def test():
            session = requests.Session()
            session.verify = False
            here
        """,
    "an option of another library": """
        import twisted.web.http
        def test():
            twisted.web.http.count = 1
            text = 1
            here
        """,
    "other fixtures and marks": """
        import pytest
        pytestmark = pytest.mark.slow
        @pytest.mark.usefixtures("server", other)
        class TestShop(shop.Base, Unknown):
            def test(self):
                here
        """,
}

IN_FORCE = {
    "a decorator": """
        import responses
        @responses.activate
        def test():
            here
        """,
    "a decorator of the class": """
        import httpretty
        @httpretty.httprettified
        class Test:
            def test(self):
                here
        """,
    "a parameter": """
        async def test(*, requests_mock):
            here
        """,
    "a cassette": """
        import vcr
        recorder = vcr.VCR()
        def test():
            with recorder.use_cassette("shop.yaml"):
                here
        """,
    "a patch of the library, around an inner function": """
        from unittest import mock
        import requests
        def test():
            with mock.patch.object(requests, "get"):
                def ask():
                    here
        """,
    "a patch of a name of the library": """
        def test(monkeypatch):
            monkeypatch.setattr("shop.client.urlopen", None)
            here
        """,
    "the library changed": """
        import http.client
        def test():
            http.client.HTTPConnection = None
            here
        """,
    "the class's set-up": """
        import unittest
        class Test(unittest.TestCase):
            def setUp(self):
                self.mock_requests()
            def test(self):
                here
        """,
    "the set-up of a base in this module": """
        import requests_mock
        import unittest
        class Base(unittest.TestCase):
            def setUp(self):
                self.mocker = self.useFixture(requests_mock.Mocker())
        class Other(Base):
            pass
        class Test(Other, Base):
            def test(self):
                here
        """,
    "an autouse fixture": """
        import pytest
        import respx
        @pytest.fixture(autouse=True)
        def stubbed():
            with respx.mock:
                respx.get("https://shop.test/")
                yield
        def test():
            here
        """,
    "a fixture that a fixture asks for": """
        import pytest
        import aioresponses
        @pytest.fixture
        def stubbed():
            with aioresponses.aioresponses() as stub:
                yield stub
        @pytest.fixture
        def shop(stubbed):
            return 1
        def test(shop):
            here
        """,
    "a mark of the module": """
        import pytest
        pytestmark = pytest.mark.vcr
        def test():
            here
        """,
    "one of several marks of the module": """
        import pytest
        pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("slow", "httpx_mock")]
        def test():
            here
        """,
}


FILES_LEFT_ALONE = {
    "another library's file system": """
        import fsspec
        def test():
            files = fsspec.filesystem("file")
            here
        """,
    "a fixture of the module that makes one": """
        import fsspec
        import pytest
        @pytest.fixture
        def fs():
            return fsspec.filesystem("file")
        def test(fs):
            here
        """,
}

FILES_REPLACED = {
    "pyfakefs's fixture": """
        def test(fs):
            here
        """,
    "pyfakefs's fixture by name": """
        import pytest
        @pytest.mark.usefixtures("fs")
        def test():
            here
        """,
    "a fixture of the module that works on pyfakefs's": """
        import pytest
        @pytest.fixture
        def fs(fs):
            fs.pause()
        @pytest.fixture
        def fs_filled(fs_module):
            return fs_module.create_file("x")
        def test(fs_filled):
            here
        """,
    "a helper that says so": """
        def test():
            with fake_filesystem():
                here
        """,
    "a fixture of the module that says so": """
        import pytest
        @pytest.fixture
        def fake_fs(shop):
            return shop.replace_files()
        def test(fake_fs):
            here
        """,
}


@pytest.mark.parametrize("text", FILES_LEFT_ALONE.values(), ids=FILES_LEFT_ALONE)
def test_a_word_alone_does_not_replace_files(text: str) -> None:
    assert not is_intercepted(*asked(text), FILES)


@pytest.mark.parametrize("text", FILES_REPLACED.values(), ids=FILES_REPLACED)
def test_files_are_replaced(text: str) -> None:
    assert is_intercepted(*asked(text), FILES)


@pytest.mark.parametrize("text", NOT_IN_FORCE.values(), ids=NOT_IN_FORCE)
def test_is_not_in_force(text: str) -> None:
    assert not is_intercepted(*asked(text), NETWORK)


@pytest.mark.parametrize("text", IN_FORCE.values(), ids=IN_FORCE)
def test_is_in_force(text: str) -> None:
    assert is_intercepted(*asked(text), NETWORK)


@pytest.mark.parametrize(("by", "expected"), [(NETWORK, False), (FILES, True)], ids=["network", "files"])
def test_kinds_are_told_apart(by: Interceptor, expected: bool) -> None:
    place, module = asked("""
        from pyfakefs.fake_filesystem_unittest import TestCase
        class Test(TestCase):
            def test(self):
                here
        """)
    assert is_intercepted(place, module, by) is expected


def test_marks_are_those_of_functions_classes_and_the_module() -> None:
    place, module = asked("""
        pytestmark = [third]
        other, pytestmark2 = fourth
        @second
        class Test:
            @first
            def test(self):
                here
        """)
    assert [ast.unparse(mark) for mark in marks(place, module)] == ["first", "second", "third"]
