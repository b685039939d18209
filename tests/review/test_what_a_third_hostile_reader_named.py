"""What is told by names and by looks, where these may mislead."""

from __future__ import annotations

import pytest

from .asking import told


def _is_statement(text: str) -> bool:
    source = f"def test_a(a, shop):\n    shop.execute({text})\n"
    return any("sends a statement" in each for each in told(source, "Inputs"))


@pytest.mark.parametrize(
    "text",
    [
        "'commit -m message'",
        "'Commit the order'",
        "'rollback the order'",
        "'truncate file'",
        "'Select the second entry'",
        "'Select an entry from the list'",
        "'select all from the list'",
        "'Select %s' % a",
        "f'Select {a}'",
        "'Select 2 entries'",
        "\"Select 'Save'  and go\"",
        "'Create a new user'",
        "'drop the table'",
        "'Delete from the list'",
        "'Update the set'",
        "'Insert into slot'",
        "'pragma'",
        "a",
    ],
)
def test_what_is_no_statement_to_a_database(text: str) -> None:
    assert not _is_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "'COMMIT'",
        "'rollback;'",
        "'ROLLBACK TO here'",
        "'TRUNCATE TABLE tills'",
        "'select 1'",
        "'select %s, %s'",
        "'SELECT %(a)s::int'",
        "'select null::inet'",
        "\"select array['a']\"",
        "\"select 'a' as name\"",
        "'select a / 7 from tills'",
        "'CREATE NODE TABLE tills(id INT64)'",
        "'select * from tills'",
        "'SELECT DISTINCT name FROM tills'",
        "'SELECT name AS n, id FROM tills'",
        "'SELECT count(*) FROM tills'",
        "f'SELECT {a} FROM tills'",
        "'SELECT %s FROM tills' % a",
        "'PRAGMA foreign_keys = ON'",
        "'INSERT OR IGNORE INTO tills (a) VALUES (1)'",
        "'insert into ' + a + ' values (1)'",
        "'DELETE FROM tills WHERE a = 1'",
        "'delete from tills'",
        "'UPDATE tills SET a = 1'",
        "f'UPDATE tills SET {a}'",
        "'CREATE TEMPORARY TABLE tills (a int)'",
        "'create or replace view tills as select 1'",
        "'CREATE UNIQUE INDEX a ON tills (b)'",
    ],
)
def test_what_is_a_statement_to_a_database(text: str) -> None:
    assert _is_statement(text)


def test_images_that_are_read_from_files_or_streams() -> None:
    text = """
        from io import BytesIO
        from PIL import Image as Picture
        from shop import Image

        def test_a(path):
            Picture.open(BytesIO(b"a"))
            held = BytesIO()
            Picture.open(held)
            Image.open(held)
            with BytesIO() as held:
                Picture.open(held)
            Picture.open(path)
            Image.open(path)
            Picture.open()
    """
    assert [each for each in told(text, "Inputs") if "image from" in each] == [
        "Reads an image from a file or a stream: `Picture.open()` (line 12).",
        "By its name, reads an image from a file or a stream: `Image.open()` (line 13).",
    ]


def test_the_letters_of_a_mode_in_any_order() -> None:
    text = """
        import tarfile

        def test_a(path, door):
            door.open("br")
            door.open("bw")
            open(path, "br+")
            open(path, "br")
            tarfile.open(path, "w:br")
            open(path, "bw")
    """
    opens = "Opens something, by its name, which may be a file that is read"
    assert f"{opens}: `door.open()` (line 4)." in told(text, "Inputs")
    assert "Opened to be read: `path` (lines 6, 7)." in told(text, "Inputs")
    assert [each for each in told(text, "Resources") if "Opened" in each] == [
        "Opened to be read and written: `path` (line 6).",
        "Opened to be written: `path` (lines 8, 9).",
    ]


def test_modules_are_called_after_tests_by_whole_words() -> None:
    text = """
        from shop.latest import stub_price
        from shop.payments import fake_charge, patch_order
        from shop.test_tools import mock_till
        from mocks import mock_door
        from shop.testutils2 import patch_door

        def test_a():
            stub_price()
            fake_charge()
            patch_order()
            mock_till()
            mock_door()
            patch_door()
    """
    words = "By its name, a call makes or sets a double"
    alone = "By its name alone, a call may patch something, of a module that is not called after tests"
    assert told(text, "Doubles and controls") == [
        f"{alone}: `patch_order()` (line 10).",
        f"{words}: `mock_till()` (line 11).",
        f"{words}: `mock_door()` (line 12).",
        f"{words}: `patch_door()` (line 13).",
    ]


def test_an_id_of_the_clock_and_a_node_that_is_given() -> None:
    text = """
        import uuid

        def test_a():
            uuid.uuid1()
            uuid.uuid1(clock_seq=1)
            uuid.uuid1(node=1)
            uuid.uuid1(2, clock_seq=2)
            uuid.uuid1(node=None)
            uuid.uuid1(*shop)
            shop.uuid1()
    """
    assert told(text, "Inputs")[:2] == [
        "An id is made of this machine's address and the clock: `uuid.uuid1()` (lines 4, 5, 8).",
        "An id is made of the clock: `uuid.uuid1()` (lines 6, 7, 9).",
    ]


def test_clean_ups_under_a_condition_are_counted_before_the_first_are_named() -> None:
    lines = "".join(f"        self.addCleanup(a{each})\n" for each in range(10))
    below = "".join(f"            self.addCleanup(b{each})\n" for each in range(4))
    base = "import unittest\nclass Base(unittest.TestCase):\n    def setUp(self):\n"
    base += f"{lines}        if a:\n{below}"
    text = "from tests.base import Base\nclass TestShop(Base):\n    def test_a(self): run()\n"
    (found,) = told(text, "Resources", {"tests/base.py": base, "tests/__init__.py": ""})
    assert found.startswith(
        "In the base class, 14 calls register clean-ups in `Base.setUp()`, 4 of them in a branch, a loop or "
        "a function of its own, the first 12 named here ("
    )


def test_ids_of_32_digits_are_shown_in_one_way() -> None:
    text = """
        import uuid

        def test_a():
            print("0123456789abcdef0123456789abcdef")
            print(till=uuid.UUID('fedcba98765432100123456789abcdef'))
            print("01234567890123456789012345678901")
            pay(shop_id="0123456789abcdef0123456789abcde0")
            open("https://shop.example/0123456789abcdef0123456789abcdef")
    """
    assert told(text, "Disclosure") == [
        "Written to the output or the log: `print('01234567…')` (line 4).",
        "Written to the output or the log: `print(till=uuid.UUID('fedcba98…'))` (line 5).",
        "Written to the output or the log: `print('01234567890123456789012345678901')` (line 6).",
    ]
    found = told(text, "Hard-coded values")
    assert found[0].startswith("URL `https://shop.example/0123456789abcdef0123456789abcdef`: ")
    assert found[1:4] == [
        "By its look an id or a digest, 32 hexadecimal digits that begin so: `01234567…` (line 4).",
        "By its look an id or a digest, 32 hexadecimal digits that begin so: `fedcba98…` (line 5).",
        "Given under the name of an id: `shop_id='01234567…'` (line 7).",
    ]
