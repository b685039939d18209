"""What a run is compared with: an earlier report of ``--format json``, or a baseline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flake8_testsec import baselines
from flake8_testsec.fingerprints import numbered
from flake8_testsec.formats.entries import Earlier, Old, facts_of
from flake8_testsec.formats.json_report import VERSION

_MARK = "# testsec baseline"


class WrongReport(ValueError):
    """A file is nothing that can be compared with; the message says why, in one line."""


def read(path: str) -> Earlier:
    """Read what to compare with.

    Args:
        path: the file.

    Returns:
        What was found.

    Raises:
        WrongReport: the file is neither a report nor a baseline.
        OSError: it cannot be read; the message names it.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            if file.read(len(_MARK)) == _MARK:
                return Earlier(None, dict(_listed(baselines.read(path))))
            file.seek(0)
            return _earlier(json.load(file))
    except OSError as error:
        raise OSError(f"argument --compare-with: cannot read {path!r}: {error.strerror}") from error
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        known = isinstance(error, (WrongReport, baselines.BaselineError))
        why = str(error) if known else "it is neither a report of --format json nor a baseline"
        raise WrongReport(f"argument --compare-with: {path!r}: {why}") from error


def _listed(baseline: baselines.Baseline) -> Iterator[tuple[str, Old]]:
    for entry in baseline:
        facts = facts_of(entry.code)
        old = Old(entry.code, facts.severity, entry.path, 0, entry.place or facts.name)
        for number in range(1, entry.findings + 1):
            yield numbered(entry.digest, number), old


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
