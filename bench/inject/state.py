"""State of the process that a test changes by hand, or no longer gives back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bench.inject.edits import behind, replaced, rewritten, unwrapped
from bench.inject.finders import (
    blocks,
    calls,
    checks,
    decorated,
    importing,
    in_test,
    is_followed,
    keyword,
    mentions,
)
from bench.inject.managers import manager_without_finally
from bench.inject.mutation import Mutation, Operator, mutation
from bench.inject.text import Function, Text

_ENVIRON = ("TSE304", "TSE307")


def _patches(text: Text, method: str) -> Iterator[tuple[ast.Expr, ast.Call]]:
    """The calls of a method of pytest's ``monkeypatch`` in tests."""
    for statement, call in calls(text):
        match call.func:
            case ast.Attribute(value=ast.Name(id="monkeypatch"), attr=name) if name == method:
                if in_test(text, statement):
                    yield statement, call


def _is_kept(text: Text, place: ast.Call) -> bool:
    """Whether something else in the file may give the environment back."""
    function = text.function(place)
    words = ("patch.dict", "environ.copy", "environ.clear", "monkeypatch.undo")
    is_kept = function is None or any(word in text.code(function) for word in words)
    is_kept = is_kept or _tells_name(text, function, place.args[0])
    return is_kept or _restores(text) or _gives_back_key(text, place)


def _tells_name(text: Text, function: Function | None, key: ast.expr) -> bool:
    """Whether a test tells the code the name of its variable: of those nobody else needs to know."""
    name = key.value if isinstance(key, ast.Constant) else None
    return isinstance(name, str) and function is not None and text.code(function).count(name) > 1


def _gives_back_key(text: Text, place: ast.Call) -> bool:
    """Whether another call of ``monkeypatch`` in the function may be about the same key."""
    [key, *_], function = (text.code(each) for each in place.args), text.function(place)
    for each in ast.walk(function) if function else ():
        match each:
            case ast.Call(func=ast.Attribute(attr="setenv" | "delenv"), args=[other, *_]) if (
                each is not place
            ):
                if text.code(other) == key or not isinstance(other, ast.Constant):
                    return True
    return False


def _restores(text: Text) -> bool:
    """Whether a fixture of the file that every test has, or a hook, speaks of the environment."""
    hooks = [each for each in text.of(ast.FunctionDef) if each.name in ("setUp", "tearDown", "setup_method")]
    fixtures = [each for each in text.of(ast.FunctionDef) if "autouse=True" in _decorators(text, each)]
    in_file = any("environ" in text.code(each) or "env(" in text.code(each) for each in (*hooks, *fixtures))
    return in_file or _always(text, b"environ", b"env(")


def _always(text: Text, *words: bytes) -> bool:
    """Whether a ``conftest.py`` has a fixture that every test has, and one of some words."""
    return b"autouse=True" in text.shared and any(each in text.shared for each in words)


def _decorators(text: Text, function: Function) -> str:
    return " ".join(map(text.code, function.decorator_list))


def _setenv(text: Text) -> Iterator[Mutation]:
    for statement, call in _patches(text, "setenv"):
        more = importing(text, "os")
        if len(call.args) == 2 and more is not None and not call.keywords and not _is_kept(text, call):
            key, value = map(text.code, call.args)
            yield mutation(text, statement, replaced(text, statement, f"os.environ[{key}] = {value}"), *more)


def _setenv_and_del(text: Text) -> Iterator[Mutation]:
    for statement, call in _patches(text, "setenv"):
        more, function = importing(text, "os"), text.function(call)
        if len(call.args) == 2 and more is not None and not call.keywords and not _is_kept(text, call):
            key, value = map(text.code, call.args)
            if function and is_followed(text, function, statement) and text.stands_alone(function.body[-1]):
                end = behind(text, function.body[-1], f"del os.environ[{key}]")
                new = replaced(text, statement, f"os.environ[{key}] = {value}")
                yield mutation(text, statement, new, end, *more)


def _delenv(text: Text) -> Iterator[Mutation]:
    for statement, call in _patches(text, "delenv"):
        more = importing(text, "os")
        # With ``raising=False`` the variable is mostly not there, and nothing is changed.
        is_there = len(call.args) == 1 and not call.keywords
        if is_there and more is not None and not _is_kept(text, call):
            new = f"del os.environ[{text.code(call.args[0])}]"
            yield mutation(text, statement, replaced(text, statement, new), *more)


def _chdir(text: Text) -> Iterator[Mutation]:
    for statement, call in _patches(text, "chdir"):
        more = importing(text, "os")
        is_only = text.code(text.function(call) or call).count("chdir") == 1
        if len(call.args) == 1 and more is not None and is_only and not _changes_folder(text, statement):
            new = f"os.chdir({text.code(call.args[0])})"
            yield mutation(text, statement, replaced(text, statement, new), *more)


def _changes_folder(text: Text, place: ast.AST) -> bool:
    """Whether a fixture of the file that every test has speaks of the working directory."""
    fixtures = [each for each in text.of(ast.FunctionDef) if "autouse=True" in _decorators(text, each)]
    in_file = any("chdir" in text.code(each) or "cwd" in text.code(each) for each in fixtures)
    return in_file or _always(text, b"chdir", b"cwd")


def _setattr(text: Text) -> Iterator[Mutation]:
    for statement, call in _patches(text, "setattr"):
        match call.args:
            case [owner, ast.Constant(value=str(name)), value] if not call.keywords and name.isidentifier():
                is_once = not _assigns(text, f"{text.code(owner)}.{name}") and not _patches_again(text, call)
                is_other = name == "environ" or _is_put_back(text, statement, value)
                if _is_module(text, owner) and is_once and not is_other and not _is_reset(name, value):
                    new = f"{text.code(owner)}.{name} = {text.code(value)}"
                    yield mutation(text, statement, replaced(text, statement, new))


def _patches_again(text: Text, place: ast.Call) -> bool:
    """Whether ``monkeypatch`` sets the same attribute elsewhere in the function, and so gives it back."""
    target, function = [text.code(each) for each in place.args[:2]], text.function(place)
    for each in ast.walk(function) if function else ():
        match each:
            case ast.Call(func=ast.Attribute(attr="setattr" | "delattr"), args=[owner, name, *_]) if (
                each is not place
            ):
                if [text.code(owner), text.code(name)] == target:
                    return True
    return False


def _is_put_back(text: Text, statement: ast.stmt, value: ast.expr) -> bool:
    """Whether what was there before is set again, by its name, or nothing is set at all."""
    is_old = re.match(r"(_*)(orig|old|previous|saved)", text.code(value)) is not None
    tests = (each.test for each in text.above(statement) if isinstance(each, ast.If))
    return is_old or any(isinstance(each, ast.Constant) and not each.value for each in tests)


def _is_reset(name: str, value: ast.expr) -> bool:
    """Whether a private memory of a module is emptied, which is as it was when the module was imported."""
    is_empty = isinstance(value, ast.Constant) and not value.value
    return name.startswith("_") and name == name.lower() and is_empty


def _is_module(text: Text, owner: ast.expr) -> bool:
    """Whether a name is bound by an import of the module, and by nothing else."""
    if not isinstance(owner, ast.Name) or owner.id not in text.imports:
        return False
    return not any(each.id == owner.id and isinstance(each.ctx, ast.Store) for each in text.of(ast.Name))


def _assigns(text: Text, target: str) -> bool:
    every = (part for each in text.of(ast.Assign) for part in each.targets)
    return target in map(text.code, every)


def _environment_blocks(text: Text) -> Iterator[tuple[ast.With | ast.AsyncWith, list[tuple[str, str]]]]:
    """The blocks in which ``patch.dict`` sets variables, with their keys and values."""
    for with_, item in blocks(text):
        call = item.context_expr
        if text.called(call) == "unittest.mock.patch.dict" and isinstance(call, ast.Call):
            match call:
                case ast.Call(args=[where, ast.Dict(keys=keys, values=values)], keywords=[]):
                    is_environment = text.name(where) == "os.environ" or text.code(where) in _AS_TEXT
                    if is_environment and None not in keys and item.optional_vars is None:
                        yield (
                            with_,
                            [(text.code(k), text.code(v)) for k, v in zip(keys, values, strict=False) if k],
                        )


_AS_TEXT = ('"os.environ"', "'os.environ'")


def _environment_by_hand(text: Text) -> Iterator[Mutation]:
    more = importing(text, "os")
    for with_, pairs in _lone_environment_blocks(text) if more is not None else ():
        head = (f"os.environ[{key}] = {value}" for key, value in pairs)
        yield mutation(text, with_, unwrapped(text, with_, *head), *(more or ()))


def _lone_environment_blocks(text: Text) -> Iterator[tuple[ast.With | ast.AsyncWith, list[tuple[str, str]]]]:
    """Those of tests in which nothing else gives the environment back."""
    for with_, pairs in _environment_blocks(text):
        function = text.function(with_)
        is_alone = function is not None and text.code(function).count("patch.dict") == 1
        is_short = bool(pairs) and not any("\n" in value for _, value in pairs)
        if is_alone and is_short and function in text.test_set and not _restores(text):
            yield with_, pairs


def _environment_and_pop(text: Text) -> Iterator[Mutation]:
    more = importing(text, "os")
    for with_, pairs in _lone_environment_blocks(text) if more is not None else ():
        if len(pairs) == 1 and checks(with_.body):
            [(key, value)] = pairs
            edit = unwrapped(text, with_, f"os.environ[{key}] = {value}", tail=f"os.environ.pop({key})")
            yield mutation(text, with_, edit, *(more or ()))


def _warnings_for_good(text: Text) -> Iterator[Mutation]:
    for with_, item in blocks(text):
        if text.called(item.context_expr) == "warnings.catch_warnings" and item.optional_vars is None:
            body = with_.body
            is_set = "warnings.simplefilter" in text.code(body[0]) or "warnings.filter" in text.code(body[0])
            # pytest restores the filters behind each test
            if is_set and text.function(with_) in text.test_set and not text.is_pytest:
                yield mutation(text, body[0], unwrapped(text, with_))


def _search_path(text: Text) -> Iterator[Mutation]:
    for statement, call in _patches(text, "syspath_prepend"):
        more = importing(text, "sys")
        if len(call.args) == 1 and more is not None:
            new = f"sys.path.insert(0, str({text.code(call.args[0])}))"
            yield mutation(text, statement, replaced(text, statement, new), *more)


def _is_for_one_test(text: Text, function: Function) -> bool:
    """Whether a fixture is there for those tests alone that ask for it; what all have, all may keep."""
    words = _decorators(text, function)
    is_fixture = decorated(text, function, "pytest.fixture")
    return is_fixture and "autouse" not in words and "scope" not in words


def _fixture_setenv(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        function, more = text.function(statement), importing(text, "os")
        if function and _is_for_one_test(text, function) and more is not None:
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="monkeypatch"), attr="setenv"), args=[k, v]
                ):
                    is_kept = mentions(text, function, "os.environ") or _is_kept(text, call)
                    if not keyword(call, "prepend") and not is_kept:
                        new = f"os.environ[{text.code(k)}] = {text.code(v)}"
                        yield mutation(text, function, replaced(text, statement, new), *more)


def _fixture_chdir(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        function, more = text.function(statement), importing(text, "os")
        if function and decorated(text, function, "pytest.fixture") and more is not None:
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="monkeypatch"), attr="chdir"), args=[path]
                ):
                    new = f"os.chdir({text.code(path)})"
                    yield mutation(text, function, rewritten(text, [statement], new), *more)


OPERATORS = (
    Operator(
        "setenv-by-hand", _ENVIRON, "the variable stays set for all later tests", _setenv, hints=("setenv",)
    ),
    Operator(
        "setenv-and-del", _ENVIRON, "a failing assertion skips the del", _setenv_and_del, hints=("setenv",)
    ),
    Operator(
        "delenv-by-hand",
        _ENVIRON,
        "the variable stays away for all later tests",
        _delenv,
        certain=False,  # readers hardly mind what is only taken away
        hints=("delenv",),
    ),
    Operator("chdir-by-hand", ("TSE305",), "later tests run in this directory", _chdir, hints=(".chdir(",)),
    Operator(
        "setattr-by-hand", ("TSE313",), "later tests get the replacement", _setattr, hints=(".setattr(",)
    ),
    Operator(
        "environment-by-hand",
        _ENVIRON,
        "the variables stay set for all later tests",
        _environment_by_hand,
        hints=("patch.dict",),
    ),
    Operator(
        "environment-and-pop",
        _ENVIRON,
        "a failing assertion skips the pop",
        _environment_and_pop,
        hints=("patch.dict",),
    ),
    Operator(
        "manager-without-finally",
        ("TSE310",),
        "an error in the block skips what gives the state back",
        manager_without_finally,
        hints=("contextmanager",),
    ),
    Operator(
        "warnings-for-good",
        ("TSE314",),
        "the filter of warnings stays for all later tests",
        _warnings_for_good,
        certain=False,
        hints=("catch_warnings",),
    ),
    Operator(
        "search-path-by-hand",
        ("TSE706",),
        "later tests import from this directory",
        _search_path,
        certain=False,
        hints=("syspath_prepend",),
    ),
    Operator(
        "fixture-setenv-by-hand",
        _ENVIRON,
        "the variable stays set when the fixture's test is over",
        _fixture_setenv,
        hints=("setenv",),
    ),
    Operator(
        "fixture-chdir-by-hand",
        ("TSE305",),
        "the directory stays changed when the fixture's test is over",
        _fixture_chdir,
        hints=(".chdir(",),
    ),
)
