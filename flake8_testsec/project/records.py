"""Facts as plain tuples that can be kept on disk, and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flake8_testsec.project.hooks import HookFacts
from flake8_testsec.project.module_facts import ClassFacts, FunctionFacts, Later, ModuleFacts
from flake8_testsec.project.words import Words

VERSION = 13
"""Changes whenever a kept record would be read wrongly, or would be another one for the same file."""


def settled(found: ModuleFacts) -> ModuleFacts:
    """Facts with all that was left for later.

    Args:
        found: what `facts` returned.

    Returns:
        The same in plain tuples, without the functions of which nothing is to be said.
    """
    return found._replace(
        classes=tuple(
            each._replace(sets=Words(each.sets), undoes=Words(each.undoes), hooks=tuple(each.hooks))
            for each in found.classes
        ),
        functions=_telling(found.functions),
        bound=Words(found.bound),
        constants=Words(found.constants),
        always=Words(found.always),
        firsts=Words(found.firsts),
        sometimes=Words(found.sometimes),
    )


def _telling(functions: Iterable[FunctionFacts]) -> tuple[FunctionFacts, ...]:
    return tuple(
        each._replace(undoes=Words(each.undoes), returns=tuple(each.returns))
        for each in functions
        if each.says_something
    )


def postponed(found: ModuleFacts, read: Callable[[], ModuleFacts]) -> ModuleFacts:
    """Facts of which names, bases and what classes set are at hand, and all else when it is first asked for.

    Most modules are asked for no more than a class; what they give back takes longer to find than to parse
    them once more.

    Args:
        found: what `facts` returned.
        read: gives the same facts, `settled` or not, as often as it is asked.

    Returns:
        Facts that do not keep the module that was read.
    """
    return found._replace(
        classes=tuple(_postponed(each, number, read) for number, each in enumerate(found.classes)),
        functions=Later(lambda: _telling(read().functions)),
        bound=Later(lambda: Words(read().bound)),
        constants=Later(lambda: Words(read().constants)),
        always=Later(lambda: Words(read().always)),
        firsts=Later(lambda: Words(read().firsts)),
        sometimes=Later(lambda: Words(read().sometimes)),
    )


def _postponed(class_: ClassFacts, number: int, read: Callable[[], ModuleFacts]) -> ClassFacts:
    return class_._replace(
        sets=Words(class_.sets),
        undoes=Later(lambda: Words(read().classes[number].undoes)),
        hooks=Later(lambda: read().classes[number].hooks),
    )


def restore(value: object) -> ModuleFacts | None:
    """Facts that were kept as JSON.

    Args:
        value: what was read.

    Returns:
        The facts; ``None`` if the value does not look like any.
    """
    match value:
        case [str(path), str(dotted), [*imports], [*stars], [*plugins], [*classes], [*functions], *rest]:
            try:
                return ModuleFacts(
                    path,
                    dotted,
                    tuple(map(_restored_pair, imports)),
                    _texts(stars),
                    _texts(plugins),
                    tuple(map(_restored_class, classes)),
                    tuple(map(_restored_function, functions)),
                    *map(_texts, rest),
                )
            except (TypeError, ValueError):
                return None
        case _:
            return None


def _restored_pair(value: object) -> tuple[str, str]:
    name, meant = map(_text, _list(value))
    return name, meant


def _restored_class(value: object) -> ClassFacts:
    name, line, bases, names, undoes, found = _list(value)
    hooks = tuple(map(_restored_hook, _list(found)))
    return ClassFacts(_text(name), _number(line), _texts(bases), _texts(names), _texts(undoes), hooks)


def _restored_hook(value: object) -> HookFacts:
    name, line, deeds, sets, reads, calls, passes_on, skips, removes = _list(value)
    texts = (_texts(deeds), _texts(sets), _texts(reads), _texts(calls))
    return HookFacts(_text(name), _number(line), *texts, bool(passes_on), bool(skips), _texts(removes))


def _restored_function(value: object) -> FunctionFacts:
    name, fixture, autouse, undoes, returns = _list(value)
    return FunctionFacts(_text(name), bool(fixture), bool(autouse), _texts(undoes), _texts(returns))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _texts(value: object) -> Words:
    return Words(map(_text, _list(value)))
