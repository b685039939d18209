"""What a block leaves behind only if it came to its end, for an assertion elsewhere to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import is_assertion


def leaves_flag(statement: ast.Try, module: Module) -> bool:
    """Whether a ``try`` sets a flag at its end that was set otherwise before, and that an assertion of the
    module asks for: who fails on the way there is heard.

    Args:
        statement: the ``try``.
        module: its module.

    Returns:
        ``True`` for ``self.failed = False`` below the assertions, ``self.failed = True`` somewhere before,
        and ``assert not thread.failed`` after it.
    """
    body = [*statement.body]
    while body and not is_assertion(body[-1]) and not isinstance(body[-1], _COMPOUND):
        for owner, value in _set(body.pop()):
            if owner in _asked(module) and any(each != value for each in _values(owner, module)):
                return True
    return False


_COMPOUND = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def _set(statement: ast.AST | None) -> Iterator[tuple[str, object]]:
    match statement:
        case ast.Assign(targets=[ast.Attribute(attr=word)], value=ast.Constant(value=value)):
            yield word, value


def _values(word: str, module: Module) -> Iterator[object]:
    """What an attribute is set to in the module, as far as it is written out."""
    stored = (each for each in module.attributes({word}) if isinstance(each.ctx, ast.Store))
    return (value for each in stored for name, value in _set(module.parent(each)) if name == word)


@once
def _asked(module: Module) -> frozenset[str]:
    """The attributes that assertions of a module look at."""
    statements = (each for each in module.nodes(ast.Assert, ast.Expr) if is_assertion(each))
    below = (node for each in statements for node in ast.walk(each) if isinstance(node, ast.Attribute))
    return frozenset(each.attr for each in below if isinstance(each.ctx, ast.Load))
