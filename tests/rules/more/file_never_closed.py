"""More examples of TSE301, which would make the rule's own file too long."""

bad = (
    """
    import requests

    def test_upload(client, path, names):
        assert client.post("/", files={"file": open(path, "rb")}).ok
                                               ^^^^^^^^^^^^^^^^
        requests.put("/", files=[("file", ("a.txt", open(path, "rb")))], timeout=5)
                                                    ^^^^^^^^^^^^^^^^

    def test_script(shell):
        orders = open("orders.sh", "rb")
                 ^^^^^^^^^^^^^^^^^^^^^^^
        shell.stdin.writelines(orders)
        assert shell.answer()

    def test_maybe(path):
        found = open(path) if path else None
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found is None or found.read()
        if (other := open("other")) is not None:
                     ^^^^^^^^^^^^^
            assert other.read()
    """,
    """
    from typing import IO, assert_type


    def typed(path):
        assert_type(open(path), IO[str])
                    ^^^^^^^^^^


    def _typed(path):
        file = open(path)
               ^^^^^^^^^^
        assert file.mode


    def test_types(path, assert_type):
        typed(path)
        _typed(path)
        assert_type(open(path), IO[str])
                    ^^^^^^^^^^
    """,
)

good = (
    """
    from pathlib import Path
    from typing import IO, assert_type


    def types_of_a_file(path: Path) -> None:
        text = path.open("r")
        assert_type(text.read(), str)
        assert_type(text.write("pear"), int)
    """,
    """
    import tempfile

    def test_upload(client, path, shop, stream):
        client.pack(files={"file": open(path, "rb")})
        client.post("/", files={"file": tempfile.mkdtemp()})
        client.post("/", upload=open(path, "rb"))
        shop.keep((taken := open(path)))
        either = open(path) if path else stream
        assert either.read()
    """,
)
