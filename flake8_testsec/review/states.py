"""States of the whole process that a file changes, and what puts them back."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.cleanup.changers import changers
from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.touches import Kind, Touch, is_in_finally, touches
from flake8_testsec.patterns import lazy
from flake8_testsec.project.undoing import REGISTRARS
from flake8_testsec.review.bases import is_teardown
from flake8_testsec.review.branching import is_sure
from flake8_testsec.review.called_doubles import is_imported
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.review.places import functions
from flake8_testsec.review.replaced_here import is_of_double
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test, methods

_LASTING = frozenset(
    {
        *("warnings.simplefilter", "warnings.filterwarnings", "logging.disable", "logging.basicConfig"),
        *("sys.path.insert", "sys.path.append", "os.chdir", "os.umask", "os.putenv", "os.environ.update"),
        *("os.environ.setdefault", "os.environ.pop", "socket.setdefaulttimeout", "locale.setlocale"),
        *("random.seed", "signal.signal", "faulthandler.enable", "sys.setrecursionlimit", "django.setup"),
        *(
            "django.conf.settings.configure",
            "gc.disable",
            "gevent.monkey.patch_all",
            "eventlet.monkey_patch",
            "asyncio.set_event_loop_policy",
        ),
    }
)


_BY_OTHERS = "what is registered, a hook, a fixture, a base class or a with statement"


_NEW_AGAIN = "what is registered puts there what this call returns, which is not what was there"


def changed(module: Module) -> Iterator[Fact]:
    """What functions change for the whole process, and what puts it back.

    Args:
        module: the module.

    Yields:
        One fact for each state in each function.
    """
    changing = changers(module)
    for function in functions(module):
        if function in changing:
            yield from _states(function, module)


def _states(function: Function, module: Module) -> Iterator[Fact]:
    groups: dict[str, list[Touch]] = defaultdict(list)
    for each in touches(function, module):
        if not is_of_double(each.node, module):
            groups[each.text].append(each)
    for text, several in groups.items():
        is_test_code = is_test(function, module) or is_fixture(function, module) or is_hook(function)
        kinds = (Kind.FRESH,) if is_test_code else (Kind.FRESH, Kind.REMOVED)
        fresh = [each.node for each in several if each.kind in kinds]
        restored = [each.node for each in several if each.kind is Kind.RESTORED]
        if fresh and not (is_teardown(function.name) and _is_end(several[0], fresh, function, module)):
            back = f"; {_set_back(restored, module)} at a line named here" if restored else ""
            is_end = is_teardown(function.name)
            if not (restored or is_end or function.name in _OF_RUN) and any(
                each.tag in custody(function, module).undoes for each in several
            ):
                restored = [*_elsewhere(several[0], function, module)]
                where_ = " at a line named here" if restored else ""
                back = f"; {_BY_OTHERS} puts it back{where_}"
                if _gives_new(text, fresh, restored, module):
                    back = f"; {_NEW_AGAIN}"
            where = code(f"{function.name}()")
            parts = ("State of the whole process, changed in ", where, ": ", code(text), f"{back}.")
            yield fact("state", [*fresh, *restored], *parts, subject=text)


_OF_RUN = frozenset({"pytest_configure", "pytest_sessionstart", "pytest_load_initial_conftests"})
"""Hooks that run before all tests, whose changes no fixture ends."""


def _gives_new(text: str, fresh: Sequence[ast.AST], restored: Sequence[ast.AST], module: Module) -> bool:
    """Whether what is put back is what the change itself has returned, which is the new one as documented."""
    if text != "locale.setlocale()":
        return False
    made = [module.parent(each) for each in fresh]
    names = {spelt(one) for each in made if isinstance(each, ast.Assign) for one in each.targets}
    calls = [each for each in restored if isinstance(each, ast.Call)]
    return bool(calls) and all(any(spelt(one) in names for one in each.args) for each in calls)


def _is_end(touch: Touch, fresh: Sequence[ast.AST], function: Function, module: Module) -> bool:
    """Whether what a tear-down sets is what it puts back of another function's change."""
    class_ = module.class_of(function)
    others = (each for each in methods(class_) if not is_teardown(each.name)) if class_ is not None else ()
    is_begun = any(one.key == touch.key for each in others for one in touches(each, module))
    return is_begun and {*_elsewhere(touch, function, module)} <= {*fresh}


def _elsewhere(touch: Touch, function: Function, module: Module) -> Iterator[ast.AST]:
    """Where a state is put back for a function: what it registers for later, and tear-downs of its class."""
    for call in module.calls(REGISTRARS):
        is_it = call.args and f"{spelt(call.args[0])}()" == touch.text
        if is_it and module.function(call) is function:
            yield call
    class_ = module.class_of(function)
    for each in methods(class_) if class_ is not None else ():
        if is_teardown(each.name):
            yield from (one.node for one in touches(each, module) if one.key == touch.key)


def _set_back(restored: Sequence[ast.AST], module: Module) -> str:
    """What is put back: what was saved before, or what Python began with, which another may have replaced."""
    around = [above for node in restored for above in (node, module.parent(node))]
    values = [each.value for each in around if isinstance(each, ast.Assign)]
    if any(name.startswith("sys.__") for value in values for name in module.names(value)):
        return "what Python itself began with is put there"
    is_literal = bool(values) and all(isinstance(each, ast.Constant) for each in values)
    what = "a literal is put there again" if is_literal else "what was there before is put back"
    plain = [each for each in restored if isinstance(module.parent(each), ast.Assign)]
    if plain and plain == restored and not any(is_in_finally(each, module) for each in plain):
        return f"{what}, in no finally,"
    return what


def options(module: Module) -> Iterator[Fact]:
    """Options of pytest that functions set, as hooks of ``conftest.py`` do.

    Args:
        module: the module.

    Yields:
        One fact for each option.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for statement in module.nodes(ast.Assign) if "option" in module.attribute_names else ():
        for target in statement.targets if module.function(statement) is not None else ():
            match target:
                case ast.Attribute(value=ast.Attribute(value=ast.Name(id="config"), attr="option")):
                    found[spelt(target)].append(statement)
    for shown, statements in found.items():
        yield fact("option", statements, "An option of pytest is set: ", code(shown), ".", subject=shown)


def at_import(module: Module) -> Iterator[Fact]:
    """Calls that change the process for good, made where the file is imported."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({each.rpartition(".")[2] for each in _LASTING}):
        if (
            module.function(call) is None
            and module.names(call.func) & _LASTING
            and not _is_main(call, module)
        ):
            found[spelt(call)].append(call)
    yield from _registered(module)
    for shown, calls in (*found.items(), *_set_at_import(module).items()):
        words = "State of the whole process, changed when the file is imported"
        under = ", under a condition" if all(_is_partly(each, module) for each in calls) else ""
        yield fact("at-import", calls, f"{words}{under}: ", code(shown), ".", subject=shown)


def as_program(module: Module) -> Iterator[Fact]:
    """Calls that change the process for good, made where the file is run as a program.

    Args:
        module: the module.

    Yields:
        One fact for each call as it is written.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({each.rpartition(".")[2] for each in _LASTING}):
        if _is_main(call, module) and module.function(call) is None and module.names(call.func) & _LASTING:
            found[spelt(call)].append(call)
    for shown, calls in found.items():
        words = "State of the whole process, changed when the file is run as a program: "
        yield fact("as-program-state", calls, words, code(shown), ".", subject=shown)


def _registered(module: Module) -> Iterator[Fact]:
    """Statements at the top that register something by what they call, which all of the process sees."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for statement in module.tree.body:
        match statement:
            case ast.Expr(value=ast.Call(func=func)) if _REGISTERS.match(last_word(func)):
                found[f"{spelt(func)}()"].append(statement)
    for shown, statements in found.items():
        words = "By its name, registers something when the file is imported: "
        yield fact("registered-at-import", statements, words, code(shown), ".", subject=shown)


_REGISTERS = lazy(r"(?:un)?register(?:_\w+|[A-Z]\w*)?\Z|(?:monkey_?patch|install)(?:_\w+)?\Z")


def _is_partly(node: ast.AST, module: Module) -> bool:
    """Whether something need not be done at each import: in a branch, a loop or a handler, or behind what
    may raise in a ``try``."""
    below = node
    for above in module.ancestors(node):
        is_behind = isinstance(above, ast.Try) and below in above.body[1:]
        if is_behind or not is_sure(below, above):
            return True
        below = above
    return False


def _set_at_import(module: Module) -> Mapping[str, list[ast.AST]]:
    """Assignments at the module's level into variables of the environment and into what is imported."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for statement in module.nodes(ast.Assign):
        targets = [each for each in statement.targets if isinstance(each, ast.Attribute | ast.Subscript)]
        for target in targets if targets and module.above(statement, *_INNER) is None else ():
            match target:
                case ast.Attribute(value=owner) | ast.Subscript(value=owner) if is_imported(owner, module):
                    found[spelt(statement)].append(statement)
    return found


_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def _is_main(call: ast.Call, module: Module) -> bool:
    """Whether a call is made only where the file is run as a program."""
    around = (each for each in module.ancestors(call) if isinstance(each, ast.If))
    return any("__name__" in spelt(each.test) for each in around)
