"""``--bug-report``: what a reader of a report must know, and nothing of what is reviewed."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Iterator, Sequence
from importlib import metadata

import flake8
from flake8.style_guide import Decision, DecisionEngine

from flake8_testsec import __version__
from flake8_testsec.catalogue import RULES
from flake8_testsec.plugin import Plugin


def show(options: argparse.Namespace, configuration: Sequence[str]) -> int:
    """Print the report as JSON, as flake8 does.

    Args:
        options: the parsed options, which the plugin has taken over.
        configuration: the configuration files that were read.

    Returns:
        The exit status.
    """
    report = {
        "version": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "flake8": flake8.__version__,
        "astroid": metadata.version("astroid"),
        "platform": platform.platform(),
        "configuration": list(configuration),
        "enabled": list(_enabled(options)),
    }
    print(json.dumps(report, indent=2))
    return 0


def _enabled(options: argparse.Namespace) -> Iterator[str]:
    """The codes of the rules that speak, unless a file or a line says otherwise."""
    decisions = DecisionEngine(options)
    for rule in RULES.values():
        speaks = rule.default or Plugin.settings.enables(rule.code)
        if speaks and decisions.decision_for(rule.code) is Decision.Selected:
            yield rule.code
