"""Where somebody is logged in past the login: by the name of a call, or as the user of a request."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module

_PAST = frozenset({"force_login", "force_authenticate", "login_user", "force_auth"})
_RAISED = frozenset({"become_trusted", "become_superuser", "become_admin", "become_root"})


def facts(module: Module) -> Iterator[Fact]:
    """Calls that take no password, then requests that are given their user.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_found(module), "kinds of logins past the login", 4)


def _found(module: Module) -> Iterator[Fact]:
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.calls(_PAST):
        found["By its name, logs somebody in without a password: ", f"{spelt(call.func)}()"].append(call)
    for call in module.calls(_RAISED):
        found["By its name, gives a request or a user more rights: ", f"{spelt(call.func)}()"].append(call)
    for attribute in module.attributes({"user"}):
        is_set = isinstance(attribute.ctx, ast.Store) and last_word(attribute.value) in ("request", "req")
        if is_set and not _is_nobody(attribute, module):
            words = "By its name, a request is given its user, past any login: "
            found[words, spelt(attribute)].append(attribute)
    for (words, shown), nodes in found.items():
        ends = nodes if len(nodes) < 6 else [nodes[0], nodes[-1]]
        where = "" if len(nodes) < 6 else f" {len(nodes)} times, from the first to the last line named"
        yield fact("logged-in", ends, words, code(shown), f"{where}.", subject=shown)


def _is_nobody(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is set to nobody: to nothing, to no, or to a user that is not logged in."""
    match module.parent(attribute):
        case ast.Assign(value=ast.Constant(value=None | False)):
            return True
        case ast.Assign(value=value):
            return any(last.endswith("AnonymousUser()") for last in module.names(value))
        case ast.AnnAssign(value=value):
            return value is None
        case _:
            return False
