"""Who owns what a test opens or changes: what is reported, next to what looks like it and is right."""

from __future__ import annotations

import pytest

from tests.cleanup.shops import found, in_case, in_test

# What something imported is given.

OWN = """\
class Fake:
    pass
def double():
    return 1
def made():
    return Fake()
def kinds():
    return Fake
def chosen(ask):
    return ask
def drawn():
    yield Fake()
"""


@pytest.mark.parametrize(
    "value",
    [
        "Fake()",
        "staticmethod(double)",
        "classmethod(lambda cls: 1)",
        "property(double)",
        "partial(double, 1)",
        "types.SimpleNamespace(count=1)",
        "made()",
        "kinds()",
        "tmp_path",
        "tmp_path / 'a'",
        "str(tmp_path / 'a')",
        "tmp_path.joinpath('a').resolve()",
        "(tmp_path / 'a').as_posix()",
    ],
)
def test_a_double_is_known_by_what_it_is_made_of(value: str) -> None:
    assert found(OWN + in_test(f"orders.client = {value}\nassert ask()")) == ["TSE313:14"]


@pytest.mark.parametrize(
    "value", ["Till()", "chosen(1)", "drawn()", "given", "given / 'a'", "given.client", "[]", "'a'"]
)
def test_what_others_may_want_is_no_double(value: str) -> None:
    assert found(OWN + in_test(f"orders.client = {value}\nassert ask()")) == []


@pytest.mark.parametrize("value", ["seen.append", "names", "saved_double", "self.make()", "self.instance()"])
def test_a_double_is_followed_to_where_it_is_bound(value: str) -> None:
    source = f"""\
class TestShop:
    def make(self):
        return lambda: 1
    def instance(self):
        return mock.Mock()
    def test_shop(self, ask):
        seen = []
        names = partial(ask)
        names = mock.Mock()
        def saved_double():
            return 1
        orders.client = {value}
        assert ask()
"""
    assert found(source.replace("        names = partial(ask)\n", "")) == ["TSE313:11"]


@pytest.mark.parametrize("value", ["given.append", "self.given()", "self.nothing()", "names"])
def test_what_is_bound_to_something_else_is_no_double(value: str) -> None:
    source = f"""\
class TestShop:
    def given(self):
        return shop.client()
    def test_shop(self, ask, given):
        names = shop.names()
        orders.client = {value}
        assert ask()
"""
    assert found(source) == []


def test_a_value_is_not_followed_for_ever() -> None:
    assert found(in_test(f"orders.folder = tmp_path{' / shop.name' * 6}\nassert ask()")) == []


@pytest.mark.parametrize(("value", "lines"), [("None", ["TSE313:2"]), ("given", ["TSE313:2"])])
@pytest.mark.parametrize("name", ["Client", "client"])
def test_anything_takes_the_place_of_a_class_or_an_import(value: str, lines: list[str], name: str) -> None:
    orders = "from net import client\nclass Client: pass\ncount = None\n"
    body = f"orders.{name} = {value}\nassert ask()"
    assert found(in_test(body), shop__orders=orders, shop____init__="") == lines
    assert (
        found(in_test(f"orders.count = {value}\nassert ask()"), shop__orders=orders, shop____init__="") == []
    )


@pytest.mark.parametrize(
    ("call", "lines"),
    [("shop.reset_all()\n{}", ["TSE313:3"]), ("{}\nshop.reset_all()", []), ("shop.restore_at_end()\n{}", [])],
)
def test_what_is_reset_before_a_change_is_what_others_left(call: str, lines: list[str]) -> None:
    assert found(in_test(call.format("orders.client = mock.Mock()") + "\nassert ask()")) == lines


# Fixtures, and variables that are taken away.


@pytest.mark.parametrize(
    ("decorator", "lines"),
    [
        ("@pytest.fixture", ["TSE304:3"]),
        ("@pytest.fixture()", ["TSE304:3"]),
        ("@pytest.fixture(scope='function')", ["TSE304:3"]),
        ("@pytest.fixture(scope='module')", []),
        ("@pytest.fixture(scope=shop.scope)", []),
        ("@pytest.fixture(**shop.options)", []),
        ("@pytest.fixture('session')", []),
        ("@pytest.fixture(autouse=True)", []),
    ],
)
def test_a_fixture_of_one_test_leaves_nothing_changed(decorator: str, lines: list[str]) -> None:
    assert found(f"{decorator}\ndef mode():\n    os.environ['MODE'] = 'a'\n    yield\n") == lines


@pytest.mark.parametrize(
    "body",
    [
        "    os.environ['MODE'] = 'a'\n    yield\n    del os.environ['MODE']\n",
        "    request.addfinalizer(lambda: os.environ.pop('MODE'))\n    os.environ['MODE'] = 'a'\n",
        "    monkeypatch.setenv('MODE', 'b')\n    os.environ['MODE'] = 'a'\n",
    ],
)
def test_a_fixture_may_put_it_back(body: str) -> None:
    assert found(f"@pytest.fixture\ndef mode(request, monkeypatch):\n{body}") == []


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("os.environ.pop('MODE', None)\nassert ask()", ["TSE304:2"]),
        ("given.prepare()\nos.environ.pop('MODE', None)\nassert ask()", ["TSE304:3"]),
        ("assert ask()\nos.environ.pop('MODE', None)", []),
        ("os.environ.pop('MODE', None)\nask()", []),
        ("assert ask()\nos.environ.pop('MODE', None)\nassert ask()", []),
        ("os.environ.pop('MODE', None)\nassert ask()\nos.environ.pop('MODE', None)", []),
        ("os.environ.pop('MODE', None)\nassert ask()\nassert os.environ.get('MODE') is None", []),
        ("os.environ.pop(given, None)\nassert ask()", []),
        ("if given:\n    os.environ.pop('MODE', None)\nassert ask()", []),
        ("with pytest.raises(KeyError):\n    ask()\nos.environ.pop('MODE', None)\nassert ask()", []),
        ("os.environ.pop('MODE', None)\nassert ask()\nos.environ['MODE'] = 'a'\nassert ask()", ["TSE304:2"]),
    ],
)
def test_a_variable_is_taken_away_for_good(body: str, lines: list[str]) -> None:
    assert found(in_test(body)) == lines


def test_a_set_up_that_takes_a_variable_away_does_so_before_each_test() -> None:
    assert found(in_case("os.environ.pop('MODE', None)\nassert shop.ask()")) == []


@pytest.mark.parametrize(
    ("given", "last", "lines"),
    [
        ("", "yield folder", ["TSE302:3"]),
        ("", "yield pathlib.Path(folder)", ["TSE302:3"]),
        ("(autouse=True)", "yield folder", ["TSE302:3"]),
        ("(scope='session')", "yield folder", []),
        ("", "yield folder\n    shutil.rmtree(folder)", []),
        ("", "yield folder, 1", []),
        ("", "given = yield folder", []),
        ("", "return folder", []),
    ],
)
def test_nobody_but_a_fixture_removes_what_it_makes(given: str, last: str, lines: list[str]) -> None:
    source = f"@pytest.fixture{given}\ndef shelf():\n    folder = tempfile.mkdtemp()\n    {last}\n"
    assert found(source + "def test_shelf(shelf):\n    assert shop.ask(shelf)\n") == lines
    assert found(source + "def test_shelf(shelf):\n    assert shelf\n    shutil.rmtree(shelf)\n") == []


def test_a_manager_hands_its_folder_out() -> None:
    assert found("def folders():\n    folder = tempfile.mkdtemp()\n    yield folder\n") == []


# One name for several handles.


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("f = open('a', 'w')\nf.write(ask)\nf.close()\nf = open('a')\nassert f.read()", ["TSE301:5"]),
        ("f = open('a')\nask(1)\nf = open('b')\nf.close()", ["TSE301:2"]),
        ("f = open('a')\nask(f.read())\nwith open('b') as f:\n    ask(f.read())", ["TSE301:2"]),
        ("f = os.open('a', 1)\nassert ask()\nos.close(f)\nf = os.open('b', 1)\nos.close(f)", ["TSE307:2"]),
        ("f = open('a')\nf.close()\nf = open('b')\nf.close()", []),
        ("f = open('a')\nf = shop.wrapped(f)\nf.close()", []),
        ("f = open('a')\nif ask:\n    f = open('b')\nf.close()", []),
        ("if ask:\n    f = open('a')\nelse:\n    f = open('b')\nf.close()", []),
        ("for each in ask:\n    if each:\n        f.close()\n    f = open(each)\nf.close()", []),
        ("def end():\n    f.close()\nf = shop.first\nf = open('a')\ngiven(end)", []),
        ("try:\n    f = open('a')\n    ask()\n    f = open('b')\nfinally:\n    f.close()", []),
        ("f = open('a')\ntry:\n    f = open('b')\nfinally:\n    f.close()", []),
        ("global f\nf = open('a')\nf = open('b')", []),
        ("f = open('a')\nf, g = ask\nf.close()", []),
        ("f = open('a')\nfor f in ask:\n    f.close()", []),
    ],
)
def test_a_name_stands_for_what_was_bound_last(body: str, lines: list[str]) -> None:
    assert found(in_test(body)) == lines


def test_far_behind_no_binding_is_looked_for() -> None:
    between = "\n".join(f"if ask({number}):\n    f = None" for number in range(60))
    assert found(in_test(f"f = open('a')\n{between}\nf = open('b')\nf.close()")) == []


# What is lent.


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("f = open('a', 'rb')\nask.verify(f)\nf.seek(0)", ["TSE301:2"]),
        ("f = open('a', 'rb')\nshop.verify(f, 1, f)\nf.seek(0)", ["TSE301:2"]),
        ("f = open('a', 'rb')\nshop.verify(f)", []),
        ("f = open('a', 'rb')\nshop.Reader(f)\nf.seek(0)", []),
        ("f = open('a', 'rb')\nself.verify(f)\nf.seek(0)", []),
        ("f = open('a', 'rb')\nshop.keep(f)\nf.seek(0)", []),
        ("f = open('a', 'rb')\nshop.close_later(f)\nf.seek(0)", []),
        ("f = open('a', 'rb')\nshop.verify(f)\nwith pytest.raises(ValueError):\n    f.seek(0)", []),
        ("f = open('a', 'rb')\nshop.verify(f)\nassert f.closed", []),
        ("f = open('a', 'rb')\nshop.verify(f)\nask(f)", []),
        ("f = open('a', 'rb')\nfor each in ask:\n    shop.verify(f)\n    f.seek(0)", []),
        ("self.f = open('a', 'rb')\nshop.verify(self.f)\nself.f.seek(0)", []),
    ],
)
def test_what_is_used_again_was_lent(body: str, lines: list[str]) -> None:
    assert found(in_test(body)) == lines


# Files that are opened by their paths.


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        ("(given / 'a.txt').open()", ["TSE301:2"]),
        ("(given / f'{ask}.txt').open()", ["TSE301:2"]),
        ("(given / 'a').open('a')", ["TSE301:2"]),
        ("given.open(encoding='utf-8')", ["TSE301:2"]),
        ("given.open('r', encoding='utf-8')", ["TSE301:2"]),
        ("(given / ask).open()", []),
        ("(given / 2).open()", []),
        ("(given * 'a').open()", []),
        ("given.open()", []),
        ("given.open('a', 'b', encoding='utf-8')", []),
        ("shop.open(encoding='utf-8')", []),
    ],
)
def test_a_path_is_joined_and_a_text_has_an_encoding(call: str, lines: list[str]) -> None:
    assert found(in_test(f"f = {call}\nassert f.read()")) == lines
