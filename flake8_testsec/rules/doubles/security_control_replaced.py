"""A security control is forced to allow, for more than the one test that needs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import argument, keyword, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.control_settings import (
    SETTINGS,
    overridden,
    put_on,
    replaced_dependencies,
    set_off,
)
from flake8_testsec.vocabulary.testing.controls import CONTROL
from flake8_testsec.vocabulary.testing.doubles import (
    MOCK_CLASSES,
    PATCH,
    PATCH_OBJECT,
    is_imported,
    new_position,
)
from flake8_testsec.vocabulary.testing.how_long import marked_uses, reach
from flake8_testsec.vocabulary.testing.how_long import scope as scope_of
from flake8_testsec.vocabulary.testing.suites import is_fixture, receiver, tests, without_docstring

rule = Rule(
    code="TSE604",
    summary="security control replaced for more than one test",
    message="{what} for {scope}, so no test there checks it; replace it test by test",
    roles=Role.TEST,
    cwe=306,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    A check that says yes to everybody is a fair way to reach the code behind it, in one test. Done for a
    class, a module or the whole run, no test in it notices any more when the check is lost: a request
    without a user passes as well as one with the right role. New tests inherit that without a word.
    """,
    fix="""
    Let the tests come with valid credentials, and replace the control only in the tests that are about
    something else; keep tests with the real control, for those it lets pass and those it must not.
    """,
    fixable="Nothing, because which tests need the real control is for a person to say.",
    bad=(
        """
        import pytest

        from shop import auth

        @pytest.fixture(autouse=True)
        def no_checks(monkeypatch):
            monkeypatch.setattr(auth, "check_permission", lambda *args: True)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            monkeypatch.setattr("shop.views.login_required", lambda view: view)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @pytest.fixture(scope="session")
        def tokens(mocker):
            mocker.patch("shop.auth.verify_token", return_value=True)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        class TestOrders:
            @pytest.fixture(autouse=True)
            def allowed(self, mocker):
                mocker.patch.object(auth, "enforce", return_value=True)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest
        from unittest import mock

        from shop import policy

        class TestOrders(unittest.TestCase):
            @mock.patch.object(policy, "authorize")
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_list(self, authorize):
                self.assertEqual([], self.get("orders"))

            @mock.patch.object(policy, "authorize")
            def test_get(self, authorize):
                self.assertEqual("book", self.get("orders/1"))
        """,
        """
        import pytest

        from shop.auth import get_current_user
        from shop.main import app, create_app

        app.dependency_overrides[get_current_user] = lambda: {"name": "ann"}
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @pytest.fixture
        def flask_app():
            flask_app = create_app()
            flask_app.config["LOGIN_DISABLED"] = True
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            flask_app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
                                                  ^^^^^^^^^^^^^^^^^^^^^^
            return flask_app
        """,
    ),
    good=(
        """
        import pytest
        from unittest import mock

        from shop import auth

        @pytest.fixture
        def allowed(monkeypatch):
            monkeypatch.setattr(auth, "check_permission", lambda *args: True)

        @pytest.fixture(scope="function")
        def denied(mocker):
            mocker.patch("shop.auth.verify_token", return_value=True)

        @pytest.fixture(autouse=True)
        def doubles(monkeypatch, mocker, check, name):
            monkeypatch.setattr(auth, "check_permission", lambda *args: False)
            monkeypatch.setattr(auth, "check_permission", check)
            monkeypatch.setattr(auth, "clock", lambda: True)
            monkeypatch.setattr(auth, name, lambda: True)
            monkeypatch.setattr(auth)
            monkeypatch.setattr(*name)
            mocker.patch("shop.auth.verify_token")
            mocker.patch("shop.auth.verify_token", side_effect=lambda token: False)
            mocker.patch("shop.auth.verify_token", mock.Mock())
            auth.clock = lambda: True
            name.check_password = lambda: True
            auth.check_password = mocker

        patcher = mock.patch("shop.auth.check_password", return_value=True)
        auth.count = 1

        @mock.patch("shop.auth.authorize", return_value=True)
        def test_orders(authorize):
            with mock.patch("shop.auth.check_password", return_value=True):
                auth.authorize = lambda: True

        class TestOrders:
            patcher = mock.patch("shop.auth.check_password", return_value=True)
            auth.authorize = lambda: True

            def tearDown(self):
                auth.authorize = lambda: True
        """,
        """
        from unittest import mock

        @mock.patch("shop.api.authorizer", return_value=True)
        def test_list(authorizer):
            assert get("extensions")

        def test_get():
            assert get("extensions/1", user="ann")
        """,
        """
        import pytest
        from unittest import mock

        @pytest.mark.slow()
        @mock.patch("shop.policy.authorize")
        def test_list(authorize):
            assert get("orders")

        @mock.patch("shop.policy.authorize")
        def test_denied(authorize):
            authorize.side_effect = PermissionError
            with pytest.raises(PermissionError):
                get("orders")
        """,
    ),
)
_RAISES = lazy(r"authori[sz]e\Z|enforce\Z|check_permissions?\Z")
"""Controls that raise when they deny: a double of one lets everything pass as it is."""
_OVERRIDING = frozenset({"django.test.override_settings", "django.test.utils.override_settings"})
_SUBJECT = lazy(r"(?i)auth(?!or(?!i[sz]))|backend|csrf|login|permission")
"""What a class of tests may be about; those of authors are not about who may do what."""
_SETTERS = frozenset({"setattr", "stub_out"})


@rule.module
def patched(module: Module) -> Iterator[Hit]:
    """Report a patch that makes a control allow, where it holds for several tests."""
    for call in module.nodes(ast.Call) if _names_control(module) else ():
        name = _target(call, module)
        if name and _is_permissive(call, module) and (scope := scope_of(call, module)):
            yield _said(call, name, scope)


@rule.on(ast.Assign)
def assigned(statement: ast.Assign, module: Module) -> Iterator[Hit]:
    """Report the same done by assignment to something imported."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name() as owner, attr=name)], value=value):
            scope = scope_of(statement, module) if CONTROL.match(name) else ""
            if scope and is_imported(owner, module) and _allows(value, module):
                yield _said(statement, name, scope)


@rule.module
def everywhere(module: Module) -> Iterator[Hit]:
    """Report a control that each test of the module replaces, so that none is left with the real one."""
    every = tests(module) if _names_control(module) else ()
    replaced = [dict(_of_test(test, module)) for test in every]
    if len(replaced) > 1:
        for name in sorted(set.intersection(*map(set, replaced))):
            first, *others = (calls[name] for calls in replaced)
            related = tuple(Pointer(other, "replaced again") for other in others)
            yield _said(first, name, "module", related)


@rule.on(ast.Assign, ast.Call, hints=(*SETTINGS,))
def switched_off(node: ast.Assign | ast.Call, module: Module) -> Iterator[Hit]:
    """Report a setting of an application that switches a control off, wherever the application is made."""
    for each in set_off(node):
        if each.name not in put_on(module) and (width := reach(node, module)):
            yield rule.at(each.node, what=f"{each.name} lifts a control", scope=width)


@rule.on(ast.Assign, ast.Call, hints=("dependency_overrides",))
def dependency_replaced(node: ast.Assign | ast.Call, module: Module) -> Iterator[Hit]:
    """Report a dependency that authenticates, where another answers for it in several tests."""
    for each in replaced_dependencies(node, module):
        done = module.above(node, ast.stmt) if isinstance(node, ast.Call) else node
        if done is not None and (width := scope_of(done, module)):
            yield rule.at(node, what=f"{each.name} is overridden", scope=f"the whole {width}")


@rule.on(ast.ClassDef, hints=("override_settings",))
def overridden_for_class(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report settings of Django that let everybody in, for a whole class that is about something else."""
    calls = (each for each in class_.decorator_list if isinstance(each, ast.Call))
    for call in calls if not _SUBJECT.search(class_.name) else ():
        for off in overridden(call) if module.names(call.func) & _OVERRIDING else ():
            yield rule.at(off.node, what=f"{off.name} lets everybody in", scope="the whole class")


@rule.text("usefixtures")
def asked_of_others(module: Module) -> Iterator[Hit]:
    """Report a mark by which all tests ask for a fixture of another file that replaces a control."""
    view = view_of(module)
    uses = [each for each in marked_uses(module) if not module.functions(each.fixture)]
    for conftest in view.conftests() if view is not None and uses else ():
        known = view.told("doubles.controls", conftest.path, _replacing) if view is not None else None
        for use in uses:
            if name := (known or {}).get(use.fixture):
                yield _said(use.node, name, use.scope)


def _replacing(module: Module) -> dict[str, str]:
    """The fixtures of a file that replace a control for whoever asks, with its name."""
    found: dict[str, str] = {}
    for call in module.nodes(ast.Call):
        fixture = module.function(call)
        name = _target(call, module)
        if name and fixture is not None and is_fixture(fixture, module) and _is_permissive(call, module):
            found[fixture.name] = name
    return found


def _said(node: ast.AST, name: str, width: str, related: tuple[Pointer, ...] = ()) -> Hit:
    return rule.at(node, related, what=f"{name} is forced to allow", scope=f"the whole {width}")


@once
def _names_control(module: Module) -> bool:
    """Whether a literal of a file has a control's name at its end."""
    texts = (each.rpartition(".")[2] for each in module.literals if isinstance(each, str))
    return any(CONTROL.match(each) for each in texts)


def _target(call: ast.Call, module: Module) -> str:
    """The control that a call replaces; empty if it replaces something else, or nothing."""
    if not any(map(_control, call.args[:2])):
        return ""
    position = _new_position(call, module)
    return _control(argument(call, position - 1)) if position else ""


def _control(target: ast.expr | None) -> str:
    """The last name in a literal, if it is one of a control."""
    name = (string(target) or "").rpartition(".")[2]
    return name if CONTROL.match(name) else ""


def _new_position(call: ast.Call, module: Module) -> int | None:
    """Where a call takes the replacement: after the target, or after an object and a name."""
    match call.func:
        case ast.Attribute(attr=word) if word in _SETTERS:
            return 1 if string(argument(call, 0)) else 2
        case _:
            return new_position(call, module)


def _is_permissive(call: ast.Call, module: Module) -> bool:
    if (value := keyword(call, "return_value")) is not None:
        return _is_yes(value.value)
    if (effect := keyword(call, "side_effect")) is not None:
        return _allows(effect.value, module)
    new = argument(call, _new_position(call, module), "new")
    return new is not None and _allows(new, module)


def _is_yes(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _allows(value: ast.expr, module: Module) -> bool:
    """Whether a replacement lets everything pass: says yes, or gives a decorated function back."""
    match value:
        case ast.Lambda(body=body, args=parameters):
            names = [each.arg for each in parameters.args]
            return _is_yes(body) or (isinstance(body, ast.Name) and body.id in names)
        case ast.Call() if module.names(value.func) & MOCK_CLASSES:
            answer = keyword(value, "return_value")
            return answer is not None and _is_yes(answer.value)
        case ast.Name():
            bindings = module.bindings(value)
            return bool(bindings) and all(_says_yes(each, module) for each in bindings)
        case _:
            return False


def _says_yes(binding: object, module: Module) -> bool:
    """Whether a name stands for a function that only says yes, or makes one that does."""
    match binding:
        case Defined(node=ast.FunctionDef() | ast.AsyncFunctionDef() as function):
            match without_docstring(function):
                case [ast.Return(value=ast.expr() as value)]:
                    return _is_yes(value)
                case [ast.FunctionDef(name=inner) as made, ast.Return(value=ast.Name(id=given))]:
                    return inner == given and _says_yes(Defined(made), module)
    return False


def _of_test(test: Function, module: Module) -> Iterator[tuple[str, ast.Call]]:
    """The controls that a test's decorators replace and that are made to allow, there or in its body."""
    parameters = [each.arg for each in (*test.args.posonlyargs, *test.args.args)]
    injected = iter(parameters[1:] if receiver(test, module) else parameters)
    for decorator in reversed(test.decorator_list):
        if isinstance(decorator, ast.Call) and module.names(decorator.func) & {PATCH, PATCH_OBJECT}:
            position = _new_position(decorator, module)
            new = argument(decorator, position, "new")
            double = next(injected, "") if new is None else ""
            name = _target(decorator, module)
            if name and (
                _is_permissive(decorator, module)
                or _is_made_permissive(double, test, module)
                or (_RAISES.match(name) and double and _is_left_alone(double, test))
            ):
                yield name, decorator


def _is_made_permissive(double: str, test: Function, module: Module) -> bool:
    for each in test.body:
        match each:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=name), attr="return_value")], value=value
            ):
                if name == double and _is_yes(value):
                    return True
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=name), attr="side_effect")], value=value
            ):
                if name == double and _allows(value, module):
                    return True
    return False


def _is_left_alone(double: str, test: Function) -> bool:
    return not any(
        isinstance(each, ast.Attribute)
        and each.attr in ("return_value", "side_effect")
        and isinstance(each.value, ast.Name)
        and each.value.id == double
        for each in ast.walk(test)
    )
