"""Whoever waits at a terminal sees a bar, a pipe never does, and the work is the same with and without one."""

import contextlib
import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from summitdata.progress import progress

from .processes import python

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
fcntl = pytest.importorskip("fcntl", reason="this system has no pseudo-terminals")
termios = pytest.importorskip("termios", reason="this system has no pseudo-terminals")

SLOW = """
import json, sys, time
from summitdata.progress import progress

def things():
    for number in range(4):
        time.sleep(0.2)
        yield number

print(json.dumps([*progress(things(), "counting", 4)]))
"""

WITHOUT_TQDM = """
import sys
sys.modules["tqdm"] = sys.modules["tqdm.auto"] = None
"""

# What a kernel puts there, as far as it is asked for.
IN_A_NOTEBOOK = """
import sys, types
shell = types.SimpleNamespace(kernel="")
sys.modules["IPython"] = types.SimpleNamespace(get_ipython=lambda: shell)
"""


def at_a_terminal(script: str, **options: object) -> tuple[int, str, bytes]:
    """Run a script whose standard error is a terminal: its status, what it prints, what the terminal gets."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=theirs, **options) as process:
        os.close(theirs)
        shown = b""
        # Linux ends a terminal that nobody has open with an error.
        while chunk := _read(ours):
            shown += chunk
        out = process.stdout.read().decode()
    os.close(ours)
    return process.returncode, out, shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_a_terminal_shows_a_bar() -> None:
    """Its name, how many of how many, and nothing of it is left when the work is over."""
    pytest.importorskip("tqdm")
    status, out, shown = at_a_terminal(SLOW)

    assert (status, json.loads(out)) == (0, [0, 1, 2, 3])
    assert b"counting:" in shown
    assert b"/4 [" in shown
    assert shown.endswith(b"\r")


def test_a_terminal_without_tqdm_shows_nothing() -> None:
    """The work is done all the same."""
    assert at_a_terminal(WITHOUT_TQDM + SLOW) == (0, "[0, 1, 2, 3]\n", b"")


def test_work_that_is_over_at_once_shows_nothing() -> None:
    """A bar that only flashes tells nobody anything."""
    assert at_a_terminal(SLOW.replace("0.2", "0")) == (0, "[0, 1, 2, 3]\n", b"")


@pytest.mark.parametrize("without", ["", WITHOUT_TQDM], ids=["with tqdm", "without tqdm"])
def test_a_pipe_shows_nothing(without: str) -> None:
    """Neither on the standard output nor on the standard error."""
    ended = python(without + SLOW)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "[0, 1, 2, 3]\n", "")


@pytest.mark.parametrize("without", ["", WITHOUT_TQDM], ids=["with tqdm", "without tqdm"])
def test_a_file_shows_nothing(without: str, tmp_path: Path) -> None:
    """What is written to a log stays readable."""
    with (tmp_path / "log").open("w") as log:
        ended = python(without + SLOW, stderr=log)

    assert (ended.returncode, ended.stdout, (tmp_path / "log").read_text("utf-8")) == (0, "[0, 1, 2, 3]\n", "")


def test_a_notebook_shows_a_bar() -> None:
    """A kernel's standard error is no terminal, and yet somebody reads it."""
    pytest.importorskip("tqdm")
    ended = python(IN_A_NOTEBOOK + SLOW)

    assert (ended.returncode, ended.stdout) == (0, "[0, 1, 2, 3]\n")
    assert "counting:" in ended.stderr


def test_a_shell_of_ipython_is_no_notebook() -> None:
    """At its prompt the terminal decides, and in a pipe nothing is shown."""
    ended = python(IN_A_NOTEBOOK.replace('kernel=""', "") + SLOW)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "[0, 1, 2, 3]\n", "")


@pytest.mark.parametrize(
    "closed",
    ["sys.stderr.close()", "sys.stderr = None", "import os; os.close(2)", "real.isatty = lambda: True; real.close()"],
)
def test_a_closed_standard_error_does_no_harm(closed: str) -> None:
    """Before the work, whoever closes it."""
    script = f"import sys\nclass Real(type(sys.stderr)): pass\nreal = sys.stderr = Real(sys.stderr.buffer)\n{closed}\n"
    status, out, _ = at_a_terminal(script + SLOW)

    assert (status, out) == (0, "[0, 1, 2, 3]\n")


@pytest.mark.parametrize("closed", ["sys.stderr.close()", "os.close(2)", "os.dup2(os.open('/dev/full', 1), 2)"])
def test_a_standard_error_that_fails_in_the_midst_does_no_harm(closed: str) -> None:
    """A bar that cannot be drawn any more is no error of the work."""
    if "full" in closed and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    status, out, _ = at_a_terminal(SLOW.replace("yield number", f"yield number; import os; number or {closed}"))

    assert (status, out) == (0, "[0, 1, 2, 3]\n")


def test_settings_of_tqdm_that_make_no_sense_do_no_harm() -> None:
    """The environment can make a bar impossible, not the work."""
    assert at_a_terminal(SLOW, env={**os.environ, "TQDM_MININTERVAL": "often"})[:2] == (0, "[0, 1, 2, 3]\n")


def test_nothing_is_taken_before_it_is_asked_for() -> None:
    """The things come one by one, and what goes wrong with one of them goes on as it is."""
    taken: list[int] = []

    def things() -> Iterator[int]:
        for number in range(3):
            taken.append(number)
            yield number
        msg = "no more"
        raise LookupError(msg)

    shown = progress(things(), "counting")

    assert taken == []
    assert (next(shown), taken) == (0, [0])
    with pytest.raises(LookupError, match="no more"):
        list(shown)


@pytest.mark.parametrize("things", [[], [1, 2], (1, 2), {1: 2}, range(3), "ab"], ids=str)
def test_the_things_are_the_same(things: object) -> None:
    """Whatever they are, with or without a length."""
    assert [*things] == [*progress(things, "counting")]
    assert [*things] == [*progress(iter(things), "counting", 5)]


class Terminal(io.StringIO):
    """A stream that says that somebody reads it."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.mark.parametrize("is_there", [False, True], ids=["without tqdm", "with tqdm"])
def test_a_stream_that_is_read_in_one_process(is_there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in this process: the things come, and work that is over at once leaves no trace."""
    if not is_there:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    with contextlib.redirect_stderr(Terminal()) as shown:
        things = [*progress([1, 2], "counting")]

    assert (things, shown.getvalue()) == ([1, 2], "")
