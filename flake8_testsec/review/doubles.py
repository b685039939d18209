"""Doubles and controls: what is replaced, by what and for how long, and who acts with more rights."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy, short
from flake8_testsec.review import (
    answered,
    called_doubles,
    controls_off,
    logged_in,
    named_so,
    passed_through,
    replaced_controls,
    standing_in,
)
from flake8_testsec.review.document import Code, Fact, capped, code, counted, fact
from flake8_testsec.review.given_names import given
from flake8_testsec.review.places import functions, names_in_loop
from flake8_testsec.source.calls import argument, keyword, last_word, spelt, string, truth
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES, new_position
from flake8_testsec.vocabulary.testing.suites import (
    is_at_top,
    is_collected,
    is_fixture,
    is_hook,
    is_test,
)

NOTHING = (
    "In this file no call of unittest.mock, mocker or monkeypatch and no other call that is known "
    "replaces anything, no name of its code has the word fake, mock, stub or dummy in it, Faker apart, "
    "no check of certificates or of forged requests (CSRF) is switched off by a name that is known, and "
    "no client with more rights is named by a word that is known. What code in other files replaces, that of "
    "fixtures and bases too, was not followed to its end."
)

_REMOVED = "nothing"
_VARIABLE = "until the fixture monkeypatch undoes that"
_MOST = 10
"""Replacements that are told one by one."""
_DICT = frozenset({"unittest.mock.patch.dict", "unittest.mock.patch.multiple"})
_REPLACING = frozenset({"patch", "object", "dict", "multiple"}) | {
    *("setattr", "setitem", "setenv", "delattr", "delitem", "delenv", "stub_out", "chdir")
}
_SETTERS = frozenset({"setattr", "setitem", "setenv", "delattr", "delitem", "delenv", "stub_out"})
_FAKE = short(
    r"(?i)(?:^|[._])(?:fake|mock|stub|dummy)\w*(?:\.\w*)?\Z|(?:^|\.)(?:Fake|Mock|Stub|Dummy)[A-Z]\w*\Z"
)
_BEGINS = lazy(r"(?i)_*(?:fake|mock|stub|dummy)(?:_|\Z)")
_INSIDE = lazy(r"[a-z](?:Fake|Mock|Stub|Dummy)[A-Z]")
_DOUBLE = lazy(r"[A-Z]\w*(?:Fake|Mock|Stub|Dummy)\Z")
_PATCHING = short(r"(?:Fixture|Patch\w*)\(\)\Z")
"""Doubles by their names that replace something else, and are no doubles themselves."""
_PRIVILEGED = lazy(
    r"(?!(?:is|has|can|not|needs|requires)_)(?:\w+_)?(?:admin|superuser|privileged)(?:_(?:api|client|user|context|session|ctx))?\Z|"
    r"(?:\w+_)?root_(?:api|client|user|context|session)\Z"
)
_PRIVILEGED_NAME = lazy(
    r"(?:\w+_)?(?:admin|superuser|privileged|root)_(?:api|client|user|context|session|ctx|conn|connection|instance|"
    r"account|browser|headers|app|login)\Z"
)
"""A variable or a parameter that is called so; ``admin`` alone is often a module."""


class Replacement(NamedTuple):
    """Something that is replaced; of a variable of the environment the name."""

    node: ast.AST
    target: str
    new: str
    how_long: str


def facts(module: Module) -> Iterator[Fact]:
    """Replacements, fakes that are named or defined here, mocks, privileged clients, switches of controls."""
    known = [*_known(module)]
    yield from known or named_so.facts(module)


def _known(module: Module) -> Iterator[Fact]:
    found = sorted(replacements(module), key=lambda each: (each.node.lineno, each.node.col_offset))  # type: ignore[attr-defined]
    yield from _replaced(found)
    yield from replaced_controls.facts(_by_target(found), module)
    yield from answered.stand_ins(module)
    yield from capped(_fakes(module), "doubles that are named or defined")
    yield from _mocks(module)
    yield from answered.facts(module)
    yield from called_doubles.facts(module)
    yield from standing_in.facts(module)
    yield from passed_through.facts(module)
    yield from _privileged(module)
    yield from controls_off.facts(module)


def _replaced(found: Sequence[Replacement]) -> Iterator[Fact]:
    groups: dict[tuple[str, str, str], list[ast.AST]] = defaultdict(list)
    for each in found:
        groups[each.target, each.new, each.how_long].append(each.node)
    told = [*groups.items()][:_MOST]
    rest = [*groups.items()][_MOST:]
    wide = [each for each in rest if _is_of_process(*each[0])][:_MOST]
    wide = rest if len(rest) == len(wide) + 1 else wide
    yield from (_replacement(*each) for each in (*told, *wide))
    if rest := [each for each in rest if each not in wide]:
        nodes = [each for _, several in rest for each in several]
        number, kinds = counted(len(nodes), "more replacement"), counted(len(rest), "kind")
        parts = (f"{number} of {kinds}, from the first to the last line named.",)
        ends = sorted(nodes, key=lambda each: getattr(each, "lineno", 0))
        yield fact("replacements", [ends[0], ends[-1]], *parts, subject=str(len(nodes)))


def _replacement(what: tuple[str, str, str], nodes: Sequence[ast.AST]) -> Fact:
    target, new, how_long = what
    by = (f" by {_REMOVED}",) if new == _REMOVED else (" by ", Code(new)) if new else ()
    word = "Environment variable replaced" if how_long.startswith(_VARIABLE) else "Replaced"
    times = f", {len(nodes)} times" if len(nodes) > 1 else ""
    return fact("replaced", nodes, f"{word}: ", Code(target), *by, f", {how_long}{times}.", subject=target)


def _is_of_process(target: str, new: str, how_long: str) -> bool:
    """Whether it is the folder of the process, or its environment, which the code under test reads."""
    return how_long.startswith(_VARIABLE) or target.startswith(("os.getcwd", "os.environ"))


def replacing(module: Module) -> Iterator[Fact]:
    """Each replacement by a call that is known, on its own."""
    for each in replacements(module):
        yield from _replaced([each])
    yield from called_doubles.used(module)
    yield from answered.refusing(module)
    yield from (each for each in called_doubles.made(module) if not _PATCHING.search(each.subject))
    yield from controls_off.facts(module)


def _by_target(found: Sequence[Replacement]) -> Mapping[str, Sequence[ast.AST]]:
    groups: dict[str, list[ast.AST]] = defaultdict(list)
    for each in found:
        groups[each.target].append(each.node)
    return groups


def replacements(module: Module) -> Iterator[Replacement]:
    """What calls of ``unittest.mock``, of ``mocker``, of ``monkeypatch`` and of ``stub_out`` replace."""
    for call in module.scopes.calls(_REPLACING):
        position = new_position(call, module)
        if position is not None:
            yield from _patched(call, position, module)
        elif (folder := _folder(call)) is not None:
            yield folder
        elif isinstance(call.func, ast.Attribute) and call.func.attr in _SETTERS:
            yield from _set(call, call.func, module)
        elif call.args and last_word(call.func) in ("dict", "multiple") and module.names(call.func) & _DICT:
            yield Replacement(call, code(_several(call)), "", _how_long(call, module))


def _several(call: ast.Call) -> str:
    """What ``patch.multiple`` replaces, or the entries that ``patch.dict`` sets where it clears nothing."""
    whole, names = spelt(call.args[0]), [each.arg for each in call.keywords if each.arg]
    if last_word(call.func) != "dict":
        return ", ".join((whole, *names))
    clear = argument(call, 2, "clear")
    if not (clear is None or truth(clear) is False):
        return whole
    whole = string(call.args[0]) or whole
    match argument(call, 1, "values"):
        case ast.Dict(keys=keys) if 0 < len(keys) <= _ENTRIES and all(string(each) for each in keys if each):
            return ", ".join(f"{whole}[{spelt(each) if each else '...'}]" for each in keys)
        case _:
            return f"{whole}[...]"


_ENTRIES = 3
"""Entries that are named one by one."""


def _patched(call: ast.Call, position: int, module: Module) -> Iterator[Replacement]:
    target = [argument(call, place) for place in range(position)]
    if target and all(each is not None for each in target):
        how_long = _how_long(call, module)
        if position == 1 and string(meant(target[0] or call, module)) is None:
            how_long = f"{how_long}; its name is worked out"
        yield Replacement(call, _joined(target, module), _new(call, position), how_long)


def _joined(target: Sequence[ast.expr | None], module: Module) -> Code:
    """``owner.name`` of the two arguments of ``patch.object``, and the text of a literal."""
    given = [each for each in target if each is not None]
    texts = [string(meant(each, module)) for each in given]
    if len(given) == 2 and texts[1] is None:  # which attribute it is, is worked out
        return code(f"getattr({spelt(given[0])}, {spelt(given[1])})")
    words = (spelt(each) if text is None else text for each, text in zip(given, texts, strict=True))
    return code(".".join(filter(None, words)))


def _new(call: ast.Call, position: int) -> str:
    new = argument(call, position, "new")
    if new is not None:
        return code(spelt(new))
    made = keyword(call, "new_callable")
    if made is not None:
        return code(f"what {spelt(made.value)}() returns")
    told = [each for name in ("return_value", "side_effect", "wraps") if (each := keyword(call, name))]
    shown = ", ".join(f"{each.arg}={spelt(each.value)}" for each in told)
    return code(f"a mock with {shown}") if shown else ""


def _set(call: ast.Call, func: ast.Attribute, module: Module) -> Iterator[Replacement]:
    """``monkeypatch.setattr`` and its like, ``self.stub_out``."""
    owner, word = spelt(func.value), func.attr
    if word == "stub_out" and len(call.args) == 2:
        target = _joined(call.args[:1], module)
        yield Replacement(call, target, code(spelt(call.args[1])), "until the test has ended")
    elif _is_monkeypatch(owner, call, module) and word != "stub_out" and call.args:
        size = 1 if word in ("setenv", "delenv") or (string(call.args[0]) and len(call.args) < 3) else 2
        new = "" if len(call.args) <= size else code(spelt(call.args[size]))
        new = _REMOVED if word.startswith("del") else new
        how_long = _undone(owner, word)
        item = word.endswith("item") and size == 2
        target = _item(call) if item else _joined(call.args[:size], module)
        if word.endswith("env") and string(meant(call.args[0], module)) is None:
            names = names_in_loop(call.args[0], module)
            target = code(", ".join(names)) if names else target
            how_long = how_long if names else f"{how_long}; its name is worked out"
        yield Replacement(call, target, new, how_long)


def _folder(call: ast.Call) -> Replacement | None:
    """The folder of the process, which ``monkeypatch.chdir`` changes."""
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="chdir"), args=[folder]):
            if spelt(owner).rpartition(".")[2] == "monkeypatch":
                how_long = _undone(spelt(owner), "chdir")
                return Replacement(call, code("os.getcwd()"), code(spelt(folder)), how_long)
    return None


def _item(call: ast.Call) -> Code:
    return code(f"{spelt(call.args[0])}[{spelt(call.args[1])}]")


def _undone(owner: str, word: str) -> str:
    """Until when what monkeypatch does holds; a name of a block's own is undone with the block."""
    if owner.rpartition(".")[2] != "monkeypatch":
        return "for the with block"
    return _VARIABLE if word.endswith("env") else "until the fixture monkeypatch undoes it"


def _is_monkeypatch(owner: str, call: ast.Call, module: Module) -> bool:
    """The fixture, or what ``with monkeypatch.context() as m`` calls m."""
    if owner.rpartition(".")[2] == "monkeypatch":
        return True
    for block in module.ancestors(call):
        if isinstance(block, (ast.With, ast.AsyncWith)):
            for item in block.items:
                is_named = item.optional_vars is not None and spelt(item.optional_vars) == owner
                if is_named and spelt(item.context_expr).endswith(".context()"):
                    return True
    return False


def _how_long(call: ast.Call, module: Module) -> str:
    """For how long a patch holds, as far as the place tells."""
    match module.parent(call):
        case ast.withitem():
            return "for the with block"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return "for the decorated function"
        case ast.ClassDef():
            return "for each test of the decorated class"
        case ast.Attribute(attr="start"):
            return "from start() to stop()"
        case ast.Call(func=func) if last_word(func) in ("enter_context", "enterContext", "useFixture"):
            return f"until what {last_word(func)}() belongs to has ended"
        case _:
            mocker = spelt(call.func).startswith(
                ("mocker.", "class_mocker.", "module_mocker.", "session_mocker.")
            )
            return "until the fixture mocker has ended" if mocker else "for as long as the patch is started"


def _fakes(module: Module) -> Iterator[Fact]:
    """Doubles by their names: named in settings of classes, and defined here."""
    for statement in module.nodes(ast.Assign):
        text = string(statement.value)
        match statement.targets:
            case [ast.Name(id=name) | ast.Attribute(attr=name)] if (
                text and "." in text and _FAKE.search(text)
            ):
                parts = (
                    "By its name a fake: ",
                    code(f"{name} = {text!r}"),
                    *_in_class(statement, module),
                    ".",
                )
                yield fact("fake-named", [statement], *parts, subject=text)
    for class_ in module.nodes(ast.ClassDef):
        ways = (_FAKE.search, _DOUBLE.match, _INSIDE.search)
        if any(way(class_.name) for way in ways) and not is_collected(class_, module):
            parts = ("By its name, a double is defined here: ", code(class_.name), ".")
            yield fact("double-defined", [class_], *parts, subject=class_.name)
    for function in functions(module):
        if _is_double(function, module):
            parts = ("By its name, a double is defined here: ", code(f"{function.name}()"), ".")
            yield fact("double-defined", [function], *parts, subject=function.name)


def _is_double(function: Function, module: Module) -> bool:
    """Whether a function stands for another by its name; one in a class or function, if that begins so."""
    if is_fixture(function, module) or is_hook(function) or is_test(function, module):
        return False
    return (_FAKE.search if is_at_top(function, module) else _BEGINS.match)(function.name) is not None


def _in_class(statement: ast.Assign, module: Module) -> tuple[str, ...]:
    match module.parent(statement):
        case ast.ClassDef(name=name):
            return (", for all tests of ", code(name))
        case _:
            return ()


def _mocks(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    words = {name.rpartition(".")[2] for name in MOCK_CLASSES} | {"create_autospec"}
    known = MOCK_CLASSES | {"unittest.mock.create_autospec"}
    for call in module.scopes.calls(frozenset(words)):
        if names := module.names(call.func) & known:
            found[min(names).rpartition(".")[2]].append(call)
    for name, calls in sorted(found.items()):
        ends = sorted(calls, key=lambda each: (getattr(each, "lineno", 0), getattr(each, "col_offset", 0)))
        shown = ends if len(ends) < 6 else [ends[0], ends[-1]]
        where = "" if len(ends) < 6 else ", from the first to the last line named"
        yield fact(
            "mock", shown, code(name), f" is called in {counted(len(ends), 'place')}{where}.", subject=name
        )


def _users(module: Module) -> Iterator[Fact]:
    """Users with more rights than others, by the literals that stand under the names of users."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for name, value in given(module):
        if _USER.match(name) and string(value) in _USERS:
            found[string(value) or ""].append(value)
    for user, nodes in found.items():
        shown = nodes if len(nodes) < 6 else [nodes[0], nodes[-1]]
        where = "" if len(nodes) < 6 else f" {len(nodes)} times, from the first to the last line named"
        words = "Given as a user that has more rights than others, by its name: "
        yield fact("privileged-user", shown, words, code(user), f"{where}.", subject=user)


_USER = lazy(r"(?i)(?:\w+_)?(?:user|user_?name|login|account)\Z")
_USERS = frozenset({"root", "admin", "administrator", "Administrator", "superuser", "sa", "sysadmin"})


def _made_with_rights(module: Module) -> Iterator[Fact]:
    """Users that get all rights, by the name of the call that makes them."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"create_superuser"}):
        found[spelt(call.func)].append(call)
    for shown, calls in found.items():
        words = "By its name, makes a user that has all rights: "
        yield fact("privileged", calls, words, code(f"{shown}()"), ".", subject=shown)


def _privileged(module: Module) -> Iterator[Fact]:
    """Clients and users with more rights than others, by what they are called."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for attribute in module.attributes([each for each in module.attribute_names if _PRIVILEGED.match(each)]):
        is_read = isinstance(attribute.ctx, ast.Load)
        is_named_so = isinstance(attribute.value, ast.Name) and is_read
        if is_named_so and not module.names(attribute):  # nothing that is imported
            found[spelt(attribute)].append(attribute)
    words = frozenset(filter(_PRIVILEGED_NAME.match, module.names_used))
    for named in module.nodes(ast.Name) if words else ():
        if named.id in words and all("(" in each for each in module.names(named)):
            found[named.id].append(named)
    for parameter in module.nodes(ast.arg):
        if _PRIVILEGED_NAME.match(parameter.arg):
            found[parameter.arg].append(parameter)
    yield from _users(module)
    yield from _made_with_rights(module)
    yield from logged_in.facts(module)
    for name, several in found.items():
        nodes = sorted(several, key=lambda each: getattr(each, "lineno", 0))
        shown = nodes if len(nodes) < 6 else [nodes[0], nodes[-1]]
        where = "" if len(nodes) < 6 else f" {len(nodes)} times, from the first to the last line named"
        parts = ("Used with more rights than others, by its name: ", code(name), f"{where}.")
        yield fact("privileged", shown, *parts, subject=name)
