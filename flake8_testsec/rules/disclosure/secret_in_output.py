"""A password, key or token is printed or logged."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.shown import is_shown_by_name
from flake8_testsec.project.written import is_written
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import Leaf
from flake8_testsec.vocabulary.secrets.outputs import (
    OUTPUTS,
    is_captured,
    may_name_secrets,
    outputs,
    reaching,
    secret,
    tells_of_secret,
)

rule = Rule(
    code="TSE801",
    summary="password-like value is written to the test log",
    message="{name} is written to the test log",
    roles=Role.TEST,
    cwe=532,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    What a test prints is kept: in the log of the build, which many can read and some publish, in reports
    and in their archives. Credentials of a shared test system reach tests through the environment or a
    configuration, and a line that was meant for one evening of debugging hands them on for years. Masking
    by the build server helps only with the values it knows, spelt as it knows them.

    Silence for values that are written in the source, in this module or another one of the project, and for
    objects of a class of the project that has no text of its own: nothing is seen but the name of the class.
    """,
    fix="""
    Print whether the value is there (``bool(password)``) or which keys there are (``sorted(secrets)``), or
    nothing at all.
    """,
    fixable="Nothing, because whether the line can go, or what it shall print, is for a person to say.",
    bad=(
        """
        # file: shop/accounts.py
        from dataclasses import dataclass

        class Credentials:
            def __init__(self, password):
                self.password = password

            def __repr__(self):
                return self.password

        @dataclass
        class Account:
            password: str

        class Kept(dict):
            def __init__(self, password):
                self["password"] = password
        # file: tests/accounts.py
        from shop.accounts import Account, Credentials, Kept

        CREDENTIALS = Credentials("secret")
        # file: tests/test_login.py
        import logging

        from shop.accounts import Account, Credentials, Kept
        from tests.accounts import CREDENTIALS

        def test_logs_in(shop, password):
            credentials = Credentials(password)
            logging.info("as %s", credentials)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            credentials = shop.credentials or CREDENTIALS
            logging.info("as %s", credentials)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            credentials = Account(password)
            logging.info("as %s", credentials)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            credentials = Kept(password)
            logging.info("as %s", credentials)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        class Credentials:
            def __init__(self, password):
                self.password = password

        def test_logs_in(shop, password):
            credentials = Credentials(password)
            print(vars(credentials))
            ^^^^^^^^^^^^^^^^^^^^^^^^
            print(credentials.password)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            shop_credentials = shop.credentials()
            print(shop_credentials)
            ^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestLogin(unittest.TestCase):
            def test_logs_in(self):
                print(f"pw={self.password}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.shop.login(self.password))
        """,
        """
        import logging
        import os
        import sys
        from pprint import pprint

        log = logging.getLogger(__name__)

        def test_logs_in(shop, config, password):
            logging.info("password %s", password)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            log.debug("calling", extra={"key": config.api_key})
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            pprint({"user": "ann", "token": config["access_token"]})
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            sys.stdout.write("key: " + os.environ["SHOP_API_KEY"] + "\\n")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            print("secret {}".format(os.getenv("CLIENT_SECRET")), file=sys.stderr)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            token = os.environ.get("SHOP_TOKEN")
            print("token", token)
            ^^^^^^^^^^^^^^^^^^^^^
            session = os.environ["SHOP_SESSION_ID"]
            print(session, os.environ["SHOP_COOKIE"])
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            print(shop.accessToken if shop else None, config.get("passwd") or "none")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os
        import unittest

        def password_of(account):
            return account.read() or "none"

        class TestLogin(unittest.TestCase):
            def setUp(self):
                self.password = os.environ.get("SHOP_ADMIN") or "admin"

            def test_follows_what_is_not_written(self, account):
                print(self.password)
                ^^^^^^^^^^^^^^^^^^^^
                password = password_of(account)
                print(password)
                ^^^^^^^^^^^^^^^
        """,
        """
        import structlog
        from loguru import logger

        def reconfigure(secretdict={}, *creds):
            print("DEBUG reconfigure:", secretdict)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            print(*creds, sep=",")
            ^^^^^^^^^^^^^^^^^^^^^^
            logger.bind(user="ann").info("with {}", secretdict)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            structlog.get_logger().info("with", **secretdict)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os

        def test_seat():
            print(os.environ["XDG_SESSION_ID"], os.environ.get("TERM_SESSION_ID"))
        """,
        """
        # file: shop/accounts.py
        class Credentials:
            def __init__(self, password):
                self.password = password
        # file: tests/accounts.py
        from shop.accounts import Credentials

        CREDENTIALS = None
        if Credentials:
            CREDENTIALS = Credentials("secret")
        # file: tests/test_login.py
        import logging

        from shop.accounts import Credentials
        from tests.accounts import CREDENTIALS

        class OwnCredentials:
            def __init__(self, password):
                self.password = password

        def log_in(credentials=None):
            credentials = credentials or CREDENTIALS
            logging.info("as %s", credentials)

        def test_logs_in(password):
            credentials = Credentials(password)
            logging.info("as %s", credentials)
            own_credentials = OwnCredentials(password)
            logging.info("as %s", own_credentials)
        """,
        """
        def test_tells_about_it(password, api_key, secrets):
            print(f"pw set: {bool(password)}, {len(password)} long, {password is None}")
            print("key:", mask(api_key), api_key[:4], "yes" if api_key else "no", api_key and "set")
            print(sorted(secrets), list(secrets), secrets.keys(), sep=", ")
            print(token, secret, key, has_password, password_file, password_count, masked_password)
            print(lambda: password)
        """,
        """
        PASSWORD = "secret"

        def test_everybody_can_read_it():
            credentials = {"user": "ann", "password": "secret"}
            print(PASSWORD, credentials)
        """,
        """
        # file: shop/images.py
        SETTINGS = dict(AUTH="ann/let-me-in")
        # file: tests/test_login.py
        import unittest

        from shop.images import SETTINGS

        def password_of(version):
            return f"rotated-{version}"

        class TestLogin(unittest.TestCase):
            def setUp(self):
                self.password = "old" + "er"

            def test_follows_what_is_written(self, version="2"):
                user, _, password = SETTINGS["AUTH"].partition("/")
                print(password, self.password)
                new_password = password_of(version)
                print("password", new_password)
                account = self.shop.account(user)
                account.password = "newer"
                print(account.password)
        """,
        """
        import os
        import secrets

        from unittest import mock

        def reset(api_key): ...

        def rotate_api_key(): ...

        def test_other_things(out, password, options):
            print(secrets, rotate_api_key, os.environ["SHOP_TOKEN_FILE"], os.getenv("SHOP_NEXT"))
            for creds in ({"password": "one"}, {"password": "two"}):
                print(creds)
            print(password, file=out)
            logger = mock.Mock()
            logger.info(password)
            shop.info(password)
            out.write(password)
            print(options["one password"], options[0], options.get("size"), options.get(), load(password))
            print("%s" % "password", {"password"}, f"{options.size:>{password}}")
        """,
        """
        import logging
        import unittest

        class TestRedaction(unittest.TestCase):
            def test_hides_passwords(self):
                with self.assertLogs() as logs:
                    logging.info("login %s", self.password)
                self.assertIn("***", logs.output[0])

        def test_masks(capsys, password):
            print(password)
            assert "***" in capsys.readouterr().out
        """,
    ),
)


@rule.where(calls=tuple(OUTPUTS))
def written(module: Module) -> Iterator[Hit]:
    """Report each output call that a secret reaches, by the first one's name."""
    calls = list(outputs(module))
    for call in calls if calls and may_name_secrets(module) else ():
        name = next(filter(None, (_named(node, module) for node in reaching(call))), "")
        if name and not is_captured(call, module):
            yield rule.at(call, name=name)


def _named(node: ast.expr, module: Module) -> str:
    """The word of a secret; nothing for what everybody can read in the source or make up from it, and for an
    object of which only the class is told."""
    name = secret(node, module)
    if name and (is_written(node, module, _is_plain_argument) or is_shown_by_name(node, module)):
        return ""
    return name


def _is_plain_argument(leaf: Leaf) -> bool:
    return isinstance(leaf, ast.arg) and not tells_of_secret(leaf.arg)
