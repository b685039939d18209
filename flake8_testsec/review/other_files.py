"""What functions of other files of the project do, and what is done where such a file is imported."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import View
from flake8_testsec.review import at_import, doubles, execution, inputs, resources, servers, states
from flake8_testsec.review.asked_kinds import OfKind, asked
from flake8_testsec.review.document import Code, Fact, Lines, code
from flake8_testsec.review.fixtures import rhythm
from flake8_testsec.review.guards import Needs, needed
from flake8_testsec.review.own_paths import Parts, path_of
from flake8_testsec.review.places import functions
from flake8_testsec.review.unconditional import always, first_operands
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, statements, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook

KINDS: Mapping[str, Callable[[Module], Iterator[Fact]]] = {
    "Inputs": inputs.entering,
    "Resources": resources.changing,
    "Doubles and controls": doubles.replacing,
    "Execution": execution.running,
}
"""What is looked for in functions of other files, by the aspect that tells it."""

PASSING = ("clock", "chance")
"""What is another one at each run, by the kinds of the facts."""

_LONGEST = 200_000
"""Characters of a file that is looked into."""


class Does(NamedTuple):
    """Something that a function does: the aspect, the sentence in pieces, and the lines."""

    aspect: str
    parts: tuple[str, ...]
    lines: tuple[Lines, ...]
    when: str = ""
    """That it need not be done whenever the function is called."""
    needs: Needs = ()
    """What a call must give for it to be done."""
    by: str = ""
    """By what it is done: ``open`` and `PASSING` may be doubles; ``memo`` for what a decorator keeps."""
    kinds: tuple[OfKind, ...] = ()
    """Of which types a call must give its values for it to be done."""


class Definition(NamedTuple):
    """A function or a method: its line, and what is seen to be done in it."""

    line: int
    does: tuple[Does, ...]
    rhythm: str = ""
    """How often it runs, if it is a fixture that nobody has to ask for."""
    calls: tuple[str, ...] = ()
    """What it calls of its own file, by the names that the file's definitions have."""
    parameters: tuple[str, ...] = ()
    """What it may be given by place, without its own object."""
    takes_object: bool = False
    """Whether it is a method that is given its object first where it is called on its class."""
    gives_itself: bool = False
    """Whether it returns the object that it is a method of, and nothing else."""
    path: Parts = ()
    """The path that it returns, if it puts that together below its own folder."""
    is_table: bool = False
    """Whether it is no function, but a table of those that it is said to call."""


class File(NamedTuple):
    """What is known of another file: its functions by their dotted names, and what it imports."""

    definitions: Mapping[str, Definition]
    imports: Mapping[str, str]
    at_import: tuple[Does, ...] = ()
    """What is changed for the whole process where the file is imported."""
    bases: Mapping[str, Sequence[str]] = {}
    """The bases that its classes name, by the classes' names."""
    at_top: tuple[Does, ...] = ()
    """What else is done where the file is imported, of files of tests alone."""
    calls_at_top: tuple[tuple[str, str], ...] = ()
    """The functions of its own that it calls then, and whether under a condition."""
    brings: tuple[tuple[str, bool], ...] = ()
    """What it imports then, and whether under a condition."""

    def inherited(self, name: str) -> str:
        """What ``Class.method`` is where the class has it of a base of its own file; empty if it has not."""
        class_, _, word = name.rpartition(".")
        return _method(class_, word, self.bases, self.definitions.keys()) if class_ in self.bases else ""


NOTHING = File({}, {})


def file_of(path: str, view: View) -> File:
    """What is known of another file, which is read once.

    Args:
        path: the file, below the project's top folder.
        view: what the asking file sees of the project.

    Returns:
        Nothing of a file that cannot be read.
    """
    known = view.told("review.followed", path, _read, _LONGEST) if path.endswith(".py") else None
    return known or NOTHING


def _read(module: Module) -> File:
    path = module.path
    spans = _spans(module)
    done = _done(module, spans, path)
    tables = _tables(module, frozenset(name for _, name in spans))
    calls = _calls(module, dict(spans), tables)
    classes = {f"{each.name}.__init__": each.lineno for each in module.nodes(ast.ClassDef)}
    made = {name: Definition(line, tuple(done[name])) for name, line in classes.items() if done[name]}
    known = {
        name: Definition(
            each.lineno,
            tuple(done[name]),
            rhythm(each),
            tuple(calls[name]),
            _parameters(each, is_method="." in name),
            "." in name and not {*map(last_word, each.decorator_list)} & {"staticmethod", "classmethod"},
            _is_self(each),
            () if "." in name else path_of(each, module),
        )
        for each, name in spans
    }
    held = {f"{name}[]": each.as_definition() for name, each in tables.items()}
    imports = dict(module.scopes.imported())
    changed = tuple(_of_file(each, path) for each in states.at_import(module))
    every = {**held, **made, **known}
    if not at_import.is_of_tests(path):
        return File(every, imports, changed, _bases(module))
    called = dict(each for each in at_import.called(module) if each[0] in known)
    brings = tuple(at_import.brought(module))
    return File(every, imports, changed, _bases(module), tuple(_top(module)), tuple(called.items()), brings)


def _top(module: Module) -> Iterator[Does]:
    """What is done at the top of a file, by the kinds that are looked for in functions."""
    for aspect, find in KINDS.items():
        for each in find(module):
            how = at_import.when(each.lines, module) if each.kind not in PASSING else None
            if how is not None:
                places = tuple(line._replace(path=module.path) for line in each.lines)
                yield Does(aspect, each.parts, places, how)


def _done(module: Module, spans: Sequence[tuple[Function, str]], path: str) -> Mapping[str, list[Does]]:
    """What is done in each function, and what its decorator and its class make of it."""
    done: dict[str, list[Does]] = defaultdict(list)
    opened = {each.lineno for each in module.calls({"open"}) if isinstance(each.func, ast.Name)}
    for aspect, find in KINDS.items():
        for each in find(module):
            for name, (function, lines) in _within(each, spans).items():
                places = tuple(line._replace(path=path) for line in lines)
                when = "" if _is_first(each, function, lines, module) else _when(function, lines, module)
                late = _late(function, module)
                if (when or late) and each.kind in PASSING:
                    continue  # what functions do now and then with the clock says little of their callers
                is_method, is_open = "." in name, when == _PERHAPS
                needs = needed(function, lines, is_method=is_method) if is_open else ()
                kinds = asked(function, lines, module, is_method=is_method) if is_open else ()
                by = each.kind if each.kind in PASSING else ""
                by = "open" if each.kind == "file" and lines[0].first in opened else by
                done[name].append(Does(aspect, each.parts, places, when or late, needs, by, kinds))
    for function, name in spans:
        done[name] += _kept(function, path)
    for class_ in module.nodes(ast.ClassDef):
        done[f"{class_.name}.__init__"] += _as_thread(class_, module, path)
    return done


def _kept(function: Function, path: str) -> Iterator[Does]:
    """That a decorator keeps what a function has returned, by what the decorator is called."""
    for mark in function.decorator_list:
        if _KEEPING.match(last_word(mark.func if isinstance(mark, ast.Call) else mark)):
            words = "By the name of its decorator, what it has returned is kept for later calls: "
            lines = (Lines(mark.lineno, mark.end_lineno or mark.lineno, path),)
            yield Does("Resources", (words, code(f"@{spelt(mark)}"), "."), lines, by="memo")


_KEEPING = lazy(r"(?:lru_cache|cache|cached|memoi[sz]ed?)\Z")


def _of_file(one: Fact, path: str) -> Does:
    """What is done at the top of a file: the sentence about that file."""
    parts = (one.parts[0].replace("when the file", "when that file"), *one.parts[1:])
    lines = tuple(each._replace(path=path) for each in one.lines)
    return Does("Resources", parts, lines)


def _parameters(function: Function, *, is_method: bool) -> tuple[str, ...]:
    """The parameters that a caller fills by their places; none where a decorator may change them."""
    marks = {last_word(each) for each in function.decorator_list}
    if marks - {"staticmethod", "classmethod"}:
        return ()
    names = tuple(each.arg for each in (*function.args.posonlyargs, *function.args.args))
    return names[1:] if is_method and "staticmethod" not in marks else names


def _is_self(function: Function) -> bool:
    """Whether all that a method returns is its own object."""
    given = [each.value for each in statements(function.body) if isinstance(each, ast.Return)]
    return bool(given) and all(isinstance(each, ast.Name) and each.id == "self" for each in given)


def _as_thread(class_: ast.ClassDef, module: Module, path: str) -> Iterator[Does]:
    """That what a class makes is a thread or a process, by the bases that it names."""
    for kind in sorted({name for names in module.bases(class_) for name in names if name in servers.THREADS}):
        parts = ("It makes ", f"{servers.THREADS[kind]}, by its base class ", code(kind), ".")
        yield Does("Execution", parts, (Lines(class_.lineno, class_.lineno, path),))


def _spans(module: Module) -> Sequence[tuple[Function, str]]:
    """The functions at the module's level and the methods of classes there, in source order."""
    found: list[tuple[Function, str]] = []
    for function in functions(module):
        above = module.parent(function)
        if isinstance(above, ast.ClassDef) and module.parent(above) is module.tree:
            found.append((function, f"{above.name}.{function.name}"))
        elif isinstance(above, ast.Module | ast.If | ast.Try) and module.function(function) is None:
            found.append((function, function.name))
    return found


def _within(one: Fact, spans: Sequence[tuple[Function, str]]) -> Mapping[str, tuple[Function, list[Lines]]]:
    """The functions in whose bodies the lines of a fact are."""
    found: dict[str, tuple[Function, list[Lines]]] = {}
    begins = [each.lineno for each, _ in spans]
    if one.kind == "state":  # what puts it back may stand in another function
        where = next(part for part in one.parts if isinstance(part, Code)).removesuffix("()")
        for each, word in spans:
            if word.rpartition(".")[2] == where and _holds(each, one.lines):
                return {word: (each, [*one.lines])}
    for line in one.lines:
        number = bisect_right(begins, line.first) - 1
        function, name = spans[number] if number >= 0 else (None, "")
        if function is not None and function.body[0].lineno <= line.first <= (function.end_lineno or 0):
            found.setdefault(name, (function, []))[1].append(line)
    return found


def _holds(function: Function, lines: Sequence[Lines]) -> bool:
    return any(function.lineno <= each.first <= (function.end_lineno or 0) for each in lines)


def _is_first(one: Fact, function: Function, lines: Sequence[Lines], module: Module) -> bool:
    """Whether a first operand, which is always worked out, holds what a fact names, on a line of the fact."""
    if isinstance(module.parent(function), ast.If | ast.Try):
        return False
    told = [each for each in one.parts if isinstance(each, Code)]
    return any(
        any(each.lineno <= line.first <= (each.end_lineno or 0) for line in lines) and _names(each, told)
        for each in first_operands(function, module)
    )


def _names(node: ast.expr, told: Sequence[str]) -> bool:
    """Whether one of the nodes below is written so, or is a literal of that text."""
    every = [*walk(node)]
    return any(
        spelt(each) == text.removesuffix("()") or string(each) == text
        for each in every
        if isinstance(each, ast.expr)
        for text in told
    )


def _when(function: Function, lines: Sequence[Lines], module: Module) -> str:
    """That something is done but under a condition, in a loop or in what a function defines."""
    if is_fixture(function, module) and isinstance(module.parent(function), ast.If | ast.Try):
        return _PERHAPS  # nobody calls it by its name, and it need not be defined at all
    spans = always(function, module)
    is_sure = any(each.first <= line.first <= each.last for line in lines for each in spans)
    if is_sure:
        return ""
    inner = [each for each in walk(function) if isinstance(each, _INNER) and each is not function]
    return _LATER if all(any(_holds(each, [line]) for each in inner) for line in lines) else _PERHAPS


def _late(function: Function, module: Module) -> str:
    """That a call alone only makes a generator or a coroutine; pytest and decorators see to more."""
    is_run = function.decorator_list or is_hook(function) or function.name.startswith("pytest_")
    if is_run or is_fixture(function, module):
        return ""
    is_generator = function in module.generators
    return _STEPPED if is_generator else _AWAITED if isinstance(function, ast.AsyncFunctionDef) else ""


_INNER = (ast.FunctionDef, ast.AsyncFunctionDef)
_STEPPED = ", once something goes through what it gives"
_AWAITED = ", once it is awaited"
_LATER = ", in a function that it defines, when that is called"
_PERHAPS = ", under conditions of its own"


def _calls(
    module: Module, names: Mapping[ast.AST, str], tables: Mapping[str, _Table]
) -> Mapping[str, Iterable[str]]:
    """What functions call of their own file, by what it is called there: methods by their own object."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    known = frozenset(names.values())
    bases = _bases(module)
    for call in module.nodes(ast.Call):
        around = next((names[each] for each in module.ancestors(call) if each in names), "")
        match call.func:
            case ast.Name(id=word):
                found[around].update({word: None, f"{word}.__init__": None})
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=word):
                found[around][_method(around.rpartition(".")[0], word, bases, known)] = None
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=word):
                for base in bases.get(around.rpartition(".")[0], ()):
                    found[around][_method(base, word, bases, known)] = None
    for name, table in tables.items():
        for read in module.named(name):
            if _takes_out(read, module) and _is_of(read, table, module):
                around = next((names[each] for each in module.ancestors(read) if each in names), "")
                found[around][f"{name}[]"] = None
    return found


def _bases(module: Module) -> Mapping[str, Sequence[str]]:
    return {
        each.name: [base.id for base in each.bases if isinstance(base, ast.Name)]
        for each in module.nodes(ast.ClassDef)
    }


class _Table(NamedTuple):
    """A table of functions at the top of a file, and what it holds."""

    display: ast.expr
    functions: tuple[str, ...]

    def as_definition(self) -> Definition:
        """The table as a step between functions that read it and those that it holds."""
        return Definition(self.display.lineno, (), calls=self.functions, is_table=True)


def _takes_out(read: ast.Name, module: Module) -> bool:
    """Whether a name is read to take out what it holds: by a key, by a method of mappings, or in a loop."""
    match module.parent(read):
        case ast.Subscript(value=value, ctx=ast.Load()):
            return value is read
        case ast.Attribute(attr="get" | "values" | "items" | "pop" | "setdefault" | "copy" | "__getitem__"):
            return True
        case ast.For(iter=over) | ast.AsyncFor(iter=over) | ast.comprehension(iter=over):
            return over is read
        case _:
            return False


def _is_of(read: ast.Name, table: _Table, module: Module) -> bool:
    """Whether a name may be the table where it is read: no parameter and no local name of a function is."""
    bound = module.bindings(read)
    return any(isinstance(each, Bound) and each.value is table.display for each in bound)


def _tables(module: Module, known: Container[str]) -> Mapping[str, _Table]:
    """The functions in displays of pairs at the top of a file, by the displays' names: ``{"pipe": run}``."""
    found: dict[str, _Table] = {}
    for statement in module.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)):
                pass
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="dict"), args=[], keywords=given)
            ):
                values = [each.value for each in given]
            case _:
                continue
        held = tuple(each.id for each in values if isinstance(each, ast.Name) and each.id in known)
        if held:
            found[name] = _Table(statement.value, held)
    return found


def _method(class_: str, word: str, bases: Mapping[str, Sequence[str]], known: Container[str]) -> str:
    """The method that a class, or the nearest of its bases in the same file, has under a name."""
    waiting, seen = [class_], {class_}
    while waiting:
        current = waiting.pop(0)
        if f"{current}.{word}" in known:
            return f"{current}.{word}"
        waiting += [each for each in bases.get(current, ()) if each not in seen]
        seen.update(bases.get(current, ()))
    return ""
