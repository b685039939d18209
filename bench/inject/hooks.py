"""Hooks of test classes that no longer do, or are no longer called for, what they were there for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import dropped
from bench.inject.finders import (
    LEAKS,
    PATCHES,
    PATHS,
    RESOURCES,
    acquired,
    calls,
    frees,
    importing,
    is_plain,
    keyword,
    methods,
    occurs_once,
    released,
)
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.spared import is_kept
from bench.inject.text import Function, Text

_SET_UP = ("setUp", "setup_method", "setUpClass", "setup_class", "asyncSetUp")
_TEAR_DOWN = ("tearDown", "teardown_method", "tearDownClass", "teardown_class", "asyncTearDown")


def _pairs(text: Text) -> Iterator[tuple[ast.ClassDef, Function, Function]]:
    """The classes that set something up and tear it down, with both hooks."""
    for class_ in text.of(ast.ClassDef):
        for up, down in zip(_SET_UP, _TEAR_DOWN, strict=True):
            for begin in methods(class_, up):
                for end in methods(class_, down):
                    yield class_, begin, end


def _torn_down(text: Text) -> Iterator[tuple[ast.ClassDef, ast.Expr, ast.Call, ast.Call]]:
    """The releases in tear-downs of what the set-up has made: class, statement, call, and what made it."""
    for class_, begin, end in _pairs(text):
        for statement in end.body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                target = released(text, statement.value)
                made = acquired(text, begin, target) if target else None
                if made and text.stands_alone(statement) and _mentions(text, class_, target) == 1:
                    yield class_, statement, statement.value, made


def _mentions(text: Text, class_: ast.ClassDef, target: str) -> int:
    """How often a class says a word of release beside a target."""
    found = 0
    for each in ast.walk(class_):
        if isinstance(each, ast.Attribute) and each.attr in _ENDS and text.code(each.value) == target:
            found += 1
        elif isinstance(each, ast.Call) and target in map(text.code, each.args):
            words = " ".join(map(text.code, [each.func, *each.args]))
            found += any(word in words for word in _WORDS)
    return found


_ENDS = {name for names in RESOURCES.values() for name in names} | {"stop", "cleanup"}
_WORDS = ("rmtree", "remove", "unlink", "rmdir", "cleanup", "delete", "close")


def _handle(text: Text) -> Iterator[Mutation]:
    for _, statement, call, made in _torn_down(text):
        is_freed = text.called(made) in RESOURCES and frees(text, made, getattr(call.func, "attr", ""))
        target, class_ = released(text, call), text.class_(statement) or statement
        if is_freed and not is_kept(text, class_, target):
            yield mutation(text, made, dropped(text, statement))


def _patcher(text: Text) -> Iterator[Mutation]:
    for class_, statement, _, made in _torn_down(text):
        is_stopped = "stopall" in text.code(class_) or not is_plain(text, statement)
        if text.called(made) in PATCHES and not is_stopped:
            yield mutation(text, class_, dropped(text, statement))


def _path(text: Text) -> Iterator[Mutation]:
    for _, statement, _, made in _torn_down(text):
        is_lost = is_plain(text, statement) and not keyword(made, "dir")  # else somebody looks after it
        if text.called(made) in PATHS and is_lost:
            yield mutation(text, made, dropped(text, statement))


def _directory(text: Text) -> Iterator[Mutation]:
    for class_, begin, end in _pairs(text):
        changes = [each for each in calls(text) if text.called(each[1]) == "os.chdir"]
        ups = [each for each, _ in changes if text.function(each) is begin]
        downs = [each for each, _ in changes if text.function(each) is end]
        if ups and len(downs) == 1 and text.code(class_).count("chdir") == len(ups) + 1:
            yield mutation(text, ups[0], dropped(text, downs[0]))


def _stop_all(text: Text) -> Iterator[Mutation]:
    for class_ in text.of(ast.ClassDef):
        whole = text.code(class_)
        if whole.count("stopall") == 1 and whole.count(".stop") == 1 and _starts(text, class_):
            for each in ast.walk(class_):
                if isinstance(each, ast.Expr) and "stopall" in text.code(each) and text.stands_alone(each):
                    yield mutation(text, class_, dropped(text, each))


def _starts(text: Text, class_: ast.ClassDef) -> bool:
    """Whether a class starts a patcher where it makes it."""
    for each in ast.walk(class_):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Call() as made, attr="start")):
                if text.called(made) in PATCHES:
                    return True
    return False


def _renamed(text: Text) -> Iterator[Mutation]:
    """Tear-downs of unittest in the spelling of nose: nothing calls them."""
    for class_, _, end in _pairs(text):
        leaks = [made for owner, _, _, made in _torn_down(text) if owner is class_]
        if leaks and end.name in ("tearDown", "tearDownClass") and occurs_once(text, end.name):
            start = text.line(end.lineno) + end.col_offset
            name = start + text.data[start:].index(end.name.encode())
            new = {"tearDown": "teardown", "tearDownClass": "teardownClass"}[end.name]
            yield mutation(text, class_, Edit(name, name + len(end.name), new))


def _super_of(text: Text, names: tuple[str, ...]) -> Iterator[tuple[ast.Expr, Function]]:
    for statement, call in calls(text):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name)):
                function = text.function(statement)
                if name in names and function and function.name == name and statement in function.body:
                    yield statement, function


def _super_dropped(text: Text) -> Iterator[Mutation]:
    """Calls of a base of the same file that acquires something in its hook."""
    for statement, function in _super_of(text, (*_SET_UP, *_TEAR_DOWN)):
        class_ = text.class_(function)
        bases = {text.code(each) for each in class_.bases} if class_ else set()
        for base in text.of(ast.ClassDef):
            if base.name in bases and any(_is_needed(text, each) for each in methods(base, function.name)):
                yield mutation(text, function, dropped(text, statement))


def _is_needed(text: Text, hook: Function) -> bool:
    """Whether a hook gives something back, or begins what must be given back."""
    for each in ast.walk(hook):
        if isinstance(each, ast.Call):
            word = getattr(each.func, "attr", "")
            if word in (_ENDS | {"start", "addCleanup", "chdir", "rmtree"}) or text.called(each) in RESOURCES:
                return True
    return False


def _super_of_framework(text: Text) -> Iterator[Mutation]:
    """Calls of a base that says in its documentation that it must be called."""
    for statement, function in _super_of(text, ("setUpClass", "tearDownClass")):
        class_ = text.class_(function)
        names = {text.name(each) for each in class_.bases} if class_ else set()
        if len(names) == 1 and names & _NEEDING:
            yield mutation(text, function, dropped(text, statement))


_NEEDING = {f"django.test.{name}TestCase" for name in ("", "Simple", "Transaction", "LiveServer")}


def _handle_of_mock(text: Text) -> Iterator[Mutation]:
    """The mock that a patcher starts, stopped in the place of the patcher."""
    for statement, call in calls(text):
        match call:
            case ast.Call(
                func=ast.Attribute(attr="addCleanup"), args=[ast.Attribute(value=owner, attr="stop")]
            ):
                function, patcher = text.function(statement), text.code(owner)
                made = acquired(text, function, patcher) if function else None
                for each in ast.walk(function) if function and text.called(made) in PATCHES else ():
                    match each:
                        case ast.Assign(
                            targets=[target], value=ast.Call(func=ast.Attribute(attr="start") as start)
                        ):
                            if text.code(start.value) == patcher:
                                new = Edit(text.start(owner), text.end(owner), text.code(target))
                                yield mutation(text, function or statement, new)


def _environment_object(text: Text) -> Iterator[Mutation]:
    """The mapping replaced in the place of its contents."""
    for statement, call in calls(text):
        if text.called(call) == "os.environ.update" and len(call.args) == 1 and importing(text, "os") == ():
            block = text.block(statement)
            place = block.index(statement)
            is_cleared = place and text.code(block[place - 1]) == "os.environ.clear()"
            if is_cleared and isinstance(call.args[0], (ast.Name, ast.Attribute)):
                new = Edit(
                    text.start(block[place - 1]),
                    text.end(statement),
                    f"os.environ = {text.code(call.args[0])}",
                )
                yield mutation(text, block[place - 1], new)


_NEVER = "nothing gives back what the set-up has made"

OPERATORS = (
    Operator("teardown-of-handle-dropped", (*LEAKS, "TSE309"), _NEVER, _handle, hints=("own",)),
    Operator("teardown-of-patcher-dropped", ("TSE308",), _NEVER, _patcher, hints=("patch",)),
    Operator(
        "teardown-of-path-dropped", ("TSE302",), _NEVER, _path, hints=("tempfile", "mkdtemp", "mkstemp")
    ),
    Operator("teardown-of-directory-dropped", ("TSE305",), _NEVER, _directory, hints=("chdir",)),
    Operator(
        "stopall-dropped", ("TSE308",), "nothing stops the patchers any more", _stop_all, hints=("stopall",)
    ),
    Operator(
        "teardown-misspelt",
        (*LEAKS, "TSE302", "TSE305", "TSE308", "TSE515"),
        "unittest calls tearDown, and no teardown: nothing gives back what the set-up has made",
        _renamed,
        hints=("tearDown",),
    ),
    Operator(
        "super-dropped",
        ("TSE309",),
        "what the base's hook begins or gives back is left out",
        _super_dropped,
        hints=("super(",),
    ),
    Operator(
        "super-of-framework-dropped",
        ("TSE309",),
        "the framework says that its hook must be called",
        _super_of_framework,
        hints=("super(",),
    ),
    Operator(
        "mock-stopped-for-patcher",
        ("TSE317", "TSE308"),
        "a mock answers to stop() and does nothing; the patch stays",
        _handle_of_mock,
        hints=("addCleanup",),
    ),
    Operator(
        "environment-replaced",
        ("TSE317", "TSE304"),
        "the process keeps the variables: os.environ is another mapping now",
        _environment_object,
        hints=("environ.update",),
    ),
)
