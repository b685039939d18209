"""What tests leave behind is seen while pytest runs them, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_testsec.digests import digest

from .runs import leaks, of_kind, records, watched

LEFT = """\
import asyncio, locale, logging, os, signal, socket, subprocess, sys, tempfile, threading, time, unittest
from unittest import mock

import pytest
import shop


def test_environment():
    os.environ["SHOP"] = "a secret"


def test_file(tmp_path):
    test_file.kept = open(tmp_path / "a", "w")


def test_dropped(tmp_path):
    open(tmp_path / "b", "w").write("")


def test_temporary():
    tempfile.mkdtemp()


def test_attribute():
    shop.LIMIT = 3


def test_class():
    shop.Shop.open = False


def test_socket():
    test_socket.kept = socket.socket()


def test_socket_dropped():
    socket.socket()


def test_loop():
    test_loop.kept = asyncio.new_event_loop()


def test_process():
    test_process.kept = subprocess.Popen([sys.executable, "-c", ""])


def test_patcher():
    mock.patch("shop.buy").start()


def test_module():
    sys.modules["shop_double"] = mock.Mock()


def test_setting():
    sys.path.append("/nowhere")


def test_signal():
    signal.signal(signal.SIGTERM, lambda *_: None)


def test_logger():
    logging.getLogger("shop").setLevel(logging.ERROR)


def test_coroutine():
    async def never():
        pass

    never()


def test_made():
    with open("made.txt", "w"):
        pass


def test_folder_made():
    os.mkdir("made")
    with open("made/inner.txt", "w"):
        pass


def test_folder(tmp_path):
    os.chdir(tmp_path)
"""

SHOP = """\
LIMIT = 1


class Shop:
    open = True


def buy():
    return LIMIT
"""


MEASURED = "from flake8_testsec.evidence import audit\n\naudit._hook.__cantrace__ = True\n"
"""Python traces no hook for events but those that say so; without it coverage would not see ours."""


def line_of(text: str, sought: str) -> int:
    return text[: text.index(sought)].count("\n") + 1


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("left")
    watched(folder, {"test_a.py": LEFT, "shop.py": SHOP, "conftest.py": MEASURED})
    return folder


@pytest.mark.parametrize(
    ("test", "what", "name", "line"),
    [
        ("test_environment", "environment", "SHOP", 'os.environ["SHOP"]'),
        ("test_folder", "directory", "", "os.chdir"),
        ("test_dropped", "file", "", 'open(tmp_path / "b"'),
        ("test_temporary", "temporary", "", "tempfile.mkdtemp"),
        ("test_socket", "socket", "", "test_socket.kept = "),
        ("test_socket_dropped", "socket", "", "    socket.socket()"),
        ("test_loop", "event loop", "", "test_loop.kept = "),
        ("test_process", "process", "", "test_process.kept = "),
        ("test_coroutine", "coroutine", "test_coroutine.<locals>.never", "    never()"),
        ("test_made", "path", "", 'open("made.txt"'),
        ("test_folder_made", "path", "", 'os.mkdir("made")'),
    ],
)
def test_what_is_left_has_its_line(left: Path, test: str, what: str, name: str, line: str) -> None:
    assert (test, what, name, line_of(LEFT, line)) in leaks(records(left / "evidence.jsonl"))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux tells what is open")
def test_a_file_that_is_kept_open_has_its_line(left: Path) -> None:
    line = line_of(LEFT, "test_file.kept = ")
    assert ("test_file", "file", "", line) in leaks(records(left / "evidence.jsonl"))


@pytest.mark.parametrize(
    ("test", "what", "name"),
    [
        ("test_attribute", "attribute", "shop.LIMIT"),
        ("test_class", "attribute", "shop:Shop.open"),
        ("test_patcher", "patcher", "buy"),
        ("test_module", "module", "shop_double"),
        ("test_setting", "setting", "sys.path"),
        ("test_signal", "setting", "SIGTERM"),
        ("test_logger", "logger", "logging:shop.level"),
    ],
)
def test_what_no_event_tells_has_a_name_alone(left: Path, test: str, what: str, name: str) -> None:
    assert (test, what, name, None) in leaks(records(left / "evidence.jsonl"))


def test_values_are_never_written(left: Path) -> None:
    text = (left / "evidence.jsonl").read_text("utf-8")
    assert "SHOP" in text
    assert "a secret" not in text
    assert "nowhere" not in text
    assert str(left) not in text


def test_each_file_has_the_digest_of_its_content(left: Path) -> None:
    found = {each["file"]: each["digest"] for each in of_kind(records(left / "evidence.jsonl"), "file")}
    assert found["test_a.py"] == digest((left / "test_a.py").read_bytes())


CLEAN = '''\
import asyncio, logging, os, socket, subprocess, sys, tempfile, threading
from unittest import mock

import pytest
import shop


@pytest.fixture(scope="session", autouse=True)
def kept():
    os.environ["SESSION"] = "1"
    folder = tempfile.mkdtemp()
    with socket.socket() as held:
        yield held
    os.rmdir(folder)
    del os.environ["SESSION"]


@pytest.fixture(scope="module")
def of_module():
    os.environ["MODULE"] = "1"
    yield
    del os.environ["MODULE"]


@pytest.fixture(scope="class")
def of_class():
    before, shop.LIMIT = shop.LIMIT, 2
    yield
    shop.LIMIT = before


def test_restores_what_the_session_set(of_module, monkeypatch):
    os.environ["SESSION"] = "2"
    os.environ["SESSION"] = "1"
    monkeypatch.setenv("OTHER", "1")
    monkeypatch.setattr(shop, "LIMIT", 9)


@mock.patch("shop.buy")
def test_patched(buy, tmp_path):
    with open(tmp_path / "a", "w") as file:
        file.write("a")


class TestClass:
    def test_first(self, of_class):
        with tempfile.TemporaryDirectory() as folder:
            open(os.path.join(folder, "a"), "w").close()

    def test_second(self, of_class):
        subprocess.run([sys.executable, "-c", ""], check=True)
        thread = threading.Thread(target=print)
        thread.start()
        thread.join()

    @pytest.mark.parametrize("secret", ["a secret"])
    def test_third(self, secret, caplog, capsys, recwarn):
        caplog.set_level(logging.DEBUG, logger="shop")
        asyncio.run(asyncio.sleep(0))


def test_leaves_and_another_restores():
    """Nothing is left in the end."""
    before = os.getcwd()
    os.chdir("/")
    os.chdir(before)
'''


def test_nothing_is_said_of_tests_that_put_everything_back(tmp_path: Path) -> None:
    found = watched(tmp_path, {"test_a.py": CLEAN, "shop.py": SHOP, "conftest.py": MEASURED})
    assert leaks(found) == []
    assert len(of_kind(found, "test")) == 6
    assert "secret" not in json.dumps(found)
