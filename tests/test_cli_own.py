"""The commands for articles of one's own: extract, review, merge."""

import csv
import json
import sys
from pathlib import Path

import pytest

import summitdata as sd
from summitdata.cli import main

ARTICLE = (
    " date 2031-05-14 Президент Лардии Велимир Градунов прибыл в Карвист.\n"
    "«Мы договорились построить 3 моста к 2035 году», – сказал он.\n"
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with an article and a file that is none."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "visit.txt").write_text(ARTICLE, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """The status of a command and what it printed."""
    status = main([*map(str, arguments)])
    out, err = capsys.readouterr()
    return status, out, err


def test_extract(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A folder of articles becomes a folder of parts; the same once more says that all was there."""
    made = tmp_path / "corpus"
    look = f"what gave no article: sd.open({str(made)!r}).frame('errors')\n"

    first = f"1 article in 1 part extracted to {str(made)!r}, 1 error; it holds 1 article and 1 error\n{look}"
    again = f"0 articles in 0 parts extracted to {str(made)!r}, 0 errors; it holds 1 article and 1 error\n"
    again += f"2 files extracted before and passed over\n{look}"

    assert (0, first, "") == said(capsys, "extract", articles, "-o", made)
    assert (0, again, "") == said(capsys, "extract", articles, "-o", made)
    assert not sd.open(made).has_text


def test_extract_as_json(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Programs get one document."""
    status, out, _ = said(
        capsys, "extract", articles / "visit.txt", "-o", tmp_path / "corpus", "--json", "--text", "--workers", 2
    )
    document = json.loads(out)

    assert (0, 1, 0, 1, 0) == (
        status,
        *(document[name] for name in ("articles", "errors")),
        len(document["parts"]),
        document["known"],
    )
    assert sd.open(tmp_path / "corpus").has_text


def test_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Fields of JSON Lines are named on the command line."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"body": "Лардия ждёт гостей в мае."}\n', "utf-8")
    status, *_ = said(capsys, "extract", path, "-o", tmp_path / "corpus", "--field", "text=body")

    assert (0, 1) == (status, sd.open(tmp_path / "corpus").n_rows["articles"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--field", "body"], "expected --field NAME=FIELD, found 'body'; for instance --field text=body"),
        (
            ["--field", "txt=body"],
            "there is no field 'txt' to name; expected one of text, published, url, headline, outlet, name, as in --field text=body",
        ),
        (["--workers", "0"], "expected a number of workers of at least 1, found 0"),
        (["--articles-per-part", "0"], "expected a number of articles of at least 1, found 0"),
    ],
)
def test_misuse(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str):
    """A wrong option is one line."""
    assert (2, "", f"summitdata: {message}\n") == said(capsys, "extract", articles, "-o", tmp_path / "corpus", *options)


def test_no_scheduler(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """An address at which no scheduler can be is one line."""
    status, out, err = said(capsys, "extract", articles, "-o", tmp_path / "corpus", "--scheduler", "nowhere")

    assert (2, "", 1) == (status, out, err.count("\n"))
    assert err.startswith("summitdata: no scheduler answers at 'nowhere': ")


def test_not_into_what_is_read(articles: Path, capsys: pytest.CaptureFixture[str]):
    """The corpus does not go into the folder of the articles."""
    made = articles / "corpus"

    assert (
        2,
        "",
        f"summitdata: {str(made)!r} lies in the corpus that is read, {str(articles)!r}; give another destination\n",
    ) == said(capsys, "extract", articles, "-o", made)


def test_review_and_merge(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """What was decided in a review goes into the corpus, and the human's reading stands beside the machine's."""
    corpus, review, merged = (tmp_path / name for name in ("corpus", "review", "merged"))
    said(capsys, "extract", articles, "-o", corpus, "--text")
    status, out, _ = said(capsys, "review", corpus, "-o", review, "--below", "0.99")
    with (review / "review.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["decision"] = "confirm"
    with (review / "review.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    assert (
        0,
        f"{len(rows)} questions written to {str(review)!r}; decide in review.csv, or in the annotations, then: summitdata merge {corpus} {review} -o FOLDER --text\n",
    ) == (
        status,
        out,
    )
    status, out, err = said(capsys, "merge", corpus, review, "-o", merged, "--text")
    n = sd.open(merged).n_rows["readings"]

    assert (0, f"{n} readings taken back; the corpus is written to {str(merged)!r}\n", "") == (status, out, err)
    assert n > 0
    assert {"machine", "human"} == {r.reader for r in sd.open(merged).readings}


def test_review_without_wording(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A review needs the wording, and says how to get it."""
    said(capsys, "extract", articles, "-o", tmp_path / "corpus")
    status, out, err = said(capsys, "review", tmp_path / "corpus", "-o", tmp_path / "review")

    assert (2, "", 1) == (status, out, err.count("\n"))
    assert "--text" in err


def test_a_scheduler_without_distributed(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """What a scheduler needs is told with the command that installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, _, err = said(capsys, "extract", articles, "-o", tmp_path / "corpus", "--scheduler", "tcp://127.0.0.1:1")

    assert (2, "summitdata: a scheduler needs distributed; install it with: pip install 'summitdata[dask]'\n") == (
        status,
        err,
    )


def test_a_merge_that_breaks_a_rule(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A correction that contradicts the rest of its row is told as a problem, and nothing is written."""
    corpus, review, merged = (tmp_path / name for name in ("corpus", "review", "merged"))
    said(capsys, "extract", articles, "-o", corpus, "--text")
    said(capsys, "review", corpus, "-o", review, "--below", "1.0")
    with (review / "review.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [row for row in rows if row["table"] == "quantities"][:1]
    row |= {"decision": "change", "correction": "value="}
    with (review / "review.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    status, out, _ = said(capsys, "merge", corpus, review, "-o", merged)

    assert (1, False) == (status, merged.exists())
    assert "quantities" in out
