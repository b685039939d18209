"""What functions are called that take back, keep or only tell: the words of the code after a ``yield``."""

from __future__ import annotations

from flake8_testsec.patterns import lazy

RESTORING = lazy(
    r"((safe|force|maybe|try)(ly)?_)?(a?close|cancel|chdir|clean_?up|delattr|delete|deregister|destroy|detach|"
    r"disable|disconnect|drop|kill|log_?out|purge|release|remove|reset|restore|revert|rmdir|rmtree|roll_?back|"
    r"shut_?down|stop|tear_?down|"
    r"terminate|umask|undo|uninstall|unlink|unload|un?mount|unpatch|unregister|unset)(_?all)?(_|\Z)"
)
KEEPING = lazy(r"(commit|dump|move|publish|rename|replace|save|write)(_|\Z)")
TELLING = lazy(r"(assert|fail|print|log|debug|info|warn|error|append|add|write)")
