"""What gives a test a home folder of its own."""

from __future__ import annotations

import re

from flake8_testsec.patterns import short
from flake8_testsec.vocabulary.testing.interceptors import Interceptor

_FOLDER = r"home(_?(dir(ectory)?|env(ironment)?|folder|path))?"

HOME = Interceptor(
    name="home",
    libraries=frozenset(),
    words=frozenset(),
    names=short(rf"(.*_)?(fake|mock|patch|stub|temp|tmp)(ed)?_?{_FOLDER}\Z", re.IGNORECASE),
    targets=frozenset(),
    fixtures=short(rf"(.*_)?{_FOLDER}\Z"),
    variables=frozenset({"HOME", "USERPROFILE"}),
)
"""What gives the variable another value from which Python takes the home folder
(https://docs.python.org/3/library/os.path.html#os.path.expanduser), and fixtures that are called after it."""
