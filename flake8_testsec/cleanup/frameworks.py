"""What the classes of test frameworks and the fixtures of pytest and of its plugins give back."""

from __future__ import annotations

from flake8_testsec.project.undoing import FOLDER, PATCHERS, TEMPFILE

_FILTERS = ("call:warnings.simplefilter", "call:warnings.filterwarnings")
BASES = {
    "oslotest.base.BaseTestCase": (PATCHERS, TEMPFILE, "environ:HOME"),
    "twisted.trial.unittest.SynchronousTestCase": _FILTERS,
    "twisted.trial.unittest.TestCase": _FILTERS,
}
"""What classes of frameworks give back after each test. Those of unittest, testtools, django, tornado and
aiohttp give back nothing that they did not take themselves, and trial's nothing but the filters of warnings;
oslotest registers ``patch.stopall`` with the first cleanup, of which its own ``setUp`` makes one, and
redirects tempfile and HOME."""

_PYTESTER = (
    FOLDER,
    "set:sys.path",
    "set:sys.modules",
    "environ:HOME",
    "environ:USERPROFILE",
    "environ:PY_COLORS",
)
FIXTURES = {
    "monkeypatch": (),
    "mocker": (),
    "tmp_path": (),
    "tmpdir": (),
    "tmp_path_factory": (),
    "tmpdir_factory": (),
    "request": (),
    "caplog": (),
    "capsys": ("set:sys.stdout", "set:sys.stderr"),
    "capfd": ("set:sys.stdout", "set:sys.stderr"),
    "capsysbinary": ("set:sys.stdout", "set:sys.stderr"),
    "capfdbinary": ("set:sys.stdout", "set:sys.stderr"),
    "recwarn": ("call:warnings.simplefilter", "call:warnings.filterwarnings"),
    "pytester": _PYTESTER,
    "testdir": _PYTESTER,
    "settings": ("set:django.conf.settings.*",),
    "db": (),
    "transactional_db": (),
    "live_server": (),
    "event_loop": (),
    "requests_mock": (),
    "benchmark": (),
}
"""What fixtures of pytest and of well-known plugins give back themselves."""
