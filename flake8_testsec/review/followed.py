"""What functions of the project do that a file calls or asks for: read one step far, never run."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from flake8_testsec.project.locations import splits
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review import doubles, execution, inputs, resources, servers
from flake8_testsec.review.bases import Owned, called_on_self, hooks_above, method_of
from flake8_testsec.review.configured_fixtures import configured
from flake8_testsec.review.document import Code, Fact, Lines, code, fact
from flake8_testsec.review.fixtures import asked, rhythm, sources
from flake8_testsec.review.places import functions
from flake8_testsec.review.reached import methods_reached, reached
from flake8_testsec.review.unconditional import always
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

_KINDS: Mapping[str, Callable[[Module], Iterator[Fact]]] = {
    "Inputs": inputs.entering,
    "Resources": resources.changing,
    "Doubles and controls": doubles.replacing,
    "Execution": execution.running,
}
"""What is looked for in functions of other files, by the aspect that tells it."""

_LONGEST = 200_000
"""Characters of a file that is looked into."""
_HOPS = 4
"""Re-exports that are followed for one name."""
_DEEPEST = 3
"""Calls within the other file that are followed, one after another."""
_FEW = 2
"""What one method of a base class does, told one by one."""
_PLACES = 6
"""Places of this file that are named for one fact of another."""
_MOST = 8
"""Facts of other files in one aspect."""


class _Does(NamedTuple):
    """Something that a function does: the aspect, the sentence in pieces, and the lines."""

    aspect: str
    parts: tuple[str, ...]
    lines: tuple[Lines, ...]
    when: str = ""
    """That it need not be done whenever the function is called."""


class _Definition(NamedTuple):
    """A function or a method: its line, and what is seen to be done in it."""

    line: int
    does: tuple[_Does, ...]
    rhythm: str = ""
    """How often it runs, if it is a fixture that nobody has to ask for."""
    calls: tuple[str, ...] = ()
    """What it calls of its own file, by the names that the file's definitions have."""


class _File(NamedTuple):
    """What is known of another file: its functions by their dotted names, and what it imports."""

    definitions: Mapping[str, _Definition]
    imports: Mapping[str, str]


_NOTHING = _File({}, {})


def facts(module: Module, aspect: str) -> Iterator[Fact]:
    """What is done in functions and fixtures of other files that the file calls or asks for.

    Args:
        module: the module.
        aspect: the aspect that tells it.

    Yields:
        The facts.
    """
    found = [each for each in _found(module) if each[0] == aspect] if aspect in _KINDS else []
    yield from (each for _, each in found[:_MOST])
    if rest := found[_MOST:]:
        words = f"In functions of other files that are called here, {len(rest)} more of this kind."
        yield fact("followed-more", rest[0][1].lines[:1], words, subject=str(len(rest)))


@once
def _found(module: Module) -> Sequence[tuple[str, Fact]]:
    view = view_of(module)
    if view is None:
        return ()
    return (*_of_calls(module, view), *_of_bases(module, view), *_of_fixtures(module, view))


def _of_calls(module: Module, view: View) -> Iterator[tuple[str, Fact]]:
    for each in (*reached(module), *methods_reached(module)):
        file, name = _resolved(each.name.removesuffix(".__wrapped__"), module.path, view, _HOPS)
        places = [Lines(call.lineno, call.lineno) for call in each.calls if isinstance(call, ast.Call)]
        who = (code(each.shown), ", which is called here", _times(places))
        for number, way in enumerate(_ways(name, file)):
            far = (
                (" and may lead, if what it is given allows it, to ", code(f"{way}()"), " of its own file")
                if number
                else ()
            )
            for does in file.definitions[way].does:
                yield _told(("Through " if number else "In ", *who, *far), places[:_PLACES], does)


def _of_bases(module: Module, view: View) -> Iterator[tuple[str, Fact]]:
    """What set-ups and tear-downs of base classes in other files do, and the methods that tests inherit."""
    done: set[tuple[str, str]] = set()
    for class_ in module.nodes(ast.ClassDef):
        for owned, who, places in (*_hooks(class_, module), *_inherited(class_, module)):
            file = _file(owned.class_.path, view)
            for way in _ways(f"{owned.class_.name}.{owned.method.name}", file):
                if (owned.class_.path, way) not in done:
                    yield from _few(way, who, places, file.definitions[way].does)
                done.add((owned.class_.path, way))


def _few(way: str, who: str, places: Sequence[Lines], does: Sequence[_Does]) -> Iterator[tuple[str, Fact]]:
    """The first that a method does of each aspect, and how much more."""
    shown = ("In ", code(f"{way}()"), who)
    for aspect in dict.fromkeys(each.aspect for each in does):
        several = [each for each in does if each.aspect == aspect]
        yield from (_told(shown, places, each) for each in several[:_FEW])
        if rest := several[_FEW:]:
            lines = (rest[0].lines[0], rest[-1].lines[-1])
            words = f": {len(rest)} more of this kind, from the first to the last line named."
            yield aspect, fact("followed-more", lines, *shown, words, subject=str(len(rest)))


def _hooks(class_: ast.ClassDef, module: Module) -> Iterator[tuple[Owned, str, Sequence[Lines]]]:
    for owned in hooks_above(class_, module):
        if owned.class_.path:
            yield owned, ", to which a set-up or tear-down of a base class leads", ()


def _inherited(class_: ast.ClassDef, module: Module) -> Iterator[tuple[Owned, str, Sequence[Lines]]]:
    calls: dict[str, list[Lines]] = defaultdict(list)
    for word, call in called_on_self(module).get(class_, ()):
        calls[word].append(Lines(call.lineno, call.lineno))
    for word, lines in calls.items():
        owned = method_of(word, class_, module)
        if owned is not None and owned.class_.path:
            yield owned, f", to which self.{word}() leads", lines[:6]


def _ways(name: str, file: _File) -> Sequence[str]:
    """A function and those of its own file that it leads to, the nearest first."""
    found = {name: 0} if name in file.definitions else {}
    waiting = [*found]
    while waiting:
        current = waiting.pop(0)
        for each in file.definitions[current].calls if found[current] < _DEEPEST else ():
            if each in file.definitions and each not in found:
                found[each] = found[current] + 1
                waiting.append(each)
    return [*found]


def _of_fixtures(module: Module, view: View) -> Iterator[tuple[str, Fact]]:
    wanted: dict[tuple[str, Lines], list[Lines]] = defaultdict(list)
    for each in asked(module):
        for place in sources(each, module):
            wanted[each.name, place].append(Lines(each.parameter.lineno, each.parameter.lineno))
    for (name, place), lines in wanted.items():
        definitions = _file(place.path, view).definitions.values() if place.path else ()
        for does in (one for each in definitions if each.line == place.first for one in each.does):
            who = ("In the fixture ", code(name), ", which is asked for here", _times(lines))
            yield _told(who, lines[:_PLACES], does)
    for given in configured(module):
        whose = ("In the fixture ", code(given.name), ", which the configuration of pytest asks for")
        for place in (each for each in given.places if each.path):
            every = _file(place.path, view).definitions.values()
            found = (each for each in every if each.line == place.first)
            yield from (_told(whose, [], does) for each in found for does in each.does)
    for name, definition in _automatic(view):
        for does in definition.does:
            words = ("In the fixture ", code(name), f", which runs {definition.rhythm} here (autouse)")
            yield _told(words, [], does)


def _times(places: Sequence[Lines]) -> str:
    """That not all places are named; empty if they are."""
    return f" ({len(places)} times, the first {_PLACES} named)" if len(places) > _PLACES else ""


def _automatic(view: View) -> Iterator[tuple[str, _Definition]]:
    """The fixtures of ``conftest.py`` files that nobody has to ask for."""
    for conftest in view.conftests():
        names = [each.name for each in conftest.functions if each.autouse]
        definitions = _file(conftest.path, view).definitions if names else {}
        yield from ((each, definitions[each]) for each in names if each in definitions)


def _told(who: Sequence[str], places: Sequence[Lines], does: _Does) -> tuple[str, Fact]:
    kind = f"followed-{does.aspect.partition(' ')[0].lower()}"
    return does.aspect, fact(kind, [*places, *does.lines], *who, does.when, ": ", *does.parts, subject=who[1])


def _resolved(name: str, path: str, view: View, hops: int) -> tuple[_File, str]:
    """The function of a qualified name, or what sets up a class of that name, through re-exports."""
    for dotted, inner in splits(name):
        place = view.place(dotted, path)
        if place is None or place == path:
            continue
        file = _file(place, view)
        head, dot, rest = inner.partition(".")
        for each in (inner, f"{inner}.__init__"):
            if each in file.definitions:
                return file, each
        if hops and head in file.imports:
            return _resolved(f"{file.imports[head]}{dot}{rest}", place, view, hops - 1)
        break
    return _NOTHING, ""


def _file(path: str, view: View) -> _File:
    return view.remembered("review.followed", path, partial(_read, path))


def _read(path: str, text: str) -> _File:
    if len(text) > _LONGEST or not path.endswith(".py"):
        return _NOTHING
    try:
        module = Module.parse(text, path, Settings())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _NOTHING
    spans = _spans(module)
    done: dict[str, list[_Does]] = defaultdict(list)
    for aspect, find in _KINDS.items():
        for each in find(module):
            for name, (function, lines) in _within(each, spans).items():
                places = tuple(line._replace(path=path) for line in lines)
                done[name].append(_Does(aspect, each.parts, places, _when(function, lines, module)))
    for class_ in module.nodes(ast.ClassDef):
        done[f"{class_.name}.__init__"] += _as_thread(class_, module, path)
    calls = _calls(module, dict(spans))
    classes = {f"{each.name}.__init__": each.lineno for each in module.nodes(ast.ClassDef)}
    made = {name: _Definition(line, tuple(done[name])) for name, line in classes.items() if done[name]}
    known = {
        name: _Definition(each.lineno, tuple(done[name]), rhythm(each), tuple(calls[name]))
        for each, name in spans
    }
    imports = dict(module.scopes.imported())
    vars(module).clear()  # its parts name each other, and would wait for the garbage collector
    return _File({**made, **known}, imports)


def _as_thread(class_: ast.ClassDef, module: Module, path: str) -> Iterator[_Does]:
    """That what a class makes is a thread or a process, by the bases that it names."""
    for kind in sorted({name for names in module.bases(class_) for name in names if name in servers.THREADS}):
        parts = ("It makes ", f"{servers.THREADS[kind]}, by its base class ", code(kind), ".")
        yield _Does("Execution", parts, (Lines(class_.lineno, class_.lineno, path),))


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


def _when(function: Function, lines: Sequence[Lines], module: Module) -> str:
    """That something is done but under a condition, in a loop or in what a function defines."""
    spans = always(function, module)
    is_sure = any(each.first <= line.first <= each.last for line in lines for each in spans)
    if is_sure:
        return ""
    inner = [each for each in walk(function) if isinstance(each, _INNER) and each is not function]
    return _LATER if all(any(_holds(each, [line]) for each in inner) for line in lines) else _PERHAPS


_INNER = (ast.FunctionDef, ast.AsyncFunctionDef)
_LATER = ", in a function that it defines, when that is called"
_PERHAPS = ", under conditions of its own"


def _calls(module: Module, names: Mapping[ast.AST, str]) -> Mapping[str, Iterable[str]]:
    """What functions call of their own file, by what it is called there: methods by their own object."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    known = frozenset(names.values())
    bases = {
        each.name: [base.id for base in each.bases if isinstance(base, ast.Name)]
        for each in module.nodes(ast.ClassDef)
    }
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
