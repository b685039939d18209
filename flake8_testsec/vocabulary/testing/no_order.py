"""What comes in no order: folders as they are listed, sets; and the lists that are made of them unsorted."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

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
_TELLING = frozenset({"str", "repr", "os.fspath", "os.path.basename", "pathlib.Path"})
"""What makes something of an element that still tells which one it is."""
_PARTS = frozenset({"name", "path", "stem", "suffix", "parts"})
_READERS = frozenset(
    {"bool", "enumerate", "filter", "frozenset", "iter", "len", "list", "map", "max", "min", "next", "print"}
    | {"repr", "reversed", "set", "sorted", "str", "tuple", "collections.Counter"}
)
"""What leaves the order of a list alone that it is given."""
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
    is_part: bool = False
    """Whether some of the elements are left out by their places."""


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
            yield form._replace(node=part, is_part=True)
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
                yield from _built(form, used, word, module)


def _built(form: Form, call: ast.Call, word: str, module: Module) -> Iterator[Form]:
    if word in _MADE and len(call.args) == 1:
        yield form._replace(node=call, kind=_MADE[word])
    elif word in _LAZY and call.args[1:] == [form.node]:
        is_mapped = word == "map"
        if not is_mapped or module.names(call.args[0]) & _TELLING:
            yield form._replace(node=call, kind=ITERATOR, is_mapped=form.is_mapped or is_mapped)


def _looped(form: Form, loop: ast.comprehension, module: Module) -> Iterator[Form]:
    """What a comprehension makes of each element."""
    match module.parent(loop):
        case (
            ast.ListComp(elt=made, generators=[_])
            | ast.GeneratorExp(elt=made, generators=[_])
            | ast.SetComp(elt=made, generators=[_])
        ) as whole if isinstance(loop.target, ast.Name):
            word = loop.target.id
            if form.kind in _PLAIN and loop.iter is form.node and _tells(made, word, module):
                is_same = isinstance(made, ast.Name)
                kind = _COMPREHENSIONS[type(whole)]
                yield form._replace(node=whole, kind=kind, is_mapped=form.is_mapped or not is_same)


def _tells(made: ast.expr, word: str, module: Module) -> bool:
    """Whether what is made of an element tells which one it is: itself, a part of its path, its text."""
    match made:
        case ast.Name(id=name):
            return name == word
        case ast.Attribute(value=owner, attr=part):
            return part in _PARTS and _tells(owner, word, module)
        case ast.Call(func=func, args=[given], keywords=[]):
            return bool(module.names(func) & _TELLING) and _tells(given, word, module)
        case ast.JoinedStr(values=values):
            held = [each.value for each in values if isinstance(each, ast.FormattedValue)]
            return bool(held) and all(_tells(each, word, module) for each in held)
        case _:
            return False


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
    if form.kind not in (LIST, FOLDER) or all(_only_reads(each, form, module) for each in uses):
        yield from (form._replace(node=each) for each in uses)


def _only_reads(use: ast.Name, form: Form, module: Module) -> bool:
    """Whether what is done with a list here certainly leaves its order alone, and decides nothing."""
    above = module.parent(use)
    if isinstance(module.above(use, ast.IfExp, ast.stmt), (ast.IfExp, ast.If, ast.While)):
        return False
    match above:
        case ast.Attribute(attr=word):
            called = module.parent(above)
            return word in _CLOSE and isinstance(called, ast.Call) and called.func is above
        case ast.Subscript(ctx=ctx, value=value):
            return isinstance(ctx, ast.Load) and value is use
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="join")):
            return True
        case ast.Call(func=func) as call:
            statement = module.parent(call)
            is_checked = isinstance(statement, ast.Expr) and is_assertion(statement)
            return is_checked or bool(module.names(func) & _READERS)
        case ast.Assign(targets=[ast.Tuple()]):
            return form.kind == FOLDER
        case ast.For(iter=iterated):
            return iterated is use
        case _:
            return isinstance(above, (ast.Compare, ast.comprehension, ast.Starred, ast.Assert))


def _is_set(node: ast.expr, module: Module) -> bool:
    """Whether what stands left of an operator is told as a set by itself."""
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Call(func=func):
            return bool(module.names(func) & {"set", "frozenset"})
        case _:
            return False
