"""Template strings (PEP 750, Python 3.14): literals from which others make a text, or none.

A template is an object that is always true, compares by identity, and is no text: what is filled in stands in
it by itself, until something puts the parts together in a way of its own.
"""

from __future__ import annotations

import ast
from typing import Any

TEMPLATES: tuple[type[Any], ...] = tuple(filter(None, [getattr(ast, "TemplateStr", None)]))
"""The type of these literals, where this Python has one."""


def is_template(node: ast.AST | None) -> bool:
    """Whether an expression is a template string."""
    return type(node).__name__ == "TemplateStr"
