"""What stands where an assertion takes its failure message: words, or the value that was meant."""

from __future__ import annotations

import ast
import re

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Binding, Bound, Imported, Unknown
from flake8_testsec.source.calls import last_word, string, structure, truth
from flake8_testsec.source.module import Module, names_below, once, within
from flake8_testsec.vocabulary.testing.assertions import (
    always_true,
    explains,
    is_assertion,
)
from flake8_testsec.vocabulary.testing.expected_values import (
    is_constant,
    is_of_same_kind,
    is_result_of_case,
    is_sum,
)
from flake8_testsec.vocabulary.testing.uncalled import is_uncalled

_CHECK = lazy(r"_?(is|has)\w*\Z|\w*exists\Z|any\Z|all\Z|callable\Z")
_VERDICT = lazy(r"_*(is|has|check|verify|validate|can|exists)(?![a-z])")
_EXPECTED = lazy(r"(?<![a-z])(expected|expect|exp|want|wanted)(?![a-z])", re.IGNORECASE)
_SPEAKING = lazy(r"_?(assert|fail|print|log|debug|info|warn|error|exception|skip)\w*|\w*(Error|Exception)\Z")
_ASSIGNING = (ast.For, ast.AsyncFor, ast.comprehension, ast.withitem, ast.Assign, ast.AugAssign)
_MESSAGE = lazy(r"(?<![a-z])(msg|message|reason|text|description)s?(?![a-z])", re.IGNORECASE)
_UNSPACED = lazy(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Signs of Thai, Lao, Burmese, Khmer, Japanese and Chinese (blocks of Unicode): no spaces between words."""
_WORD = 4
"""So many of them may be one word."""
_OF_LOCKS = frozenset({"blocking", "timeout"})
_PROCESS = frozenset({"gc", "logging", "os", "sys", "threading", "time", "traceback"})
_SELF = frozenset({"self", "cls"})
_COUNTING = frozenset({"len", "set", "sorted", "list", "dict", "tuple", "int"})


def is_expected(value: ast.expr, condition: ast.expr, module: Module, demand: bool = True) -> bool:
    """Whether what stands in the place of a message is the value that the condition should have.

    Args:
        value: the expression in the place of the failure message.
        condition: the expression whose truth is asserted.
        module: the module, for where both come from.
        demand: whether the condition shall be true; where it shall be false, a computed value explains.

    Returns:
        ``True`` only for what cannot be meant to explain a failure.
    """
    if _is_check(condition) or always_true(condition, module) or is_uncalled(condition, module, value):
        return False
    if not demand and isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        return False  # nothing that shall be false is meant to be a text: it is a label
    return _is_literal(value, condition) or (demand and _is_computed(value, condition, module))


def _is_check(condition: ast.expr) -> bool:
    """Whether a condition compares or tests by itself, so that the second argument adds little."""
    match condition:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Await(value=value):
            return _is_check(value)
        case ast.Call(func=ast.Attribute(attr="acquire"), args=args, keywords=named):
            # A lock says whether it was taken; other things that are acquired take other arguments.
            given = {each.arg for each in named}
            return bool(args or given) and given <= _OF_LOCKS and not any(map(string, args))
        case ast.Call(func=func):
            return bool(_CHECK.match(last_word(func)))
        case _:
            return truth(condition) is False


def _is_literal(value: ast.expr, condition: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str(text)):
            return not _is_sentence(text) and not _echoes(text, condition)
        case ast.Constant() | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
        case ast.List() | ast.Dict() | ast.Set():
            return not _ids(value) & _ids(condition)
        case _:
            return is_constant(value)


def _is_sentence(text: str) -> bool:
    """Whether a text has several words, or as many signs as they would take where no spaces stand between."""
    return len(text.split()) > 1 or len(_UNSPACED.findall(text)) > _WORD


def _echoes(text: str, condition: ast.expr) -> bool:
    """Whether a text only repeats how the condition is spelt: ``assertTrue(x.called, "x.called")``."""
    last = text.rpartition(".")[2]
    return any(last_word(each) == last for each in ast.walk(condition) if isinstance(each, ast.expr))


def _is_computed(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a value that is no plain literal is one to compare with, by where it comes from."""
    if isinstance(value, ast.Constant):
        return _is_used(value, module)
    if _holds(condition, value) or _holds(value, condition):
        return False
    if is_of_same_kind(value, condition, module) or is_sum(value, module) or is_result_of_case(value, module):
        return True
    if is_constant(value, module) or _is_imported(value, condition, module):
        return True
    return not explains(value) and (
        _is_bound_to_literal(value, condition, module)
        or _is_swapped(value, condition, module)
        or _is_result(value, condition, module)
    )


def _is_imported(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """An imported class or constant, or an attribute of an imported name."""
    root = value
    while isinstance(root, ast.Attribute):
        root = root.value
    word = last_word(value)
    if not isinstance(root, ast.Name) or _MESSAGE.search(word) or _is_state(value, module):
        return False
    bindings = module.bindings(root)
    if not bindings or not all(isinstance(each, Imported) for each in bindings):
        return False
    if root is value:
        return word[:1].isupper() and not explains(root)
    return word[:1].isupper() or root.id not in _ids(condition)


def _is_bound_to_literal(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    if not isinstance(value, ast.Name) or _is_record(value, module):
        return False
    match module.bindings(value):
        case [Bound(value=literal)]:
            return _is_literal(literal, condition)
        case _:
            return False


def _is_record(name: ast.Name, module: Module) -> bool:
    """Whether a name holds something fresh that others may fill: what it collects explains a failure."""
    match module.bindings(name):
        case [Bound(value=ast.Call(func=func, args=[], keywords=[]))]:
            fresh = bool(re.match(r"[A-Z]|(list|dict|set|deque)\Z", last_word(func)))
        case [Bound(value=value)]:
            fresh = isinstance(value, (ast.List, ast.Dict, ast.Set))
        case _:
            fresh = False
    return fresh and not _are_all_asserted(name.id, _outermost(name, module), module)


def _outermost(name: ast.Name, module: Module) -> ast.AST:
    functions = [each for each in module.ancestors(name) if isinstance(each, _FUNCTIONS)]
    return functions[-1] if functions else module.tree


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _is_prose(name: ast.Name, module: Module) -> bool:
    """Whether a name is bound to something that reads like a failure message."""
    return any(isinstance(binding, Bound) and explains(binding.value) for binding in module.bindings(name))


@once
def _are_all_asserted(word: str, scope: ast.AST, module: Module) -> bool:
    """Whether a name is read in assertions alone."""
    every = names_below(scope, module)[word]
    return all(_is_asserted(each, module) for each in every if isinstance(each.ctx, ast.Load))


def _is_asserted(name: ast.Name, module: Module) -> bool:
    return is_assertion(module.above(name, ast.stmt) or name)


def _is_swapped(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether the condition is the expected value by its name, and the value was made without it."""
    related = _origins(condition, module)
    return _EXPECTED.match(last_word(condition)) is not None and not related & _ids(value)


def _is_result(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a value is made elsewhere than the condition: a verdict, a count, something unrelated."""
    match value, condition:
        case ast.Call(func=ast.Attribute(attr=word)), _ if _VERDICT.match(word):
            return True
        case ast.Call(func=ast.Name(id=word)), ast.Call(func=ast.Name(id=other)) if word in _COUNTING:
            return word == other or _is_unrelated(value, condition, module)
        case ast.Call(func=ast.Name(id=word)), _:
            return word in _COUNTING and _is_unrelated(value, condition, module)
        case ast.Name() | ast.Attribute() | ast.Subscript() | ast.Call(), _:
            return _is_unrelated(value, condition, module)
        case _:
            return False


def _is_unrelated(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a value shares no name with the condition, through all assignments that made them."""
    related = _origins(condition, module)
    if _EXPECTED.search(last_word(value)):
        return last_word(value) not in related
    if _is_state(value, module) or (_mentions_self(value) and _mentions_self(condition)):
        return False
    if any(speaks(name, module) for name in _names(value) for speaks in (_is_given, _is_record, _is_prose)):
        return False
    return not related & _origins(value, module)


def _is_used(text: ast.Constant, module: Module) -> bool:
    """Whether the function passes the same text to the code under test, so that it is no prose."""
    function = module.function(text)
    return function is not None and any(
        isinstance(node, ast.Constant) and node.value == text.value and _is_passed(node, module)
        for node in within(function)
    )


def _is_passed(text: ast.Constant, module: Module) -> bool:
    match module.parent(text):
        case ast.Call(func=func):
            return not _SPEAKING.match(last_word(func))
        case _:
            return False


def _is_given(name: ast.Name, module: Module) -> bool:
    """Whether a name's value comes from outside: a parameter, a caught exception, a star import."""
    bindings = module.bindings(name)
    if not bindings or name.id in _SELF:
        return name.id not in _SELF and not module.names(name)
    return any(isinstance(each, Unknown) and not isinstance(each.node, ast.Name) for each in bindings)


def _is_state(value: ast.expr, module: Module) -> bool:
    """Whether a value tells of the process as a whole, as a diagnostic does: ``os.environ``, ``sys.path``."""
    return any(module.names(name) & _PROCESS for name in _names(value))


def _origins(node: ast.expr, module: Module) -> set[str | ast.AST]:
    """The local names and own attributes that an expression is made of, and what those were made of."""
    seen: set[str | ast.AST] = set()
    waiting: list[ast.AST] = [node]
    while waiting:
        for each in ast.walk(waiting.pop()):
            match each:
                case ast.Attribute(value=ast.Name(id="self" | "cls" as owner), attr=word):
                    seen.add(f"{owner}.{word}")
                case ast.Name(id=word) if word not in seen and word not in _SELF:
                    sources = [_source(binding, module) for binding in module.bindings(each)]
                    local = [source for source in sources if module.function(source) is not None]
                    seen.update([word, *local] if local else [])
                    waiting.extend(local)
    return seen


def _source(binding: Binding, module: Module) -> ast.AST:
    """What a binding is made from; its own place where the text does not tell."""
    match binding:
        case Bound(value=value):
            return value
        case Unknown(node=ast.Name() as target):
            holder = module.above(target, *_ASSIGNING)
            found = (getattr(holder, field, None) for field in ("iter", "context_expr", "value"))
            return next(filter(None, found), target)
        case _:
            return binding.node


def _mentions_self(node: ast.expr) -> bool:
    return any(name.id in _SELF for name in _names(node))


def _names(node: ast.AST) -> list[ast.Name]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Name)]


def _ids(node: ast.AST) -> set[str]:
    return {name.id for name in _names(node)}


def _holds(whole: ast.expr, part: ast.expr) -> bool:
    text = structure(part)
    if text not in structure(whole):  # what is inside is written inside
        return False
    return any(structure(each) == text for each in ast.walk(whole) if type(each) is type(part))
