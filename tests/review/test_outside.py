"""Clocks, chance, clients of tests, and variables that other code of tests reads."""

from __future__ import annotations

import pytest

from tests.review.asking import told

ASPECT = "Inputs"

NOT_FOLLOWED = (
    "What code in other files reads when it is called from here was not followed to its end. Called here, "
    "among other such code:"
)


def test_clocks_and_random_values() -> None:
    text = """
        import random
        import time
        from datetime import datetime

        def test_a():
            random.seed(3)
            assert time.time() < datetime.now().timestamp() + random.random()
            assert shop.time() and shop.random()
            numbers.seed(4)
            random.seed()
    """
    assert told(text, ASPECT) == [
        "The clock is read: `time.time()` (line 7).",
        "The clock is read: `datetime.now()` (line 7).",
        "A random value: `random.random()` (line 7).",
        "Random values are made to repeat: `random.seed(3)` (line 6).",
        "The time is that of the machine's zone, without the zone: `datetime.now()` (line 7).",
        f"{NOT_FOLLOWED} methods of objects: shop.time(), shop.random() and numbers.seed().",
    ]


def test_clients_of_web_frameworks() -> None:
    text = """
        from django.test import Client, TestCase
        from shop import Client as Till

        class TestShop(TestCase):
            def test_a(self):
                self.client.get("/")
                Client().get("/")
                Till().get("/")
                self.shop.get("/")
                get("/")

        def test_b(client):
            client.login()
    """
    assert [each for each in told(text, ASPECT) if "Till" not in each][:3] == [
        "A client of tests is made, by its name: `Client()` (line 7).",
        "1 call by a client of tests, or of a service, by its name: `self.client` (line 6).",
        "1 call by a client of tests, or of a service, by its name: `client` (line 13).",
    ]


def test_many_calls_of_one_client_are_counted() -> None:
    text = "def test_a(client, app):\n" + "    client.get('/')\n" * 6 + "    app.test_client()\n"
    assert told(text, ASPECT)[:2] == [
        "A client of tests is made, by its name: `app.test_client()` (line 8).",
        "6 calls by a client of tests, or of a service, by its name: `client`, from the first to the "
        "last line named (lines 2, 7).",
    ]


TEXT = """
    from tests.support import HOST, base, open_shop
    from tests.broken import x
    from tests.silent import y
    from shop import environ

    def test_a():
        open_shop(HOST)
"""
SUPPORT = """
    import os
    HOST = os.environ.get("SHOP_HOST")
    PORT = os.environ["SHOP_PORT"]
    os.environ["SHOP"] = "1"
    NAME = os.getenv(name())
"""


def test_variables_that_other_code_of_tests_reads() -> None:
    files = {
        "tests/__init__.py": "",
        "tests/support.py": SUPPORT,
        "tests/broken.py": "import os\nos.environ.get('A'\n",
        "tests/silent.py": "y = 'environ'\n",
    }
    assert told(TEXT, ASPECT, files)[0] == (
        "The file that `HOST`, `base` and `open_shop` come from reads the environment variables "
        "`SHOP_HOST` and "
        "`SHOP_PORT` (`tests/support.py` lines 2, 3)."
    )
    assert told(TEXT, ASPECT, files)[1:] == [
        "By their names, constants of another file, unless bound anew: `HOST` (`tests/support.py` line 2).",
        f"{NOT_FOLLOWED} open\\_shop().",
    ]


def test_many_names_and_variables_are_counted() -> None:
    names = ", ".join(f"n{number}" for number in range(6))
    read = "import os\n" + "".join(f"n{number} = os.getenv('V{number}')\n" for number in range(6))
    files = {"tests/__init__.py": "", "tests/support.py": read}
    assert told(f"from tests.support import {names}\n", ASPECT, files)[0].startswith(
        "The file that `n0`, `n1`, `n2`, `n3` and 2 more come from reads the environment variables `V0`, "
        "`V1`, "
        "`V2`, `V3` and 2 more ("
    )


@pytest.mark.parametrize("text", ["from tests.test_shop import a\n", "from tests.nothing import a\n"])
def test_the_file_itself_and_what_is_not_there(text: str) -> None:
    assert "The file that" not in "".join(told(text, ASPECT, {"tests/__init__.py": ""}))
