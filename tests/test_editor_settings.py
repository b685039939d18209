"""The settings of docs/editors.md are what they say; editors that are on this machine are given them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from flake8_testsec.catalogue import RULES

pytestmark = pytest.mark.tools

GUIDE = Path(__file__).parent.parent / "docs" / "editors.md"
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = dict(SECTION.findall(GUIDE.read_text(encoding="utf-8")))
LINE = '        "Straße 東京"; self.assertRaises(ValueError)'
TEXT = f"import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n{LINE}\n"
HIGH = TEXT.replace("assertRaises(ValueError)", "assertTrue(self.id(), 7)")

NVIM, EMACS = shutil.which("nvim"), shutil.which("emacs")
without_nvim = pytest.mark.skipif(NVIM is None, reason="Neovim is not on this machine")
without_emacs = pytest.mark.skipif(EMACS is None, reason="Emacs is not on this machine")


def snippets(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTIONS[section], re.MULTILINE | re.DOTALL)


def run(folder: Path, *command: str) -> str:
    """What a command says, in the environment of an editor: our own commands are on the path."""
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=300)
    return (done.stdout + done.stderr).decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("section", ["Python LSP Server", "VS Code", "Zed"])
def test_settings_can_be_read(section: str) -> None:
    (text,) = snippets(section, "json")
    assert json.loads(text)


def test_the_command_prints_a_level_for_every_rule(tmp_path: Path) -> None:
    (command,) = snippets("Severity by code", "sh")
    levels = json.loads(run(tmp_path, "sh", "-c", command))
    assert levels.keys() == RULES.keys()
    assert (levels["TSE504"], levels["TSE407"], levels["TSE513"]) == ("Error", "Warning", "Information")


@without_nvim
def test_neovim_lists_what_its_settings_ask_for(folder: Path) -> None:
    (settings,) = snippets("Neovim", "vim")
    show = "for e in getqflist() | echo bufname(e.bufnr) e.lnum e.col e.text | endfor"
    (folder / "try.vim").write_text(f"{settings}edit tests/test_x.py\nsilent make!\n{show}\nqall!\n")
    said = run(folder, str(NVIM), "--headless", "-u", "NONE", "-S", "try.vim")
    column = LINE.index("self") + 1
    assert f"tests/test_x.py 6 {column} TSE407 assertRaises()" in said


@without_emacs
@pytest.mark.parametrize(
    ("text", "level", "code"), [(TEXT, ":warning", "medium: TSE407"), (HIGH, ":error", "high: TSE504")]
)
def test_emacs_shows_a_buffer_that_is_not_saved(folder: Path, text: str, level: str, code: str) -> None:
    settings = snippets("Emacs", "elisp")[0]
    (folder / "tests" / "test_x.py").write_text(text, encoding="utf-8")
    (folder / "try.el").write_text(f"""{settings}
(find-file "tests/test_x.py")
(goto-char (point-min))
(insert "# new\\n")
(flymake-start)
(let ((left 300))
  (while (and (> left 0) (null (flymake-diagnostics)))
    (accept-process-output nil 0.1)
    (setq left (1- left))))
(dolist (found (flymake-diagnostics))
  (goto-char (flymake-diagnostic-beg found))
  (message "found %d %d %S %s" (line-number-at-pos) (- (point) (line-beginning-position))
           (flymake-diagnostic-type found) (flymake-diagnostic-text found)))
""")
    said = run(folder, str(EMACS), "-Q", "--batch", "-l", "try.el")
    assert f"found 7 {LINE.index('self')} {level} {code} " in said
