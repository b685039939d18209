"""What counts as putting back, and whose state it is."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import contextlib, gc, os, sys\n@contextlib.contextmanager\ndef manager(shop):\n"


def found(body: str, path: str = "tests/test_shop.py", *enabled: str) -> list[int]:
    source = HEAD + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    findings = engine.check(source, path, Settings(enable=enabled))
    return [each.line - HEAD.count("\n") for each in findings if each.code == "TSE310"]


SILENT = {
    "a loop over others": "setattr(shop, 'a', 1)\nyield\nfor k, v in shop.a():\n    setattr(shop, k, v)",
    "a loop that sets something else": "old = shop.all()\nyield\nfor k in old:\n    setattr(shop, k, 1)",
    "texts that are joined": "words = shop.words()\nyield\nshop.sep.join(words)",
    "an empty tail": "shop.open()\nyield",
    "a duration": "shop.spent = None\nyield\nshop.spent = shop.now() - shop.begun",
    "a further lap": "shop.laps = 0\nyield\nshop.runs += 1",
    "an object made here": "cart = shop.cart()\ncart.open = True\nyield cart\ncart.open = False",
    "the same call with what it was given before": "old = shop.get()\nshop.set(old)\nyield\nshop.set(old)",
    "another call of what was saved": "old = shop.get()\nshop.set(1)\nyield\nshop.use(old)",
    "a report of what was saved": "old = shop.get()\nshop.log(1)\nyield\nshop.log(old)",
    "a name deleted": "cart = shop.cart()\nyield cart\ndel cart",
    "a loop that waits": "yield\nwhile shop.busy():\n    shop.stop()",
    "an item taken from a queue of its own": "shop.queue.append(1)\nyield\nshop.queue.pop()",
    "a body that is saved": "yield shop\nshop.commit()\nshop.close()",
    "a try around it": "try:\n    yield\nexcept KeyError:\n    pass\nshop.close()",
    "the branch has ended": "if shop.closed:\n    yield\n    raise StopIteration\nyield 1",
    "a function defined below": "yield\ndef close():\n    shop.close()",
}


@pytest.mark.parametrize("case", SILENT)
def test_this_restores_nothing(case: str) -> None:
    assert found(SILENT[case]) == []


def test_what_a_caller_switches_on_is_told_to_who_asks() -> None:
    body = "till.open()\nyield\nif shop:\n    till.close()"
    assert (found(body), found(body, "tests/test_shop.py", "TSE310")) == ([], [2])
    assert found(body.replace("if shop", "if till")) == [2]


REPORTED = {
    "a cloud that is not simulated": (
        "import boto3\ncloud = boto3.client('s3')\ncloud.open(shop)\nyield\ncloud.close(shop)",
        [4],
    ),
    "variables in a loop": (
        "old = os.environ.copy()\nos.environ.update(shop)\nyield\nfor k in shop:\n    try:\n"
        "        os.environ[k] = old[k]\n    except KeyError:\n        del os.environ[k]",
        [3],
    ),
    "attributes in a loop": (
        "old = {k: getattr(shop, k) for k in names}\nsetattr(shop, 'a', 1)\nyield\n"
        "for k, v in old.items():\n    setattr(shop, k, v)",
        [3],
    ),
    "a mapping that is filled again": (
        "old = dict(shop.conf)\nshop.conf.update(a=1)\nyield\nshop.conf.clear()\nshop.conf.update(old)",
        [3],
    ),
    "a thread that is waited for": ("thread = shop.thread()\nthread.start()\nyield\nthread.join()", [3]),
    "a deleted item": ("sys.modules['gpu'] = shop\nyield\ndel sys.modules['gpu']", [2]),
    "an item taken from the environment": ("os.environ['A'] = '1'\nyield\nos.environ.pop('A')", [2]),
    "a saved item": ("old = shop.names['a']\nshop.fill()\nyield\nshop.names['a'] = old", [3]),
    "a saved copy": ("old = sys.path[:]\nyield\nsys.path[:] = list(old)", [2]),
    "a saved attribute, got by its name": ("old = getattr(shop, 'a')\nyield\nshop.a = old", [2]),
    "one of several": ("a, b = shop.a, shop.b\nyield\nshop.a, shop.b = a, b", [2]),
    "a constant": ("gc.callbacks = []\nyield\ngc.callbacks = None", [2]),
    "a call in a branch": ("yield\nif shop.open:\n    shop.close()", [1]),
    "a call in a loop": ("yield\nfor cart in shop.carts:\n    cart.delete()", [1]),
    "a call in a with": ("yield\nwith shop.lock:\n    shop.removeHandler(1)", [1]),
    "a verb in two words": ("yield\nshop.tearDown()", [1]),
    "all of them": ("yield\nshop.stopall()", [1]),
    "the end of an outer block": ("with shop.lock:\n    yield\nshop.close()", [2]),
}


@pytest.mark.parametrize("case", REPORTED)
def test_this_is_not_restored_when_the_body_raises(case: str) -> None:
    body, expected = REPORTED[case]
    assert found(body) == expected


@pytest.mark.parametrize(
    ("path", "lines"), [("tests/test_shop.py", []), ("shop/orders.py", []), ("shop/testing/orders.py", [6])]
)
def test_an_object_of_one_test_or_of_production_code_is_thrown_away(path: str, lines: list[int]) -> None:
    source = """\
        import contextlib
        class Shop:
            @contextlib.contextmanager
            def opened(self):
                self.open = True
                yield
                self.open = False
        """
    findings = engine.check(textwrap.dedent(source), path, Settings())
    assert [each.line for each in findings if each.code == "TSE310"] == lines


def test_the_skipped_statement_is_the_related_place() -> None:
    source = HEAD + "    shop.open()\n    yield\n    print()\n    shop.close()\n"
    (finding,) = engine.check(source, "tests/test_shop.py", Settings())
    assert [(each.line, each.message) for each in finding.related] == [(7, "does not run then")]
