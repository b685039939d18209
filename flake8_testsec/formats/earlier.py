"""An earlier report of ``--format json``, to say what is new since then and what is gone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flake8_testsec.formats.entries import Earlier, Old
from flake8_testsec.formats.json_report import VERSION


class WrongReport(ValueError):
    """A file is no report that can be compared with; the message says why, in one line."""


def read(path: str) -> Earlier:
    """Read a report.

    Args:
        path: the file.

    Returns:
        What it found.

    Raises:
        WrongReport: the file is none.
        OSError: it cannot be read; the message names it.
    """
    try:
        with open(path, encoding="utf-8") as file:
            return _earlier(json.load(file))
    except OSError as error:
        raise OSError(f"argument --compare-with: cannot read {path!r}: {error.strerror}") from error
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        why = str(error) if isinstance(error, WrongReport) else "it is no report of --format json"
        raise WrongReport(f"argument --compare-with: {path!r}: {why}") from error


def _earlier(report: Mapping[str, Any]) -> Earlier:
    if report["tool"]["name"] != "flake8-testsec":
        raise WrongReport("it is a report of another tool")
    if report["version"] != VERSION:
        raise WrongReport(f"it has version {report['version']!r}, and this program reads {VERSION}")
    found = (each for each in report["findings"] if each["suppressed"] is None)
    return Earlier(int(report["files"]), {str(each["fingerprint"]): _old(each) for each in found})


def _old(record: Mapping[str, Any]) -> Old:
    place = str(record["project_path"])
    words = (str(record["code"]), str(record["severity"] or ""), place)
    return Old(*words, int(record["line"] or 0), str(record["message"]))
