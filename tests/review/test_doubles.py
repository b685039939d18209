"""Doubles and controls: what is replaced, by what and for how long."""

from __future__ import annotations

from .asking import told

ASPECT = "Doubles and controls"


def test_nothing_is_replaced() -> None:
    text = """
        from shop import web

        def test_a(monkeypatch):
            admin, shop.more()[0].admin, shop.administer, self.root, web.admin
            monkeypatch.setattr()
            other.setattr(a, b, c)
            self.stub_out(a)
            NAME = "fakeshop"
            Mock()
            patch(target)
    """
    assert [each for each in told(text, ASPECT) if not each.startswith("A name has the word")] == []


def test_replacements_say_for_how_long() -> None:
    text = """
        from unittest import mock
        import shop

        @mock.patch("shop.a")
        class TestShop:
            @mock.patch.object(shop, "b", new=1)
            def test_a(self, a):
                with mock.patch("shop.c", return_value=1, side_effect=run):
                    pass
                mock.patch("shop.d", fake).start()
                self.enterContext(mock.patch.object(shop, "e"))
                self.patcher = mock.patch("shop.f")
                mock.patch.dict(shop.g)
                mock.patch()
                self.stub_out("shop.h", fake)

            def test_b(self, mocker, monkeypatch):
                mocker.patch("shop.i")
                mocker.patch("shop.i")
                monkeypatch.setattr(shop, "j", fake)
                monkeypatch.setattr("shop.k", fake)
                monkeypatch.setenv("L", "1"); monkeypatch.delenv("M")
    """
    assert told(text, ASPECT) == [
        "Replaced: `shop.a`, for each test of the decorated class (line 4).",
        "Replaced: `shop.b` by `1`, for the decorated function (line 6).",
        "Replaced: `shop.c` by `a mock with return_value=1, side_effect=run`, for the with block (line 8).",
        "Replaced: `shop.d` by `fake`, from start() to stop() (line 10).",
        "Replaced: `shop.e`, until what enterContext() belongs to has ended (line 11).",
        "Replaced: `shop.f`, for as long as the patch is started (line 12).",
        "Replaced: `shop.g[...]`, for as long as the patch is started (line 13).",
        "Replaced: `shop.h` by `fake`, until the test has ended (line 15).",
        "Replaced: `shop.i`, until the fixture mocker has ended, 2 times (lines 18, 19).",
        "Replaced: `shop.j` by `fake`, until the fixture monkeypatch undoes it (line 20).",
        "Replaced: `shop.k` by `fake`, until the fixture monkeypatch undoes it (line 21).",
        "Environment variable replaced: `L` by `'1'`, until the fixture monkeypatch undoes that (line 22).",
        "Environment variable replaced: `M` by nothing, until the fixture monkeypatch undoes that (line 22).",
    ]


def test_variables_of_the_environment() -> None:
    text = """
        def test_a(monkeypatch):
            monkeypatch.setenv("A", "1")
            monkeypatch.delenv("B")
    """
    assert told(text, ASPECT) == [
        "Environment variable replaced: `A` by `'1'`, until the fixture monkeypatch undoes that (line 2).",
        "Environment variable replaced: `B` by nothing, until the fixture monkeypatch undoes that (line 3).",
    ]


def test_controls_fakes_and_rights() -> None:
    text = """
        from unittest import mock

        class FakeShop:
            pass

        def fake_pay(): ...

        class TestShop:
            driver = "fake.FakeDriver"

            @mock.patch("shop.check_password")
            def test_a(self, check):
                self.driver = "virt.fake.driver"
                self.admin_api.get()
                mock.Mock(); mock.create_autospec(FakeShop)
    """
    assert told(text, ASPECT) == [
        "Replaced: `shop.check_password`, for the decorated function (line 11).",
        "By its name, this is a security control: `shop.check_password`; nothing that is called after `shop` "
        "or `check_password` is asked how it was called, or told to refuse (line 11).",
        "By its name a fake: `driver = 'fake.FakeDriver'`, for all tests of `TestShop` (line 9).",
        "By its name a fake: `driver = 'virt.fake.driver'` (line 13).",
        "By its name, a double is defined here: `FakeShop` (lines 3–4).",
        "By its name, a double is defined here: `fake_pay()` (line 6).",
        "`Mock` is called in 1 place (line 15).",
        "`create_autospec` is called in 1 place (line 15).",
        "Used with more rights than others, by its name: `self.admin_api` (line 14).",
    ]


def test_many_are_counted() -> None:
    text = "from unittest import mock\n" + "mock.Mock(), self.admin\n" * 7
    assert told(text, ASPECT) == [
        "`Mock` is called in 7 places, from the first to the last line named (lines 2, 8).",
        "Used with more rights than others, by its name: `self.admin` 7 times, from the first to the "
        "last line named "
        "(lines 2, 8).",
    ]


def test_items_are_told_as_items() -> None:
    text = """
        def test_a(monkeypatch):
            monkeypatch.setitem(sys.modules, "shop", None)
            monkeypatch.delitem(shop.stock, name)
    """
    assert told(text, ASPECT) == [
        "Replaced: `sys.modules['shop']` by `None`, until the fixture monkeypatch undoes it (line 2).",
        "Replaced: `shop.stock[name]` by nothing, until the fixture monkeypatch undoes it (line 3).",
    ]


def test_what_makes_a_double_and_doubles_by_the_ends_of_their_names() -> None:
    text = """
        from unittest import mock

        class SlowLockMock: ...

        class TestMock:
            def test_a(self):
                with mock.patch("shop.pay", new_callable=make):
                    pass
    """
    assert told(text, ASPECT) == [
        "Replaced: `shop.pay` by `what make() returns`, for the with block (line 7).",
        "By its name, a double is defined here: `SlowLockMock` (line 3).",
    ]


def test_what_replaces_clocks_and_settings_by_its_name() -> None:
    text = """
        from freezegun import freeze_time

        @override_settings(DEBUG=True)
        def test_a():
            with freeze_time("2020-01-01"):
                pass
            shop.travel
    """
    assert told(text, ASPECT) == [
        "Replaces what is real, by its name: `override_settings(DEBUG=True)` (line 3).",
        "Replaces what is real, by its name: `freeze_time('2020-01-01')` (line 5).",
        "A library of doubles is imported: `freezegun` (line 1).",
    ]


def test_a_context_of_monkeypatch() -> None:
    text = """
        def test_a(monkeypatch, other):
            with lock, monkeypatch.context() as m:
                m.setattr("shop.pay", fake)
            with other.context() as m, other as n:
                n.setattr("shop.pay", 1)
            m.setattr("shop.pay", 2)
    """
    assert told(text, ASPECT) == [
        "Replaced: `shop.pay` by `fake`, for the with block (line 3).",
    ]


def test_several_attributes_patched_at_once_are_named() -> None:
    text = """
        from unittest import mock

        def test_a():
            with mock.patch.multiple("shop", pay=mock.DEFAULT, ring=fake):
                pass
            with mock.patch.dict(shop.prices, apple=1):
                pass
    """
    assert told(text, ASPECT) == [
        "Replaced: `'shop', pay, ring`, for the with block (line 4).",
        "Replaced: `shop.prices[...]`, for the with block (line 6).",
    ]
