"""What a stranger's folder may hold, and what is never done with it: no code run, no path followed, no host asked, no end to it."""

import ast
import io
import json
import os
import pickle
import shutil
import socket
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather as pf
import pytest

import summitdata as sd
from summitdata.exceptions import FormatError, IntegrityError, NotFoundError, SchemaError, SummitDataError
from summitdata.formats import REVERSIBLE

from .folders import article, corpus_of, everything, one, silence
from .processes import PACKAGE, python, run

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices are those of POSIX")

FAULTS = Path(__file__).parent / "faults"
GOOD = corpus_of(
    articles=[article(), article("art2")],
    silences=[silence(i, question_en=f"Who pays for number {i}?") for i in range(1, 9)],
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the stranger's corpus lies."""
    return tmp_path / "in"


def only(place: Path, form: str = "jsonl") -> Path:
    """Lay a corpus of one table there, without a manifest; gives its file."""
    GOOD.write(place, form)
    for path in list(place.iterdir()):
        if path.stem not in ("silences", "corpus"):
            path.unlink()
    return place / ("corpus.sqlite" if form == "sqlite" else f"silences.{form}")


def refused(path: Path, error: type[SummitDataError]) -> str:
    """Open what cannot be opened: the message, and nothing around it has changed."""
    before = everything(path.parent)
    with pytest.raises(error) as e:
        sd.open(path)

    assert error is type(e.value)
    assert before == everything(path.parent)
    assert str(e.value).isprintable()
    assert len(str(e.value)) <= 500
    return str(e.value)


# Files that break off


@pytest.mark.parametrize("form", REVERSIBLE)
def test_wherever_a_file_is_cut_no_other_row_is_given(form: str, place: Path) -> None:
    """At every 64th of its length: an error of ours, or of what is made of lines the first rows, whole."""
    path = only(place, form)
    data = path.read_bytes()
    whole = GOOD.table("silences")
    wrong = []
    for step in range(64):
        path.write_bytes(data[: len(data) * step // 64])
        try:
            found = sd.open(place).table("silences")
        except FormatError:
            continue
        if form not in ("csv", "jsonl") or found != whole.slice(0, found.num_rows):
            wrong.append(step)

    assert [] == wrong


# Parquet's footer

READ = """
import sys
import summitdata as sd
try:
    print(sd.open(sys.argv[1]).table("silences").num_rows)
except sd.SummitDataError as error:
    print(type(error).__name__)
print(*{problem.rule for problem in sd.validate(sys.argv[1])})
"""


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("footer-with-an-unknown-codec", "FormatError unreadable"),
        ("footer-with-a-wrong-histogram", "FormatError unreadable"),
        # Nothing but its statistics is damaged, and they are not asked.
        ("footer-whose-columns-cannot-be-told", "3 reference"),
    ],
)
def test_a_footer_that_ends_whoever_asks_for_its_columns(name: str, outcome: str, place: Path) -> None:
    """Found by damage at random: the metadata of a column would end the process, so they are never asked for."""
    place.mkdir()
    shutil.copyfile(FAULTS / f"{name}.parquet", place / "silences.parquet")
    ran = python(READ, str(place))

    assert (0, outcome.split()) == (ran.returncode, ran.stdout.split())


#: All that is asked of a footer, and of a row group in it.
ASKED = {"num_rows", "num_columns", "num_row_groups", "row_group", "total_byte_size"}
#: What pyarrow opens by itself: as paths, from hosts, mapped into memory.
PATHS = {"read_table", "read_pandas", "read_metadata", "read_schema", "ParquetDataset", "dataset", "memory_map"}
PATHS |= {"OSFile", "from_uri", "FileSystem", "LocalFileSystem", "open_file", "read_feather"}


def footers(source: ast.AST) -> set[str]:
    """What a source asks of the metadata of a Parquet file, followed through names, loops and comprehensions."""
    names: set[str] = set()

    def is_footer(node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id in names
        if isinstance(node, ast.Attribute):
            return node.attr == "metadata"
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Attribute) and node.func.attr == "row_group"
        return isinstance(node, (ast.ListComp, ast.GeneratorExp)) and is_footer(node.elt)

    def bound(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, (ast.For, ast.comprehension)):
            yield node.target, node.iter
        elif isinstance(node, ast.NamedExpr):
            yield node.target, node.value

    before = None
    while before != names:
        before = set(names)
        for node in ast.walk(source):
            for target, value in bound(node):
                if isinstance(target, ast.Name) and is_footer(value):
                    names.add(target.id)
    return {node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute) and is_footer(node.value)}


SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "data"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_asked_of_a_foreign_file(path: Path) -> None:
    """Of a footer only counts, and pyarrow is given bytes: no path, no address, nothing mapped into memory."""
    source = ast.parse(path.read_text("utf-8"))
    called = {node.func.attr for node in ast.walk(source) if isinstance(node, ast.Call) and hasattr(node.func, "attr")}

    assert "pyarrow.parquet" not in path.read_text("utf-8") or footers(source) <= ASKED
    assert set() == called & PATHS


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("file.metadata.row_group(0).column(1)", {"row_group", "column"}),
        ("footer = file.metadata\nfooter.to_dict()", {"to_dict"}),
        ("a = [f.metadata.row_group(i) for i in n]\nsum(g.column(0) for g in a)", {"row_group", "column"}),
        ("for group in [f.row_group(0) for f in n]:\n    group.column(0)", {"column"}),
        ("(footer := file.metadata)\nfooter.num_rows", {"num_rows"}),
        ("table.column(0)", set()),
    ],
)
def test_what_is_asked_of_a_footer_is_seen(line: str, found: set[str]) -> None:
    """The test above would see each of them."""
    assert found == footers(ast.parse(line))


# Links, pipes and devices


def _parts(place: Path) -> Path:
    GOOD.in_parts(1).write(place, "jsonl")
    (place / "manifest.json").unlink()
    return place / "articles" / "0002.jsonl"


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def _device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only the superuser makes devices")


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "link": (lambda path: path.symlink_to("/etc/passwd"), "is a link; give the file it points to"),
    "loop": (lambda path: path.symlink_to(path), "is a link; give the file it points to"),
    "pipe": (os.mkfifo, "is not a regular file; give the path of a file"),
    "socket": (_socket, "cannot be read: No such device or address; check that it is a file you may read"),
    "device": (_device, "is not a regular file; give the path of a file"),
    "folder": (Path.mkdir, "cannot be read: Is a directory; check that it is a file you may read"),
}


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="messages and devices are those of Linux")
@pytest.mark.parametrize("lay", [only, _parts], ids=["flat", "parts"])
@pytest.mark.parametrize(("make", "message"), NO_FILES.values(), ids=NO_FILES)
def test_a_part_that_is_no_regular_file_is_told_at_once(
    lay: Callable[[Path], Path], make: Callable[[Path], object], message: str, place: Path
) -> None:
    """Nothing is followed out of the folder, waited for, or read without end."""
    path = lay(place)
    path.unlink()
    make(path)
    before = everything(place)
    with pytest.raises(FormatError) as e:
        sd.open(place).table(path.parent.name if path.parent != place else path.stem)
    report = sd.validate(place)

    assert f"'{path}' {message}" == str(e.value)
    assert f"'{path}' {message}" in [problem.value for problem in report]
    assert before == everything(place)


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="devices are those of Linux")
@pytest.mark.parametrize("make", [make for make, _ in NO_FILES.values()], ids=NO_FILES)
def test_a_manifest_that_is_no_regular_file_is_told_at_once(make: Callable[[Path], object], place: Path) -> None:
    """It is not overlooked either: the folder is not opened without it."""
    only(place)
    make(place / "manifest.json")

    assert refused(place, IntegrityError) == (
        f"'{place}/manifest.json' is not a manifest of summitdata; "
        "restore it, or delete it to open the folder without its checks"
    )


@posix
@pytest.mark.parametrize("target", [".", "..", "mentions", "/"])
def test_a_link_in_the_place_of_a_folder_of_parts_is_told(target: str, place: Path) -> None:
    """Whether it leads round in a circle or to the whole machine, it is not looked into."""
    _parts(place)
    (place / "mentions").symlink_to(target)
    message = refused(place, SchemaError)

    assert message.startswith(f"'{place}/mentions' is no part of a corpus; ")


@posix
def test_links_beside_the_data_are_not_followed(place: Path) -> None:
    """A circle of links harms nobody who does not walk it."""
    only(place)
    (place / "round").symlink_to(".")
    (place / "notes.txt").symlink_to("notes.txt")

    assert GOOD.table("silences") == sd.open(place).table("silences")


@pytest.mark.parametrize("name", ["id=007", "article_id=a1", "x=__HIVE_DEFAULT_PARTITION__", "silences=1"])
def test_folders_that_are_named_for_values_are_no_parts(name: str, place: Path) -> None:
    """No column is read out of the name of a folder: what lies in it is no data of ours, and it is said."""
    path = only(place)
    (place / name).mkdir()
    path.rename(place / name / path.name)

    assert refused(place, NotFoundError) == (
        f"'{place}' holds no data; expected files such as quotations.parquet or quotations.jsonl"
    )


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
@pytest.mark.parametrize("change", ["more", "type"])
def test_a_second_part_of_another_shape_is_told(form: str, change: str, place: Path) -> None:
    """A column more or another type in one of the parts is named with the file, never dropped."""
    GOOD.in_parts(1).write(place, form)
    path = place / "articles" / f"0002.{form}"
    (place / "manifest.json").unlink()
    odd: Any = "many" if change == "type" else 1
    column = "n_chars" if change == "type" else "extra"
    if form == "parquet":
        table = pa.parquet.read_table(path, partitioning=None)
        made = table.drop_columns([c for c in [column] if c in table.column_names])
        pa.parquet.write_table(made.append_column(column, pa.array([odd])), path)
    elif form == "jsonl":
        row = {**json.loads(path.read_text("utf-8")), column: odd}
        path.write_text(f"{json.dumps(row)}\n", "utf-8")
    else:
        head, cells, _ = path.read_text("utf-8").split("\n")
        names, values = head.split(","), cells.split(",")
        if change == "more":
            names, values = [*names, f'"{column}"'], [*values, "1"]
        else:
            values[names.index(f'"{column}"')] = odd
        path.write_text(f"{','.join(names)}\n{','.join(values)}\n", "utf-8")
    opened = sd.open(place)
    with pytest.raises(SchemaError) as e:
        opened.table("articles")

    assert str(e.value).startswith(f"'{path}'")
    assert repr(column) in str(e.value)


# Paths and hosts

WATCHED = """
import json, sys
seen = []
watched = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "urllib.", "http.")
import summitdata as sd
from summitdata.isolated import open_isolated
sys.addaudithook(lambda event, found: seen.append(event) if event.startswith(watched) else None)
for address in sys.argv[1:]:
    for use in (sd.open, sd.validate, open_isolated, sd.load().write, sd.attach):
        try:
            use(address)
            seen.append(f"{use} took {address}")
        except sd.SummitDataError as error:
            assert "URL" in str(error), error
print(json.dumps(seen))
"""

ADDRESSES = [
    *("s3://bucket/key", "gs://bucket/key", "http://127.0.0.1:9/x", "https://localhost/x", "file:///etc/passwd"),
    *("abfs://container@account.example/x", "hdfs://name:8020/x", "ftp://localhost/x", "hf://datasets/x/y"),
    *("FILE:/etc/passwd", "git+ssh://host/x", "zip://x.zip"),
]


def test_no_host_is_asked_and_no_program_run_for_an_address() -> None:
    """A URL is misuse before anything else happens."""
    assert json.loads(python(WATCHED, *ADDRESSES).stdout) == []


@pytest.mark.parametrize("name", ["~", "$HOME", "%USERPROFILE%", "~root"])
def test_a_name_is_no_other_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither homes nor variables are filled in: a folder that is called so is opened, the home is not."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    only(tmp_path / "home")
    with pytest.raises(NotFoundError) as e:
        sd.open(name)
    GOOD.write(name, "csv")

    assert f"'{name}' does not exist; check the path" == str(e.value)
    assert GOOD == sd.open(name)


# A file that changes while it is read

CHANGING = """
import os, sys, threading
from pathlib import Path
import summitdata as sd

place, name = Path(sys.argv[1]), sys.argv[2]
path = place / name
data = path.read_bytes()
whole = sd.open(place).table("silences")
done = False

def change():
    while not done:
        with path.open("r+b") as file:
            file.truncate(len(data) // 2)
            file.truncate(0)
            file.write(data)

thread = threading.Thread(target=change)
thread.start()
told = 0
try:
    for _ in range(400):
        try:
            found = sd.open(place).table("silences")
            found.to_pylist()
            assert found == whole.slice(0, found.num_rows) and ("parquet" not in name or found == whole)
        except sd.FormatError if hasattr(sd, "FormatError") else sd.SummitDataError as error:
            told += 1
finally:
    done = True
    thread.join()
print("told" if told else "never")
"""


@pytest.mark.parametrize("form", REVERSIBLE)
def test_a_file_that_is_cut_while_it_is_read(form: str, place: Path) -> None:
    """It is read once, not mapped into memory: the process goes on, with the rows or an error of ours."""
    path = only(place, form)
    ran = python(CHANGING, str(place), path.name)

    assert (0, "") == (ran.returncode, ran.stderr)
    assert ran.stdout.strip() in ("told", "never")


#: The file is cut as soon as it is known how long it was, before the first of its bytes is read.
SHORTENED = """
import os, sys, threading
from pathlib import Path
import summitdata as sd
from summitdata.files import read_bytes

path = Path(sys.argv[1])
cut = []

def shorten(frame, event, called):
    if event == "c_return" and called is os.fstat and frame.f_code is read_bytes.__code__:
        if frame.f_locals["path"] == path:
            os.truncate(path, path.stat().st_size // 2)
            cut.append(path)

sys.setprofile(shorten)
threading.setprofile(shorten)
for problem in sd.validate(path.parent):
    print(problem)
print(len(cut))
"""


@pytest.mark.parametrize("form", [form for form in REVERSIBLE if form != "sqlite"])
def test_validation_tells_of_a_file_that_changes_while_it_is_read(form: str, place: Path) -> None:
    """As a problem of its table, as it is read once; every other table is checked all the same."""
    bridge = one("entities", id="art/bridge", latitude=51.0, longitude=None)
    corpus_of(articles=[article()], entities=[bridge], silences=[silence(1)]).write(place, form)
    path = place / f"silences.{form}"
    found = python(SHORTENED, str(path))

    half = "expected a longitude with every latitude, and none without, found None [coordinates]"
    cut = f"found {str(path)!r} changed while it was read; try again when nobody writes to it [unreadable]"

    assert found.stderr == ""
    assert found.stdout.splitlines() == [
        f"entities row 0 ('art/bridge'), column 'longitude': {half}",
        f"silences: expected data that can be read, {cut}",
        "1",
    ]


# Arrow, pickles and modules


class Trap:
    """Where it is unpickled, the test run ends."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (77,)


def _arrow(form: str) -> bytes:
    table = GOOD.table("silences")
    sink = io.BytesIO()
    if form == "feather":
        pf.write_feather(table, sink, compression="uncompressed")
    else:
        with (pa.ipc.new_stream if form == "stream" else pa.ipc.new_file)(sink, table.schema) as writer:
            writer.write_table(table)
    return sink.getvalue()


@pytest.mark.parametrize("form", ["file", "stream", "feather"])
@pytest.mark.parametrize(
    "name",
    [
        *("silences.arrow", "silences.feather", "silences.ipc", "silences", "silences.parquet", "silences.json"),
        *("silences.jsonl", "silences.csv", "corpus.sqlite", "silences/0001.parquet", "silences/0001.arrow"),
    ],
)
def test_arrow_of_strangers_is_not_opened(form: str, name: str, place: Path) -> None:
    """Whatever it is called: Arrow's own format may end the process that reads it."""
    (place / name).parent.mkdir(parents=True)
    (place / name).write_bytes(_arrow(form))
    with pytest.raises(SummitDataError) as e:
        sd.open(place).table("silences")
    kind = "an Arrow IPC stream" if form == "stream" else "an Arrow IPC file"

    assert "/silences/" in name or str(e.value).startswith(f"'{place}")
    if isinstance(e.value, FormatError):
        assert f"'{place / name}'" in str(e.value)
        assert f" is {kind}; expected " in str(e.value)
    else:
        assert isinstance(e.value, (SchemaError, NotFoundError))


@pytest.mark.parametrize("form", ["file", "stream", "feather"])
def test_an_arrow_file_in_the_place_of_a_folder_is_named(form: str, place: Path) -> None:
    """It is recognised by its first bytes."""
    place.write_bytes(_arrow(form))
    kind = "an Arrow IPC stream" if form == "stream" else "an Arrow IPC file"

    assert refused(place, FormatError) == (
        f"'{place}' is {kind}; expected the folder of a corpus, give the folder that its tables lie in"
    )


HOOKED = """
import json, os, sys
import summitdata as sd
from summitdata.isolated import open_isolated

place = sys.argv[1]
found = sd.open(place)
seen = []

def watch(event, given):
    if event in ("open", "import", "exec", "compile", "marshal.loads", "pickle.find_class", "ctypes.dlopen"):
        seen.append(" ".join(str(part) for part in given))

sys.addaudithook(watch)
os.chdir(place)
assert sd.open(place) == found
sd.validate(place)
seen = [one for one in seen if place in one]
sys.path.insert(0, place)
assert open_isolated(place) == found
print(json.dumps(sorted({one.replace(place + "/", "").split()[0] for one in seen if place in one})))
"""

BESIDE = {
    **dict.fromkeys(("json.py", "pyarrow.py", "attr.py", "summitdata.py", "resource.py", "conftest.py"), b"@"),
    **dict.fromkeys(("__init__.py", "__main__.py", "sitecustomize.py", "silences.py", "x.pth"), b"@"),
    **dict.fromkeys(("silences.pickle", "silences.pkl", "x.joblib"), pickle.dumps(Trap())),
    **dict.fromkeys(("x.npy", "silences.npz", "x.so", "libarrow.so.2600"), b"\x93NUMPY or a library"),
}


@posix
def test_what_lies_beside_the_data_is_never_loaded(place: Path, tmp_path: Path) -> None:
    """
    Modules, pickles and libraries in the folder are not opened, even where it is the current one.

    That Python itself looks for modules in the current folder has to be switched off with -P; the process of its own
    does without in any case.
    """
    only(place)
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w').close()\n".encode()
    for name, data in BESIDE.items():
        (place / name).write_bytes(code if data == b"@" else data)
    before = everything(place)
    ran = run(sys.executable, "-P", "-c", HOOKED, str(place), cwd=tmp_path)

    assert (0, "") == (ran.returncode, ran.stderr)
    assert json.loads(ran.stdout) == ["silences.jsonl"]
    assert not marker.exists()
    assert before == everything(place)


# Archives


def _zip(*names: str, data: bytes = b"{}\n") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def _tar(mode: str, *members: tuple[str, bytes, str]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]
        for name, kind, target in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
    return sink.getvalue()


OUTSIDE = ("../x.jsonl", "/nowhere/x.jsonl", "C:\\x.jsonl", "..\\x.jsonl", "../in-evil/x.jsonl")
ARCHIVES = {
    "names": (_zip(*OUTSIDE), "a zip archive"),
    "many": (_zip(*(f"{i}.jsonl" for i in range(10_000)), data=b""), "a zip archive"),
    "ratio": (_zip("silences.jsonl", data=b" " * 10**7), "a zip archive"),
    "same": (_tar("gz", *[("silences.jsonl", tarfile.REGTYPE, "")] * 2), "a gzip file"),
    "links": (
        _tar("", ("x", tarfile.SYMTYPE, "/etc/passwd"), ("y", tarfile.LNKTYPE, "../x"), ("z", tarfile.CHRTYPE, "")),
        "a tar archive",
    ),
    "outside": (_tar("gz", *((name, tarfile.REGTYPE, "") for name in OUTSIDE)), "a gzip file"),
    "bzip2": (_tar("bz2", ("../x", tarfile.REGTYPE, "")), "a bzip2 file"),
    "xz": (_tar("xz", ("../x", tarfile.REGTYPE, "")), "an xz file"),
    "zstd": (pa.compress(b"x" * 99, "zstd", asbytes=True), "a Zstandard file"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive"),
}


@pytest.mark.parametrize(("data", "kind"), ARCHIVES.values(), ids=ARCHIVES)
@pytest.mark.parametrize("name", ["", "silences.parquet", "silences.jsonl", "silences.jsonl.gz", "corpus.zip"])
def test_archives_are_not_opened(data: bytes, kind: str, name: str, place: Path, tmp_path: Path) -> None:
    """Whoever is sent one unpacks it with a program of his trust: here not one of its members is looked at."""
    if name:
        place.mkdir()
    path = place / name if name else place
    path.write_bytes(data)
    before = everything(tmp_path)
    with pytest.raises((FormatError, SchemaError, NotFoundError)) as e:
        sd.open(place)

    assert before == everything(tmp_path)
    assert str(e.value).startswith(
        {
            "corpus.zip": f"'{place}' holds no data; ",
            "silences.jsonl.gz": f"'{path}' is no part of a corpus; ",
        }.get(name, f"'{path}")
    )
    if name in ("", "silences.parquet"):
        assert f" is {kind}; expected " in str(e.value)


# Nothing is left

LEFT = """
import json, os, sys, tempfile
import summitdata as sd

def held():
    return len(os.listdir("/proc/self/fd"))

places = sys.argv[1:]
for place in places:
    for use in (sd.open, sd.validate):
        try:
            use(place)
        except sd.SummitDataError:
            pass
before = held()
for _ in range(3):
    for place in places:
        for use in (sd.open, sd.validate):
            try:
                use(place)
            except sd.SummitDataError:
                pass
print(json.dumps([held() - before, os.listdir(tempfile.gettempdir())]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="open descriptors are listed by Linux")
def test_nothing_is_left_of_what_was_refused(tmp_path: Path) -> None:
    """No descriptor, no temporary file, and not a byte or a mode of what was looked at is another."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "given").mkdir()
    places = []
    for form in REVERSIBLE:
        for number, change in enumerate(
            (lambda d: d, lambda d: d[: len(d) // 2], lambda _: b"", lambda _: b"\xff\xfe<")
        ):
            path = only(tmp_path / "given" / f"{form}{number}", form)
            path.write_bytes(change(path.read_bytes()))
            places.append(str(path.parent))
    for name, (data, _) in ARCHIVES.items():
        (tmp_path / "given" / name).write_bytes(data)
        places.append(str(tmp_path / "given" / name))
    GOOD.in_parts(1).write(tmp_path / "given" / "parts", "jsonl")
    (tmp_path / "given" / "parts" / "articles" / "0002.jsonl").write_bytes(b"{}")
    (tmp_path / "given" / "sealed").mkdir()
    (tmp_path / "given" / "sealed" / "manifest.json").write_bytes(b"{")
    places += [str(tmp_path / "given" / name) for name in ("parts", "sealed", "nowhere")]
    before = everything(tmp_path / "given")
    folder = str(tmp_path / "temporary")
    ran = python(LEFT, *places, env={"TMPDIR": folder, "SQLITE_TMPDIR": folder})

    assert (0, "") == (ran.returncode, ran.stderr)
    assert json.loads(ran.stdout) == [0, []]
    assert before == everything(tmp_path / "given")
