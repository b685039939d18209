"""Whether a project's configuration ends each test that takes too long."""

from __future__ import annotations

import os

from flake8_testsec.project.locations import above
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.pytest_config import limits_time


@once
def ends_tests(module: Module) -> bool:
    """Whether pytest-timeout is configured for the tests of a module.

    Args:
        module: the module. All configuration in the folders above it counts, not only that of the file which
            pytest would choose: which one that is hangs on how it is called.

    Returns:
        ``False`` also where nothing is known of other files.
    """
    view = view_of(module)
    if view is None:
        return False

    def read(path: str) -> bytes | None:
        path = path.replace(os.sep, "/")
        return view.text(path).encode() if view.exists(path) else None

    return any(limits_time(folder, read) for folder in above(module.path))
