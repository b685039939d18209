"""Make the shop importable wherever the tests are started."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
