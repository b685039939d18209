"""These pass as well, and each leaves something behind: at once, or as soon as it fails."""

import json
import os
import shutil
import tempfile
import unittest
from unittest import mock

from shop import orders


class ExportTest(unittest.TestCase):
    def setUp(self):
        self.order = orders.Order("ann")
        self.total = mock.patch.object(orders.Order, "total", return_value=900).start()

    def test_exported_total(self):
        folder = tempfile.mkdtemp()
        path = os.path.join(folder, "order.json")
        with open(path, "w") as file:
            json.dump({"total": self.order.total()}, file)
        self.assertEqual(json.load(open(path)), {"total": 900})
        shutil.rmtree(folder)


def test_folder_of_exports():
    os.environ["SHOP_EXPORTS"] = tempfile.gettempdir()
    assert os.path.isdir(os.environ["SHOP_EXPORTS"])
