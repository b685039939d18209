"""What stands in for the clock, the network, the settings or the screen, and workers that run on."""

from __future__ import annotations

from flake8_testsec.cleanup.table.known import AT_EXIT, COLLECTED, Known

_PATCHER = "TSE308"

# fmt: off
DOUBLES = (
    # Patches of everybody's world, like those of unittest.mock.
    Known("frozen clock", "freezegun.freeze_time freezegun.api.freeze_time", "stop", "with",
          begun_by="start", code=_PATCHER, arguments='"2026-01-31"'),
    Known("moved clock", "time_machine.travel", "stop", "with", begun_by="start", code=_PATCHER,
          arguments='"2026-01-31"'),
    Known("mock of AWS", "moto.mock_aws moto.mock_s3 moto.mock_dynamodb moto.mock_sqs moto.mock_ec2"
          " moto.mock_iam moto.mock_sts moto.mock_lambda moto.mock_secretsmanager moto.mock_sns",
          "stop", "with", begun_by="start", code=_PATCHER),
    Known("mock of requests", "requests_mock.Mocker requests_mock.mock responses.RequestsMock", "stop",
          "with", begun_by="start", code=_PATCHER),
    Known("mock of requests", "aioresponses.aioresponses respx.MockRouter", "stop", "with", begun_by="start",
          code=_PATCHER),
    Known("override of settings",
          "django.test.override_settings django.test.utils.override_settings"
          " django.test.modify_settings django.test.utils.modify_settings",
          "disable", "with", begun_by="enable", code=_PATCHER, arguments="DEBUG=True"),
    Known("override of apps", "django.test.utils.isolate_apps django.test.utils.override_system_checks",
          "disable", "with", begun_by="enable", code=_PATCHER, arguments='"shop"'),
    Known("monkeypatch", "pytest.MonkeyPatch _pytest.monkeypatch.MonkeyPatch", "undo",
          begun_by="setattr setenv setitem delattr delenv delitem chdir syspath_prepend", code=_PATCHER),
    Known("fake file system", "pyfakefs.fake_filesystem_unittest.Patcher", "tearDown", "with",
          begun_by="setUp", code=_PATCHER),
    Known("replacement", "testfixtures.Replacer", "restore", "with", begun_by="replace", code=_PATCHER),
    Known("capture of the log", "testfixtures.LogCapture", "uninstall", "with", code=_PATCHER,
          everything="testfixtures.LogCapture.uninstall_all"),
    Known("fixture",
          "fixtures.MonkeyPatch fixtures.EnvironmentVariable fixtures.MockPatch fixtures.MockPatchObject"
          " fixtures.TempDir fixtures.FakeLogger fixtures.StringStream fixtures.NestedTempfile",
          "cleanUp", "with", begun_by="setUp", code=_PATCHER, arguments='"SHOP"'),
    Known("temporary directory", "testfixtures.TempDirectory testfixtures.tempdirectory.TempDirectory",
          "cleanup", "with"),
    # Servers for tests.
    Known("server", "moto.server.ThreadedMotoServer moto.moto_server.threaded_moto_server.ThreadedMotoServer",
          "stop", begun_by="start"),
    Known("server", "pytest_httpserver.HTTPServer", "stop clear", "with", begun_by="start"),
    Known("server",
          "pytest_localserver.http.ContentServer pytest_localserver.http.WSGIServer"
          " pytest_localserver.smtp.Server wiremock.server.WireMockServer",
          "stop", begun_by="start"),
    Known("server", "fakeredis.TcpFakeServer", "server_close", arguments='("127.0.0.1", 0)'),
    Known("database server",
          "testing.postgresql.Postgresql testing.mysqld.Mysqld testing.redis.RedisServer", "stop", "with",
          spared=COLLECTED),
    # Browsers and screens: processes that outlive the test.
    Known("browser",
          "selenium.webdriver.Chrome selenium.webdriver.Firefox selenium.webdriver.Edge"
          " selenium.webdriver.Safari selenium.webdriver.Ie selenium.webdriver.Remote"
          " selenium.webdriver.PhantomJS appium.webdriver.Remote",
          "quit close", "with"),
    Known("browser", "splinter.Browser", "quit", "with"),
    Known("browser", "playwright.sync_api.sync_playwright().start", "stop"),
    Known("browser", "playwright.async_api.async_playwright().start", "stop", "await"),
    Known("browser", "pyppeteer.launch", "close", "await"),
    Known("screen", "xvfbwrapper.Xvfb pyvirtualdisplay.Display", "stop", "with", begun_by="start"),
    Known("progress bar", "rich.progress.Progress rich.live.Live rich.status.Status", "stop", "with",
          begun_by="start", spared=AT_EXIT, arguments='"orders"'),
    Known("progress bar", "tqdm.tqdm tqdm.auto.tqdm", "close", "with", spared=AT_EXIT, arguments="total=8"),
    # What runs on in threads.
    Known("scheduler",
          "apscheduler.schedulers.background.BackgroundScheduler"
          " apscheduler.schedulers.asyncio.AsyncIOScheduler",
          "shutdown", begun_by="start"),
    Known("observer", "watchdog.observers.Observer watchdog.observers.polling.PollingObserver", "stop join",
          begun_by="start"),
)
"""Doubles of what all tests share, and services that libraries start."""
# fmt: on
