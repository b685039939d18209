"""What the standard library offers to tests under every Python that a project supports."""

from __future__ import annotations

from flake8_testsec.project.metadata import oldest_python
from flake8_testsec.source.module import Module

SINCE = {
    **dict.fromkeys(("IsolatedAsyncioTestCase", "addAsyncCleanup", "addClassCleanup"), (3, 8)),
    "addModuleCleanup": (3, 8),
    **dict.fromkeys(("enterAsyncContext", "enterClassContext"), (3, 11)),
    **dict.fromkeys(("enterContext", "enterModuleContext"), (3, 11)),
    **dict.fromkeys(("asyncio.Runner", "contextlib.chdir"), (3, 11)),
}
"""What has not been there under every Python 3 (https://docs.python.org/3/library/unittest.html,
https://docs.python.org/3/library/contextlib.html, https://docs.python.org/3/library/asyncio-runner.html)."""


def is_offered(word: str, module: Module) -> bool:
    """Whether a word may be used in a module.

    Args:
        word: one of `SINCE`.
        module: the module; what it uses already it has.

    Returns:
        ``False`` if a Python that the project supports does not have it.
    """
    return module.mentions(word) or oldest_python(module) >= SINCE[word]
