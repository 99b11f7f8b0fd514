"""A stranger's folder read in a process of its own, so that a file that ends or fills a process does not end or fill this one."""

import json
import math
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from . import exceptions
from .corpus import Corpus
from .exceptions import FormatError, LimitError, SummitDataError, UsageError, shown
from .files import local_path
from .limits import Limits
from .records import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["answer", "open_isolated"]

# The limits hold before anything of ours or of others is imported. What is imported is what the parent has imported:
# the package by its place, whatever it was installed with, the others by the parent's path without relative entries and without the folder that is read.
_CHILD = """
import json, os, resource, sys
from importlib import machinery, util

root, searched, path, limits, caps = json.loads(sys.argv[1])
for name, value in caps.items():
    kind = getattr(resource, name)
    hard = resource.getrlimit(kind)[1]
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (most, most if name != "RLIMIT_CPU" else hard))
out = os.fdopen(os.dup(1), "wb")
os.dup2(0, 1)
sys.path[:] = searched
spec = machinery.PathFinder.find_spec("summitdata", [root])
package = util.module_from_spec(spec)
sys.modules["summitdata"] = package
spec.loader.exec_module(package)
from summitdata.isolated import answer

answer(path, limits, out)
"""

# Each thread would take a share of the memory that is allowed, used or not.
_SINGLE = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}

# What the libraries take before they have read anything, and some more.
_LEAST = 2**29
_FILES = 64
# The longest first line: an error, or the names of the tables.
_LINE = 65_536
# What a table takes on its way beside its values: its schema with descriptions, and padding.
_AROUND = 4 * 2**20
_SIZE = 8


def open_isolated(
    path: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    memory: int = 2 * 2**30,
    seconds: float = 60,
) -> Corpus:
    """
    The corpus in a folder of a stranger, read in a process of its own with little memory and time.

    A file that makes a reader crash, hang or ask for all the memory there is ends that process, and is an error here.
    What comes back is checked again before it is used. The whole corpus is held in memory, a folder in parts too.

    It is no sandbox: the process is one of the same user. It may read and delete what that user may and reach every
    network; it can put no byte into a file, leaves no core and has few open files, and that is all that is kept from it.
    Whoever has to expect that a reader itself is taken over needs a container or another user. The memory is limited
    where the system heeds such a limit, as Linux does.

    Args:

        path: The folder.

        limits: What a file may ask for at most.

        memory: How many bytes of address space the process may have.

        seconds: How long it may take, by the clock on the wall.

    Raises:

        UsageError: The path or a figure is none, or this system cannot limit a process: it has to be POSIX.

        NotFoundError: There is nothing there, or no data.

        FormatError: A file is not what its name says.

        SchemaError: A file has other columns, types or values than its table.

        LimitError: A file asks for more than the limits allow, or for more memory or time, or ended the process.

        IntegrityError: A file is not the one its manifest was written for.
    """
    _check_call(memory, seconds)
    folder = local_path(path)
    allowed = limits or Limits()
    where = shown(str(folder))
    until = time.monotonic() + seconds
    child = _started(folder, allowed, memory, seconds, where)
    pipe: Any = child.stdout
    try:
        return _received(pipe.fileno(), until, allowed, where)
    except TimeoutError as error:
        raise _out_of_time(where, seconds) from error
    except EOFError as error:
        raise _ended(child, until, where, memory, seconds) from error
    finally:
        # Also what it may have started itself.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        with child:
            child.kill()


def _check_call(memory: int, seconds: float) -> None:
    if os.name != "posix":
        msg = "a process cannot be limited on this system, only on POSIX; open the folder without isolated=True if you trust it"
        raise UsageError(msg)
    if not sys.executable:
        msg = "the path of the Python interpreter is not known here; open the folder without isolated=True if you trust it"
        raise UsageError(msg)
    if type(memory) is not int or memory < _LEAST:
        msg = f"expected memory as a number of bytes, at least {_LEAST:,} for the libraries themselves, found {shown(memory)}"
        raise UsageError(msg)
    if type(seconds) not in (int, float) or not 0 < seconds < math.inf:
        msg = f"expected seconds as a number above 0, found {shown(seconds)}"
        raise UsageError(msg)


def _started(folder: Path, limits: Limits, memory: int, seconds: float, where: str) -> "subprocess.Popen[bytes]":
    caps = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": math.ceil(seconds),
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": _FILES,
        "RLIMIT_CORE": 0,
    }
    root = str(Path(__file__).parent.parent)
    # The stranger's folder may hold modules too, and be the current one.
    place = os.path.realpath(folder)
    searched = [entry for entry in sys.path if Path(entry).is_absolute() and os.path.realpath(entry) != place]
    given = json.dumps([root, searched, str(folder), limits, caps])
    # No bytecode is written: its file would be left there, empty.
    command = [sys.executable, "-I", "-B", f"-Xutf8={sys.flags.utf8_mode}", "-c", _CHILD, given]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and script
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_SINGLE},
            start_new_session=True,
        )
    except OSError as error:
        msg = f"no process could be started to read {where}: {error.strerror}; try again when the machine does less"
        raise LimitError(msg) from error


def _received(pipe: int, until: float, limits: Limits, where: str) -> Corpus:
    """What the child answers: a line that says what comes, then every table."""
    try:
        # What is cut off there is no JSON any more.
        said = json.loads(_exactly(pipe, until, min(_number(pipe, until), _LINE)))
        error, text = said["error"], said["text"]
        version, status, names = said["version"], said["status"], said["tables"]
        is_sound = isinstance(names, list) and status in ("verified", "unverified")
        is_sound = is_sound and all(value is None or isinstance(value, str) for value in (error, text, version))
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        raise _no_answer(where) from cause
    if not is_sound:
        raise _no_answer(where)
    if error is not None:
        raise _error(error, text, where)
    tables = {}
    for name in TABLES:
        size = _number(pipe, until)
        if size > limits.decoded_bytes + _AROUND:
            limits.check("decoded_bytes", size, where)
        tables[name] = _table(_exactly(pipe, until, size), name, where)
    return Corpus(tables, version=version, status=status)


def _no_answer(where: str) -> FormatError:
    return FormatError(f"the process that read {where} answered what no reader answers; do not use this folder")


def _error(name: str, text: str | None, where: str) -> SummitDataError:
    """The error that the child met, as one line of text and nothing else."""
    cls = getattr(exceptions, name, None) if name in exceptions.__all__ else None
    if cls is None or not text or not text.isprintable():
        return _no_answer(where)
    made: SummitDataError = cls(text)
    return made


def _number(pipe: int, until: float) -> int:
    return int.from_bytes(_exactly(pipe, until, _SIZE), "big")


def _exactly(pipe: int, until: float, size: int) -> bytes:
    """So many bytes of the child's answer, unless it ends before or is late."""
    made = bytearray()
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    while len(made) < size:
        left = until - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise TimeoutError
        read = os.read(pipe, min(size - len(made), 2**20))
        if not read:
            raise EOFError
        made += read
    return bytes(made)


def _table(data: bytes, name: str, where: str) -> "pa.Table":
    """A table that the child sent; nothing in it is taken on trust."""
    import pyarrow as pa

    from .casting import same_layout

    try:
        with pa.ipc.open_stream(pa.BufferReader(data)) as stream:
            table = stream.read_all()
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        raise _no_answer(where) from error
    return same_layout(TABLES[name], table, name, where)


def _ended(child: "subprocess.Popen[bytes]", until: float, where: str, memory: int, seconds: float) -> LimitError:
    """Why the child ended without an answer."""
    try:
        status = child.wait(max(0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return _out_of_time(where, seconds)
    if status == -signal.SIGXCPU:
        return _out_of_time(where, seconds)
    how = f"ended with status {status}"
    if status < 0:
        how = f"was ended by {_signal(-status)}"
    msg = f"the process that read {where} {how} and gave no answer; do not use this folder, or give more memory than {memory:,} bytes if you trust it: memory=…"
    return LimitError(msg)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _out_of_time(where: str, seconds: float) -> LimitError:
    msg = f"{where} was not read in {seconds:g} seconds, and the process that read it was ended; if you trust it, give more: seconds=…"
    return LimitError(msg)


def answer(path: str, limits: list[int], out: BinaryIO) -> None:
    """
    Read a folder and write what `open_isolated` expects: this is what runs in the other process.

    Args:

        path: The folder.

        limits: The figures of the limits.

        out: Where the answer goes.
    """
    said: dict[str, Any] = dict.fromkeys(("error", "text", "version"))
    said |= {"status": "unverified", "tables": []}
    tables: list[Any] = []
    # A want of memory for the libraries is no fault of the folder.
    import pyarrow.parquet  # noqa: F401

    from .formats import open as open_corpus

    try:
        corpus = open_corpus(path, limits=Limits(*limits))
        tables = [corpus.tables[name] for name in TABLES]
        said |= {"version": corpus.version, "status": corpus.status, "tables": [*TABLES]}
    except Exception as error:  # noqa: BLE001 - whatever it is, the other process is to tell it
        said |= _told(error, shown(path))
    with out:
        _send(out, json.dumps(said).encode())
        for table in tables:
            _send(out, _stream(table))


def _told(error: BaseException, where: str) -> dict[str, str]:
    """The class and the message of an error; a want of memory is told as what it is, however it was met."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None:
        chain.append(cause)
        cause = cause.__cause__
    if any(isinstance(one, MemoryError) for one in chain):
        text = f"{where} asks for more memory than the process that reads it may have; if you trust it, give more: memory=…"
        return {"error": "LimitError", "text": text}
    if isinstance(error, SummitDataError):
        return {"error": type(error).__name__, "text": str(error)}
    text = f"{where} made the reader fail: {type(error).__name__}: {shown(str(error))}; do not use this folder, and report it"
    return {"error": "FormatError", "text": text}


def _send(out: BinaryIO, data: "bytes | pa.Buffer") -> None:
    out.write(len(data).to_bytes(_SIZE, "big"))
    out.write(data)


def _stream(table: "pa.Table") -> "pa.Buffer":
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()
