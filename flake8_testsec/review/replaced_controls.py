"""Controls among what is replaced, by what they are called, and whether their doubles are asked anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Code, Fact, code, fact, listed
from flake8_testsec.source.calls import last_word, spelt, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.controls import CONTROL
from flake8_testsec.vocabulary.testing.doubles import new_position

_IN_MODULE = lazy(
    r"(?i)(?:.*[._])?(?:policy|policies|acl|rbac|permissions?|authori[sz]ation|authentication|access_control)"
    r"\.(?:check|enforce|allow|require|verify|authori[sz]e|authenticate|has|can)(?:_\w+)?\Z"
)
"""A function of a module that is called after controls: ``shop.policy.check``."""
_ASKED = frozenset({"called", "call_args", "call_args_list", "call_count", "method_calls", "mock_calls"})


def facts(replaced: Mapping[str, Sequence[ast.AST]], module: Module) -> Iterator[Fact]:
    """One fact for each such control.

    Args:
        replaced: the places by what is replaced there, as it is shown.
        module: the module.

    Yields:
        The facts.
    """
    for target, nodes in replaced.items():
        path = target.strip("'\"")
        if CONTROL.match(path.rpartition(".")[2]) or _IN_MODULE.match(path):
            words = "By its name, this is a security control: "
            yield fact(
                "control", nodes, words, Code(target), *_idle(path, nodes, module), ".", subject=target
            )


def _idle(path: str, nodes: Sequence[ast.AST], module: Module) -> tuple[str, ...]:
    """That nothing which is called after a control is asked how it was called, or told to refuse."""
    if not all(isinstance(each, ast.Call) and _is_plain(each, module) for each in nodes):
        return ()
    words = [each for each in path.split(".")[-2:] if len(each) > 2]
    parts = [part for word in words for part in word.lower().split("_") if len(part) > 2]
    roots = {each.partition(".")[0] for each in _asked(module)}
    if not parts or any(part in name for part in parts for name in _asked(module)):
        return ()
    if any(roots & _parameters(module.parent(each)) for each in nodes):
        return ()
    named = listed([*map(code, words)], " or ")
    return ("; nothing that is called after ", *named, " is asked how it was called, or told to refuse")


def _parameters(decorated: ast.AST | None) -> frozenset[str]:
    """What a decorated function may call the doubles that it is given, in small letters."""
    if not isinstance(decorated, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset()
    return frozenset(each.arg.lower() for each in decorated.args.args)


def _is_plain(call: ast.Call, module: Module) -> bool:
    """Whether a patch puts a mock there that is told nothing by the patch itself."""
    position = new_position(call, module)
    is_told = any(each.arg in (None, "new", "new_callable", "side_effect", "wraps") for each in call.keywords)
    is_told = is_told or any(
        each.arg == "return_value" and truth(each.value) is not True for each in call.keywords
    )
    return position is not None and len(call.args) == position and not is_told


@once
def _asked(module: Module) -> Sequence[str]:
    """What is asked how it was called or told to refuse, in small letters as it is written."""
    words = [each for each in module.attribute_names if each in _ASKED or each.startswith("assert_")]
    asked = [spelt(each.value) for each in module.attributes(words)]
    told = [each for each in module.attributes({"side_effect", "return_value"}) if _refuses(each, module)]
    return [each.lower() for each in (*asked, *(spelt(one.value) for one in told))]


def _refuses(attribute: ast.Attribute, module: Module) -> bool:
    """Whether a double is told to raise, or to answer with anything but a literal that is true."""
    match module.parent(attribute):
        case ast.Assign(value=value):
            return last_word(attribute) == "side_effect" or truth(value) is not True
        case _:
            return True
