"""Files and folders to texts: what is read, in which order and encoding, and what is told of what is not."""

import datetime as dt
import json
import os
import pickle
import re
import socket
import sys
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitdata.exceptions import NotFoundError, UsageError
from summitdata.extract.files import admitting, lines, opening
from summitdata.extract.files.encodings import declared, decoded
from summitdata.extract.files.inputs import Input, inputs
from summitdata.extract.files.sources import read, texts
from summitdata.extract.source import Failure, Source

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and permissions are those of POSIX")

NEWS = "Министр Лардии заявила, что мост через Синару откроют к осени. По её словам, объезд больше не нужен."
RUSSIAN = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")


def one(path: Path, kind: str = "text", **options: Any) -> Source | Failure:
    """What a file that gives one text gives."""
    (found,) = read(Input(path=str(path), name=path.name, kind=kind), **options)
    return found


def of(tmp_path: Path, data: bytes, name: str = "a.txt") -> Source | Failure:
    """What bytes give as a text file."""
    (tmp_path / name).write_bytes(data)
    return one(tmp_path / name)


def failed(found: Source | Failure) -> tuple[str, str]:
    """The kind of a failure, and what is said."""
    assert isinstance(found, Failure)
    return found.kind, found.message


def names(*paths: Path | str) -> list[str]:
    """What files are called."""
    return [found.name for found in inputs(paths)]


# Plain text


def test_a_text_is_all_that_its_file_holds(tmp_path: Path) -> None:
    """The text, where it is from, what its bytes were and how they were decoded; the header is part of it."""
    data = f" date 2031-05-02 \r\n{NEWS}\r\n".encode()

    assert Source(text=data.decode(), name="a.txt", source_sha256=sha256(data).hexdigest(), encoding="utf-8") == of(
        tmp_path, data
    )


@pytest.mark.parametrize(
    "odd", ["\r", "\r\n", "\n\r", "\0", "\x0b", "\x1b", "\x85", "\u2028", "\ufffe", "\uffff", "\ufeff", "e\u0301"]
)
def test_odd_characters_stay(odd: str, tmp_path: Path) -> None:
    """No line end, control character or noncharacter is changed or lost."""
    text = f"{NEWS}{odd}{NEWS}{odd}"

    assert text == getattr(of(tmp_path, text.encode()), "text", None)


@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_text_in_utf_8_is_read_as_it_is_or_refused(text: str) -> None:
    """Whatever the characters: the same text, or a reason."""
    found = admitting.plain(text.encode(), "a")

    assert isinstance(found, Failure) or text.removeprefix("\ufeff") == found.text or "\x04" in text


@given(data=st.binary(max_size=200))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    """Whatever the bytes: what Python decodes them to by the encoding that is told, or one line why not."""
    found = admitting.plain(data, "a")

    if isinstance(found, Source):
        assert found.encoding
        assert data.decode(found.encoding) == found.text
    else:
        assert found.message.isprintable()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        *((name, name) for name in RUSSIAN),
    ],
)
def test_the_encoding_is_found_and_told(encoding: str, told: str, tmp_path: Path) -> None:
    """With a mark or without, in one byte a letter or more."""
    found = of(tmp_path, NEWS.encode(encoding))

    assert isinstance(found, Source)
    assert NEWS == found.text
    assert told == found.encoding


@pytest.mark.parametrize("encoding", RUSSIAN)
@pytest.mark.parametrize(
    "text", ["Дорогу откроют.", "ДОРОГУ ОТКРОЮТ К ОСЕНИ", "встреча послов", "Ёлку поставят у моста."]
)
def test_a_few_words_are_enough(text: str, encoding: str) -> None:
    """The letters that are commonest in Russian tell the encoding, in capitals too."""
    data = text.encode(encoding)
    found = decoded(data)

    assert found
    assert text == found.text


@pytest.mark.parametrize("text", ["Grüße aus München", "café crème", "It’s “fine”", "naïve"])
def test_letters_of_the_west_are_not_taken_for_russian(text: str) -> None:
    """Letters beyond ASCII that stand by themselves are Latin ones."""
    assert (text, "cp1252") == decoded(text.encode("cp1252"))


@pytest.mark.parametrize(
    ("stated", "told"),
    [("koi8-r", "koi8-r"), ("KOI8-R", "koi8-r"), ("windows-1251", "cp1251"), ("x-mac-cyrillic", "mac-cyrillic")],
)
def test_what_is_stated_is_believed_where_it_fits(stated: str, told: str) -> None:
    """It settles what the bytes leave open."""
    assert ("да", told) == decoded("да".encode(told), [stated])


@pytest.mark.parametrize(
    "stated", ["utf-7", "utf-16", "rot13", "idna", "unicode_escape", "nonsense", "\0", "é", "cp1252", "koi8-r"]
)
def test_what_does_not_fit_is_not_believed(stated: str) -> None:
    """No codec that is none of text, nothing unknown, nothing that gives no Russian."""
    data = "Дорогу через перевал откроют".encode("cp866")

    assert ("Дорогу через перевал откроют", "cp866") == decoded(data, [stated])


def test_another_language_is_decoded_as_it_is_stated() -> None:
    """It is for the rule of languages to refuse it."""
    assert ("Ελλάδα", "iso8859-7") == decoded("Ελλάδα".encode("iso8859-7"), ["iso-8859-7"])


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0"])
def test_a_mark_decides_against_what_is_stated(mark: bytes) -> None:
    """And where what follows is something else, nothing is guessed."""
    name = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(mark, "utf-32-le")

    assert NEWS == getattr(decoded(mark + NEWS.encode(name), ["cp1251"]), "text", None)
    assert decoded(mark + b"\xff\xd8\0", ["cp1251"]) is None


def test_what_begins_as_another_encoding_is_told(tmp_path: Path) -> None:
    """The mark says what was to be expected."""
    found = of(tmp_path, b"\xef\xbb\xbf" + NEWS.encode("cp1251"))

    assert ("encoding", "begins as UTF-8-SIG does and is not that throughout; save it in UTF-8") == failed(found)


def test_a_text_cut_within_a_letter_is_told(tmp_path: Path) -> None:
    """It is not taken for another encoding; the byte is told."""
    expected = f"no encoding of Russian fits ({', '.join(RUSSIAN)}); save it in UTF-8"

    assert ("encoding", f"byte {len(NEWS.encode()) - 3} is not UTF-8, and {expected}") == failed(
        of(tmp_path, NEWS[:-1].encode()[:-1])
    )
    assert ("encoding", f"byte 5 is not UTF-8, and {expected}") == failed(
        of(tmp_path, b"abcd " + bytes(range(128, 256)))
    )


def test_what_a_page_says_of_its_encoding_is_found() -> None:
    """In either form of `meta`, and in the declaration of XML."""
    page = (
        b'<?xml version="1.0" encoding="windows-1251"?><meta charset=koi8-r><meta content="text/html; charset=utf-8">'
    )

    assert ["windows-1251", "koi8-r", "utf-8"] == declared(page)
    assert declared(b" " * 5000 + page) == []


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04abc", "a zip archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"GIF89a", "a GIF image"),
        (b"\xd0\xcf\x11\xe0", "a file of an old Word or Excel"),
        (b"{\\rtf1", "an RTF document"),
        (b"WARC/1.0\r\n", "a WARC file"),
        (b"abc" + b"\0" * 40, "binary data"),
    ],
)
def test_what_is_no_text_is_told(data: bytes, what: str, tmp_path: Path) -> None:
    """By what it is."""
    assert ("unreadable", f"expected text, found {what}; give the text itself") == failed(of(tmp_path, data))


@pytest.mark.parametrize("data", [b"", b" ", b"\r\n\t", "\u00a0\u2028".encode(), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_at_all_is_told(data: bytes, tmp_path: Path) -> None:
    """An empty file, and one of white space."""
    assert ("empty", "no text, or white space alone; write or download it again") == failed(of(tmp_path, data))


def test_a_page_named_as_text_is_told(tmp_path: Path) -> None:
    """Its markup is not taken for words."""
    found = of(tmp_path, b"\xef\xbb\xbf\n<!DOCTYPE html><p>" + NEWS.encode())

    assert ("format", "expected text, found a page; name it .html, or give the text itself") == failed(found)


LANGUAGES = {
    "English": (
        "The bridge over the river will be opened in autumn, said the minister.",
        "0 Cyrillic letters among 56",
    ),
    "Ukrainian": (
        "Міністр заявила, що міст через річку відкриють восени, і що об'їзд більше не потрібен.",
        "9 letters that Russian has not among 69 Cyrillic ones",
    ),
    "Kazakh": (
        "Министр өзен үстіндегі көпір күзде ашылады деп мәлімдеді, айналма жол енді қажет емес.",
        "12 letters that Russian has not among 72 Cyrillic ones",
    ),
    "Serbian": (
        "Министар је изјавила да ће мост преко реке бити отворен на јесен, обилазница више није потребна.",
        "5 letters that Russian has not among 79 Cyrillic ones",
    ),
    "Bulgarian": (
        (
            "Министърът заяви, че мостът над реката ще бъде открит през есента и обходният път няма да е нужен. "
            "Според нея работата върви по план, а цената не се е увеличила от миналата година насам."
        ),
        "ъ 6 times and neither ы nor э among 149 letters, as in Bulgarian",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_is_told(language: str, tmp_path: Path) -> None:
    """The rules know Russian alone."""
    text, what = LANGUAGES[language]

    assert ("language", f"expected Russian, found {what}; the rules know no other language") == failed(
        of(tmp_path, text.encode())
    )


@pytest.mark.parametrize("text", ["Hello.", "Да", "123", "«", "Так і є", f"{NEWS} Қасым", "1" * 1000, "слово " * 1000])
def test_what_may_be_russian_is_taken(text: str, tmp_path: Path) -> None:
    """A few letters tell nothing, a foreign name among many little, and figures are of no language."""
    assert text == getattr(of(tmp_path, text.encode()), "text", None)


def test_an_article_has_a_limit(tmp_path: Path) -> None:
    """Up to it a text is read however long its line is, beyond it it is told at once."""
    long = "слово " * 200_000
    most = admitting.MOST_CHARACTERS

    assert long == getattr(of(tmp_path, long.encode()), "text", None)
    assert (
        "limit",
        "5,000,001 characters, the limit for one article is 5,000,000; cut it into its articles",
    ) == failed(of(tmp_path, b"a" * (most + 1)))


def test_a_file_has_a_limit(tmp_path: Path) -> None:
    """No more of it is read."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(opening.MOST_BYTES + 1)

    assert ("limit", "more than 67,108,864 bytes, the limit for one text; cut it into its articles") == failed(
        one(tmp_path / "a.txt")
    )


# Files and folders


def test_a_folder_is_looked_into_in_order(tmp_path: Path) -> None:
    """To its ends, by the bytes of the names, with each place in it; the kind is that of the ending, in any case."""
    for name in ("b.txt", "B.TXT", "a/z.html", "a/y/x.jsonl", "a.warc.gz", "ё.text", "c.htm", "d.ndjson", "e.warc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = inputs(tmp_path)

    assert [
        ("B.TXT", "text"),
        ("a/y/x.jsonl", "jsonl"),
        ("a/z.html", "html"),
        ("a.warc.gz", "warc"),
        ("b.txt", "text"),
        ("c.htm", "html"),
        ("d.ndjson", "jsonl"),
        ("e.warc", "warc"),
        ("ё.text", "text"),
    ] == [(each.name, each.kind) for each in found]
    assert found == pickle.loads(pickle.dumps(found))  # noqa: S301 - our own
    assert found == inputs([tmp_path, tmp_path / "b.txt"])


def test_what_is_not_read_of_a_folder_is_told(tmp_path: Path) -> None:
    """Other endings, and names that begin with a dot, which are not even looked into."""
    for name in (".git/a.txt", ".hidden.txt", "a.txt", "notes.docx", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(NEWS.encode())
    endings = "its name ends with none of .txt, .text, .html, .htm, .xhtml, .jsonl, .ndjson, .warc, .warc.gz, .warc.zst"
    told = {each.name: [*read(each)] for each in inputs(tmp_path)}
    dotted = "its name begins with a dot; give its own path, or another name"
    ending = f"{endings}; name it so, or give its own path"

    assert [".git", ".hidden.txt", "README", "a.txt", "notes.docx"] == list(told)
    assert [Failure(name=".git", kind="unreadable", message=dotted)] == told[".git"]
    assert [Failure(name=".hidden.txt", kind="unreadable", message=dotted)] == told[".hidden.txt"]
    assert [Failure(name="README", kind="unreadable", message=ending)] == told["README"]
    assert [Failure(name="notes.docx", kind="unreadable", message=ending)] == told["notes.docx"]


@posix
def test_links_in_a_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    """Neither those to a file nor those to a folder, nor a loop; a link that is given itself is followed."""
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(NEWS, "utf-8")
    (folder / "a.txt").write_text(NEWS, "utf-8")
    (folder / "link.txt").symlink_to("../secret.txt")
    (folder / "loop").symlink_to(".")
    (tmp_path / "given").symlink_to("in")
    told = "a link, which is not followed; give the path of what it points to"

    assert [("a.txt", None), ("link.txt", told), ("loop", told)] == [
        (each.name, each.reason) for each in inputs(folder)
    ]
    assert inputs(folder) == inputs(tmp_path / "given")
    (given,) = inputs(folder / "link.txt")
    assert "link.txt" == given.name
    assert [NEWS] == [getattr(found, "text", None) for found in read(given)]


@posix
def test_a_file_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    """What was looked at is what is read."""
    (tmp_path / "a.txt").symlink_to("b.txt")

    assert ("unreadable", "a link, which is not followed; give the file that it points to") == failed(
        one(tmp_path / "a.txt")
    )


@posix
def test_pipes_and_devices_are_told_at_once(tmp_path: Path) -> None:
    """Nothing waits for somebody to write."""
    os.mkfifo(tmp_path / "a.txt")
    told = "neither a file nor a folder, but a pipe, a socket or a device; give a file"

    assert ("unreadable", told) == failed(one(tmp_path / "a.txt"))
    assert [("unreadable", told)] == [failed(found) for given in inputs("/dev/zero") for found in read(given)]


@posix
def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    """As where it became one after it had been looked at."""
    assert ("unreadable", "a folder in the place of a file; give it as a folder") == failed(one(tmp_path))


@posix
def test_what_may_not_be_read_is_told(powerless: Path) -> None:
    """A file, and a folder, are told by their names; the rest is read."""
    (powerless / "a.txt").write_text(NEWS, "utf-8")
    (powerless / "b.txt").write_text(NEWS, "utf-8")
    (powerless / "c").mkdir()
    (powerless / "a.txt").chmod(0)
    (powerless / "c").chmod(0)
    found = {each.name: next(read(each)) for each in inputs(powerless)}
    (powerless / "c").chmod(0o700)

    assert ("unreadable", "cannot be read: Permission denied; check that it is a file you may read") == failed(
        found["a.txt"]
    )
    assert isinstance(found["b.txt"], Source)
    assert (
        "unreadable",
        "a folder that cannot be read: Permission denied; check that you may read it",
    ) == failed(found["c"])


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of the process is a file on Linux alone")
@pytest.mark.parametrize(("kind", "name"), [("text", "mem"), ("jsonl", "mem#1")])
def test_a_disk_that_fails_is_told(kind: str, name: str) -> None:
    """A file that opens and cannot be read is one whose text is not there."""
    (found,) = read(Input(path="/proc/self/mem", name="mem", kind=kind))

    assert name == found.name
    assert "unreadable" == failed(found)[0]
    assert "cannot be read: Input/output error; check the disk that it lies on" in failed(found)[1]


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    """It was there when the folder was looked into."""
    found = one(tmp_path / "gone.txt")

    assert ("unreadable", "cannot be read: No such file or directory; check that it is a file you may read") == failed(
        found
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such names")
def test_odd_names_are_written_so_that_they_can_be_seen(tmp_path: Path) -> None:
    """Bytes that are no text, control characters, what turns the line, and the backslash itself."""
    for name in (b"\xff.txt", b"a\n.txt", "\u202e.txt".encode(), b"\\n.txt", b"\x1b[31m.txt", "й.txt".encode()):
        (tmp_path / os.fsdecode(name)).write_bytes(NEWS.encode())

    assert ["\\x1b[31m.txt", "\\\\n.txt", "a\\n.txt", "й.txt", "\\u202e.txt", "\\xff.txt"] == names(tmp_path)
    assert all(isinstance(found, Source) for each in inputs(tmp_path) for found in read(each))


def test_names_that_are_the_same_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the paths that were given."""
    monkeypatch.chdir(tmp_path)
    for name in ("a/x.txt", "b/x.txt", "b/y.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(b"")

    assert ["a/x.txt", "b/x.txt", "y.txt"] == names("a", "b")
    assert ["a/x.txt", "b/x.txt"] == names("a/x.txt", "b/x.txt")
    assert [f"{tmp_path}/a/x.txt", "b/x.txt"] == names(tmp_path / "a/x.txt", "./b/x.txt")
    assert ["x.txt"] == names("a", "a/x.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no paths of that length")
def test_folders_may_lie_in_one_another_more_often_than_calls(tmp_path: Path) -> None:
    """Nothing is called from within itself for each of them."""
    paths = [Path(f"{tmp_path}{'/d' * n}") for n in range(1, 1101)]
    for path in paths:
        path.mkdir()
    (paths[-1] / "a.txt").write_bytes(b"")
    found = names(tmp_path)
    (paths[-1] / "a.txt").unlink()
    for path in reversed(paths):
        path.rmdir()

    assert ["d/" * 1100 + "a.txt"] == found


@pytest.mark.parametrize("name", ["nowhere", "a.txt/in", "x" * 300])
def test_a_path_where_nothing_is_is_an_error(name: str, tmp_path: Path) -> None:
    """At once, before anything is read."""
    (tmp_path / "a.txt").write_bytes(b"")
    path = tmp_path / name
    with pytest.raises(NotFoundError) as caught:
        inputs([tmp_path / "a.txt", path])

    assert re.fullmatch(r"'.* does not exist, or may not be looked at \([^)]*\); check the path", str(caught.value))


@pytest.mark.parametrize("there", [(), ("notes.docx", ".a.txt")])
def test_a_folder_with_nothing_to_read_is_an_error(there: tuple[str, ...], tmp_path: Path) -> None:
    """Most likely it is another folder that was meant."""
    for name in there:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(NotFoundError, match=r"holds nothing that is read \(its name ends with none of "):
        inputs(tmp_path)


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (
            "https://lardia.example/a.txt",
            "expected a path on this machine, found the URL 'https://lardia.example/a.txt'; download it first and give the file's path",
        ),
        (
            ["s3://b/k"],
            "expected a path on this machine, found the URL 's3://b/k'; download it first and give the file's path",
        ),
        ([Path("a\0")], "expected a path, found 'a\\x00'; give the path of a file or folder"),
        ([5], "expected a path, found 5; give a string or a pathlib.Path"),
        (5, "expected paths, found 5; give a path, or a list of them"),
        ([], "expected the path of a file or folder, found none; give one at least"),
    ],
)
def test_what_is_no_path_is_an_error(paths: Any, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No address is opened."""
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(UsageError) as caught:
        inputs(paths)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (NEWS.encode(), Source),
        (b"%PDF", "unreadable"),
        (b"\x1f\x8b\x08nothing", "format"),
        (b"<html>", "empty"),
        (b"", "empty"),
    ],
)
def test_a_file_given_itself_may_have_any_name(data: bytes, kind: Any, tmp_path: Path) -> None:
    """Its first bytes tell what it is."""
    (tmp_path / "article").write_bytes(data)
    ((given,),) = [inputs(tmp_path / "article")]
    (found,) = read(given)

    assert "any" == given.kind
    assert kind in (type(found), getattr(found, "kind", None))


@pytest.mark.parametrize("kind", ["text", "html", "none", "any", "jsonl", "warc"])
def test_what_was_read_is_not_read_again(kind: str, tmp_path: Path) -> None:
    """Whoever goes on after the first and only text of a file is given nothing, not even what was wrong with it."""
    assert list(read(Input(path=str(tmp_path / "gone"), name="gone", kind=kind, reason="no"), skip=1)) == []
    (tmp_path / "a").write_text(f"<p>{NEWS}" if kind == "html" else NEWS, "utf-8")
    assert list(read(Input(path=str(tmp_path / "a"), name="a", kind=kind, reason="no"), skip=1)) == []


# JSON Lines


def rows(tmp_path: Path, *data: Any, **options: Any) -> list[Source | Failure]:
    """What lines give, each as it stands or as JSON."""
    made = (each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in data)
    (tmp_path / "a.jsonl").write_bytes(b"".join(made))
    return list(read(Input(path=str(tmp_path / "a.jsonl"), name="a.jsonl", kind="jsonl"), **options))


def test_a_line_is_a_text_with_what_is_known_of_it(tmp_path: Path) -> None:
    """Each field to its place, null as if it were not there, others left alone."""
    whole = {
        "text": NEWS,
        "published": "2031-05-02",
        "url": "https://lardia.example/1",
        "headline": "Мост",
        "outlet": "Вестник",
        "name": "most",
        "views": [1],
    }
    first, second = rows(tmp_path, whole, b"\r\n", {"text": NEWS, "published": None, "url": None})
    line = json.dumps(whole, ensure_ascii=False).encode()

    assert first == Source(
        text=NEWS,
        name="most",
        source_sha256=sha256(line).hexdigest(),
        encoding="utf-8",
        published=dt.date(2031, 5, 2),
        url="https://lardia.example/1",
        headline="Мост",
        outlet="Вестник",
    )
    assert isinstance(second, Source)
    assert (NEWS, "a.jsonl#3", None, None) == (second.text, second.name, second.published, second.url)


def test_fields_may_have_other_names(tmp_path: Path) -> None:
    """What is said of some leaves the others as they are."""
    (found,) = rows(
        tmp_path,
        {"body": NEWS, "day": "2031-05-02T23:10:00+03:00", "url": "u"},
        fields={"text": "body", "published": "day"},
    )

    assert isinstance(found, Source)
    assert (NEWS, dt.date(2031, 5, 2), "u") == (found.text, found.published, found.url)


WRONG = [
    (
        b'{"text": "a"\n',
        "format",
        "line 2 is not JSON: Expecting ',' delimiter at line 1, column 13; found '', correct it there",
    ),
    (
        b'{"text": "a", "text": "b"}\n',
        "format",
        "line 2 is not JSON by the standard: the key 'text' stands twice in one object; correct it",
    ),
    (b'{"text": NaN}\n', "format", "line 2 is not JSON by the standard: NaN is not a number; correct it"),
    (b'{"text": 1e999}\n', "format", "line 2 is not JSON by the standard: '1e999' is too large a number; correct it"),
    (b'["text"]\n', "format", "line 2: expected named fields, found ['text']; correct it"),
    (b"{}\n", "format", "line 2: expected the field 'text', found none; correct it"),
    (b'{"body": "a"}\n', "format", "line 2: expected the field 'text', found 'body'; correct it"),
    (b'{"text": null}\n', "format", "line 2: expected text in the field 'text', found null; correct it"),
    (b'{"text": 5}\n', "format", "line 2: expected text in the field 'text', found 5; correct it"),
    (b'{"text": "a", "url": []}\n', "format", "line 2: expected text in the field 'url', found []; correct it"),
    (
        b'{"text": "a", "published": "soon"}\n',
        "format",
        "line 2: expected a day as YYYY-MM-DD in 'published', found 'soon'; correct it",
    ),
    (
        b'{"text": "a", "published": 20310502}\n',
        "format",
        "line 2: expected a day as YYYY-MM-DD in 'published', found 20310502; correct it",
    ),
    (b'{"text": " "}\n', "empty", "no text, or white space alone; write or download it again"),
    (
        b'{"text": "a\\ud800"}\n',
        "encoding",
        "half of a surrogate pair, U+D800, as character 1; no text holds that, decode it anew",
    ),
    (b'{"text": "\xff"}\n', "encoding", "line 2 is not UTF-8 at byte 10; save the file in UTF-8"),
    (
        b'{"text": ' + b"[" * 100_000 + b"\n",
        "limit",
        "line 2 holds values nested too deeply; no table of summitdata does, do not use this file",
    ),
    (
        b'{"text": ' + b"9" * 5000 + b"}\n",
        "limit",
        "line 2 holds a number of too many digits; no table of summitdata does, do not use this file",
    ),
    (b'{"text": "' + "а".encode() * 1000, "truncated", None),
]


@pytest.mark.parametrize(("line", "kind", "message"), WRONG)
def test_a_wrong_line_is_told_and_the_rest_is_read(line: bytes, kind: str, message: str | None, tmp_path: Path) -> None:
    """By its number; what stands last and has no end was longer once."""
    after = [] if kind == "truncated" else [{"text": "Да"}]
    first, wrong, *rest = rows(tmp_path, {"text": NEWS}, line, *after)

    assert isinstance(first, Source)
    assert "a.jsonl#2" == wrong.name
    assert kind == failed(wrong)[0]
    assert message in (None, failed(wrong)[1])
    assert failed(wrong)[1].isprintable()
    assert len(after) == sum(isinstance(found, Source) for found in rest)


def test_a_line_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is longer is passed over, not kept in memory."""
    monkeypatch.setattr(lines, "MOST_BYTES", 100)
    monkeypatch.setattr(lines, "_CHUNK", 7)
    first, second = rows(tmp_path, b"a" * 101 + b"\n", {"text": "Да"})
    (last,) = rows(tmp_path, b"a" * 200)

    assert ("limit", "line 1 has more than 100 bytes, the limit; cut its text") == failed(first)
    assert isinstance(second, Source)
    assert "limit" == failed(last)[0]


def test_a_mark_at_the_beginning_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    """One of UTF-8; of UTF-16 the whole file is told."""
    line = json.dumps({"text": NEWS}).encode()
    (found,) = rows(tmp_path, b"\xef\xbb\xbf" + line)
    (other,) = rows(tmp_path, "{}\n".encode("utf-16"))

    assert isinstance(found, Source)
    assert ("encoding", "UTF-16; expected JSON Lines in UTF-8, save them so") == failed(other)


def test_lines_that_were_read_are_left_out(tmp_path: Path) -> None:
    """Whatever they gave; from each place the rest is the same."""
    given = [{"text": NEWS}, b"\n", b"{\n", {"text": " "}, {"text": "Да"}, b'{"text']
    whole = rows(tmp_path, *given)

    assert 5 == len(whole)
    for skip in range(7):
        assert whole[skip:] == rows(tmp_path, *given, skip=skip)


@given(data=st.binary(max_size=120))
def test_no_lines_are_too_odd(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the bytes, nothing is raised."""
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(b'{"text": "' + data)

    for found in read(Input(path=str(path), name="a", kind="jsonl")):
        assert isinstance(found, (Source, Failure))


@pytest.mark.parametrize("field", ["url", "headline", "outlet"])
def test_what_no_table_can_hold_is_told_wherever_it_stands(field: str, tmp_path: Path) -> None:
    """Half of a character that is written as two."""
    (found,) = rows(tmp_path, b'{"text": "a", "%s": "\\udd1d"}' % field.encode())

    assert ("encoding", f"half of a surrogate pair, U+DD1D, in its {field}; decode it anew") == failed(found)


def test_a_name_that_cannot_be_seen_is_escaped(tmp_path: Path) -> None:
    """As that of a file is; one that was given with a source is told."""
    (found,) = rows(tmp_path, {"text": NEWS, "name": "a\u202e\\"})
    (other,) = texts([Source(text=NEWS, name="\ud800")])

    assert "a\\u202e\\\\" == found.name
    assert (
        Failure(
            name="\\ud800", kind="encoding", message="half of a surrogate pair, U+D800, in its name; decode it anew"
        )
        == other
    )


# Texts given as such


def test_texts_are_taken_in_every_form() -> None:
    """A string, with its date or without, named fields, a source; one that is empty is told in its place."""
    day = dt.date(2031, 5, 2)
    source = Source(text="Да", name="mine")
    given = [
        NEWS,
        (NEWS, day),
        (NEWS, "2031-05-02"),
        (NEWS, None),
        {"text": NEWS, "outlet": "Вестник"},
        source,
        "",
        {"text": " ", "name": "n"},
    ]

    assert [
        Source(text=NEWS),
        Source(text=NEWS, published=day),
        Source(text=NEWS, published=day),
        Source(text=NEWS),
        Source(text=NEWS, outlet="Вестник"),
        source,
        Failure(name="text 7", kind="empty", message="no text, or white space alone; write or download it again"),
        Failure(name="n", kind="empty", message="no text, or white space alone; write or download it again"),
    ] == list(texts(given))
    assert [Source(text="x", published=day)] == list(texts([("x", dt.datetime(2031, 5, 2, 10, tzinfo=dt.UTC))]))


@pytest.mark.parametrize("single", [NEWS, {"text": NEWS}, Source(text=NEWS)])
def test_a_single_text_is_no_row_of_letters(single: Any) -> None:
    """It is taken as one."""
    assert [NEWS] == [getattr(found, "text", None) for found in texts(single)]


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (5, "expected named fields, found 5"),
        (b"a", "expected named fields, found b'a'"),
        (None, "expected named fields, found None"),
        (("a", "soon"), "expected a day as YYYY-MM-DD in 'published', found 'soon'"),
        ((5, None), "expected text in the field 'text', found 5"),
        (("a",), "expected named fields, found ('a',)"),
        ({"body": "a"}, "expected the field 'text', found 'body'"),
    ],
)
def test_a_wrong_text_is_an_error_that_says_which(item: Any, what: str) -> None:
    """The call is wrong, not what was written."""
    found = texts(["a", item])

    assert Source(text="a") == next(found)
    with pytest.raises(UsageError) as caught:
        next(found)
    assert f"text 2: {what}; give a text, a text and its date, named fields or a Source" == str(caught.value)


def test_what_is_no_row_of_texts_is_an_error() -> None:
    """As a number."""
    with pytest.raises(UsageError) as caught:
        list(texts(5))  # type: ignore[arg-type]

    assert "expected texts, found 5; give a list of strings" == str(caught.value)


@given(text=st.text(max_size=80))
def test_any_text_is_taken_as_it_is_or_told(text: str) -> None:
    """Halves of surrogate pairs, which no table can hold, are told."""
    (found,) = texts([text])
    is_whole = all(unicodedata.category(c) != "Cs" for c in text)

    assert isinstance(found, Failure) or (is_whole and text == found.text)


def test_a_folder_that_may_not_be_read_is_told(powerless: Path) -> None:
    """Given itself, it is an error."""
    folder = powerless / "articles"
    folder.mkdir()
    folder.chmod(0)
    try:
        with pytest.raises(NotFoundError) as caught:
            inputs(folder)
    finally:
        folder.chmod(0o700)

    assert str(caught.value).startswith(f"{str(folder)!r} is ")
    assert "Permission denied" in str(caught.value)
