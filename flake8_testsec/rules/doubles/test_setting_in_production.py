"""A setting that is meant for tests is given in production configuration."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import is_empty, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.paths import normalise
from flake8_testsec.vocabulary.testing.tooling import is_tooling

rule = Rule(
    code="TSE605",
    summary="test setting in production configuration",
    message="{setting} is meant for tests and is on in production; set it in the settings of the tests",
    roles=Role.PRODUCTION | Role.SETTINGS,
    cwe=1188,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    Frameworks have settings that make tests quick and easy by turning protection off: no check of forged
    requests, no login, passwords hashed in no time, tasks run on the spot. In a configuration that
    production reads they do the same there.
    """,
    fix="""
    Set it where only tests read it: in a settings module or a configuration class of their own, in the
    fixture that makes the application, or with ``override_settings``.
    """,
    fixable="Nothing, because where the settings of the tests are, the module does not tell.",
    bad=(
        """
        # file: shop/settings/prod.py
        PASSWORD_HASHERS = [
        ^^^^^^^^^^^^^^^^^^^^
            "django.contrib.auth.hashers.MD5PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ]
        AUTH_PASSWORD_VALIDATORS: list = []
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        CELERY_TASK_ALWAYS_EAGER = True
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        class ProductionConfig:
            WTF_CSRF_ENABLED = False
            ^^^^^^^^^^^^^^^^^^^^^^^^
            BYPASS_AUTH_FOR_API = True
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from flask import Flask

        def create_app():
            app = Flask("shop")
            app.config["LOGIN_DISABLED"] = True
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            app.config.update(TESTING=True, NAME="shop")
                              ^^^^^^^^^^^^
            app.config.from_mapping({"WTF_CSRF_ENABLED": False, **EXTRA})
                                     ^^^^^^^^^^^^^^^^^^
            app.testing = True
            ^^^^^^^^^^^^^^^^^^
            return app
        """,
        """
        from celery import Celery
        from fastapi import FastAPI

        from shop.auth import current_user

        queue = Celery("shop", task_always_eager=True)
                               ^^^^^^^^^^^^^^^^^^^^^^
        queue.conf.task_always_eager = True
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        app = FastAPI()
        app.dependency_overrides[current_user] = lambda: "root"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        # file: shop/settings/prod.py
        TESTING = False
        WTF_CSRF_ENABLED = DEBUG = True
        PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        PASSWORD_HASHERS = load("MD5PasswordHasher")
        PASSWORD_HASHERS = []
        EMAIL_BACKEND: str
        NAMES["x"], OTHERS = 1, 2
        if DEBUG:
            WTF_CSRF_ENABLED = False

        class TestingConfig:
            TESTING = True

        class DevConfig:
            LOGIN_DISABLED = True
        # file: shop/settings/test.py
        WTF_CSRF_ENABLED = False
        # file: shop/settings/local_ann.py
        LOGIN_DISABLED = True
        # file: tasks.py
        CELERY_TASK_ALWAYS_EAGER = True
        """,
        """
        def create_test_app(app):
            app.config.update({"TESTING": True}, NAME="shop")
            app.dependency_overrides[current_user] = None

        def scan(self, state, overrides):
            self.testing = True
            WTF_CSRF_ENABLED = False
            overrides[state] = 1
            state.testing = False
            update(TESTING=True, **state)
            state.update(TESTING=True)
            state.config.update(overrides, DEBUG=True, **state.defaults)
            self.options[state].LOGIN = True
            return WTF_CSRF_ENABLED
        """,
    ),
)


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _begins_weak(value: ast.expr) -> bool:
    """Whether the first of a list of hashers, the one for new passwords, is quick."""
    match value:
        case ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_]):
            return bool(_WEAK.search(string(first) or ""))
        case _:
            return False


def _keeps_mail(value: ast.expr) -> bool:
    return string(value) == "django.core.mail.backends.locmem.EmailBackend"


_WEAK = lazy(r"(MD5|Unsalted|Crypt|Plain)\w*Hasher\Z")
_WRONG: dict[str, Callable[[ast.expr], bool]] = {
    "AUTH_PASSWORD_VALIDATORS": is_empty,
    "CELERY_ALWAYS_EAGER": _is_true,
    "CELERY_TASK_ALWAYS_EAGER": _is_true,
    "EMAIL_BACKEND": _keeps_mail,
    "LOGIN_DISABLED": _is_true,
    "PASSWORD_HASHERS": _begins_weak,
    "TESTING": _is_true,
    "WTF_CSRF_ENABLED": _is_false,
    "task_always_eager": _is_true,
}
_BYPASS = lazy(r"(BYPASS|DISABLE|SKIP)_(AUTH|LOGIN|PERMISSION)[A-Z_]*\Z")
_ELSEWHERE = lazy(r"(\A|[^a-z])(test|dev|local|ci|debug|demo|sandbox|e2e)")
_APPLICATION = lazy(r"(\w+_)?(app|application)\Z")
_OWNER = lazy(r"(\w+_)?(conf|config|settings)\Z")


def _is_wrong(name: str, value: ast.expr) -> bool:
    return _WRONG.get(name, _is_true if _BYPASS.match(name) else _never)(value)


def _never(value: ast.expr) -> bool:
    return False


@rule.on(ast.Assign, ast.AnnAssign)
def assigned(statement: ast.Assign | ast.AnnAssign, module: Module) -> Iterator[Hit]:
    """Report an assignment of such a value to a setting."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if statement.value is None:
        return
    name = next((name for target in targets if (name := _setting(target, statement.value, module))), "")
    if name and _is_for_production(statement, module):
        yield rule.at(statement, setting=name)


def _setting(target: ast.expr, value: ast.expr, module: Module) -> str:
    """The setting that a target is, if the value is one for tests; else empty."""
    match target:
        case ast.Name(id=name) if module.function(target) is None and _is_wrong(name, value):
            return name
        case ast.Attribute(attr="testing", value=owner) if _is_true(value):
            return "testing" if _APPLICATION.match(last_word(owner)) else ""
        case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))) if _is_wrong(
            name, value
        ):
            return name
        case ast.Subscript(value=ast.Attribute(attr="dependency_overrides")):
            return "dependency_overrides"
        case _:
            return ""


@rule.on(ast.Call)
def updated(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same in what a configuration is updated with."""
    match call.func:
        case ast.Attribute(attr="update" | "from_mapping", value=owner) if _OWNER.match(last_word(owner)):
            yield from _given(call, module)


@rule.call("celery.Celery")
def made(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same in what an application is made with."""
    yield from _given(call, module)


def _given(call: ast.Call, module: Module) -> Iterator[Hit]:
    for name, place, value in _items(call):
        if _is_wrong(name, value) and _is_for_production(call, module):
            yield rule.at(place, setting=name)


def _items(call: ast.Call) -> Iterator[tuple[str, ast.AST, ast.expr]]:
    for each in call.keywords:
        if each.arg is not None:
            yield each.arg, each, each.value
    for argument in call.args:
        if isinstance(argument, ast.Dict):
            for key, value in zip(argument.keys, argument.values, strict=True):
                if key is not None and (name := string(key)) is not None:
                    yield name, key, value


def _is_for_production(node: ast.AST, module: Module) -> bool:
    """Whether nothing around a setting says that it holds only for tests, or only at times."""
    if is_tooling(module) or any(map(_is_elsewhere, normalise(module.path))):
        return False
    for above in module.ancestors(node):
        match above:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if _is_elsewhere(name):
                    return False
            case ast.If(test=test) if not isinstance(test, ast.Constant):
                return False
    return True


def _is_elsewhere(name: str) -> bool:
    return bool(_ELSEWHERE.search(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()))
