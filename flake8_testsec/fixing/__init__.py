"""Fixes: what a remedy changes in the text of a file, said as edits of spans and applied to the text.

A room here returns no edits where it cannot be sure of the result: several statements on a line, a string or
a parenthesis in the way. No fix is better than a wrong one.
"""
