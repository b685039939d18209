"""Findings in the forms that other programs, and people, read; each form is imported when it is asked for."""

from __future__ import annotations

import importlib.util
from typing import Any, NamedTuple


class Form(NamedTuple):
    """What is known of a form without importing it."""

    module: str
    function: str
    streams: bool = False
    """Whether it is written finding by finding, or when all are known."""
    fixes: bool = False
    """Whether it tells fixes."""
    fingerprints: bool = False
    lines: bool = False
    """Whether it shows the lines of the source."""
    around: bool = False
    """Whether it shows lines around them, and what fixes change."""
    package: str = ""
    """What it takes beside flake8, which an extra of the form's name brings."""

    @property
    def speaks(self) -> bool:
        """Whether a person reads it as it comes."""
        return self.streams and self.lines

    @property
    def is_installed(self) -> bool:
        """Whether what it takes is there."""
        return not self.package or importlib.util.find_spec(self.package) is not None

    def written(self) -> Any:
        """Import what writes it.

        Returns:
            A function that takes a finding, or all findings and the run, and gives the text, or its pieces.
        """
        return getattr(importlib.import_module(f"{__name__}.{self.module}"), self.function)


FORMS = {
    "full": Form("full", "shown", streams=True, lines=True),
    "json": Form("json_report", "report", fixes=True, fingerprints=True),
    "jsonl": Form("json_report", "line", streams=True, fixes=True, fingerprints=True),
    "sarif": Form("sarif", "report", fixes=True, fingerprints=True),
    "github": Form("github", "report"),
    "gitlab": Form("gitlab", "report", fingerprints=True),
    "junit": Form("junit", "report"),
    "checkstyle": Form("checkstyle", "report"),
    "html": Form(
        "html_report", "report", fixes=True, fingerprints=True, lines=True, around=True, package="jinja2"
    ),
}
"""The forms by the names under which users know them."""
