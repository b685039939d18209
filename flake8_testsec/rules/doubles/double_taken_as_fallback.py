"""Production code takes a double where something is missing: a setting, or a library."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.metadata import is_of_testing_tool
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.fallbacks import is_fallback
from flake8_testsec.vocabulary.testing.questions import is_module_of_doubles, is_named_as_double
from flake8_testsec.vocabulary.testing.tooling import (
    is_for_testing,
    is_tooling,
    only_as_script,
    only_for_types,
    serves_tests,
)

rule = Rule(
    code="TSE614",
    summary="production code falls back to a fake when something is missing",
    message="production falls back to {double} when something is missing; raise an error instead",
    roles=Role.PRODUCTION | Role.SETTINGS,
    cwe=636,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    A setting that is forgotten, or a library that is not installed, makes the program run on a double: it
    charges nobody, stores nothing and lets everybody in, and nothing fails. Whoever can take the setting away
    chooses that, too.

    A double is a class whose name says so, in a module of the project that says that it holds some
    (``shop.fakes``), or one of a library that stands in for a service (``fakeredis``, ``mongomock``). What is
    missing is compared with nothing (``is None``), or it is what the real thing would be given; any other
    condition may be the very setting by which the double is asked for.
    """,
    fix="""
    Refuse to start without the setting or the library, and let tests pass the double in. Where a double is
    meant (a demonstration, a machine without the device), have it asked for by a setting of its own.
    """,
    fixable="Nothing, because what the program shall do without the setting is for a person to say.",
    bad=(
        '''
        # file: shop/fakes.py
        class FakeGateway:
            pass

        class FakeBoard:
            pass
        # file: shop/gateways.py
        import os

        from shop.fakes import FakeBoard, FakeGateway
        from shop.stripe import Gateway

        def gateway():
            url = os.environ.get("GATEWAY_URL")
            if not url:
                return FakeGateway()
                       ^^^^^^^^^^^^^
            return Gateway(url)

        def another(settings):
            if settings.key:
                return Gateway(settings.key)
            print("no key")
            return FakeGateway()
                   ^^^^^^^^^^^^^

        def by_key():
            if key := os.environ.get("GATEWAY_KEY"):
                return Gateway(key)
            return FakeGateway()
                   ^^^^^^^^^^^^^

        def by_variable():
            if os.environ.get("GATEWAY_KEY"):
                gateway = Gateway(os.environ["GATEWAY_KEY"])
            else:
                gateway = FakeGateway()
                          ^^^^^^^^^^^^^
            return gateway

        def asked(settings):
            return Gateway() if settings.url is not None else FakeGateway()
                                                              ^^^^^^^^^^^^^

        def other(url, board=None):
            board = board or FakeBoard()
                             ^^^^^^^^^^^
            if url:
                return Gateway(url, board)
            return FakeGateway()
                   ^^^^^^^^^^^^^

        def third(url):
            return Gateway(url) if url else FakeGateway()
                                            ^^^^^^^^^^^^^
        # file: shop/ab_testing/gateways.py
        """Used for testing the connection to the gateway."""

        from shop.fakes import FakeGateway
        from shop.stripe import Gateway

        def gateway(url):
            return Gateway(url) if url else FakeGateway()
                                            ^^^^^^^^^^^^^
        # file: shop/boards.py
        try:
            from shop.hardware import Board
        except ImportError:
            from shop.fakes import FakeBoard as Board
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ''',
        """
        import os

        import pymongo
        import redis

        try:
            import boto3
        except ImportError:
            import moto
            ^^^^^^^^^^^

        def cache():
            if os.environ.get("REDIS_URL") is None:
                import fakeredis
                client = fakeredis.FakeRedis()
                         ^^^^^^^^^^^^^^^^^^^^^
            else:
                client = redis.from_url(os.environ["REDIS_URL"])
            return client

        def database():
            from mongomock import MongoClient
            try:
                return pymongo.MongoClient()
            except OSError:
                return MongoClient()
                       ^^^^^^^^^^^^^

        def orders():
            import mongomock
            return mongomock.MongoClient() if "MONGO" not in os.environ else pymongo.MongoClient()
                   ^^^^^^^^^^^^^^^^^^^^^^^

        def users():
            import mongomock
            if "MONGO" in os.environ:
                client = pymongo.MongoClient()
            else:
                client = mongomock.MongoClient()
                         ^^^^^^^^^^^^^^^^^^^^^^^
            return client
        """,
    ),
    good=(
        """
        # file: shop/fakes.py
        class FakeGateway:
            pass
        # file: shop/gateways.py
        import os

        from shop.fakes import FakeGateway
        from shop.stripe import Gateway

        def one():
            if os.environ.get("GATEWAY") != "fake":
                return Gateway()
            return FakeGateway()

        def two(settings, args):
            return Gateway() if settings.use_fakes is False else FakeGateway()

        def three(settings):
            if settings.gateway != "fake":
                gateway = Gateway()
            else:
                gateway = FakeGateway()
            return gateway

        def four(args):
            return Gateway() if args.command == "pay" else FakeGateway()

        def five(settings):
            if not settings.production:
                return FakeGateway()
            return Gateway()

        def six(url, settings):
            if url:
                return Gateway(url)
            if not settings.may_fake:
                raise ValueError("no URL")
            return FakeGateway()

        def seven(settings, key, kinds):
            if key not in settings.real:
                return FakeGateway()
            if settings.is_real():
                return Gateway()
            return FakeGateway() if not settings.get(key) else Gateway()
        """,
        """
        # file: mongomock/store.py
        class Store:
            pass
        # file: mongomock/client.py
        from mongomock.store import Store

        def client(store=None):
            return store or Store()
        """,
        """
        try:
            import ujson as json
        except ImportError:
            import json
        try:
            from shop.fakes import FakeGateway as Started
        except ImportError:
            Started = None
        """,
        """
        # file: shop/fakes.py
        from shop.stripe import Gateway

        class FakeGateway:
            pass

        def other(url):
            return Gateway(url) if url else FakeGateway()
        # file: shop/tensors.py
        class FakeTensor:
            pass
        # file: shop/gateways.py
        import os
        from typing import TYPE_CHECKING

        from shop.fakes import FakeGateway, FakeMissing
        from shop.stripe import Gateway
        from shop.tensors import FakeTensor

        if TYPE_CHECKING:
            from shop.fakes import FakeBoard

        def gateway(url, given=None):
            if os.environ.get("USE_FAKES"):
                return FakeGateway()
            if given == "fake":
                given = FakeGateway()
            print(FakeGateway())
            if url:
                print(url)
            made = FakeGateway() or given
            made = FakeGateway() if given else Gateway(url)
            tensor = url or FakeTensor()
            missing = url or FakeMissing()
            unknown = url or given.FakeGateway()
            return Gateway(url, made, tensor, missing, unknown)

        DEFAULT = FakeGateway()

        def plain():
            return FakeGateway()

        def demonstration(url):
            "Used for testing."
            return Gateway(url) if url else FakeGateway()

        def run_tests(url):
            return Gateway(url) if url else FakeGateway()

        if __name__ == "__main__":
            gateway(os.environ.get("URL") or FakeGateway())
        """,
    ),
)
_LIBRARIES = frozenset({"aioresponses", "fakeredis", "mockredis", "mongomock", "moto", "pyfakefs"})
_HINTS = ("Dummy", "Fake", "Mock", "Stub", "mock", "moto", "fake", "stub")


@rule.on(ast.Call, hints=_HINTS)
def taken(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a double that is made where something else is missing."""
    names = module.names(call.func)
    is_double = bool(names) and all(_is_double(each, module) for each in names)
    if is_double and is_fallback(call, module) and not _stands_aside(call, module):
        yield rule.at(call, double=min(names))


@rule.on(ast.Import, ast.ImportFrom, hints=_HINTS)
def imported(statement: ast.Import | ast.ImportFrom, module: Module) -> Iterator[Hit]:
    """Report a double that is imported where the import of something else has failed."""
    if not isinstance(module.parent(statement), ast.ExceptHandler):
        return
    name = next((each for each in _imported(statement, module) if _is_double(each, module)), "")
    if name and not _stands_aside(statement, module):
        yield rule.at(statement, double=name)


def _imported(statement: ast.Import | ast.ImportFrom, module: Module) -> Iterator[str]:
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
        return
    up = module.dotted[: len(module.dotted) - statement.level] if statement.level else ()
    yield from (".".join((*up, statement.module or "", alias.name)) for alias in statement.names)


def _is_double(name: str, module: Module) -> bool:
    """Whether a name is that of a class of the project which is a double, or of a library of doubles."""
    if name.partition(".")[0] in _LIBRARIES:
        return True
    view = view_of(module)
    return is_named_as_double(name) and view is not None and view.is_class(name)


def _stands_aside(node: ast.AST, module: Module) -> bool:
    return (
        is_tooling(module)
        or is_module_of_doubles(".".join(module.dotted))
        or only_for_types(node, module)
        or only_as_script(node, module)
        or serves_tests(node, module)
        or is_of_testing_tool(module)
        or is_for_testing(module.tree)
    )
