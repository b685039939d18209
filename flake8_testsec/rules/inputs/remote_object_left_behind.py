"""A test makes something on a service and leaves it there, where its siblings take theirs away."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.project.fixtures import asks_for_unread
from flake8_testsec.project.holders import holders
from flake8_testsec.project.interception import is_intercepted, names_asked
from flake8_testsec.project.known import is_framework
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.made_remotely import Made, forgotten, taking_classes, taking_fixtures
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, Provided

rule = Rule(
    code="TSE230",
    summary="what a test makes on a service is not deleted there, as its siblings do with theirs",
    message="nobody deletes the {noun} that the test makes here, as {sibling} does with its own",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A user, a volume, a bucket or a container that a test leaves on a shared system is there in the next run:
    names are taken, quotas run out, somebody pays for it, and an account with a known password stays open.
    Another test of the class, or of the file, deletes what it makes with the same client, so it must be done.

    Silence where the test deletes or registers anything, hands what it made to anybody, makes it within a
    ``with`` or a ``try``, asks for a fixture that the others do not ask for, where a hook of the class or of
    a base or a fixture may delete it, where a base or a fixture cannot be read, and where the client is a
    double. A client is known by its library, by a place that it is given (``Client(url=...)``), by the
    ``await`` or, where nobody sees it made, by its name: else it may be a store in memory, or a window.
    """,
    fix="Register the deletion at once: ``self.addCleanup(self.client.delete_user, user.id)``.",
    fixable="Nothing, because by what the thing is deleted is for the client to say.",
    bad=(
        """
        # file: tests/base.py
        import unittest

        class ShopTest(unittest.TestCase):
            def tearDown(self):
                self.client.close()
        # file: tests/test_users.py
        from shop.api import Client
        from tests.base import ShopTest

        class UserTest(ShopTest):
            def setUp(self):
                self.client = Client("http://shop.test")
                self.users = []

            def tearDown(self):
                super().tearDown()
                for user in self.users:
                    self.client.delete_user(user)

            def test_one(self):
                user = self.client.create_user("ann")
                self.users.append(user)
                self.assertEqual(user.name, "ann")

            def test_two(self):
                user = self.client.create_user("bob")
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(user.name, "bob")

            def test_group(self):
                group = self.client.create_group("a")["group"]
                self.addCleanup(self.client.delete_group, group["id"])
                self.assertEqual(group["name"], "a")

            def test_other_group(self):
                group = self.client.create_group("b")["group"]
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(self.client.get_group(group["id"])["name"], str(group["name"]))
        """,
        """
        # file: tests/conftest.py
        import pytest

        from shop.api import connect

        @pytest.fixture
        def shop(settings):
            shop = connect(settings)
            yield shop
            shop.close()

        @pytest.fixture(scope="session")
        def settings():
            return {"url": "http://shop.test"}
        # file: tests/test_buckets.py
        import boto3
        import docker

        client = docker.from_env()

        def test_bucket():
            s3 = boto3.client("s3")
            try:
                s3.create_bucket(Bucket="one")
                assert s3.head_bucket(Bucket="one")
            finally:
                s3.delete_bucket(Bucket="one")

        def test_other_bucket():
            s3 = boto3.client("s3")
            s3.create_bucket(Bucket="two")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert s3.head_bucket(Bucket="two")

        def test_container():
            container = client.containers.run("redis", detach=True)
            try:
                assert container.status
            finally:
                container.remove(force=True)

        def test_other_container():
            container = client.containers.run("nginx", detach=True)
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert container.status

        async def test_volume(shop):
            volume = await shop.create_volume(1)
            assert volume
            await shop.delete_volume(volume)

        async def test_other_volume(shop):
            await shop.create_volume(1)
                  ^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest
        from unittest import mock

        from shop.api import Client

        class UserTest(unittest.TestCase):
            def setUp(self):
                self.client = Client("http://shop.test")
                self.double = mock.Mock()

            def test_tidy(self):
                user = self.client.create_user("ann")
                self.addCleanup(self.client.delete_user, user.id)

            def test_delete_user(self):
                user = self.client.create_user("bob")
                self.client.delete_user(user)

            def test_deleted(self):
                user = self.client.create_user("bob")
                self.client.delete_user(user.id)
                self.assertFalse(user.there)

            def test_registered(self):
                self.client.create_user("bob")
                self.addCleanup(self.restore)

            def test_handed_on(self):
                user = self.client.create_user("bob")
                self.track(user)

            def test_asked(self):
                user = self.client.create_user("bob")
                print_user(user)

            def test_kept(self):
                user = self.client.create_user("bob")
                self.user = user

            def test_nested(self):
                def make():
                    self.client.create_user("bob")
                self.user = self.client.create_user("bob")
                track(self.client.create_user("bob"))
                return make

            def test_refused(self):
                with self.assertRaises(ValueError):
                    self.client.create_user("bob")

            @unittest.skipUnless(Client, "no client")
            def test_marked(self):
                self.client.create_user("bob")

            def test_double(self):
                self.double.create_user("ann")
                self.addCleanup(self.double.delete_user, "ann")

            def test_other_double(self):
                self.double.create_user("ann")
        """,
        """
        # file: tests/base.py
        import unittest

        from tests.service import purge_all

        class ShopTest(unittest.TestCase):
            def tearDown(self):
                purge_all("test-")

        class LaterTest(ShopTest):
            pass
        # file: tests/test_buckets.py
        from shop.testing import Missing
        from tests.base import LaterTest

        class BucketTest(LaterTest):
            def test_tidy(self):
                self.client.create_bucket("one")
                self.addCleanup(self.client.delete_bucket, "one")

            def test_other(self):
                self.client.create_bucket("two")

        class OrderTest(Missing):
            def test_tidy(self):
                self.client.create_order("one")
                self.addCleanup(self.client.delete_order, "one")

            def test_other(self):
                self.client.create_order("two")
        """,
        """
        import unittest

        class ShopTest(unittest.TestCase):
            def tearDown(self):
                self.client.purge()

            def test_tidy(self):
                order = self.client.create_order("ann")
                self.addCleanup(self.client.delete_order, order.id)
                create_order("bob")

            def test_order(self):
                order = self.client.create_order("bob")
                assert order

        class CrudTest(unittest.TestCase):
            def test_last(self):
                order = self.client.create_order("ann")
                self.assertTrue(order)
                self.client.delete_order(order.id)
                self.assertTrue(order.gone)

            def test_lifecycle(self):
                order = self.client.create_order("ann")
                self.client.delete_order(order.id)

            def test_order(self):
                order = self.client.create_order("bob")
                assert order
        """,
        """
        import docker

        client = docker.from_env()

        def test_container():
            container = client.containers.run("redis", detach=True)
            try:
                assert container.status
            finally:
                container.remove(force=True)

        def test_ends_by_itself():
            container = client.containers.run("nginx", auto_remove=True)
            assert container.status
            container = client.images.create("nginx")
            return client.containers.run("nginx")

        def test_asks(containers):
            containers.run("nginx")
            client.containers.run("nginx")
        """,
    ),
)


@rule.where(hints=("create_", "containers", "volumes", "networks"))
def left(module: Module) -> Iterator[Hit]:
    """Report what a test leaves on a service."""
    for made, tidy in forgotten(module):
        if not _is_double(made, module) and not _others_may_take(made, module):
            related = (Pointer(tidy.call, "deleted by its test"),)
            yield rule.at(made.call, related, noun=_noun(made), sibling=tidy.test.name)


def _noun(made: Made) -> str:
    return made.kind.noun.replace("_", " ").removesuffix("s") if made.handle else made.kind.noun


def _is_double(made: Made, module: Module) -> bool:
    return is_likely_mock(made.call.func, module) or is_intercepted(made.call, module, NETWORK)


def _others_may_take(made: Made, module: Module) -> bool:
    return _bases_may_take(module.class_of(made.test), module) or _fixtures_may_take(made.test, module)


@once
def _fixtures_may_take(test: Function, module: Module) -> bool:
    """Whether a fixture of another file may take away what a test makes; one that cannot be read may."""
    far = _far(module)
    if any(each.always for each in far) or asks_for_unread(test, module):
        return True
    return any(name in each.serving for name in names_asked(test.body[0], module, far) for each in far)


@once
def _far(module: Module) -> Sequence[Provided]:
    """What the other files have whose fixtures are in force for a module."""
    view = view_of(module)
    others = holders(view, module)[1:] if view is not None else ()
    found = (view.told("made_remotely.fixtures", each.path, taking_fixtures) for each in others if view)
    return [each for each in found if each is not None]


@once
def _bases_may_take(class_: ast.ClassDef | None, module: Module) -> bool:
    """Whether a base of a class may take away what its tests make; one that cannot be read may."""
    waiting = [min(names, default="") for names in module.bases(class_)] if class_ is not None else []
    for name in waiting:
        if is_framework(name) or name == "object":
            continue
        bases = _bases(name, module)
        if bases is None or len(waiting) > _MOST:
            return True
        waiting += (each for each in bases if each not in waiting)
    return False


def _bases(name: str, module: Module) -> Sequence[str] | None:
    """The bases of a class of the project none of whose hooks takes anything away; ``None`` of any other."""
    view = view_of(module)
    home = view.home(view.meaning(name), module.path) if view is not None and name else None
    if view is None or home is None:
        return None
    return (view.told("made_remotely.bases", home[0].path, taking_classes) or {}).get(home[1])


_MOST = 20
"""Bases that are looked at."""
