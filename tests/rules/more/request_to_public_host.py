"""More examples of TSE204, which would make the rule's own file too long."""

bad = (
    """
    import subprocess

    import pytest
    import requests

    @pytest.fixture
    def base_url():
        return "https://shop.acme.io"
               ^^^^^^^^^^^^^^^^^^^^^^

    @pytest.fixture
    def session():
        with requests.Session() as session:
            yield session

    @pytest.fixture
    def orders(base_url):
        return requests.get(f"{base_url}/orders", timeout=5)

    def test_shop(base_url, session, tmp_path, orders):
        assert requests.get(base_url + "/get", timeout=5).ok and orders
        assert session.get("https://till.acme.io/now", timeout=5).ok
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert session.request("GET", url="https://paid.acme.io/now", timeout=5).ok
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.run(["git", "clone", "https://github.com/acme/shop", str(tmp_path)], timeout=30)
                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.run(["git", "-C", str(tmp_path), "--bare", "clone", "https://git.acme.io/a"], timeout=30)
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.run(["curl", "-d", "a=b", "-sSL", "https://api.acme.io/shorten"], timeout=30)
                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.check_call("curl -s https://shop.acme.io/terms", shell=True)
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.run(["wget", "-qO-", "https://orders.acme.io"], timeout=30)
                                        ^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.check_output("wget https://shop.acme.io/terms".split())
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    # file: tests/conftest.py
    import pytest
    import requests

    @pytest.fixture
    def base_url():
        return "https://shop.acme.io"

    @pytest.fixture
    def session():
        return requests.Session()
    # file: shop/web.py
    import requests

    def fetch(url, timeout=3):
        return requests.get(url, timeout=timeout)

    def fetch_twice(name, url):
        return requests.get(url, timeout=3), requests.get(url + name, timeout=3)
    # file: tests/test_shop.py
    import requests

    from shop import web
    from shop.web import fetch

    ORDERS = "https://orders.acme.io"
             ^^^^^^^^^^^^^^^^^^^^^^^^

    def test_shop(base_url, session):
        assert requests.get(base_url + "/get", timeout=5).ok
                            ^^^^^^^^^^^^^^^^^
        assert session.get("https://till.acme.io/now", timeout=5).ok
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert fetch("https://paid.acme.io/get").ok
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert fetch(ORDERS).ok
        assert web.fetch_twice("now", url=f"https://now.acme.io/{session}")
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
)
good = (
    """
    # file: shop/web.py
    import functools

    import requests

    def check(url):
        if not url.endswith(".io"):
            raise ValueError(url)
        return requests.get(url, timeout=3)

    def ready(url):
        print(url)
        return requests.get(url, timeout=3)

    def cached(url, known):
        return known[url] if url in known else requests.get(url, timeout=3)

    def store(url, do=True):
        if do:
            requests.put(url, timeout=3)

    def within(url, lock):
        with lock as held:
            if not held:
                return None
            return requests.get(url, timeout=3)

    def later(url):
        return lambda: requests.get(url, timeout=3)

    def each(url):
        yield requests.get(url, timeout=3)

    @functools.wraps(requests.get)
    def wrapped(url):
        return requests.get(url, timeout=3)
    # file: tests/test_web.py
    import pytest

    from shop.web import cached, check, each, later, ready, store, within, wrapped

    def test_web(self):
        url = "https://shop.acme.io/"
        with pytest.raises(ValueError):
            check("https://shop.acme.io/")
        with self.assertRaises(ValueError):
            ready("https://shop.acme.io/")
        assert cached(url, {url: 3}) == 3
        assert cached("https://shop.acme.io/", {url: 3}) == 3
        store(url, do=False)
        store("https://shop.acme.io/", do=False)
        check("https://shop.acme.io/")
        later("https://shop.acme.io/")
        each("https://shop.acme.io/")
        within("https://shop.acme.io/", self.lock)
        wrapped("https://shop.acme.io/")
    """,
    """
    import subprocess
    from unittest import mock

    import pytest
    import requests

    @pytest.fixture
    def api():
        return requests.Session()

    @pytest.fixture
    def web():
        return requests.Session()

    @pytest.fixture
    def shop():
        return requests.Session()

    def test_replaced(api, monkeypatch):
        monkeypatch.setattr(api, "get", lambda url: url)
        assert api.get("https://shop.acme.io/")

    def test_stored(web):
        web.get = mock.Mock()
        assert web.get("https://shop.acme.io/")

    def test_patched(shop):
        with mock.patch.object(shop, "send"):
            assert shop.get("https://shop.acme.io/")

    def test_commands():
        near = "http://127.0.0.1:8000/shorten"
        subprocess.run(["curl", "-d", "https://shop.acme.io/", "http://127.0.0.1:8000/shorten"])
        subprocess.run(["curl", "-x", "http://127.0.0.1:3128", "https://shop.acme.io/"])
        subprocess.run(["curl", "--resolve", "shop.acme.io:443:127.0.0.1", "https://shop.acme.io/"])
        subprocess.run(["git", "-C", "pull", "remote", "add", "origin", "https://shop.acme.io/"])
        subprocess.run(["git", "-c", "http.proxy=http://127.0.0.1", "pull", "https://shop.acme.io/"])
        subprocess.run(["git", "--version"])
        subprocess.run(["wget", "--referer", "https://shop.acme.io/", "http://127.0.0.1"])
        subprocess.run("curl http://127.0.0.1/;echo https://shop.acme.io/", shell=True)
        subprocess.run("curl http://127.0.0.1/ && echo https://shop.acme.io/", shell=True)
    """,
    """
    # file: tests/conftest.py
    import pytest
    import requests

    @pytest.fixture
    def base_url(server):
        yield server.url

    @pytest.fixture
    def local():
        return "http://localhost:8000"

    @pytest.fixture
    def adapted(adapter):
        session = requests.Session()
        session.mount("https://", adapter)
        return session

    @pytest.fixture
    def empty():
        pass
    # file: shop/web.py
    import requests

    def fetch(url, session):
        return session.get(url)

    def parsed(url):
        return requests.get(parse(url), timeout=3)

    def routed(url, proxies):
        return requests.get(url, proxies=proxies, timeout=3)

    def nested(url):
        url = url.strip()
        return requests.get(url, timeout=3)

    class Web:
        def fetch(self, url):
            return requests.get(url, timeout=3)
    # file: tests/test_shop.py
    import subprocess

    import requests

    from shop.web import fetch, missing, nested, parsed, routed

    def test_shop(base_url, local, adapted, empty, session, words):
        assert requests.get(base_url + "/get", timeout=5).ok
        assert requests.get(local + "/get", timeout=5).ok
        assert adapted.get("https://till.acme.io/now", timeout=5).ok
        assert empty.get("https://till.acme.io/now", timeout=5).ok
        assert session.get("https://till.acme.io/now", timeout=5).ok
        assert fetch("https://shop.acme.io", session)
        assert parsed("https://shop.acme.io")
        assert routed("https://shop.acme.io", words)
        assert nested("https://shop.acme.io")
        assert missing("https://shop.acme.io")
        assert nested(*words, "https://shop.acme.io")
        assert own("https://shop.acme.io", words)
        subprocess.run(["git", "remote", "add", "origin", "https://github.com/acme/shop"], timeout=30)
        subprocess.run(["git", "clone", "https://localhost/shop", "ssh://shop"], timeout=30)
        subprocess.run(["shop", "clone", "https://github.com/acme/shop"], timeout=30)
        subprocess.run([], timeout=30)
        subprocess.run(words, timeout=30)
        subprocess.run()

    def helper(base_url):
        return requests.get(base_url + "/get", timeout=5)

    def own(url, words):
        return words.get(url)

    def test_words(fp):
        subprocess.run(["git", "clone", "https://github.com/acme/shop"], timeout=30)
    """,
    """
    import pytest
    import requests

    @pytest.fixture
    def session(requests_mock):
        return requests.Session()

    @pytest.fixture
    def other(server):
        return server.session

    def test_shop(session, other):
        session.get("https://till.acme.io/now", timeout=5)
        other.get("https://till.acme.io/now", timeout=5)
        session.get(timeout=5)
    """,
)
