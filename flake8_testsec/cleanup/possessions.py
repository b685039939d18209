"""What the objects of a class open when they are made, and which of their methods give it back."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.project import own_attributes, regions
from flake8_testsec.project.facts import name_of
from flake8_testsec.project.found import Found
from flake8_testsec.project.views import View
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods, receiver

ENDS = (
    "close",
    "aclose",
    "stop",
    "shutdown",
    "disconnect",
    "terminate",
    "quit",
    "cleanup",
    "dispose",
    "release",
)
"""The methods by which an object gives back what it has opened, the likeliest first."""
_BEGINS = ("start", "open", "connect", "listen", "run", "launch", "setup", "begin")
"""The methods by which an object opens what it gives back later."""
_OPENED = ("TSE301", "TSE302", "TSE303", "TSE311", "TSE312", "TSE316")
_LATER = ("executor", "session", "response", "task", "stack of cleanups", "queue", "timer")
"""What holds next to nothing before it is used."""
_MOST_CLASSES = 50
"""Classes that one may hold objects of, and these of others: of more nothing is known."""
_MOST = 20
"""Methods that one looks into, and classes above one."""
_MANY = 100
"""Methods of a class that is too large to follow each of them."""


class Possession(NamedTuple):
    """What an attribute is given when an object is made: something opened, or an object of another class."""

    attribute: str
    made_by: str
    opened: bool


class Possessions(NamedTuple):
    """What one class does itself.

    ``has`` is what each method opens of those that begin something, the constructor among them;
    ``passes_on`` whether that calls the inherited one; ``uses`` the methods in which anything of it is done;
    ``ends`` the attributes that each method of `ENDS` speaks of, and that each other method gives back;
    ``awaited`` the methods that are coroutines; ``by_itself`` whether the objects close themselves.
    """

    has: Mapping[str, Sequence[Possession]]
    passes_on: bool
    uses: Mapping[str, frozenset[str]]
    ends: Mapping[str, frozenset[str]]
    awaited: frozenset[str]
    by_itself: bool


_UNKNOWN = Possessions({}, False, {}, {}, frozenset(), by_itself=True)


class Opened(NamedTuple):
    """What the objects of a class hold, and where: the calls that open it, the methods that give it back."""

    attribute: str
    made_by: tuple[str, ...]
    words: tuple[str, ...]
    awaited: bool
    begun_by: tuple[str, ...] = ()


_Known = dict[tuple[str, str], "Opened | None"]


def opened_by(qualified: str, path: str, view: View) -> Opened | None:
    """What an object certainly holds from the moment when it is made.

    Args:
        qualified: the name of the class.
        path: the file in which the name stands; empty for the asking module's.
        view: the project.

    Returns:
        ``None`` if the class is not known, opens nothing on every way, or has no method that speaks of it.
    """
    return _opened_by(qualified, path, view, {})


def _opened_by(qualified: str, path: str, view: View, answers: _Known) -> Opened | None:
    """The same, each class being asked once: one that holds an object of its own kind opens nothing by it."""
    key = (qualified, path)
    if key not in answers and len(answers) < _MOST_CLASSES:
        answers[key] = None
        answers[key] = _worked_out(qualified, path, view, answers)
    return answers.get(key)


def _worked_out(qualified: str, path: str, view: View, answers: _Known) -> Opened | None:
    line = _line(qualified, path, view)
    known = [each for each in (_possessions(found, view) for found in line) if each is not None]
    if not line or len(known) < len(line) or any(each.by_itself for each in known):
        return None
    for begin in ("__init__", *_BEGINS):
        for found, has in _held(begin, line, known):
            made_by = _words(has.made_by) if has.opened else _inner(has, found, view, answers)
            words = _given_back_by(has.attribute, known) if made_by else ()
            if words and words[0] in ENDS:
                first = next(each for each in known if words[0] in each.ends)
                begun_by = () if begin == "__init__" else (begin,)
                awaited = words[0] in first.awaited
                return Opened(has.attribute, (line[0].name, *made_by), words, awaited, begun_by)
    return None


def _given_back_by(attribute: str, known: Sequence[Possessions]) -> tuple[str, ...]:
    """The methods that give an attribute back, those first whose names say so."""
    words = {word for each in known for word, several in each.ends.items() if attribute in several}
    return tuple(sorted(words, key=lambda each: (ENDS.index(each) if each in ENDS else len(ENDS), each)))


def _line(qualified: str, path: str, view: View) -> Sequence[Found]:
    """The class and those above it, nearest first; nothing if one of them may be several or is not known."""
    waiting, line = [(qualified, path)], list[Found]()
    for name, place in waiting:
        several = view.classes(name, place)
        if len(several) != 1 or len(waiting) > _MOST:
            return ()
        (found,) = several
        if isinstance(found, Found):
            line.append(found)
            waiting += [(base, found.module.path) for base in found.class_.bases]
        elif not found or found.startswith("io."):
            return ()  # files close themselves
    return line if any(not set(ENDS).isdisjoint(found.class_.sets) for found in line) else ()


def _held(
    begin: str, line: Sequence[Found], known: Sequence[Possessions]
) -> Iterator[tuple[Found, Possession]]:
    """What a method of a class, or the constructors of those above it, too, give to its attributes."""
    overridden: set[str] = set()
    for found, each in zip(line, known, strict=True):
        if begin in each.has:
            if overridden.isdisjoint(each.uses[begin]):
                yield from ((found, one) for one in each.has[begin])
            if not each.passes_on or begin != "__init__":
                return
        overridden.update({*found.class_.sets} - {"__init__"})


def _words(name: str) -> tuple[str, ...]:
    """A qualified name and those of what is around it: tests put doubles in the place of each."""
    parts = name.split(".")
    return tuple(".".join(parts[: end + 1]) for end in range(len(parts)))


def _inner(has: Possession, found: Found, view: View, answers: _Known) -> tuple[str, ...]:
    inner = _opened_by(has.made_by, found.module.path, view, answers)
    return inner.made_by if inner is not None and not inner.begun_by else ()


def is_by_itself(found: Found, view: View) -> bool:
    """Whether the objects of a class may give back what they hold when nobody has them any more.

    Args:
        found: the class.
        view: the project.

    Returns:
        ``True`` also for a class that is too large to be read.
    """
    known = _possessions(found, view)
    return known is not None and known.by_itself


def _possessions(found: Found, view: View) -> Possessions | None:
    known = view.told("cleanup.possessions", found.module.path, _read)
    return known.get(found.class_.name) if known is not None else None


def _read(module: Module) -> Mapping[str, Possessions]:
    """The classes of a module, but those that are defined several times."""
    with suppress(ValueError, RecursionError, MemoryError):
        named = [(name_of(each, module), each) for each in module.nodes(ast.ClassDef)]
        count = Counter(name for name, _ in named)
        return {name: _of_class(each, module) for name, each in named if count[name] == 1}
    return {}


def _of_class(class_: ast.ClassDef, module: Module) -> Possessions:
    own = {each.name: each for each in methods(class_)}
    if len(own) > _MANY:
        return _UNKNOWN
    begun = {word: _Acts(own, module) for word in ("__init__", *_BEGINS) if word in own}
    for word, acts in begun.items():
        acts.follow(own[word])
    held = own_attributes.held(class_, module)
    ends = {
        word: _spoken_of(method, held, module) if word in ENDS else _released(method, held, module)
        for word, method in own.items()
        if word != "__init__"
    }
    return Possessions(
        {word: [*_given(acts, module)] for word, acts in begun.items()},
        "__init__" in begun and begun["__init__"].passes_on,
        {word: frozenset(acts.followed) for word, acts in begun.items()},
        ends,
        frozenset(word for word in ends if isinstance(own[word], ast.AsyncFunctionDef)),
        not own.keys().isdisjoint(_BY_ITSELF) or any(_is_finalized(each, module) for each in walk(class_)),
    )


_BY_ITSELF = ("__del__", "__new__", "__getattribute__")
_FINALIZING = frozenset({"weakref.finalize", "atexit.register", "weakref.ref"})


def _is_finalized(node: ast.AST, module: Module) -> bool:
    return isinstance(node, ast.Call) and bool(module.names(node.func) & _FINALIZING)


def _spoken_of(method: Function, held: own_attributes.Held, module: Module) -> frozenset[str]:
    """The attributes that a method reads, itself or by what it calls; none if it must be told something."""
    given = method.args
    if len(given.posonlyargs) + len(given.args) - len(given.defaults) > 1:
        return frozenset()
    return frozenset(
        node.attr
        for node in regions.reached([method], held, module)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    )


def _released(method: Function, held: own_attributes.Held, module: Module) -> frozenset[str]:
    """The attributes that a method may give back: it names them, and calls something that releases."""
    nodes = [*regions.reached([method], held, module)]
    calls = (each.func for each in nodes if isinstance(each, ast.Call))
    if not any(own_attributes.releases(last_word(each)) for each in calls):
        return frozenset()
    return frozenset(each.attr for each in nodes if isinstance(each, ast.Attribute))


class _Acts:
    """What is done on every way when a method is called, in the order in which it is done.

    Args:
        own: the methods of the class.
        module: its module.
    """

    def __init__(self, own: Mapping[str, Function], module: Module) -> None:
        self._own = own
        self._module = module
        self.followed: list[str] = []
        self.passes_on = False
        self.stored: dict[str, ast.expr] = {}
        self.called: dict[str, set[str]] = defaultdict(set)

    def follow(self, method: Function) -> None:
        """Read a method, and those of the same object that it calls."""
        self.followed.append(method.name)
        names: dict[str, ast.expr] = {}
        owner = receiver(method, self._module)
        for statement in _always(method.body):
            self._read(statement, owner, names)
        for attribute, word in _ended(method, owner):
            self.called[attribute].add(word)

    def _read(self, statement: ast.stmt, owner: str, names: dict[str, ast.expr]) -> None:
        match statement:
            case (
                ast.Assign(targets=[target], value=value)
                | ast.AnnAssign(target=target, value=ast.expr() as value)
            ):
                self._store(target, names.get(spelt(value), value), owner, names)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=called, attr=word))):
                self._call(called, word, owner)

    def _call(self, called: ast.expr, word: str, owner: str) -> None:
        """Note a method that is called for its own sake."""
        match called:
            case _ if word == "__init__":
                self.passes_on = True
            case ast.Name(id=name) if name == owner and word in ENDS:
                self.stored.clear()
            case ast.Name(id=name) if name == owner and word in self._own:
                if word not in self.followed and len(self.followed) < _MOST:
                    self.follow(self._own[word])
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == owner:
                self.called[attribute].add(word)

    def _store(self, target: ast.expr, value: ast.expr, owner: str, names: dict[str, ast.expr]) -> None:
        match target:
            case ast.Name(id=name):
                names[name] = value
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == owner:
                self.stored[attribute] = value
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr=attribute), attr=word):
                self.called[attribute].add(word)
            case ast.Tuple(elts=several):
                for each in several:
                    self._store(each, value, owner, names)


def _ended(node: ast.AST, owner: str) -> Iterator[tuple[str, str]]:
    """The attributes of an object that are ended anywhere in some code, but not only because it failed."""
    for inner in ast.iter_child_nodes(node):
        match inner:
            case ast.ExceptHandler():
                continue
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr=attribute), attr=word):
                if name == owner and word in ENDS:
                    yield attribute, word
        yield from _ended(inner, owner)


def _always(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function that are carried out on every way that does not raise."""
    for statement in body:
        yield statement
        match statement:
            case ast.With(body=inner) | ast.AsyncWith(body=inner) | ast.Try(body=inner):
                yield from _always(inner)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
        if any(isinstance(each, (ast.Return, ast.Yield)) for each in walk(statement)):
            return


def _given(acts: _Acts, module: Module) -> Iterator[Possession]:
    """What the attributes are given that somebody has to give back."""
    for attribute, value in acts.stored.items():
        called = acts.called[attribute]
        if not isinstance(value, ast.Call) or not called.isdisjoint(ENDS):
            continue
        rows = [row for row in resources.acquired(value, module) if _is_held(row, called)]
        names = module.names(value.func)
        if rows:
            yield Possession(attribute, min(names), True)
        elif len(names) == 1 and last_word(value.func)[:1].isupper():
            yield Possession(attribute, min(names), False)


def _is_held(row: Resource, called: set[str]) -> bool:
    """Whether something of a row is open from the beginning, and stays so until somebody ends it."""
    if row.code not in _OPENED or row.spared or row.what in _LATER:
        return False
    return called.isdisjoint(row.excused) and (not row.begun_by or not called.isdisjoint(row.begun_by))
