"""What comes in no order: folders as they are listed, sets; and the lists that are made of them unsorted."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, names_below
from flake8_testsec.vocabulary.testing.assertions import is_assertion

SET, LIST, ITERATOR, WALK, FOLDER, TEXT = "set", "list", "iterator", "walk", "folder", "text"
"""What becomes of elements on their way: ``WALK`` is what ``os.walk`` gives, ``FOLDER`` the next of it."""

_PLAIN = frozenset({SET, LIST, ITERATOR})
_MOST = 50
_CLOSE = frozenset({"index", "count", "copy"})
_ONTO_SETS = frozenset({"copy", "difference", "intersection", "symmetric_difference", "union"})
_OPERATORS = (ast.BitOr, ast.BitAnd, ast.BitXor, ast.Sub)
_LAZY = frozenset({"map", "filter"})
_MADE = {"list": LIST, "tuple": LIST, "set": SET, "frozenset": SET, "iter": ITERATOR}
_COMPREHENSIONS: Mapping[type[ast.AST], str] = {
    ast.ListComp: LIST,
    ast.GeneratorExp: ITERATOR,
    ast.SetComp: SET,
}


class Form(NamedTuple):
    """An expression whose elements come in no order, and what kind of thing it is."""

    node: ast.expr
    kind: str
    is_mapped: bool = False
    """Whether something is made of each element, which may be the same for several."""


def unordered(source: ast.expr, kind: str, module: Module) -> Iterator[Form]:
    """What is made of something without order while nothing sorts it.

    Args:
        source: the expression that begins it: a call of ``os.listdir``, a set.
        kind: what it is.
        module: its module.

    Yields:
        The expression itself, and those around it and at the other ends of names, as long as they hold its
        elements, or what is made of each, as they come.
    """
    found = [Form(source, kind)]
    for form in found:
        yield form
        if len(found) < _MOST:
            found += _made_of(form, module)


def _made_of(form: Form, module: Module) -> Iterator[Form]:
    """What is made of the elements right here, or of those of the name that they get."""
    match module.parent(form.node):
        case ast.Call() | ast.Attribute() as used:
            yield from _called(form, used, module)
        case ast.BinOp(op=operator, left=left) as joined if form.kind == SET:
            if isinstance(operator, _OPERATORS) and (left is form.node or not _is_set(left, module)):
                yield form._replace(node=joined)
        case ast.comprehension(is_async=0) as loop:
            yield from _looped(form, loop, module)
        case ast.Starred() as starred:
            match module.parent(starred):
                case (ast.List(elts=[_]) | ast.Tuple(elts=[_])) as display:
                    yield form._replace(node=display, kind=LIST)
        case ast.Subscript(slice=ast.Slice()) as part if form.kind == LIST:
            yield form._replace(node=part)
        case ast.Subscript(slice=ast.Constant(value=1 | 2)) as names if form.kind == FOLDER:
            yield form._replace(node=names, kind=LIST)
        case above:
            yield from _kept(form, above, module)


def _called(form: Form, used: ast.Call | ast.Attribute, module: Module) -> Iterator[Form]:
    """What a builtin, or a method of sets or texts, makes of what it is given."""
    match used:
        case ast.Attribute(attr=word) if form.kind == SET and word in _ONTO_SETS:
            above = module.parent(used)
            if isinstance(above, ast.Call) and above.func is used:
                yield form._replace(node=above)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="join")):
            yield form._replace(node=used, kind=TEXT)
        case ast.Call(func=ast.Name(id="next"), args=[_]) if form.kind == WALK:
            yield form._replace(node=used, kind=FOLDER)
        case ast.Call(func=ast.Name(id=word) as func, args=args) if form.kind in _PLAIN:
            if module.names(func) == {word} and form.node in args:
                yield from _built(form, used, word, args)


def _built(form: Form, call: ast.Call, word: str, args: Sequence[ast.expr]) -> Iterator[Form]:
    if word in _MADE and len(args) == 1:
        yield form._replace(node=call, kind=_MADE[word])
    elif word in _LAZY and args[1:] == [form.node]:
        yield form._replace(node=call, kind=ITERATOR, is_mapped=form.is_mapped or word == "map")


def _looped(form: Form, loop: ast.comprehension, module: Module) -> Iterator[Form]:
    """What a comprehension makes of each element."""
    match module.parent(loop):
        case (ast.ListComp(elt=made) | ast.GeneratorExp(elt=made) | ast.SetComp(elt=made)) as whole:
            if form.kind in _PLAIN and loop.iter is form.node:
                is_same = isinstance(made, ast.Name) and spelt(made) == spelt(loop.target)
                kind = _COMPREHENSIONS[type(whole)]
                yield Form(whole, kind, form.is_mapped or not is_same)


def _kept(form: Form, above: ast.AST | None, module: Module) -> Iterator[Form]:
    """The uses of the name under which something is kept."""
    match above:
        case ast.NamedExpr(target=target):
            yield form._replace(node=above)
            yield from _used(form, target, module)
        case (
            ast.Assign(targets=[target])
            | ast.AnnAssign(target=target)
            | ast.withitem(optional_vars=ast.Name() as target)
        ):
            yield from _named(form, target, module)
        case ast.For(target=target, iter=iterated) if form.kind == WALK and iterated is form.node:
            yield from _named(form._replace(kind=FOLDER), target, module)


def _named(form: Form, target: ast.expr, module: Module) -> Iterator[Form]:
    match target:
        case ast.Name():
            yield from _used(form, target, module)
        case ast.Tuple(elts=[_, folders, files]) if form.kind == FOLDER:
            for each in (folders, files):
                if isinstance(each, ast.Name):
                    yield from _used(form._replace(kind=LIST), each, module)


def _used(form: Form, target: ast.Name, module: Module) -> Iterator[Form]:
    """The uses of a name that is bound once, unless one of them may put its list in order."""
    bindings = module.bindings(target)
    scope = module.function(target) or module.tree
    if len(bindings) != 1:
        return
    uses = [each for each in names_below(scope, module).get(target.id, ()) if isinstance(each.ctx, ast.Load)]
    uses = [each for each in uses if module.bindings(each) == bindings]
    if form.kind not in (LIST, FOLDER) or not any(_may_sort(each, module) for each in uses):
        yield from (form._replace(node=each) for each in uses)


def _may_sort(use: ast.Name, module: Module) -> bool:
    """Whether a list may be put in order, or changed, by what is done with it here."""
    match module.parent(use):
        case ast.Attribute(attr=word):
            return word not in _CLOSE
        case ast.Subscript(ctx=ctx):
            return not isinstance(ctx, ast.Load)
        case ast.Call(func=func) as call:
            statement = module.parent(call)
            is_checked = is_assertion(statement) if statement is not None else False
            return isinstance(statement, ast.Expr) and not is_checked and last_word(func) != "print"
        case _:
            return False


def _is_set(node: ast.expr, module: Module) -> bool:
    """Whether what stands left of an operator is told as a set by itself."""
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Call(func=func):
            return bool(module.names(func) & {"set", "frozenset"})
        case _:
            return False
