"""The options that single rules read, apart from the rules: to know them, no rule need be imported."""

from __future__ import annotations

from flake8_testsec.settings import Option

RESOURCES = Option(
    "resources",
    (),
    "What tests must give back besides (TSE307, TSE316, TSE319), as package.function:method.",
)

REQUIRED_SUPER = Option(
    "required-super",
    (),
    "methods of base classes that overrides must call, as package.module.Class.method",
)

WORKING_DIRECTORY = Option(
    "working-directory-of-tests",
    False,
    "Report (TSE318) files that tests and set-ups leave in the working directory, whoever may change it.",
)

XFAIL_REASON = Option(
    "xfail-raises-needs-reason",
    False,
    "Report (TSE503) an xfail that names the exception with raises= and gives no reason, too.",
)

RULE_OPTIONS = (RESOURCES, REQUIRED_SUPER, WORKING_DIRECTORY, XFAIL_REASON)
"""All of them, in order of the rules' codes."""
