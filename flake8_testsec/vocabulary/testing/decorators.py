"""Decorators of tests that are known well enough not to be read."""

from __future__ import annotations

_PACKAGES = frozenset(
    {
        *("absl", "aiomisc", "aioresponses", "aiounittest", "allure", "anyio", "asynctest", "attr"),
        *("attrs", "celery", "click", "ddt", "deprecated", "django", "fastapi", "flaky", "flask"),
        *("freezegun", "gevent", "httpretty", "hypothesis", "mock", "moto", "nose"),
        *("nose_parameterized", "numpy", "parameterized", "pydantic", "pyfakefs", "pytest"),
        *("pytest_asyncio", "pytest_twisted", "requests_mock", "respx", "rest_framework", "responses"),
        *("retry", "retrying", "six", "sqlalchemy", "tenacity", "testtools", "time_machine", "tornado"),
        *("trio", "twisted", "typing_extensions", "vcr", "werkzeug"),
    }
)
"""Packages whose decorators put nothing back but what they have replaced themselves, as their documentation
says: clocks, transports, files in memory, cassettes, parameters."""


def is_of_known_package(name: str) -> bool:
    """Whether a decorator is one of a well-known package.

    Args:
        name: its qualified name.

    Returns:
        ``True`` where nothing of the process is put back behind the back of a test.
    """
    return name.partition(".")[0] in _PACKAGES
