"""What code gives back, as tags: the vocabulary in which teardowns, fixtures and base classes are compared.

* ``patchers``: every patcher of ``unittest.mock`` that was started (``patch.stopall``).
* ``environ``: the whole environment; ``environ:KEY``: one variable of it.
* ``folder``: the working directory; ``tempfile``: what is made in that for temporary files, once replaced.
* ``set:os.path.exists``: an attribute (or item) of something imported; ``set:shop.*``: any attribute below
  it, ``set:shop.+``: any of its own; ``set:*.name``: that of something not known; ``set:*``: of anything.
* ``call:signal.signal``: the process-wide setting that this function changes.
* ``self.x``: what the attribute holds; ``self.x.close``: only this was called on it; ``self.*``: all.
* ``lent:self.x``: the attribute's value is known to others, who may release it.
* ``anew:environ:KEY``, ``anew:set:time.time``: it is set anew before each test, so that no test of the class
  meets what another left; who sets it anew may well leave it behind.
* ``present:environ:KEY``: that variable, but only if it was set before.
* ``uses:shop.testing.clean_env``: whatever that function or class of the project gives back.
* ``resets:shop.reset_stock``: what that function resets; ``resets-alone:``: it is imported by its name;
  ``ends:shop.close``: one that is named otherwise, if it can be read. ``children``: all child processes.
* ``wraps:shop.testing.in_folder``: the same of a decorator, which gives anything back if it cannot be read.
* ``made:shop.keep``: what the result of that function gives back, if that is registered; ``result:environ``:
  so does that of this one.
* ``fixture:name``: whatever that fixture gives back; ``asked:name``: the same of one that a mark asks for.
* ``unread``: anything, because a mark asks for a fixture, or a decorator is used, that nobody could read.

Whoever is in doubt whether something is given back takes it as given back.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.reaping import children
from flake8_testsec.project.resets import reset_by
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.secrets.environment import ENVIRON

PATCHERS = "patchers"
ENVIRONMENT = "environ"
FOLDER = "folder"
TEMPFILE = "tempfile"
UNREAD = "unread"
ANY_ATTRIBUTE = "set:*"
ANEW = "anew:"

REGISTRARS = frozenset(
    {
        *("addCleanup", "addClassCleanup", "addModuleCleanup", "addAsyncCleanup", "add_cleanup"),
        *("addfinalizer", "add_finalizer", "callback", "push", "push_async_callback", "push_async_exit"),
        "register",
    }
)
"""Methods whose first argument is called later, with the others."""

ENTERERS = frozenset(
    {
        "enterContext",
        "enterClassContext",
        "enterModuleContext",
        "enterAsyncContext",
        "enter_context",
        "enter_async_context",
        "useFixture",
        "use_fixture",
        "useContext",
    }
)
"""Methods that enter the context manager given, and see to its end."""

_PAIRS = {
    "gc.enable": "gc.disable",
    "gc.disable": "gc.enable",
    "warnings.resetwarnings": "warnings.simplefilter",
    "signal.set_wakeup_fd": "signal.set_wakeup_fd",
}
SETTERS = frozenset(
    {
        "asyncio.set_event_loop",
        "asyncio.set_event_loop_policy",
        "csv.field_size_limit",
        "decimal.setcontext",
        "faulthandler.disable",
        "faulthandler.enable",
        "gc.set_debug",
        "gc.set_threshold",
        "locale.setlocale",
        "logging.disable",
        "os.nice",
        "os.umask",
        "resource.setrlimit",
        "signal.alarm",
        "signal.setitimer",
        "signal.signal",
        "socket.setdefaulttimeout",
        "sys.set_int_max_str_digits",
        "sys.setdlopenflags",
        "sys.setprofile",
        "sys.setrecursionlimit",
        "sys.setswitchinterval",
        "sys.settrace",
        "threading.setprofile",
        "threading.settrace",
        "time.tzset",
        "warnings.filterwarnings",
        "warnings.simplefilter",
    }
)
"""Functions that change something process-wide, and change it back."""

_MUTATORS = frozenset(
    {
        "__delitem__",
        "__setitem__",
        "addHandler",
        "append",
        "appendleft",
        "clear",
        "discard",
        "extend",
        "insert",
    }
    | {"pop", "popitem", "remove", "removeHandler", "reverse", "setLevel", "setdefault", "sort", "update"}
)
_CHANGERS = frozenset({"chdir", "fchdir", "chpwd", "popd"})
_MANAGERS = {
    "EnvironmentVarGuard": (ENVIRONMENT,),
    "NestedTempfile": (TEMPFILE,),
    "TempHomeDir": (TEMPFILE, "environ:HOME"),
    "PythonPathEntry": ("set:sys.path",),
    "DirsOnSysPath": ("set:sys.path",),
    "CleanImport": ("set:sys.modules",),
    **dict.fromkeys(("change_cwd", "temp_cwd", "working_directory"), (FOLDER,)),
    "catch_warnings": ("call:warnings.simplefilter", "call:warnings.filterwarnings"),
    "check_warnings": ("call:warnings.simplefilter", "call:warnings.filterwarnings"),
    "localcontext": ("set:decimal.getcontext()", "call:decimal.setcontext"),
    "override_settings": ("set:django.conf.settings.*",),
    "modify_settings": ("set:django.conf.settings.*",),
}
"""Well-known context managers and fixtures by their last word."""

_PATCHING = lazy(r"(?i)(mock|patch|stub|override|monkey|replace|swap|\Aset)")
_CHANGING_FOLDER = lazy(r"(?i)(ch|cd|change|work|cur)_?(ing|rent)?_?dir|cwd|isolat|sandbox|in_tmp|in_temp")
_HINTS = (
    (lazy(r"(?i)environ|(\A|_)env(s|vars?)?(_|\Z)|env_?vars?"), ENVIRONMENT),
    (_CHANGING_FOLDER, FOLDER),
    (lazy(r"(?i)temp_?(file|dir|root|home)s?(_|\Z)"), TEMPFILE),
)
"""What a fixture or context manager that nobody could read seems to be for, by its name."""


class Use(NamedTuple):
    """A call, or a callable and its arguments that are handed over to be called later."""

    func: ast.expr
    args: Sequence[ast.expr]
    whole: ast.Call

    @property
    def word(self) -> str:
        """The last word of what is called."""
        return last_word(self.func)


def use(call: ast.Call) -> Use:
    """A call as it stands."""
    return Use(call.func, call.args, call)


def registered(call: ast.Call) -> Use | None:
    """The use that a call arranges for later; ``None`` for any other call."""
    if last_word(call.func) not in REGISTRARS:
        return None
    match call.args:
        case [ast.Name(), (ast.Attribute() | ast.Name(id="setattr" | "delattr")) as first, *rest] if (
            last_word(call.func) == "register"
        ):
            return Use(first, rest, call)  # zope's: the test comes before what is called in the end
        case [ast.Call(func=func, args=[first, *rest]), *more] if last_word(func) == "partial":
            return Use(first, (*rest, *more), call)
        case [first, *rest]:
            return Use(first, rest, call)
    return None


def hinted(name: str) -> Iterator[str]:
    """What something that cannot be read gives back, as far as its name tells.

    Args:
        name: of a fixture, a decorator or a context manager.

    Yields:
        Tags.
    """
    yield from (tag for pattern, tag in _HINTS if pattern.search(name.rpartition(".")[2]))


def is_environ(node: ast.expr, module: Module) -> bool:
    """Whether an expression is ``os.environ`` itself."""
    return isinstance(node, (ast.Name, ast.Attribute)) and bool(module.names(node) & ENVIRON)


def variable(node: ast.expr | None, module: Module) -> str:
    """The tag of one variable of the environment; of all of them if its name is not known."""
    text = string(meant(node, module)) if node is not None else None
    return f"{ENVIRONMENT}:{text}" if text is not None else ENVIRONMENT


def environment(node: ast.AST, module: Module) -> Iterator[str]:
    """What a statement or a call changes in the environment.

    Args:
        node: any node; a change of ``os.environ`` by assignment, deletion or call is looked for.
        module: its module.

    Yields:
        Tags of variables, or of the whole environment.
    """
    match node:
        case ast.Subscript(value=value, slice=key, ctx=ast.Store() | ast.Del()) if is_environ(value, module):
            yield variable(key, module)
        case ast.AugAssign(target=target) if is_environ(target, module):
            yield ENVIRONMENT
        case ast.Call():
            yield from of_environment(use(node), module)


CHANGING = frozenset({ast.AugAssign, ast.Call, ast.Subscript})
"""The types of nodes of which `environment` tells anything."""

_WHOLE = frozenset({"clear", "update", "__ior__"})
_BELOW = frozenset({"putenv", "unsetenv"})
_SINGLE = frozenset({"pop", "setdefault", "__setitem__", "__delitem__"})


def of_environment(made: Use, module: Module) -> Iterator[str]:
    """What a call changes in the environment, as tags."""
    match made.func:
        case ast.Attribute(value=owner, attr=word) if word in _WHOLE | _SINGLE and is_environ(owner, module):
            yield variable(made.args[0], module) if word in _SINGLE and made.args else ENVIRONMENT
        case ast.Attribute(attr=word) | ast.Name(id=word) if word in _BELOW and made.args:
            # ``os.environ`` does not hear of it (https://docs.python.org/3/library/os.html#os.unsetenv).
            if module.mentions("putenv"):
                yield variable(made.args[0], module)
    if any(is_environ(arg, module) for arg in made.args) and made.word not in ("dict", "copy", "deepcopy"):
        yield ENVIRONMENT


RESTORING = frozenset({ast.Attribute, ast.AugAssign, ast.Call, ast.Name, ast.Subscript})
"""The types of nodes that can give something back by themselves."""


def restored(node: ast.AST, module: Module) -> Iterator[str]:
    """What one node of a teardown gives back, apart from the attributes of ``self``.

    Args:
        node: any node.
        module: its module.

    Yields:
        Tags.
    """
    match node:
        case ast.Call():
            yield from called(use(node), module)
        case ast.Attribute(attr="stopall") | ast.Name(id="stopall"):
            yield PATCHERS
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            yield from _assigned(node, module)
        case ast.AugAssign():
            yield from environment(node, module)
        case ast.Subscript(ctx=ast.Store() | ast.Del()):
            yield from environment(node, module)
            yield from (f"set:{name}" for name in _owners(node.value, module))


def called(made: Use, module: Module) -> Iterator[str]:
    """What a call in a teardown, or one that is registered for later, gives back."""
    names = module.names(made.func)
    yield from of_environment(made, module)
    if made.word == "stopall":
        yield PATCHERS
    if made.word in _CHANGERS or _CHANGING_FOLDER.search(made.word):
        yield FOLDER
    yield from (f"call:{_PAIRS.get(name, name)}" for name in names & (SETTERS | _PAIRS.keys()))
    if made.word in ("setattr", "delattr", "__setattr__", "__delattr__") and made.args:
        yield from _attribute(made.args[0], made.args[1] if len(made.args) > 1 else None, module)
    if made.word == "reload" and made.args:  # these two keep what they were given
        yield from (f"set:{name}.*" for name in module.names(made.args[0]) - {"builtins", "sys"})
    if made.word in _MUTATORS and isinstance(made.func, ast.Attribute):
        yield from (f"set:{name}" for name in _owners(made.func.value, module))
    yield from (*children(made.func, made.args, module), *reset_by(made.func, made.whole, module))


def _assigned(target: ast.Attribute, module: Module) -> Iterator[str]:
    if isinstance(target.value, ast.Name) and target.value.id in ("self", "cls"):
        return
    owners = module.names(target.value)
    if not owners:
        yield f"set:*.{target.attr}"
    elif owners != {"os"} or target.attr != "environ":
        yield from (f"set:{owner}.{target.attr}" for owner in owners)
    if target.attr == "tempdir":
        yield TEMPFILE


def _owners(node: ast.expr, module: Module) -> Iterable[str]:
    return (name for name in module.names(node) if name not in ENVIRON and "." in name)


def _attribute(owner: ast.expr, name: ast.expr | None, module: Module) -> Iterator[str]:
    """The attribute that ``setattr(owner, name, ...)`` sets, and its like."""
    word, owners = string(name), module.names(owner)
    if isinstance(owner, ast.Name) and owner.id in ("self", "cls"):
        return
    if not owners:
        yield f"set:*.{word}" if word is not None else ANY_ATTRIBUTE
    elif word == "environ" and "os" in owners:
        yield ENVIRONMENT
    else:
        yield from (f"set:{each}.{word if word is not None else '*'}" for each in owners)


def scoped(call: ast.Call, module: Module) -> Iterator[str]:
    """What a call replaces that is put back by whoever made the replacement: a patch, a fixture.

    Args:
        call: any call.
        module: its module.

    Yields:
        Tags of what is as before when the patch or fixture has ended.
    """
    word, names = last_word(call.func), module.names(call.func)
    if word in _MANAGERS:
        yield from _MANAGERS[word]
    if any(name.startswith("contextlib.chdir") for name in names):
        yield FOLDER
    if word == "EnvironmentVariable":
        yield variable(argument(call, 0, "varname"), module)
    elif _is_monkeypatch(call.func, names):
        yield from _monkeypatched(call, module)
    elif "setattr" not in names and (_patches(word) or _patches(_owner_word(call.func))):
        yield from _patched(call, module)  # what setattr does nobody puts back by itself


@lru_cache(maxsize=4096)
def _patches(word: str) -> bool:
    return _PATCHING.search(word) is not None


def _owner_word(func: ast.expr) -> str:
    return last_word(func.value) if isinstance(func, ast.Attribute) else ""


def _is_monkeypatch(func: ast.expr, names: frozenset[str]) -> bool:
    return "monkey" in _owner_word(func).lower() or any("onkeyPatch()" in name for name in names)


def _monkeypatched(call: ast.Call, module: Module) -> Iterator[str]:
    match last_word(call.func), call.args:
        case (("setenv" | "delenv"), [key, *_]):
            yield variable(key, module)
        case (("setitem" | "delitem"), [owner, key, *_]):
            yield variable(key, module) if is_environ(owner, module) else f"set:{_only(owner, module)}"
        case "chdir", _:
            yield FOLDER
        case "syspath_prepend", _:
            yield "set:sys.path"
        case (("setattr" | "delattr"), _):
            yield from _patched(call, module)


def _only(node: ast.expr, module: Module) -> str:
    return next(iter(module.names(node)), f"*.{last_word(node)}")


def _patched(call: ast.Call, module: Module) -> Iterator[str]:
    """``patch("a.b")``, ``patch.object(a, "b")``, ``patch.dict(a)``, ``patch.multiple(a, ...)`` and alike."""
    match call.args:
        case [ast.Constant(value=str(target)), *_]:
            yield from _named(target, last_word(call.func))
        case [owner, *_] if last_word(call.func) in ("dict", "patch_dict"):
            yield ENVIRONMENT if is_environ(owner, module) else f"set:{_only(owner, module)}"
        case [owner, ast.Constant(value=str()) as name, *_]:
            yield from _attribute(owner, name, module)
        case [owner, *_] if last_word(call.func) == "multiple":
            yield f"set:{_only(owner, module)}.*"


def _named(target: str, word: str) -> Iterator[str]:
    if target in ENVIRON or target.endswith(".os.environ"):
        yield ENVIRONMENT
    elif "." in target:
        yield f"set:{target}.*" if word == "multiple" else f"set:{target}"
    if target == "tempfile.tempdir":
        yield TEMPFILE
