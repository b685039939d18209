"""Production code takes another path when a flag says that a test is running."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Imported
from flake8_testsec.source.branches import SKIPS_CHECK, changes, is_flag, variable_read
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.questions import is_environment, is_stage_of_tests, stage
from flake8_testsec.vocabulary.testing.tooling import in_self_test, is_tooling

rule = Rule(
    code="TSE612",
    summary="production code takes another path when a test flag is set",
    message="behaviour depends on the test flag {name}: {change}",
    roles=Role.PRODUCTION,
    cwe=489,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    A flag like ``testing`` or ``fake_network`` is a switch from the real code to another one, shipped to
    everybody. The tests run the other one; and where the flag comes from a configuration or an
    argument, it can be set for real, by mistake or on purpose.
    """,
    fix="""
    Hand in what the test wants to be different (a client, an executor, a clock), or name the option after
    what it does, so that each value of it makes sense in production and is tested.
    """,
    fixable="Nothing, because what the flag shall be replaced by is a matter of design.",
    bad=(
        """
        from shop import fake, network
        from shop.config import CONF

        def execute(*command):
            if CONF.fake_network:
               ^^^^^^^^^^^^^^^^^
                return "fake", 0
            return network.execute(*command)

        def client(for_tests=False):
            return fake.Client() if for_tests else network.Client()
                                    ^^^^^^^^^
        """,
        """
        import os

        from shop.config import get_is_in_unit_tests, settings

        class Mailer:
            def send(self, mail):
                if not self._testing and mail.ready:
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.server.send(mail)
                if settings["TEST_MODE"]:
                   ^^^^^^^^^^^^^^^^^^^^^
                    self.sent = None
                if self.options.fake_clock:
                   ^^^^^^^^^^^^^^^^^^^^^^^
                    self.sent = "now"
                if settings.get("mock_server"):
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.sent = mail
                if os.environ.get("TESTING") == "1":
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.retries = 0
                if "TEST_MODE" not in os.environ:
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.retries = 3
                if os.environ.get("APP_ENV") in ("ci", "test"):
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.retries = 1
                if os.environ.get("SHOP_USE_FAKE_MAIL"):
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.server = None
                while get_is_in_unit_tests():
                      ^^^^^^^^^^^^^^^^^^^^^^
                    self.wait()
        """,
        """
        # file: shop/users.py
        from flask import current_app

        from shop.config import settings

        def is_allowed(user):
            if getattr(settings, "TESTING", False):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if settings.ENV == "test" or settings["app_env"] not in ("prod", "live"):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if current_app.config.get("ENVIRONMENT").lower() in ("test", "testing"):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if current_app.config["ENV"] != "test":
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                check(user)
            return current_app.testing or user.is_admin
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def admins(users):
            return [user for user in users if settings.TESTING or user.is_admin]
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os

        from shop import testing

        def serve(options, test, fake, log, unit_testing):
            if test or fake or options.test or options["dry_run"] or options.get("tests"):
                return "served"
            if fake.fake_network or log.fake.fake_network or options.mocker:
                return "served"
            if options.get("host", "") or options.get():
                return "served"
            if testing:
                return "served"
            if unit_testing:
                log.info("serving")
            if unit_testing:
                raise RuntimeError("not under test")
            options.testing = unit_testing
            if testing_of(options):
                return options["x"]["testing"][0]
            if not os.environ.get("TESTING"):
                verify(options)
            if "TESTING" not in os.environ:
                verify(options)
            if os.environ["STAGE"] in ("prod", "test") or os.environ.get("STAGE") in ("dev", "local"):
                return verify(options)
            for option in options:
                testing_mode, is_test = option
            return serve(options, testing=unit_testing)
        """,
        """
        def is_denied(user, config, model):
            if config.mode == "test" or model.env == "test" or config.env.strip(" ") == "test":
                return True
            if model.env() == "test" or config.env == "prod":
                return True
            return config.testing or user.is_denied

        def is_allowed(user, config):
            return config.testing and user.is_admin

        def is_valid(user, config):
            return config.testing, not config.testing or user.is_admin

        def evaluate(config):
            return config.testing or 1
        """,
        """
        # file: shop/manage.py
        import shop

        def main(testing):
            if testing:
                return shop.memory()
        """,
        """
        def run_tests(testing):
            if testing:
                return 1
        """,
    ),
)
_DOUBLE = lazy(r"(fake|mock)_\w+\Z", re.IGNORECASE)
_ASKED = lazy(r"(\w+_)?USE_(FAKE|MOCK|STUB)S?(_\w+)?\Z")
_CONFIGURATION = lazy(r"(\w*_)?(conf|config|cfg|configuration|flags|opts|options|settings)\Z", re.IGNORECASE)


@rule.on(ast.If, ast.IfExp, ast.While)
def decided(holder: ast.If | ast.IfExp | ast.While, module: Module) -> Iterator[Hit]:
    """Report a condition that asks for a test flag."""
    yield from _asked([holder.test], module)


@rule.on(ast.comprehension)
def filtered(loop: ast.comprehension, module: Module) -> Iterator[Hit]:
    """Report the same of what a comprehension leaves out."""
    yield from _asked(loop.ifs, module)


@rule.on(ast.Return)
def permitted(statement: ast.Return, module: Module) -> Iterator[Hit]:
    """Report the same of an answer that is yes under test."""
    if isinstance(statement.value, ast.BoolOp):
        yield from _asked([statement.value], module)


def _asked(conditions: Sequence[ast.expr], module: Module) -> Iterator[Hit]:
    nodes = (node for each in conditions for node in ast.walk(each) if isinstance(node, ast.expr))
    found = [(node, name) for node in nodes if (name := _flag(node, module))]
    if found and not is_tooling(module) and not in_self_test(conditions[0], module):
        for node, name in found:
            yield from _judged(node, name, module)


def _flag(node: ast.expr, module: Module) -> str:
    """The name of the test flag that an expression reads; empty if it reads something else."""
    match node:
        case ast.Name() if not _is_module(node, module):
            words, holder = [*_words(node, module)], None
        case ast.Attribute(attr=word, value=holder):
            words = [word]
        case ast.Subscript(slice=ast.Constant(value=str(word)), value=holder):
            words = [word]
        case ast.Call(func=ast.Attribute(attr="get", value=holder)):
            words = [string(argument(node, 0)) or ""]
        case ast.Call(func=ast.Name(id="getattr"), args=[holder, ast.Constant(value=str(word)), *_]):
            words = [word]
        case ast.Compare(left=left, ops=[_], comparators=[right]) if is_stage_of_tests(right):
            return _stage(left, module) or stage(left, right, module)
        case ast.Call() | ast.Compare():
            words, holder = [variable_read(node, module)], None
        case _:
            return ""
    return next((word for word in words if _is_wanted(word, holder, module)), "")


def _stage(node: ast.expr, module: Module) -> str:
    """The name under which a configuration keeps the environment that the program runs in; else empty."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="lower" | "strip"), args=[]):
            return _stage(inner, module)
        case ast.Attribute(attr=word, value=holder):
            pass
        case ast.Subscript(slice=ast.Constant(value=str(word)), value=holder):
            pass
        case ast.Call(func=ast.Attribute(attr="get", value=holder), args=[ast.Constant(value=str(word)), *_]):
            pass
        case _:
            return ""
    configured = any(map(_CONFIGURATION.match, _words(holder, module)))
    return word if configured and is_environment(word) else ""


def _words(node: ast.expr, module: Module) -> Iterator[str]:
    """What a node is called here, and where it comes from: ``C`` and ``CONF`` for ``CONF as C``."""
    yield last_word(node)
    if isinstance(node, ast.Name):
        yield from (name.rpartition(".")[2] for name in module.names(node))


def _is_wanted(name: str, holder: ast.expr | None, module: Module) -> bool:
    """Whether a word is a test flag, or asks a configuration for a double."""
    if is_flag(name) or _ASKED.match(name):
        return True
    if holder is None or not _DOUBLE.match(name):
        return False
    return any(map(_CONFIGURATION.match, _words(holder, module)))


def _is_module(node: ast.expr, module: Module) -> bool:
    """Whether an import binds the bare word: ``testing`` may be a module, ``IN_TESTS`` is none."""
    return isinstance(node, ast.Name) and any(
        isinstance(each, Imported) and each.name.endswith(".testing") for each in module.bindings(node)
    )


def _judged(node: ast.expr, name: str, module: Module) -> Iterator[Hit]:
    """A variable of the environment that turns off a check is another rule's matter."""
    variable = variable_read(node, module) or _stage_read(node, module)
    holds = not (isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.NotIn, ast.NotEq)))
    for change in changes(node, holds, module, stored=False):
        if not (variable and change.what == SKIPS_CHECK):
            yield rule.at(change.place, name=name, change=change.what)


def _stage_read(node: ast.expr, module: Module) -> str:
    """The variable of the environment that says where the program runs, where it is compared."""
    match node:
        case ast.Compare(left=left, comparators=[right]):
            return stage(left, right, module)
        case _:
            return ""
