"""``python -m flake8_testsec`` is the ``testsec`` command."""

from flake8_testsec.cli import main

raise SystemExit(main())
