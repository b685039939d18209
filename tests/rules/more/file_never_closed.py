"""More examples of TSE301, which would make the rule's own file too long."""

bad = (
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
)
