"""Whether the arguments of a call fit the parameters of a function, and what each parameter then is."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from flake8_testsec.source.syntax import Function


def given(
    args: Sequence[ast.expr], keywords: Sequence[ast.keyword], function: Function, *, is_bound: bool
) -> Mapping[str, ast.expr | None] | None:
    """What a function is given by a call.

    Args:
        args: the positional arguments, none of which is starred.
        keywords: the others, all of which have names.
        function: what is called.
        is_bound: whether its first parameter is given already.

    Returns:
        The expression by parameter, its default where the call gives none, and nothing known for those that
        take what is left; ``None`` if the call fails for its arguments.
    """
    own, more = function.args, {each.arg for each in function.args.kwonlyargs}
    names = [each.arg for each in (*own.posonlyargs, *own.args)]
    defaults: dict[str, ast.expr | None] = dict(
        zip(reversed(names), reversed(own.defaults), strict=False),
    )
    defaults |= {
        each.arg: value
        for each, value in zip(own.kwonlyargs, own.kw_defaults, strict=True)
        if value is not None
    }
    plain = names[1:] if is_bound else names
    found = dict[str, ast.expr | None](zip(plain, args, strict=False))
    if len(args) > len(plain) and own.vararg is None:
        return None
    by_name = {*plain, *more} - {each.arg for each in own.posonlyargs}
    for each in keywords:
        if each.arg in found or (each.arg not in by_name and own.kwarg is None):
            return None
        found[str(each.arg)] = each.value
    if any(each not in found and each not in defaults for each in (*plain, *more)):
        return None
    left = [each.arg for each in (own.vararg, own.kwarg) if each is not None]
    return {**defaults, **found, **dict.fromkeys(left)}
