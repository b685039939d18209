"""More examples of TSE202, which would make the rule's own file too long."""

bad = (
    """
    # file: shop/client.py
    import requests

    class Client:
        def __init__(self, url, verify=True):
            self.url, self.verify = url, verify

        def get(self, path):
            return requests.get(self.url + path, verify=self.verify, timeout=3)

    class Kept:
        def __init__(self, verify=True):
            self.session = requests.Session()
            self.session.verify = verify

    def fetch(url, verify=True):
        session = requests.Session()
        session.verify = verify
        return session.get(url)
    # file: tests/test_shop.py
    import functools

    import pytest
    import requests

    from shop.client import Client, Kept, fetch

    get = functools.partial(requests.get, verify=False, timeout=3)
                                          ^^^^^^^^^^^^

    @pytest.fixture(autouse=True)
    def no_verify(monkeypatch):
        monkeypatch.setattr(requests.Session, "verify", False)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    def test_shop(monkeypatch, url):
        monkeypatch.setattr(requests.Session, "verify", False)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        monkeypatch.setattr("requests.Session.verify", False)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert Client(url, verify=False).get("/").ok
                           ^^^^^^^^^^^^
        assert fetch(url, verify=False).ok and get(url).ok
                          ^^^^^^^^^^^^
    """,
)
good = (
    """
    from unittest import mock

    import paramiko
    import requests

    def test_passes_it_on(get):
        get.assert_called_with("https://shop.test/", verify=False)
        assert get.call_args == mock.call("https://shop.test/", verify=False)
        session = mock.Mock()
        session.verify = False

    def test_host_key_policy(client):
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())

    class TestUnverified:
        def test_warns(self, server):
            requests.get(server.url, verify=False, timeout=5)

        def test_session(self, session):
            session.verify = False
    """,
    """
    # file: shop/client.py
    import requests

    VERIFY = True

    class Client:
        def __init__(self, verify=True):
            self.verify, self.other = verify, verify

        def get(self, path):
            return requests.get(path, timeout=3)

    def fetch(url, verify=True):
        return requests.get(url, verify=VERIFY, timeout=3), url.get(url, verify=verify)
    # file: tests/test_shop.py
    import functools

    import requests

    from shop.client import Client, fetch
    from shop.missing import Missing

    get = functools.partial(requests.get, timeout=3)
    post = functools.partial(print, verify=False)
    none = functools.partial(*get)

    def own(verify):
        return verify

    def test_shop(monkeypatch, url):
        monkeypatch.setattr(requests.Session, "verify", True)
        monkeypatch.setattr(url, "verify", False)
        monkeypatch.setattr(url, "name", False)
        monkeypatch.setattr("shop.name", False)
        monkeypatch.setattr(url)
        assert Client(verify=False) and fetch(url, verify=False) and Missing(verify=False)
        assert url.shop(verify=False) and own(verify=False)
    """,
)
