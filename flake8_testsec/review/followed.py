"""What functions of the project do that a file calls or asks for: read one step far, never run."""

from __future__ import annotations

import ast
import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from flake8_testsec.project.locations import splits
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review import collecting, named_files
from flake8_testsec.review.at_import import is_of_tests
from flake8_testsec.review.bases import Owned, called_on_self, hooks_above, method_of
from flake8_testsec.review.configured_fixtures import configured
from flake8_testsec.review.document import Fact, Lines, code, fact
from flake8_testsec.review.fixtures import asked, sources
from flake8_testsec.review.imports_beside import imported
from flake8_testsec.review.led_to import led_to, with_programs
from flake8_testsec.review.other_files import KINDS, NOTHING, Does, File, file_of
from flake8_testsec.review.own_paths import Parts
from flake8_testsec.review.reached import Reached, methods_reached, reached
from flake8_testsec.review.replaced_here import replaced_at
from flake8_testsec.source.module import Module, once

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


def facts(module: Module, aspect: str) -> Iterator[Fact]:
    """What is done in functions and fixtures of other files that the file calls or asks for.

    Args:
        module: the module.
        aspect: the aspect that tells it.

    Yields:
        The facts.
    """
    found = [each for each in _found(module) if each[0] == aspect] if aspect in KINDS else []
    most = len(found) if len(found) == _MOST + 1 else _MOST
    yield from (each for _, each in found[:most])
    if rest := found[most:]:
        words = f"In other files that are led to from here, {len(rest)} more of this kind."
        yield fact("followed-more", rest[0][1].lines[:1], words, subject=str(len(rest)))


@once
def _found(module: Module) -> Sequence[tuple[str, Fact]]:
    view = view_of(module)
    if view is None:
        return ()
    own = (*_of_calls(module), *_of_bases(module, view), *_of_fixtures(module, view))
    own = (*own, *(("Inputs", each) for each in named_files.facts(module, [*_paths(module)])))
    own = (*own, *(("Inputs", each) for each in collecting.filling(module)))
    return (*own, *_of_conftests(module.path, view), *_of_imports(module, view))


def _paths(module: Module) -> Iterator[tuple[ast.AST, Parts]]:
    """The calls of functions of other files that put a path together."""
    for each, file, name in definitions(module):
        parts = file.definitions[name].path
        yield from ((call, parts) for call in each.calls if parts)


def _of_calls(module: Module) -> Iterator[tuple[str, Fact]]:
    for each, file, name in definitions(module):
        for number, (way, calls) in enumerate(_open_ways(each, file, name, module)):
            far = (" and may lead to ", code(f"{way}()"), f" of its own file{_ALLOWED}") if number else ()
            for does in file.definitions[way].does:
                led = [one for one in calls if led_to(one, does, way, module, is_far=bool(number))]
                places = sorted(_line(one) for one in led)
                who = (code(each.shown), ", which is called here", _times(places))
                if places:
                    given = with_programs(does, led) if not number else does
                    yield _told(("Through " if number else "In ", *who, *far), places[:_PLACES], given)


def _line(node: ast.AST) -> Lines:
    line = getattr(node, "lineno", 1)
    return Lines(line, line)


def _open_ways(
    each: Reached, file: File, name: str, module: Module
) -> Sequence[tuple[str, Sequence[ast.AST]]]:
    """What a function leads to, with the calls here for which no double stands in the way."""
    groups: dict[frozenset[str], list[ast.AST]] = defaultdict(list)
    for call in each.calls:
        groups[_shut(replaced_at(call, module), file, module)].append(call)
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for shut, calls in groups.items():
        for way in _ways(name, file, shut):
            found[way] += calls
    return [*found.items()]


def _shut(replaced: Collection[str], file: File, module: Module) -> frozenset[str]:
    """The functions of another file that are replaced there, by what that file calls them."""
    view = view_of(module) if replaced else None
    if view is None:
        return frozenset()
    ways = (_resolved(each, module.path, view, 0) for each in replaced)
    return frozenset(name for where, name in ways if where is file)


_ALLOWED = ", if what it is given here allows it, which is not worked out"


@once
def definitions(module: Module) -> Sequence[tuple[Reached, File, str]]:
    """What a file calls of other files of the project, with the file that defines it and its name there.

    Args:
        module: the module.

    Returns:
        Functions, methods, and what sets up an object; none of methods of which it is not certain whose.
    """
    view = view_of(module)
    return () if view is None else tuple(_definitions(module, view))


def _definitions(module: Module, view: View) -> Iterator[tuple[Reached, File, str]]:
    for each in (*reached(module), *methods_reached(module)):
        file, name = _resolved(each.name.removesuffix(".__wrapped__"), module.path, view, _HOPS)
        if name and not (each.is_entered and not _gives_itself(name.rpartition(".")[0], file)):
            yield each, file, name


def _gives_itself(class_: str, file: File) -> bool:
    """Whether what a ``with`` statement gets from an object of a class is that object."""
    ways = (file.definitions.get(f"{class_}.{each}") for each in ("__enter__", "__aenter__"))
    return any(each is not None and each.gives_itself for each in ways)


def _of_bases(module: Module, view: View) -> Iterator[tuple[str, Fact]]:
    """What set-ups and tear-downs of base classes in other files do, and the methods that tests inherit."""
    done: set[tuple[str, str]] = set()
    for class_ in module.nodes(ast.ClassDef):
        for owned, who, places in (*_hooks(class_, module), *_inherited(class_, module)):
            file = file_of(owned.class_.path, view)
            for way in _ways(f"{owned.class_.name}.{owned.method.name}", file):
                if (owned.class_.path, way) not in done:
                    yield from _few(way, who, places, file.definitions[way].does)
                done.add((owned.class_.path, way))


def _few(way: str, who: str, places: Sequence[Lines], does: Sequence[Does]) -> Iterator[tuple[str, Fact]]:
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


def _ways(name: str, file: File, shut: Collection[str] = ()) -> Sequence[str]:
    """A function and those of its own file that it leads to, the nearest first."""
    found = {name: 0} if name in file.definitions else {}
    waiting = [*found]
    while waiting:
        current = waiting.pop(0)
        for each in file.definitions[current].calls if found[current] < _DEEPEST else ():
            if each in file.definitions and each not in found and each not in shut:
                is_table = file.definitions[each].is_table
                found[each] = found[current] + (not is_table)
                waiting.insert(0 if is_table else len(waiting), each)
    return [each for each in found if not file.definitions[each].is_table]


def _of_fixtures(module: Module, view: View) -> Iterator[tuple[str, Fact]]:
    wanted: dict[tuple[str, Lines], list[Lines]] = defaultdict(list)
    for each in asked(module):
        for place in sources(each, module):
            wanted[each.name, place].append(Lines(each.parameter.lineno, each.parameter.lineno))
    for (name, place), lines in wanted.items():
        file = file_of(place.path, view) if place.path else NOTHING
        asked_for = f", which is asked for here{_times(lines)}"
        for way in (one for one, held in file.definitions.items() if held.line == place.first):
            for who, does in _of_ways(name, way, asked_for, file):
                yield _told(who, lines[:_PLACES], does)
    for given in configured(module):
        whose = ("In the fixture ", code(given.name), ", which the configuration of pytest asks for")
        for place in (each for each in given.places if each.path):
            every = file_of(place.path, view).definitions.values()
            found = (each for each in every if each.line == place.first)
            yield from (_told(whose, [], does) for each in found for does in each.does)
    for name, file in _automatic(view):
        runs = f", which runs {file.definitions[name].rhythm} here (autouse)"
        for who, does in _of_ways(name, name, runs, file):
            yield _told(who, [], does)


def _of_ways(shown: str, name: str, how: str, file: File) -> Iterator[tuple[Sequence[str], Does]]:
    """What a fixture does, and what the functions of its own file do that it leads to."""
    for number, way in enumerate(_ways(name, file)):
        leads = (" and may lead to ", code(f"{way}()"), " of its own file") if number else ()
        begin = "Through" if number else "In"
        who = (f"{begin} the fixture ", code(shown), how, *leads)
        yield from ((who, does) for does in file.definitions[way].does)


def _times(places: Sequence[Lines]) -> str:
    """That not all places are named; empty if they are."""
    return f" ({len(places)} times, the first {_PLACES} named)" if len(places) > _PLACES else ""


def _automatic(view: View) -> Iterator[tuple[str, File]]:
    """The fixtures of ``conftest.py`` files that nobody has to ask for."""
    for conftest in view.conftests():
        names = [each.name for each in conftest.functions if each.autouse]
        file = file_of(conftest.path, view) if names else NOTHING
        yield from ((each, file) for each in names if each in file.definitions)


def _of_conftests(path: str, view: View) -> Iterator[tuple[str, Fact]]:
    """What the hooks of ``conftest.py`` files do, which pytest calls, and what their import changes."""
    for conftest in view.conftests():
        file = file_of(conftest.path, view) if conftest.path != path else NOTHING
        for each in file.at_import:
            yield each.aspect, fact("followed-import", each.lines, *each.parts, subject=conftest.path)
        yield from _of_import(file, conftest.path, _LOADED, "")
        for place, under in brought(file, conftest.path, view):
            if place != path:
                yield from _of_import(file_of(place, view), place, _BROUGHT, ", under a condition" * under)
        for name, definition in file.definitions.items():
            for does in definition.does if name.startswith("pytest_") else ():
                words = ("In the hook ", code(f"{name}()"), ", which pytest calls")
                yield _told(words, [], does)


def _of_imports(module: Module, view: View) -> Iterator[tuple[str, Fact]]:
    """What the import of files in the same folder changes, as one does that finds the code under test."""
    here = posixpath.dirname(module.path)
    for place, under in imported(module, view).items():
        if place != module.path and _is_helper(place):
            file = file_of(place, view)
            top = tuple(each for each in file.at_top if not _is_named_elsewhere(each))
            yield from _of_import(file._replace(at_top=top), place, _IMPORTED, ", under a condition" * under)
        is_beside = place != module.path and posixpath.dirname(place) == here
        if is_beside and posixpath.basename(place) not in _OWN_WAYS:
            when = " under a condition" if under else ""
            for each in file_of(place, view).at_import:
                words = f"In a file beside this one, which is imported here{when}: "
                yield each.aspect, fact("followed-import", each.lines, words, *each.parts, subject=place)


_LOADED = "When {} is imported, which pytest loads for this file"
_BROUGHT = "When {} is imported, as conftest.py does"
_IMPORTED = "When {}, by its path a file for tests, is imported, as is done here"


_PLAIN = 4
"""Pieces of the sentence that a variable is read, with no word of what is taken in its place."""


def _is_named_elsewhere(does: Does) -> bool:
    """Whether it is but that a variable of the environment is read, which is told of what a file imports."""
    return does.parts[0].startswith("The environment variable") and len(does.parts) == _PLAIN


def _is_helper(path: str) -> bool:
    """Whether a file stands among tests by its path, and is told of where it is imported."""
    return is_of_tests(path) and posixpath.basename(path) != "conftest.py"


def brought(file: File, path: str, view: View) -> Iterator[tuple[str, bool]]:
    """The files that a file imports where it is imported, each with whether under a condition alone."""
    found: dict[str, bool] = {}
    for name, under in file.brings:
        place = view.place(name, path) or view.place(name.rpartition(".")[0], path)
        if place is not None and place != path and _is_helper(place):
            found[place] = under and found.get(place, True)
    yield from found.items()


def _of_import(file: File, path: str, words: str, under: str) -> Iterator[tuple[str, Fact]]:
    """What is done where a file of tests is imported, at its top and in functions that it calls there."""
    who = words.format(posixpath.basename(path))
    for does in file.at_top:
        how = under or does.when
        kind = "followed-import"
        yield does.aspect, fact(kind, does.lines, who, how, ": ", *does.parts, subject=path)
    for name, how in file.calls_at_top:
        for way in _ways(name, file):
            leads = () if way == name else (" and may lead to ", code(f"{way}()"))
            whole = (who, under or how, ", ", code(f"{name}()"), " is called", *leads)
            yield from (_told(whole, [], each) for each in file.definitions[way].does)


_OWN_WAYS = ("conftest.py", "__init__.py")
"""Files of a folder that are looked at elsewhere, or imported with all that stands there."""


def _told(who: Sequence[str], places: Sequence[Lines], does: Does) -> tuple[str, Fact]:
    kind = f"followed-{does.aspect.partition(' ')[0].lower()}"
    return does.aspect, fact(kind, [*places, *does.lines], *who, does.when, ": ", *does.parts, subject=who[1])


def _resolved(name: str, path: str, view: View, hops: int) -> tuple[File, str]:
    """The function of a qualified name, or what sets up a class of that name, through re-exports."""
    for dotted, inner in splits(name):
        place = view.place(dotted, path)
        if place is None or place == path:
            continue
        file = file_of(place, view)
        head, dot, rest = inner.partition(".")
        for each in (inner, f"{inner}.__init__"):
            if each in file.definitions or (each := file.inherited(each)):
                return file, each
        if hops and head in file.imports:
            return _resolved(f"{file.imports[head]}{dot}{rest}", place, view, hops - 1)
        break
    return NOTHING, ""
