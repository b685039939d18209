"""What is said of a state that is left changed: what is wrong, where, and the smallest mend."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.custody import lineage
from flake8_testsec.cleanup.existing import Presence, is_conditional, is_kept, is_optional, presence
from flake8_testsec.cleanup.judgement import Verdict
from flake8_testsec.cleanup.registrars import end_of_class, registrar
from flake8_testsec.cleanup.states import Judgement
from flake8_testsec.cleanup.table.row import Means, Remedy
from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.project.offered import is_offered
from flake8_testsec.project.presence import gets_default
from flake8_testsec.rule import Pointer
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_hook, receiver


def words(judgement: Judgement, module: Module) -> dict[str, str]:
    """What a rule says of a change: ``what`` is changed, what the ``problem`` is, and the ``remedy``.

    Args:
        judgement: any.
        module: the module.

    Returns:
        Parts of a sentence, such as ``time.time``, ``restored only if line 9 does not raise`` and the
        smallest mend in the manner of the class or function that makes the change.
    """
    change = judgement.change
    return {
        "what": change.text,
        "problem": _problem(judgement, module),
        "remedy": remedy(judgement, module).words,
    }


def remedy(judgement: Judgement, module: Module) -> Remedy:
    """The smallest mend: a TestCase has no fixtures of pytest, and neither has a hook.

    Args:
        judgement: any.
        module: the module.
    """
    change = judgement.change
    function = module.function(change.node)
    if judgement.verdict is Verdict.UNSET:
        return Remedy("remove it otherwise")
    if judgement.restore is not None:
        return Remedy("restore it in finally", Means.FINALLY)
    register = registrar(function, module) if function is not None else ""
    if is_optional(change) or (register and function and _may_lack(change, function, module)):
        return Remedy("use mock.patch.object with create=True", Means.CREATION, "object")
    if register == "self.addCleanup" and _has_patch(function, change.state.case_remedy, module):
        return Remedy("use self.patch", Means.OWN_PATCH)
    is_patched = _PATCH in change.state.remedy.words and is_kept(change, module)
    if register:
        told = change.state.case_remedy
        own = told._replace(
            words=told.words.replace(_REGISTER, register), by=told.by.replace(_REGISTER, register)
        )
        return Remedy(f"restore it with {register}") if is_patched else own
    if function is not None and end_of_class(function, module):
        return Remedy("restore it in tearDownClass")
    if function is not None and is_hook(function):
        return Remedy("restore it in the tear-down")
    return _of_function(change.state.remedy, is_patched, module)


def _of_function(told: Remedy, is_patched: bool, module: Module) -> Remedy:
    """The remedy in a function of pytest, without what is of no use here."""
    words = told.words.removesuffix(_PATCH) if is_patched else told.words
    is_offered_here = is_offered("contextlib.chdir", module)
    return told._replace(words=words if is_offered_here else words.removesuffix(_CHDIR))


_REGISTER = "self.addCleanup"
_PATCH = " or mock.patch.object"
_CHDIR = " or contextlib.chdir"


def _may_lack(change: Touch, function: Function, module: Module) -> bool:
    """Whether what is changed is there on a condition alone, and the function has not asked for it before."""
    return is_conditional(change, module) and presence(change, function, module) is Presence.ABSENT


_OF_TRIAL = frozenset(f"twisted.trial.unittest.{name}TestCase" for name in ("", "Synchronous"))


def _has_patch(function: Function | None, told: Remedy, module: Module) -> bool:
    """Whether an attribute can be replaced by a method of trial's TestCase."""
    class_ = module.class_of(function) if function is not None else None
    if function is None or class_ is None or (told.means, told.by) != (Means.PATCH, "object"):
        return False
    if receiver(function, module) != "self":
        return False  # the words would name what is called otherwise
    return not _OF_TRIAL.isdisjoint(lineage(class_, module).outside)


def _problem(judgement: Judgement, module: Module) -> str:
    restore = judgement.restore
    if judgement.verdict is Verdict.UNSET and restore is not None and gets_default(restore, module):
        return "set to a default afterwards if it was not set before"
    line = getattr(judgement.exit, "lineno", 0)
    match judgement.verdict, judgement.exit:
        case Verdict.NEVER, _:
            return "changed and never restored"
        case Verdict.UNSET, _:
            return "restored only if it was set before"
        case Verdict.CHECK, ast.Raise():
            return f"not restored after the raise on line {line}"
        case Verdict.CHECK, _:
            return f"restored only if the assertion on line {line} passes"
        case Verdict.LEAVE, _:
            return f"not restored when the test is left on line {line}"
        case _:
            return f"restored only if line {line} does not raise"


def witnesses(judgement: Judgement) -> tuple[Pointer, ...]:
    """The related places of a restore that can be skipped: the exit, and the restore itself."""
    if judgement.restore is None or judgement.exit is None:
        return ()
    return Pointer(judgement.exit, "left here"), Pointer(judgement.restore, "restored here")


def place(judgement: Judgement, module: Module) -> ast.AST:
    """What is reported of a change: the call, or the statement that assigns or deletes."""
    node = judgement.change.node
    return node if isinstance(node, ast.Call) else module.above(node, ast.stmt) or node
