"""What the package ships is loaded as it was shipped or not at all; reading it, and sending it about, goes well with threads and processes."""

import json
import multiprocessing
import os
import pickle
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import summitdata as sd
from summitdata import bundled, exceptions
from summitdata._manifest import CHANGES, FILES
from summitdata.exceptions import AttachError, ConversionError, IntegrityError
from summitdata.formats import REVERSIBLE
from summitdata.look import region
from summitdata.problems import Problem
from summitdata.records import TABLES
from summitdata.view_records import VIEW_RECORDS

from .conftest import SYNTHETIC
from .folders import everything
from .processes import PACKAGE, copied, python, ship, unprivileged

SHIPPED = {**FILES, "changes": CHANGES}
SMALLEST = min(SHIPPED, key=lambda name: SHIPPED[name][1])


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder of shipped files, which the package reads from."""
    folder = tmp_path / "data"
    shutil.copytree(PACKAGE / "data", folder, ignore=lambda *_: ["curated", "history", "__pycache__"])
    monkeypatch.setattr(bundled, "_DATA", str(folder))
    return folder


def load(name: str) -> Any:
    """What the package makes of a shipped file."""
    return sd.changes("1.0.0", sd.DATA_VERSION, "arrow") if name == "changes" else sd.frame(name, "arrow")


def refusal(name: str) -> str:
    """What is said when a shipped file is asked for."""
    with pytest.raises(IntegrityError) as e:
        load(name)

    return str(e.value)


def told(name: str, data: bytes, what: str) -> str:
    """The message about a shipped file that has other bytes."""
    digest, size = SHIPPED[name]
    if len(data) != size:
        return f"the shipped file {name}.parquet has {len(data):,} bytes, expected {size:,}; it is {what}, reinstall summitdata"
    return f"the shipped file {name}.parquet has the SHA-256 {sha256(data).hexdigest()}, expected {digest}; reinstall summitdata"


# --- refused by name, before anything is parsed


def test_every_byte_of_the_smallest_file_counts(data: Path) -> None:
    """Whichever byte of the smallest shipped file has another bit, the file is refused with both hashes."""
    path = data / f"{SMALLEST}.parquet"
    whole = path.read_bytes()
    refused = []
    with path.open("r+b", buffering=0) as file:
        for place, byte in enumerate(whole):
            other = bytes([byte ^ 1 << place % 8])
            os.pwrite(file.fileno(), other, place)
            damaged = whole[:place] + other + whole[place + 1 :]
            refused.append(refusal(SMALLEST) == told(SMALLEST, damaged, ""))
            os.pwrite(file.fileno(), bytes([byte]), place)

    assert [True] * SHIPPED[SMALLEST][1] == refused
    assert load(SMALLEST).num_columns


#: Python without what could parse a shipped file.
UNPARSED = """
import sys
import summitdata as sd
from summitdata import bundled

sys.modules["pyarrow"] = sys.modules["pyarrow.parquet"] = None
bundled._DATA, name = sys.argv[1:]
try:
    sd.changes("1.1.0", "1.2.0") if name == "changes" else sd.frame(name, "arrow")
except sd.SummitDataError as error:
    print(f"{type(error).__name__}: {error}")
"""


def flipped(whole: bytes, _: bytes) -> tuple[bytes, str]:
    """One bit in the middle is another."""
    place = len(whole) // 2
    return whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :], ""


def renamed(whole: bytes, _: bytes) -> tuple[bytes, str]:
    """A column has another name in the footer, and the pages are as they were."""
    place = whole.rindex(b"PAR1") - 60
    place = max(whole.rfind(name, 0, place) for name in (b"article_id", b"vocabulary", b"duplicate_of", b"column"))
    return whole[:place] + b"X" + whole[place + 1 :], ""


def shorter(whole: bytes, _: bytes) -> tuple[bytes, str]:
    """The last byte is missing."""
    return whole[:-1], "a Parquet file"


def longer(whole: bytes, _: bytes) -> tuple[bytes, str]:
    """A byte was put after the last."""
    return whole + b"\0", "a Parquet file"


def emptied(_whole: bytes, _other: bytes) -> tuple[bytes, str]:
    """Nothing is left."""
    return b"", "an empty file"


def swapped(_: bytes, other: bytes) -> tuple[bytes, str]:
    """It is another shipped file."""
    return other, "a Parquet file"


def pointer(whole: bytes, _: bytes) -> tuple[bytes, str]:
    """It was cloned without Git LFS."""
    made = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(whole).hexdigest()}\nsize {len(whole)}\n"
    return made.encode(), "a Git LFS pointer, not the file itself"


DAMAGES = [flipped, renamed, shorter, longer, emptied, swapped, pointer]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_shipped_file_may_be_another(
    damage: Callable[[bytes, bytes], tuple[bytes, str]], name: str, data: Path
) -> None:
    """Each of them is refused by its name, with what was expected, what was found, and what to do; nothing is touched."""
    path = data / f"{name}.parquet"
    other = "codes" if name != "codes" else "mentions"
    made, what = damage(path.read_bytes(), (data / f"{other}.parquet").read_bytes())
    path.write_bytes(made)
    before = everything(data)

    assert told(name, made, what) == refusal(name)
    assert before == everything(data)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_file_may_be_missing(name: str, data: Path) -> None:
    """A missing one is told by its name too, and is no question of where to look."""
    (data / f"{name}.parquet").unlink()

    assert refusal(name) == (
        f"the shipped file {name}.parquet cannot be read: No such file or directory; reinstall summitdata"
    )


def test_two_files_that_changed_places_are_both_refused(data: Path) -> None:
    """That both are shipped files does not help."""
    first, second = data / "mentions.parquet", data / "codes.parquet"
    mentions, codes = first.read_bytes(), second.read_bytes()
    first.write_bytes(codes)
    second.write_bytes(mentions)

    assert [told("mentions", codes, "a Parquet file"), told("codes", mentions, "a Parquet file")] == [
        refusal("mentions"),
        refusal("codes"),
    ]
    assert told("mentions", codes, "a Parquet file") in refusal_of(sd.load)


def refusal_of(ask: Callable[[], Any]) -> str:
    """What is said when the corpus is asked for."""
    with pytest.raises(IntegrityError) as e:
        ask()

    return str(e.value)


@pytest.mark.parametrize("name", ["mentions", "changes"])
@pytest.mark.parametrize("damage", [flipped, shorter, swapped, pointer], ids=lambda damage: damage.__name__)
def test_a_damaged_file_never_reaches_the_parser(
    damage: Callable[[bytes, bytes], tuple[bytes, str]], name: str, data: Path
) -> None:
    """It is refused where there is nothing that could parse it."""
    path = data / f"{name}.parquet"
    made, what = damage(path.read_bytes(), (data / "codes.parquet").read_bytes())
    path.write_bytes(made)
    refused = python(UNPARSED, str(data), name)

    assert (refused.stdout, refused.stderr) == (f"IntegrityError: {told(name, made, what)}\n", "")


#: The file is written over as soon as its bytes were read: when what parses them is imported.
OVERTAKEN = """
import sys
import summitdata as sd
from summitdata import bundled

bundled._DATA = sys.argv[1]
path = f"{sys.argv[1]}/mentions.parquet"
opened = []

def overtake(event, arguments):
    if event == "open" and arguments[0] == path and arguments[1] == "r":
        opened.append(path)
    elif event == "import" and arguments[0] == "pyarrow.parquet" and opened:
        open(path, "wb").close()

sys.addaudithook(overtake)
print(sd.load_mentions("arrow").num_rows, len(opened), len(open(path, "rb").read()))
"""


def test_what_is_parsed_is_what_was_checked(data: Path) -> None:
    """A file that is replaced between the check and the parsing does no harm: its bytes are read once."""
    rows = pq.read_table(data / "mentions.parquet").num_rows
    overtaken = python(OVERTAKEN, str(data))

    assert (overtaken.stdout, overtaken.stderr) == (f"{rows} 1 0\n", "")


def test_what_lies_beside_the_shipped_files_is_no_part_of_them(data: Path) -> None:
    """Other files and folders, whatever their names, change nothing."""
    expected = sd.load()
    (data / "more.parquet").write_bytes((data / "mentions.parquet").read_bytes())
    (data / "_mentions.parquet").write_bytes(b"x")
    (data / "mentions").mkdir()
    (data / "mentions" / "0001.parquet").write_bytes(b"x")
    (data / "manifest.json").write_text("{}", "utf-8")

    assert expected == sd.load()
    assert sd.verify()


CONSPIRED = """
import sys
import summitdata as sd

print(sd.__file__, sd.load_silences("arrow").num_rows, bool(sd.verify()), bool(sd.verify(sys.argv[1])))
"""


def test_files_that_were_changed_together_with_their_hashes_are_told_by_the_citation(tmp_path: Path) -> None:
    """Whoever changes the code too can make it load anything, but not what was cited."""
    package = copied(tmp_path)
    path = package / "data" / "silences.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    changed = path.read_bytes()
    manifest = package / "_manifest.py"
    digest, size = FILES["silences"]
    text = manifest.read_text("utf-8").replace(digest, sha256(changed).hexdigest())
    manifest.write_text(text.replace(f", {size})", f", {len(changed)})"), "utf-8")
    rows = sd.load_silences("arrow").num_rows - 1
    asked = python(CONSPIRED, sd.cite(), env={"PYTHONPATH": str(tmp_path)})

    assert asked.stdout == f"{package / '__init__.py'} {rows} False False\n"


def test_loading_twice_shares_nothing_that_can_change() -> None:
    """Arrow's buffers are read only, frames and records are fresh, and the second corpus is the first."""
    first = sd.load()
    frame = first.frame("quantities")
    frame.loc[:, "value"] = 0.0
    first.frame("quantities", "records").clear()

    assert first.table("quantities").column("start").to_numpy().flags.writeable is False
    assert first == sd.load()
    assert sd.load() is not first


# --- the outlines of the map, which are shipped too


@pytest.fixture
def outlined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the file of outlines, which the package reads."""
    path = tmp_path / "look" / "region.json"
    path.parent.mkdir()
    shutil.copy(PACKAGE / "look" / "region.json", path)
    monkeypatch.setattr(region, "files", lambda _: path.parent)
    region.outlines.cache_clear()
    return path


def test_a_map_is_drawn_as_it_was_shipped_or_not_at_all(outlined: Path) -> None:
    """One digit more or less is another coast: the file is refused by its name."""
    whole = outlined.read_bytes()
    place = whole.index(b"5")
    damaged = whole[:place] + b"6" + whole[place + 1 :]
    outlined.write_bytes(damaged)
    with pytest.raises(IntegrityError) as changed:
        sd.load().view()
    outlined.unlink()
    with pytest.raises(IntegrityError) as missing:
        sd.load().view()

    assert str(changed.value) == (
        f"the shipped file region.json has the SHA-256 {sha256(damaged).hexdigest()}, "
        f"expected {sha256(whole).hexdigest()}; reinstall summitdata"
    )
    assert str(missing.value) == (
        "the shipped file region.json cannot be read: No such file or directory; reinstall summitdata"
    )


# --- threads and processes

THREADS = 8


def test_every_table_loads_in_many_threads() -> None:
    """Eight threads that each load the whole corpus and every view all get the same."""
    expected = sd.load()
    views = {name: expected.joined(name) for name in VIEW_RECORDS}

    def loaded(_: int) -> bool:
        corpus = sd.load()
        same = all(sd.frame(name, "arrow").equals(expected.table(name)) for name in TABLES)
        return same and corpus == expected and all(corpus.joined(name).equals(view) for name, view in views.items())

    with ThreadPoolExecutor(THREADS) as pool:
        assert [True] * THREADS == list(pool.map(loaded, range(THREADS)))


@pytest.mark.parametrize("form", REVERSIBLE)
def test_a_folder_is_opened_in_many_threads(form: str, synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Eight threads that open and validate one folder at once all get the same."""
    synthetic.write(tmp_path / "out", form)
    report = sd.validate(synthetic)

    def opened(number: int) -> bool:
        return sd.validate(tmp_path / "out") == report if number % 2 else sd.open(tmp_path / "out") == synthetic

    with ThreadPoolExecutor(THREADS) as pool:
        assert [True] * THREADS == list(pool.map(opened, range(THREADS)))


def test_one_corpus_in_parts_is_shared_by_many_threads(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Eight threads that read the parts of one opened corpus at once all get the same."""
    shipped = sd.load()
    both = {name: pa.concat_tables([shipped.table(name), synthetic.table(name)]) for name in TABLES}
    whole = sd.Corpus({**both, "codes": shipped.table("codes")})
    whole.in_parts(1).write(tmp_path / "out")
    corpus = sd.open(tmp_path / "out")
    expected = (whole.fingerprint, [1, 1])

    def read(_: int) -> tuple[str, list[int]]:
        return corpus.fingerprint, [part.table("articles").num_rows for part in corpus.parts()]

    with ThreadPoolExecutor(THREADS) as pool:
        assert [expected] * THREADS == list(pool.map(read, range(THREADS)))


def test_one_corpus_is_shared_by_many_threads(synthetic: sd.Corpus) -> None:
    """Records are made once however many ask at once, and all get equal ones."""
    corpus = sd.Corpus(synthetic.tables)
    expected = tuple(synthetic.frame("mentions", "records"))

    with ThreadPoolExecutor(THREADS) as pool:
        assert [True] * THREADS == list(pool.map(lambda _: corpus.mentions == expected, range(THREADS)))


def answer(corpus: sd.Corpus, record: Any) -> tuple[bool, bool, str, Any]:
    """What another process makes of a corpus and a record that were sent to it."""
    return corpus == sd.load(), record == corpus.mentions[0], corpus.fingerprint, record


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_corpus_goes_to_another_process_and_back(method: str) -> None:
    """However the process was started after loading, it gets the corpus, loads the same, and sends a record back."""
    corpus = sd.load()
    mention = corpus.mentions[0]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        made = pool.submit(answer, corpus, mention).result(timeout=60)

    assert (True, True, corpus.fingerprint, mention) == made


@pytest.mark.parametrize("name", TABLES)
def test_records_can_be_sent(name: str) -> None:
    """A record of any table is the same after it was pickled, its codes too."""
    records = getattr(sd.load(), name)[:20]
    back = pickle.loads(pickle.dumps(records))  # noqa: S301 - our own bytes

    assert records == back
    assert [type(value) for one in records for value in attrs.astuple(one)] == [
        type(value) for one in back for value in attrs.astuple(one)
    ]


@pytest.mark.parametrize(
    "made",
    [
        lambda: sd.validate(sd.Corpus({**sd.load().tables, "entities": sd.load().table("entities").slice(0, 3)})),
        lambda: sd.verify("0" * 16),
        sd.disclosure,
        lambda: sd.describe("mentions"),
        lambda: sd.cite("q07"),
        lambda: sd.Limits(rows=5),
    ],
    ids=["report", "verification", "disclosure", "description", "citation", "limits"],
)
def test_answers_can_be_sent(made: Callable[[], Any]) -> None:
    """What the package answers is the same after it was pickled, and shows itself the same way."""
    answered = made()
    back = pickle.loads(pickle.dumps(answered))  # noqa: S301 - our own bytes

    assert answered == back
    assert (str(answered), repr(answered)) == (str(back), repr(back))


ERRORS = [getattr(exceptions, name) for name in exceptions.__all__]


def fail(kind: type[Exception], *arguments: Any) -> None:
    """Fail as a worker would."""
    raise kind(*arguments)


@pytest.fixture(scope="module")
def worker() -> Any:
    """A process that works for this one."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_errors_arrive_from_another_process(kind: type[Exception], worker: ProcessPoolExecutor) -> None:
    """An error is of the same class and says the same where the work was done elsewhere."""
    with pytest.raises(kind) as e:
        worker.submit(fail, kind, "'a' went wrong\x07; mend it").result(timeout=60)

    assert (kind, "'a' went wrong\x07; mend it") == (type(e.value), str(e.value))


def test_what_comes_with_an_error_arrives_too(worker: ProcessPoolExecutor) -> None:
    """The problems of a conversion and the number of a failure of the system."""
    problem = Problem(table="articles", rule="type", row=3, id="a/b", column="start", value="x", expected="text")
    with pytest.raises(ConversionError) as conversion:
        worker.submit(fail, ConversionError, "wrong", [problem]).result(timeout=60)
    with pytest.raises(exceptions.WriteError) as writing:
        worker.submit(fail, exceptions.WriteError, 28, "no room").result(timeout=60)

    assert (("wrong", (problem,))) == (str(conversion.value), conversion.value.problems)
    assert (28, "no room") == (writing.value.errno, writing.value.strerror)


# --- the copy of the article that is remembered


@pytest.fixture
def remembered(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The remembered copy of the invented article, which the package ships here."""
    (tmp_path / "shipped").mkdir()
    ship(sd.open(SYNTHETIC), tmp_path / "shipped", monkeypatch)
    sd.attach(SYNTHETIC / "article.txt")
    return home / f"{bundled.ARTICLE_ID}.txt"


def link(path: Path) -> str:
    """It leads to a copy elsewhere."""
    path.rename(path.with_suffix(".moved"))
    path.symlink_to(path.with_suffix(".moved"))
    return f"{str(path)!r} is a link; give the file it points to"


def dangle(path: Path) -> str:
    """It leads nowhere."""
    path.unlink()
    path.symlink_to("nowhere")
    return f"{str(path)!r} is a link; give the file it points to"


def pipe(path: Path) -> str:
    """It is a pipe, which nobody writes to."""
    path.unlink()
    os.mkfifo(path)
    return f"{str(path)!r} is not a regular file; give the path of a file"


def recode(path: Path) -> str:
    """One byte is no UTF-8 any more."""
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" + whole[101:])
    return f"{str(path)!r} is not text in UTF-8 (byte 100 cannot be read), it is "


def replace(path: Path) -> str:
    """It is another article."""
    path.write_text("Ничего общего. " * 100, "utf-8")
    return "the text is not the article "


def cut(path: Path) -> str:
    """Most of it is gone."""
    path.write_bytes(path.read_bytes().decode()[:500].encode())
    return "the text is not the article "


def grow(path: Path) -> str:
    """It is larger than any text may be."""
    with path.open("r+b") as file:
        file.truncate(sd.Limits().bytes + 1)
    return f"{str(path)!r} has at least {sd.Limits().bytes + 1:,} bytes, the limit is {sd.Limits().bytes:,}; "


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are those of POSIX")
@pytest.mark.parametrize("damage", [link, dangle, pipe, recode, replace, cut, grow], ids=lambda damage: damage.__name__)
def test_a_remembered_copy_that_is_no_copy_is_told(damage: Callable[[Path], str], remembered: Path) -> None:
    """Whatever stands in its place is told with its place and the way out, and is gone after that."""
    reason = damage(remembered)
    with pytest.raises(AttachError) as e:
        sd.load()

    assert str(e.value).startswith(f"the copy of the article remembered in {str(remembered)!r} was changed: {reason}")
    assert str(e.value).endswith("; run summitdata detach and attach the article again")
    assert sd.detach()
    assert not sd.load().has_text


def test_a_remembered_copy_that_lost_its_last_character_still_fits(remembered: Path) -> None:
    """A line break less at the end moves nothing: what is there has its wording, and nothing has a wrong one."""
    text = remembered.read_bytes().decode()
    remembered.write_bytes(text[:-1].encode())
    corpus = sd.load()

    assert [m for m in corpus.mentions if m.text not in (None, text[m.start : m.end])] == []
    assert corpus.has_text


UNREADABLE = """
import json, sys
import summitdata as sd
from summitdata import bundled

bundled._DATA, files, bundled.ARTICLE_ID = sys.argv[1:4]
bundled.FILES = {name: tuple(entry) for name, entry in json.loads(files).items()}
try:
    print(sd.load())
except sd.SummitDataError as error:
    print(f"{type(error).__name__}: {error}")
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_remembered_copy_that_may_not_be_read_is_told(remembered: Path) -> None:
    """It is there, so passing it over in silence would be wrong."""
    remembered.chmod(0o000)
    arguments = [bundled._DATA, json.dumps(bundled.FILES), bundled.ARTICLE_ID]
    asked = python(UNREADABLE, *arguments, preexec_fn=unprivileged())

    assert asked.stdout == (
        f"AttachError: the copy of the article remembered in {str(remembered)!r} was changed: "
        f"{str(remembered)!r} cannot be read: Permission denied; check that it is a file you may read; "
        "run summitdata detach and attach the article again\n"
    )


ATTACHING = """
import json, sys
import summitdata as sd
from summitdata import bundled

bundled._DATA, files, bundled.ARTICLE_ID, path = sys.argv[1:5]
bundled.FILES = {name: tuple(entry) for name, entry in json.loads(files).items()}
for _ in range(15):
    sd.attach(path)
"""


def test_of_two_that_attach_at_once_one_wins_whole(remembered: Path, tmp_path: Path) -> None:
    """While two processes attach different copies again and again, whoever loads has the wording of one of them, whole."""
    exact = SYNTHETIC / "article.txt"
    changed = tmp_path / "copy.txt"
    changed.write_bytes(exact.read_bytes().replace(b"\n", b"\r\n"))
    arguments = [bundled._DATA, json.dumps(bundled.FILES), bundled.ARTICLE_ID]
    seen = set()
    with ThreadPoolExecutor(2) as pool:
        attaching = [pool.submit(python, ATTACHING, *arguments, str(path)) for path in (exact, changed)]
        while not all(one.done() for one in attaching):
            corpus = sd.load()
            seen.add((corpus.has_text, sum(m.text is None for m in corpus.mentions)))

    assert ["", ""] == [one.result().stderr for one in attaching]
    assert {(True, 0)} == seen
    assert remembered.read_bytes() in (exact.read_bytes(), changed.read_bytes())
    assert [remembered] == list(remembered.parent.iterdir())
