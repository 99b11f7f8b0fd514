"""Every command where the world around it is not as it should be: pipes, disks, signals, terminals, names, networks."""

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

import summitdata as sd
from summitdata.cli import main
from summitdata.formats import parquet

from .conftest import SYNTHETIC
from .folders import article, corpus_of, everything, silence, unchecked
from .processes import run, ship

if not hasattr(os, "fork"):
    pytest.skip("the faults are those of POSIX", allow_module_level=True)

Capture = pytest.CaptureFixture[str]

#: Every command in every way that reads or writes something else, with the status it has when nothing is wrong.
USUAL = {
    "show": 0,
    "describe mentions": 0,
    "codebook quantities": 0,
    "export out": 0,
    "export again --from good --format csv": 0,
    "validate": 0,
    "validate good": 0,
    "validate bad": 1,
    "validate nowhere": 2,
    "cite article": 0,
    "cite q01 --style bibtex": 0,
    "context q01": 0,
    "verify": 1,
    "path mentions": 0,
    "view -o own.html --from good": 0,
    "attach --dry-run article.txt": 0,
    "attach article.txt": 0,
    "attach other.txt": 1,
    "detach": 0,
    "disclosure": 0,
    "--help": 0,
    "--version": 0,
    "show --nope": 2,
}
JOBS = [job.split() for job in USUAL]

# The invented corpus in the place of the shipped one.
PRELUDE = """
import json, os, sys
from summitdata import bundled
from summitdata.cli import main

shipped = os.environ["SHIPPED"]
bundled._DATA = shipped
bundled.FILES = {name: tuple(entry) for name, entry in json.load(open(f"{shipped}/files.json")).items()}
bundled.ARTICLE_ID = "lardia31"
"""
# Each command, in a process of its own that ends as Python ends where the streams are set up otherwise.
LOOP = """
import contextlib, io
from pathlib import Path
# Once here, so that what is made only once need not be made in every process.
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for job in (["show"], ["validate"], ["validate", "good"], ["cite", "article"], ["view", "-o", "warm.html"]):
        main(job)
Path("warm.html").unlink(missing_ok=True)
ended = []
for number, job in enumerate(json.loads(sys.argv[1])):
    process = FORK
    if process:
        ended.append(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
        continue
    for name, stream in (("out", 1), ("err", 2)):
        os.dup2(os.open(f"{number}.{name}", os.O_CREAT | os.O_WRONLY), stream)
    SET_UP
    status = main(job)
    if process is not None:
        sys.exit(status)
    sys.stdout.flush()
    sys.stderr.flush()
    ended.append(status)
open("ended.json", "w").write(json.dumps(ended))
"""


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the invented corpus as the package would ship it."""
    folder = tmp_path_factory.mktemp("shipped")
    files = {}
    for name, table in sd.open(SYNTHETIC).tables.items():
        path = folder / f"{name}.parquet"
        parquet.write_table(table, path)
        files[name] = (sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    (folder / "files.json").write_text(json.dumps(files), "utf-8")
    return folder


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands read: a good corpus, a bad one, the article and another text."""
    folder = tmp_path_factory.mktemp("world")
    sd.open(SYNTHETIC).write(folder / "good", "jsonl")
    sd.Corpus({"silences": unchecked("silences", silence(1), silence(1)).tables["silences"]}).write(
        folder / "bad", "jsonl"
    )
    shutil.copy(SYNTHETIC / "article.txt", folder / "article.txt")
    (folder / "other.txt").write_text("Совсем другой текст.", "utf-8")
    return folder


Run = Callable[..., list[tuple[int, str, str]]]


@pytest.fixture(scope="session")
def run_all(shipped: Path, world: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run commands, in processes of their own where something is set up: status, standard output, standard error of each."""

    def run_jobs(
        set_up: str = "",
        jobs: list[list[str]] | None = None,
        *,
        first: str = "",
        within: tuple[str, ...] = (),
        **env: str,
    ) -> list[tuple[int, str, str]]:
        given = JOBS if jobs is None else jobs
        folder = tmp_path_factory.mktemp("run")
        shutil.copytree(world, folder, dirs_exist_ok=True)
        loop = LOOP.replace("SET_UP", set_up or "pass").replace("FORK", "os.fork()" if set_up else "None")
        script = PRELUDE + first + loop
        made = run(
            *within,
            sys.executable,
            "-c",
            script,
            json.dumps(given),
            cwd=folder,
            env={"SHIPPED": str(shipped), "SUMMITDATA_HOME": str(folder / "home"), **env},
        )
        assert (folder / "ended.json").exists(), made.stderr
        statuses = json.loads((folder / "ended.json").read_text("utf-8"))
        # As bytes would be: what is no UTF-8 would end in an error here.
        texts = [[(folder / f"{i}.{n}").read_text("utf-8") for n in ("out", "err")] for i in range(len(given))]
        return [(status, *text) for status, text in zip(statuses, texts, strict=True)]

    return run_jobs


@pytest.fixture(scope="session")
def usual(run_all: Run) -> list[tuple[int, str, str]]:
    """What every command gives where nothing is wrong with the world."""
    return run_all()


def test_usually_every_command_ends_as_it_should(usual: list[tuple[int, str, str]]) -> None:
    """What is compared with below: the statuses, one line of complaint where something is wrong and none where not."""
    assert list(USUAL.values()) == [status for status, _, _ in usual]
    assert [bool(err) for _, _, err in usual] == [
        status == 2 or job == "attach other.txt" for job, status in USUAL.items()
    ]
    assert [job for job, (_, out, err) in zip(USUAL, usual, strict=True) if bool(out) == bool(err)] == []


CLOSED_PIPE = "ours, theirs = os.pipe(); os.close(ours); os.dup2(theirs, STREAM); os.close(theirs)"


def test_a_reader_that_has_had_enough_is_no_error(run_all: Run, usual: list[tuple[int, str, str]]) -> None:
    """`| head -1` of every command: the same status, and the same on the standard error."""
    ended = run_all(CLOSED_PIPE.replace("STREAM", "1"))

    assert [(status, err) for status, _, err in usual] == [(status, err) for status, _, err in ended]


WITH_ERRORS = [job for job, status in USUAL.items() if status]


def test_errors_that_nobody_reads_are_no_error(run_all: Run) -> None:
    """The same with the pipe of the standard error."""
    ended = run_all(CLOSED_PIPE.replace("STREAM", "2"), [job.split() for job in WITH_ERRORS])

    assert [USUAL[job] for job in WITH_ERRORS] == [status for status, _, _ in ended]


def test_head_takes_one_line_of_every_command(run_all: Run) -> None:
    """With the real `head`, through a shell."""
    shell = 'import subprocess; pipe = subprocess.Popen(["head", "-n", "1"], stdin=-1); os.dup2(pipe.stdin.fileno(), 1)'
    ended = run_all(shell, [["show"], ["codebook", "mentions"], ["show", "--json"]])

    assert [(0, "")] * 3 == [(status, err) for status, _, err in ended]


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


@needs_full
def test_a_full_device_under_the_output_of_every_command_is_told(
    run_all: Run, usual: list[tuple[int, str, str]]
) -> None:
    """Whatever has something to say and cannot has failed; whoever has nothing to say ends as usual."""
    told = "summitdata: writing to the standard output failed: No space left on device; send it elsewhere\n"
    ended = run_all("os.dup2(os.open('/dev/full', os.O_WRONLY), 1)")

    assert [(74, told) if out else (status, err) for status, out, err in usual] == [
        (status, err) for status, _, err in ended
    ]


@needs_full
def test_a_full_device_under_the_errors_leaves_the_status(run_all: Run) -> None:
    """There is nowhere to complain to."""
    ended = run_all("os.dup2(os.open('/dev/full', os.O_WRONLY), 2)", [job.split() for job in WITH_ERRORS])

    assert [USUAL[job] for job in WITH_ERRORS] == [status for status, _, _ in ended]


@pytest.mark.parametrize(
    ("streams", "expected"),
    [("0", None), ("2", None), ("1", 74), ("0, 1, 2", 74)],
    ids=["input", "errors", "output", "all three"],
)
def test_closed_streams_of_every_command(streams: str, expected: int | None, run_all: Run) -> None:
    """Without an output nothing is done; without an input, or a place for errors, everything is as usual."""
    # Python looks at the streams as it starts, so that each command starts anew.
    again = (
        f"for stream in ({streams},): os.close(stream)\n    "
        "os.execv(sys.executable, [sys.executable, '-c', os.environ['AGAIN'], *job])"
    )
    jobs = [["show"], ["export", "out"], ["validate", "bad"], ["view", "-o", "page.html"], ["attach", "article.txt"]]
    jobs += [["validate", "nowhere"], ["detach"]]
    ended = run_all(again, jobs, AGAIN=f"{PRELUDE}\nsys.exit(main())")

    assert ([0, 0, 1, 0, 0, 2, 0] if expected is None else [expected] * 7) == [status for status, _, _ in ended]
    assert [err for _, _, err in ended if "Traceback" in err] == []


def test_a_terminal_that_knows_only_ascii_gets_escapes(run_all: Run) -> None:
    """Every command prints in the C locale: as usual but for what ASCII lacks."""
    ended = run_all(LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")

    assert list(USUAL.values()) == [status for status, _, _ in ended]
    assert [job for job, (_, out, err) in zip(USUAL, ended, strict=True) if not (out + err).isascii()] == []
    assert [err for _, _, err in ended if "Traceback" in err] == []


def test_programs_get_one_document_of_every_command(run_all: Run) -> None:
    """With --json the standard output is one document in ASCII whatever happens, help and misuse included."""
    ended = run_all(jobs=[[*job, "--json"] for job in JOBS])
    documents = [json.loads(out) for _, out, _ in ended]

    assert list(USUAL.values()) == [status for status, _, _ in ended]
    assert [out for _, out, _ in ended if not out.isascii()] == []
    assert [
        job
        for job, document, (_, _, err) in zip(USUAL, documents, ended, strict=True)
        if ("error" in document) != bool(err)
    ] == []


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["people", "programs"])
def test_a_damaged_package_is_told_by_every_command_that_reads_it(flags: list[str], run_all: Run) -> None:
    """One line and a status, or one document."""
    reading = [["show"], ["describe", "mentions"], ["context", "q01"], ["verify"], ["disclosure"], ["validate"]]
    reading += [["export", "out"], ["view", "-o", "page.html"], ["attach", "article.txt"]]
    cut = "bundled.FILES = {name: (digest, size + 1) for name, (digest, size) in bundled.FILES.items()}"
    ended = run_all(jobs=[[*job, *flags] for job in reading], first=cut)

    assert [74] * len(reading) == [status for status, _, _ in ended]
    assert [1] * len(reading) == [err.count("\n") for _, _, err in ended]
    assert [74 if flags else ""] * len(reading) == [json.loads(out)["status"] if flags else out for _, out, _ in ended]


WATCH = """
def watch(event, arguments):
    if event.startswith("socket.") or event in ("urllib.Request", "subprocess.Popen", "os.exec", "os.system"):
        raise RuntimeError(event)

sys.addaudithook(watch)
"""


def test_no_command_asks_anybody(run_all: Run) -> None:
    """Not one opens a socket or runs a program."""
    ended = run_all(first=WATCH)

    assert list(USUAL.values()) == [status for status, _, _ in ended]


def test_asking_would_be_seen(run_all: Run) -> None:
    """The watch above sees a socket."""
    ended = run_all("import socket; socket.socket()", [["show"]], first=WATCH)

    assert [1] == [status for status, _, _ in ended]


def test_every_command_works_without_a_network(run_all: Run) -> None:
    """In a network namespace in which there is nothing, not even this machine itself."""
    unshare = shutil.which("unshare")
    if unshare is None or run(unshare, "-rn", "true").returncode:
        pytest.skip("this system lets nobody make a network namespace")
    # Each command once.
    jobs = {job[0]: job for job in JOBS if not USUAL[" ".join(job)]}
    ended = run_all(jobs=[*jobs.values()], within=(unshare, "-rn"))

    assert [0] * len(jobs) == [status for status, _, _ in ended]


ODD = [
    b"-rf",
    b" ",
    b"new\nline",
    b"tab\tbell\x07",
    b"red\x1b[31m",
    b"title\x1b]0;evil\x07",
    b"\xc2\x9b31m",
    b"not-\xff-utf8",
    "\u202egpj.exe".encode(),
    "\u2066isolated".encode(),
    b"'quotes\"",
    b"%s{0}",
    b"x" * 200,
]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
@pytest.mark.parametrize("name", ODD, ids=lambda name: ascii(name[:20]))
def test_odd_names_are_names(name: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A folder, a page and a copy of any name are written, read and told in print, none is taken for an option."""
    monkeypatch.chdir(tmp_path)
    ship(sd.open(SYNTHETIC), Path(os.fsdecode(os.fsencode(tmp_path) + b"/")), monkeypatch)
    odd = os.fsdecode(name)
    texts = os.fsdecode(name[:150] + b".txt")
    Path(texts).write_bytes((SYNTHETIC / "article.txt").read_bytes())
    commands = [
        ["export", "--format", "csv", "--", odd],
        ["export", f"./{odd}", "--overwrite"],
        ["validate", "--", odd],
        ["view", f"--output={odd[:150]}.html", f"--from={odd}"],
        ["attach", "--", texts],
        ["attach", "--json", "--", texts],
        ["validate", "--", f"{odd}/nothing"],
        ["validate", odd, odd],
        ["cite", "--style", "apa", "--", odd],
    ]

    statuses = [main(given) for given in commands]
    out, err = capsys.readouterr()

    assert statuses == [0, 0, 0, 0, 0, 0, 2, 2, 2]
    assert [c for c in out + err if c != "\n" and not c.isprintable()] == []


def test_hostile_data_is_told_in_print(tmp_path: Path, capsys: Capture) -> None:
    """What stands in a cell of others never reaches the terminal as it is, and never the name of a column."""
    hostile = "\x1b]0;evil\x07\x1b[2J\u202e\x9b31m\r\n"
    row = {**silence(1), "article_id": hostile}
    unchecked("silences", row, row).write(tmp_path / "bad", "jsonl")
    line = json.dumps(
        {**json.loads((tmp_path / "bad" / "silences.jsonl").read_text("utf-8").splitlines()[0]), hostile: 1}
    )
    (tmp_path / "worse").mkdir()
    (tmp_path / "worse" / "silences.jsonl").write_text(f"{line}\n", "utf-8")

    statuses = [
        main(["validate", str(tmp_path / name), *flags]) for name in ("bad", "worse") for flags in ([], ["--json"])
    ]
    statuses.append(main(["export", str(tmp_path / "out"), "--from", str(tmp_path / "worse")]))
    out, err = capsys.readouterr()

    assert statuses == [1, 1, 1, 1, 1]
    assert [c for c in out + err if c != "\n" and not c.isprintable()] == []


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["export", "good", "--from", "good", "--overwrite"], "'good'"),
        (["export", "./good/", "--from", "good", "--format", "csv", "--overwrite"], "'./good/'"),
        (["export", "link", "--from", "good", "--overwrite"], "'link'"),
        (["export", "good", "--from", "link", "--overwrite"], "'good'"),
        (["export", "good/inside", "--from", "good"], "'good/inside'"),
        (["view", "-o", "good/silences.jsonl", "--from", "good", "--overwrite"], "'good/silences.jsonl'"),
    ],
    ids=" ".join,
)
def test_nothing_is_written_over_what_is_read(  # noqa: PLR0917 - two are parameters
    arguments: list[str], what: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A corpus that is exported onto itself would lose its wording."""
    shutil.copytree(world, tmp_path, dirs_exist_ok=True)
    (tmp_path / "link").symlink_to("good")
    monkeypatch.chdir(tmp_path)
    before = everything(tmp_path)

    assert main(arguments) == 2
    source = arguments[arguments.index("--from") + 1]
    assert capsys.readouterr().err == (
        f"summitdata: {what} lies in the corpus that is read, '{source}'; give another destination\n"
    )
    assert before == everything(tmp_path)


def test_the_remembered_copy_can_be_attached_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Reading it and writing it once more leaves it as it is."""
    ship(sd.open(SYNTHETIC), tmp_path, monkeypatch)
    assert main(["attach", str(SYNTHETIC / "article.txt")]) == 0
    before = everything(home)
    (copy,) = home.iterdir()

    assert main(["attach", str(copy)]) == 0
    assert before == everything(home)
    assert "the exact article" in capsys.readouterr().out


# Signals.


class Stopped(str):
    """An argument that is being looked into when a signal comes."""

    __slots__ = ("number",)

    def __contains__(self, what: str) -> bool:
        signal.raise_signal(self.number)
        return super().__contains__(what)


class Masked(Stopped):
    """The same where another error takes the place of what the signal raised."""

    __slots__ = ()

    def __contains__(self, what: str) -> bool:
        try:
            return super().__contains__(what)
        except KeyboardInterrupt:
            msg = "a descriptor was closed twice"
            raise OSError(msg) from None


@pytest.mark.parametrize("kind", [Stopped, Masked])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_command_with_its_status(kind: type[Stopped], number: int, capsys: Capture) -> None:
    """130 and 143, without a word, whatever became of it on its way; afterwards signals do what they did before."""
    folder = kind("folder")
    folder.number = number
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]

    assert main(["validate", folder]) == 128 + number
    assert capsys.readouterr() == ("", "")
    assert before == [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]


def test_a_handler_of_somebody_else_stays(capsys: Capture) -> None:
    """A program that runs a command and has its own idea of SIGTERM keeps it."""
    came: list[int] = []
    folder = Stopped("nowhere")
    folder.number = signal.SIGTERM
    before = signal.signal(signal.SIGTERM, lambda number, _: came.append(number))
    try:
        status = main(["validate", folder])
    finally:
        signal.signal(signal.SIGTERM, before)

    assert (status, {*came}) == (2, {signal.SIGTERM})
    assert capsys.readouterr().err == "summitdata: 'nowhere' does not exist; check the path\n"


def test_a_command_in_a_thread_takes_no_signals(capsys: Capture) -> None:
    """Only the main thread may; the command works all the same."""
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(main(["path"])))
    thread.start()
    thread.join()

    assert statuses == [0]
    assert capsys.readouterr().err == ""


# A command again and again, each time with a signal at another of its calls to the system, before the call or after it.
STAGES = """
import contextlib, io, shutil, signal
from pathlib import Path
sys.path.insert(0, os.environ["TESTS"])
from tests.folders import everything

job, most = json.loads(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGINT, signal.default_int_handler)
CALLS = {"open", "open_code", "mkdir", "rmdir", "rename", "replace", "link", "unlink", "remove", "close", "fsync", "chmod"}
CALLS |= {"listdir", "scandir", "BufferedWriter.write", "BufferedReader.read", "BufferedWriter.__exit__", "flush"}


def at(stage, number=signal.SIGINT, more=()):
    count = 0
    name = ""

    def watch(frame, event, argument):
        nonlocal count, name
        if event in ("c_call", "c_return") and argument.__qualname__ in CALLS:
            count += 1
            if count == stage:
                name = f"{event} {argument.__qualname__}"
                signal.raise_signal(number)

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        sys.setprofile(watch)
        try:
            status = main([*job, *more])
        finally:
            sys.setprofile(None)
    return status, count, name, said.getvalue()


def laid():
    shutil.rmtree("run", ignore_errors=True)
    shutil.copytree("world", "run")
    os.chdir("run")


os.environ["SUMMITDATA_HOME"] = "home"
laid()
at(0)
os.chdir("..")
laid()
before = everything(Path())
status, total, _, said = at(0)
assert status == 0, said
after = everything(Path())
os.chdir("..")
wrong, stages = [], 0
for stage in sorted({1 + total * i // most for i in range(most)} | {*range(max(1, total - most), total + 1)}):
    laid()
    number = (signal.SIGINT, signal.SIGTERM)[stages % 2]
    status, _, name, said = at(stage, number)
    found = everything(Path())
    # What is left where even the removing was broken off goes when somebody writes there again.
    if any(".tmp-" in name for name in found):
        found = {name: held for name, held in found.items() if ".tmp-" not in name}
        status_again, _, _, _ = at(0) if job[0] == "attach" or "--overwrite" in job else at(0, more=["--overwrite"])
        status = status if status_again == 0 and not any(".tmp-" in name for name in everything(Path())) else "not swept"
    left = sorted(set(found) ^ set(before))[:3] if set(found) != set(after) else []
    stages += 1
    if status != 128 + number or said or left or not whole(before, found, after):
        wrong.append([stage, name, status, said, left])
    os.chdir("..")
print(json.dumps([stages, wrong]))
"""

# Some of what is written has a time in it, so that what is new is known by its names.
WHOLE = """
def whole(before, found, after):
    return found == before or set(found) == set(after)
"""


@pytest.mark.parametrize(
    "job",
    [
        "export out --from good --format csv",
        "export old --from good --overwrite",
        "validate good",
        "view -o old.html --from good --overwrite",
        "attach article.txt",
        "context q01",
    ],
)
def test_a_signal_at_any_stage_changes_nothing(job: str, shipped: Path, world: Path, tmp_path: Path) -> None:
    """Ctrl-C and SIGTERM in turn: the status says which signal it was; what was there is there, or the new whole; nothing else is left."""
    shutil.copytree(world, tmp_path / "world")
    small = corpus_of(articles=[article()], silences=[silence(1, question_en="Who?")])
    small.write(tmp_path / "world" / "old", "csv")
    shutil.rmtree(tmp_path / "world" / "good")
    small.write(tmp_path / "world" / "good", "jsonl")
    (tmp_path / "world" / "old.html").write_text("old", "utf-8")
    (tmp_path / "world" / "home").mkdir()
    made = run(
        sys.executable,
        "-c",
        PRELUDE + WHOLE + STAGES,
        json.dumps(job.split()),
        "14",
        cwd=tmp_path,
        env={"SHIPPED": str(shipped), "TESTS": str(Path(__file__).parent.parent)},
    )

    assert made.stderr == ""
    stages, wrong = json.loads(made.stdout)
    # A part is read on another thread, where no signal is seen.
    assert (wrong, stages >= (1 if job.startswith("validate") else 10)) == ([], True)
