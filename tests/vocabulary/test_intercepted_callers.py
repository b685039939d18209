"""Helpers of tests in which something stands in for the network."""

from __future__ import annotations

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.intercepted_callers import is_intercepted_for_callers
from flake8_testsec.vocabulary.testing.interceptors import NETWORK

HEAD = "import moto, pytest, requests\n"
KEYS = "def keys():\n    return requests.get('https://shop.example.com')\n"
TEST = "@moto.mock_aws\ndef test_{0}():\n    assert {0}()\n"
CHAIN = "".join(f"def {name}():\n    return {inner}()\n" for name, inner in ("ab", "bc", "cd", "dk"))

WITHIN = {
    "a test": "@moto.mock_aws\ndef test_keys():\n    requests.get('https://shop.example.com')\n",
    "a helper": KEYS + TEST.format("keys"),
    "a helper of a helper": KEYS + "def key():\n    return keys()[0]\n" + TEST.format("key"),
}
BESIDE = {
    "another test calls it, too": KEYS + TEST.format("keys") + "def test_all():\n    assert keys()\n",
    "nobody calls it": KEYS + "def test_all():\n    assert 1 + 1\n",
    "it is handed on": KEYS + "@moto.mock_aws\ndef test_keys(run):\n    run(keys)\n",
    "the module calls it": KEYS + TEST.format("keys") + "ALL = keys()\n",
    "a fixture": "@pytest.fixture\n" + KEYS + TEST.format("keys"),
    "a set-up": KEYS.replace("keys", "setup_module") + TEST.format("setup_module"),
    "a method": "class TestKeys:\n    def test_all(self):\n        requests.get('https://shop.example.com')\n",
    "a helper far away": KEYS.replace("keys", "k") + CHAIN + TEST.format("a"),
    "at the top": "requests.get('https://shop.example.com')\ndef test_keys(): ...\n",
}


def answer(source: str, path: str = "tests/test_keys.py") -> bool:
    module = Module.parse(HEAD + source, path, Settings())
    [call] = (each for each in module.calls({"get"}))
    return is_intercepted_for_callers(call, module, NETWORK)


@pytest.mark.parametrize("case", WITHIN)
def test_the_network_is_another_there(case: str) -> None:
    assert answer(WITHIN[case])


@pytest.mark.parametrize("case", BESIDE)
def test_the_network_may_be_asked(case: str) -> None:
    assert not answer(BESIDE[case])


def test_others_may_call_what_stands_in_a_file_without_tests() -> None:
    assert not answer(WITHIN["a helper"].replace("test_", "run_"), "tests/keys.py")
