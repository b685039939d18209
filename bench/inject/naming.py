"""Tests that nobody collects or calls."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator

from bench.inject.edits import dropped
from bench.inject.finders import calls, checks, is_word_free, occurs_once
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Function, Text

_LOST = "nobody collects it any more"


def _methods(text: Text) -> Iterator[Function]:
    """The test methods that nothing else names, in classes with more tests."""
    for each in text.tests:
        owner = text.parent(each)
        if isinstance(owner, ast.ClassDef) and _can_go(text, each, owner.body):
            yield each


def _functions(text: Text) -> Iterator[Function]:
    """The test functions of the module that nothing else names, in files with more of them."""
    for each in text.tests:
        if each in text.tree.body and _can_go(text, each, text.tree.body):
            yield each


def _can_go(text: Text, test: Function, body: list[ast.stmt]) -> bool:
    others = [each for each in text.tests if each in body and each is not test]
    return bool(others) and checks(test) and test.name.startswith("test_") and occurs_once(text, test.name)


def _renamed(text: Text, function: Function, new: str) -> Iterator[Mutation]:
    if new.isidentifier() and is_word_free(text, new) and not new.startswith("test"):
        start = text.line(function.lineno) + function.col_offset
        name = start + text.data[start:].index(function.name.encode(), 4)
        yield mutation(text, function, Edit(name, name + len(function.name), new))


def _all_renamed(
    find: Callable[[Text], Iterator[Function]], form: str
) -> Callable[[Text], Iterator[Mutation]]:
    def places(text: Text) -> Iterator[Mutation]:
        for each in find(text):
            yield from _renamed(text, each, form.format(each.name.removeprefix("test_")))

    return places


def _name_taken(text: Text) -> Iterator[Mutation]:
    for first, second in zip(text.tests, text.tests[1:], strict=False):
        is_same_body = text.parent(first) is text.parent(second)
        is_plain = not first.decorator_list and not second.decorator_list
        if is_same_body and is_plain and occurs_once(text, second.name) and first.name != second.name:
            start = text.line(second.lineno) + second.col_offset
            name = start + text.data[start:].index(second.name.encode(), 4)
            edit = Edit(name, name + len(second.name), first.name)
            yield Mutation((edit,), (text.start(first), text.end(second)))


def _class_name_taken(text: Text) -> Iterator[Mutation]:
    owners = [each for each in text.tree.body if isinstance(each, ast.ClassDef) and _has_tests(text, each)]
    for first, second in itertools.pairwise(owners):
        is_alike = first.name.startswith("Test") or bool(first.bases and second.bases)
        is_plain = not first.decorator_list and not second.decorator_list
        if is_alike and is_plain and occurs_once(text, first.name) and occurs_once(text, second.name):
            yield mutation(text, second, _new_name(text, second, first.name))


def _has_tests(text: Text, class_: ast.ClassDef) -> bool:
    return any(each in class_.body for each in text.tests)


def _new_name(text: Text, class_: ast.ClassDef, new: str) -> Edit:
    start = text.line(class_.lineno) + class_.col_offset
    name = start + text.data[start:].index(class_.name.encode(), 6)
    return Edit(name, name + len(class_.name), new)


def _class_not_collected(text: Text) -> Iterator[Mutation]:
    for class_ in text.tree.body:
        if isinstance(class_, ast.ClassDef) and not class_.bases and class_.name.startswith("Test"):
            new = f"{class_.name.removeprefix('Test')}Test"
            is_free = new.isidentifier() and new != "Test" and is_word_free(text, new)
            if is_free and _has_tests(text, class_) and occurs_once(text, class_.name):
                yield mutation(text, class_, _new_name(text, class_, new))


def _init_given(text: Text) -> Iterator[Mutation]:
    """A constructor in a class of pytest, which then does not collect it."""
    for class_ in text.tree.body:
        if isinstance(class_, ast.ClassDef) and not class_.bases and class_.name.startswith("Test"):
            own = {each.name for each in class_.body if isinstance(each, ast.FunctionDef)}
            hooks = own & {"setup_method"}
            for hook in class_.body if hooks and "__init__" not in own else ():
                if (
                    isinstance(hook, ast.FunctionDef)
                    and hook.name == "setup_method"
                    and len(hook.args.args) == 1
                ):
                    start = text.line(hook.lineno) + hook.col_offset + len("def ")
                    yield mutation(text, class_, Edit(start, start + len(hook.name), "__init__"))


def _inner_uncalled(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        function = text.function(statement)
        if function in text.tests and function and isinstance(call.func, ast.Name):
            inner = [each for each in function.body if getattr(each, "name", "") == call.func.id]
            is_check = bool(inner) and isinstance(inner[0], ast.FunctionDef) and checks(inner[0])
            is_check = is_check and not getattr(inner[0], "decorator_list", ())
            if is_check and len(inner) == 1 and text.code(function).count(call.func.id) == 2:
                yield mutation(text, inner[0], dropped(text, statement))


def _operator(
    name: str, find: Callable[[Text], Iterator[Function]], form: str, certain: bool = True
) -> Operator:
    return Operator(name, ("TSE515",), _LOST, _all_renamed(find, form), certain)


OPERATORS = (
    _operator("method-to-tset", _methods, "tset_{}"),
    _operator("method-to-tst", _methods, "tst_{}"),
    _operator("method-to-bare-name", _methods, "{}"),
    _operator("method-to-private-name", _methods, "_test_{}"),
    _operator("method-to-disabled-name", _methods, "disabled_test_{}"),
    _operator("function-to-tset", _functions, "tset_{}"),
    _operator("function-to-bare-name", _functions, "{}"),
    _operator("function-to-private-name", _functions, "_test_{}"),
    _operator("function-to-disabled-name", _functions, "disabled_test_{}"),
    Operator(
        "test-name-taken", ("TSE509",), "the later test takes the place of the earlier one", _name_taken
    ),
    Operator(
        "class-name-taken",
        ("TSE509",),
        "the later class takes the place of the earlier one",
        _class_name_taken,
        hints=("class ",),
    ),
    Operator("class-not-collected", ("TSE522",), _LOST, _class_not_collected, hints=("class Test",)),
    Operator("set-up-to-init", ("TSE523",), _LOST, _init_given, hints=("setup_method",)),
    Operator("inner-check-uncalled", ("TSE511",), "nobody calls the function that checks", _inner_uncalled),
)
