"""An object is built from bytes that came from the network or from outside the project."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word, string, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.network.downloads import RETRIEVE, is_fetch, origins, target

_LOADERS = (
    *(
        f"{name}.{verb}"
        for name in ("pickle", "_pickle", "dill", "cloudpickle", "marshal")
        for verb in ("load", "loads")
    ),
    "pickle.Unpickler().load",
    "shelve.open",
    "torch.load",
    "joblib.load",
    "pandas.read_pickle",
    "numpy.load",
)
_WRITERS = frozenset({"dump", "dumps", "save", "savez", "to_pickle"})

rule = Rule(
    code="TSE702",
    summary="object deserialised from data that this test did not create",
    message="{name} on data that the test did not create can run code; use a format that only holds data",
    roles=Role.TEST,
    cwe=502,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    ``pickle`` and its relatives do not only read data: they call whatever the data names. Bytes from the
    network, or from a path that others may write, thereby run code of others in the test run, with the
    credentials that the build has. A round trip through the test's own bytes is harmless.
    """,
    fix="""
    Keep test data in a format that is only data (JSON, CSV, ``numpy.load`` without ``allow_pickle``,
    ``torch.load`` with ``weights_only=True``), inside the repository.
    """,
    fixable="Nothing, because the data has to be written anew in another format.",
    bad=(
        """
        import pickle
        import unittest

        import requests

        class TestModel(unittest.TestCase):
            def test_predicts(self):
                model = pickle.loads(requests.get("https://models.acme.io/shop.pkl").content)
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(model.predict([1]))
        """,
        """
        import pickle
        import shelve
        from urllib.request import urlopen, urlretrieve

        def test_orders():
            answer = urlopen("https://data.acme.io/orders")
            assert pickle.load(answer)
                   ^^^^^^^^^^^^^^^^^^^

        def test_stock(path):
            urlretrieve("https://data.acme.io/stock", path)
            with open(path, "rb") as stock:
                assert pickle.load(stock)
                       ^^^^^^^^^^^^^^^^^^

        def test_cache():
            assert shelve.open("/var/cache/shop")["order"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert pickle.Unpickler(open("/var/cache/orders", "rb")).load()
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os

        import numpy

        def test_prices():
            assert numpy.load(os.path.expanduser("~/prices.npy"), allow_pickle=True).sum()
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import pickle

        import requests

        def test_round_trip():
            order = requests.get("https://shop.acme.io/order")
            assert pickle.loads(pickle.dumps(order)).text == order.text
        """,
        """
        import pickle

        def test_own_file(tmp_path, order):
            path = tmp_path / "order"
            path.write_bytes(pickle.dumps(order))
            assert pickle.load(path.open("rb")) == order
            assert pickle.load(open("tests/order.pkl", "rb")) == order
            assert pickle.load() is None
        """,
        """
        import numpy
        import torch

        def test_safe_forms():
            assert numpy.load("/data/prices.npy").sum()
            assert torch.load("/data/weights.pt", weights_only=True)
        """,
        """
        import pickle

        import requests

        def test_own_server(port):
            assert pickle.loads(requests.get("http://localhost:8000/order").content)
        """,
    ),
)


@rule.call(*_LOADERS)
def foreign(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a loader whose data was fetched, or lies at a path outside the project."""
    source = _source(call)
    if source is None or _is_safe(call, module) or _is_own(call, module):
        return
    if _is_foreign(source, module):
        yield rule.at(call, name=f"{'/'.join(sorted(module.names(call.func)))}()")


def _source(call: ast.Call) -> ast.expr | None:
    match call.func:
        case ast.Attribute(value=ast.Call() as unpickler, attr="load"):
            return argument(unpickler, 0)
        case _:
            return argument(call, 0)


def _is_safe(call: ast.Call, module: Module) -> bool:
    """Whether this call reads data alone: numpy unless asked otherwise, torch if asked to."""
    if module.names(call.func) & {"numpy.load"}:
        pickled = keyword(call, "allow_pickle")
        return pickled is None or truth(pickled.value) is not True
    weights = keyword(call, "weights_only")
    return weights is not None and truth(weights.value) is True


def _is_own(call: ast.Call, module: Module) -> bool:
    """Whether the function also writes such data: then it reads what it has made."""
    return _writes(module.function(call) or module.tree, module)


@once
def _writes(scope: ast.AST, module: Module) -> bool:
    calls = (each for each in ast.walk(scope) if isinstance(each, ast.Call))
    return any(last_word(each.func) in _WRITERS for each in calls)


def _is_foreign(source: ast.expr, module: Module) -> bool:
    if _is_outside(source) or any(_is_outside(each) for each in _opened(source, module)):
        return True
    calls = list(origins(source, module))
    return any(is_fetch(each, module) for each in calls) or any(
        isinstance(each, ast.Name) and each.id in _downloaded(source, module)
        for opened in calls
        for each in opened.args
    )


def _opened(source: ast.expr, module: Module) -> Iterator[ast.expr]:
    for call in origins(source, module):
        if last_word(call.func) in ("open", "expanduser") and (path := argument(call, 0)) is not None:
            yield path


def _is_outside(node: ast.expr) -> bool:
    return (string(node) or "").startswith(("/", "~"))


def _downloaded(node: ast.AST, module: Module) -> set[str]:
    """The names of the files that the function around a node writes by ``urlretrieve``."""
    around = module.function(node) or module.tree
    paths = (
        target(call) for call in ast.walk(around) if isinstance(call, ast.Call) and _retrieves(call, module)
    )
    return {path.id for path in paths if isinstance(path, ast.Name)}


def _retrieves(call: ast.Call, module: Module) -> bool:
    return is_fetch(call, module) and RETRIEVE in module.names(call.func)
