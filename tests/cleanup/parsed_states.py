"""Modules of tests that change the process's state, and what is said of them."""

from __future__ import annotations

import ast
import textwrap

from flake8_testsec.cleanup import states, wording
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

IMPORTS = """
import asyncio, builtins, contextlib, gc, importlib, io, locale, logging, os, pytest
import signal, socket, sys, time, unittest, warnings; import csv, decimal, faulthandler, threading
from os import environ; import django.utils.timezone, django.utils.translation, multiprocessing
import httpretty, numpy, ray, resource, responses, torch, tracemalloc
from unittest import mock
from shop import stock, till
"""
PATH = "tests/test_a.py"


def parse(text: str, path: str = PATH) -> Module:
    return Module.parse(IMPORTS + textwrap.dedent(text), path, Settings(enable=("TSE",)))


def functions(module: Module) -> list[Function]:
    return [*module.nodes(ast.FunctionDef), *module.nodes(ast.AsyncFunctionDef)]


def judged(text: str, path: str = PATH) -> list[str]:
    """What is said of every state in every function, as ``text: problem``."""
    module = parse(text, path)
    found = [
        wording.words(each, module)
        for function in functions(module)
        for code in ("TSE304", "TSE305", "TSE313", "TSE314")
        for each in states.judgements(function, code, module)
    ]
    return [f"{each['what']}: {each['problem']}" for each in found]
