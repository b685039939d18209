"""``python -m flake8_testsec`` is the ``testsec`` command."""

import os
import sys

# Python looks into the working directory first, where a project's own random.py would be run for Python's.
if sys.path[0] == os.getcwd():
    del sys.path[0]

from flake8_testsec.cli import main

raise SystemExit(main())
