"""What tests leave behind when they run, written down while they run, and read beside findings.

The modules here are imported by who runs tests and asks for it, and by ``testsec check --evidence``; nothing
of a review imports them.
"""
