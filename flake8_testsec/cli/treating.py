"""What does something with each file that was reviewed, beside telling its findings."""

from __future__ import annotations

import argparse
from abc import ABC, abstractmethod

from flake8_testsec.cli.reading import Reader
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.reviews import Review


class Treatment(ABC):
    """Takes the reviews of files one after the other.

    Args:
        report: what tells.
        reader: reviews files once more.
        options: the parsed options.
    """

    def __init__(self, report: Report, reader: Reader, options: argparse.Namespace) -> None:
        self._report = report
        self._reader = reader
        self._options = options

    @abstractmethod
    def add(self, review: Review) -> None:
        """Do what is to be done with a file.

        Args:
            review: the file's review.
        """

    def finish(self) -> None:  # noqa: B027
        """Say what was done, if that is of interest."""
