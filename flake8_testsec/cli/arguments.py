"""A parser of arguments that shows nothing raw of what it refuses."""

from __future__ import annotations

import argparse
from typing import NoReturn

from flake8_testsec.formats.escapes import printable


class Parser(argparse.ArgumentParser):
    """Does what ``argparse`` does, and refuses in printable words."""

    def error(self, message: str) -> NoReturn:
        super().error(printable(message))
