"""What people decided about a review: read from its folder, joined, and applied to the articles it concerns."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ..exceptions import ConflictError, FormatError, NotFoundError, shown
from ..files import MANIFEST, Manifest, local_path, read_bytes, read_manifest
from ..limits import Limits
from ..metadata import metadata_of
from ..plain import decoded
from ..records import TABLES
from ..standoff import by_article
from ..vocabularies import Origin
from .annotated import Changes, compared, of_brat, of_web
from .applying import Edits, applied
from .decisions import Decision, decisions, read_table
from .keeping import SHOWN, readings
from .recounting import recounted, remarked
from .reviewing import ARTICLES, BRAT, QUESTIONS, WEB, only, write_annotations

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata
    from .annotated import Mark
    from .applying import Rows

__all__ = ["merged"]

_YES = ("yes", "y", "x", "true", "1")


def merged(corpus: "Corpus", folder: str | os.PathLike[str], limits: Limits | None) -> "Corpus":
    """The corpus with what people decided about a review of it; see `summitdata.merging.merge`."""
    came = _Review(local_path(folder), limits or Limits())
    metadata = metadata_of(corpus)
    made = corpus
    for name, articles in came.by_part(corpus).items():
        part = corpus.part(name)
        edits = came.edits(part, articles, metadata)
        if edits:
            made = made.with_part(_merged(part, edits))
    return made


class _Review:
    """A folder with a review as it came back."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        if not (folder / MANIFEST).is_file():
            msg = f"there is no review at {shown(str(folder))}; write one with summitdata review"
            raise NotFoundError(msg)
        self.manifest: Manifest = read_manifest(folder / MANIFEST, limits)
        self.articles = dict(self._listed())
        self.decided: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in decisions(self._read(QUESTIONS), QUESTIONS):
            article = decision.row.partition("/")[0]
            if article not in self.articles:
                msg = f"{decision.where}: article {shown(article)} is not among those of {ARTICLES}; restore the line"
                raise FormatError(msg)
            self.decided[article].append(decision)

    def _read(self, name: str) -> bytes:
        return read_bytes(self.folder / name, self.limits)

    def _listed(self) -> Iterator[tuple[str, tuple[str, bool]]]:
        for where, row in read_table(self._read(ARTICLES), ("article_id", "part", "gone_over"), ARTICLES):
            told = row["gone_over"].strip().lower()
            if told and told not in (*_YES, "no"):
                msg = f"{where}, column 'gone_over': expected yes, no or nothing, found {shown(told)}; correct it there"
                raise FormatError(msg)
            yield row["article_id"], (row["part"], told in _YES)

    def by_part(self, corpus: "Corpus") -> dict[str, list[str]]:
        """The articles that anything was decided about, by the part that they are in, in the order of the parts."""
        made: dict[str, list[str]] = {name: [] for name in corpus.part_names}
        for article, (part, _) in self.articles.items():
            if part not in made:
                self._refuse(article)
            made[part].append(article)
        touched = {
            name: articles if self._is_changed(_web_name(name)) else [a for a in articles if self._is_touched(a)]
            for name, articles in made.items()
        }
        return {name: articles for name, articles in touched.items() if articles}

    def _refuse(self, article: str) -> None:
        msg = f"the corpus is not the one that {shown(str(self.folder))} is a review of: article {shown(article)} is not there or has other rows; merge it with the corpus as it was, or review anew"
        raise ConflictError(msg)

    def edits(self, part: "Corpus", articles: list[str], metadata: "Metadata") -> dict[str, Edits]:
        """What was decided about some articles of a part."""
        name = _web_name(part.part_names[0])
        there = set(part.table("articles").column("id").to_pylist())
        for article in articles:
            if article not in there:
                self._refuse(article)
        with TemporaryDirectory() as folder:
            written = Path(folder)
            write_annotations(only(part, articles), written, metadata)
            web = self._web(written, name, articles[0]) if self._is_changed(name) else {}
            found = {
                article: self._joined(article, self._brat(written, article), web.get(article)) for article in articles
            }
        return {article: edits for article, edits in found.items() if edits.whole or article in self.decided}

    def _is_touched(self, article: str) -> bool:
        _, gone_over = self.articles[article]
        return gone_over or article in self.decided or self._is_changed(f"{BRAT}/{article}.ann")

    def _is_changed(self, name: str) -> bool:
        """Whether a file came back, and not as it was written."""
        is_back = (self.folder / name).is_file() and name in self.manifest.files
        return is_back and sha256(self._read(name)).hexdigest() != self.manifest.files[name].sha256

    def _pair(self, written: Path, name: str, article: str) -> tuple[str, str]:
        """A file as it was written and as it came back."""
        before = (written / name).read_bytes()
        if self.manifest.files[name].sha256 != sha256(before).hexdigest():
            self._refuse(article)
        # An editor may have changed the ends of the lines.
        came = decoded(self._read(name), name).replace("\r\n", "\n") if self._is_changed(name) else before.decode()
        return before.decode(), came

    def _brat(self, written: Path, article: str) -> Changes:
        name = f"{BRAT}/{article}.ann"
        return compared(*(of_brat(text, name) for text in self._pair(written, name, article)))

    def _web(self, written: Path, name: str, article: str) -> dict[str, Changes]:
        """What was done to the Web Annotations of each article of a part."""
        pair = self._pair(written, name, article)
        before, after = (_by_article(of_web(text, name, self.limits)) for text in pair)
        for strange in after.keys() - before.keys():
            msg = f"{after[strange][0].where}: its target is of no article that was reviewed, found {shown(strange)}; restore it"
            raise FormatError(msg)
        return {one: compared(before[one], after[one]) for one in before}

    def _joined(self, article: str, *sources: Changes | None) -> Edits:
        made = Edits(whole=self.articles[article][1])
        for source in sources:
            if source is not None:
                _take(made, source)
        for decision in self.decided.get(article, ()):
            _decide(made, decision)
        return made


def _web_name(part: str) -> str:
    return f"{WEB}/{part or 'annotations'}.jsonld"


def _by_article(marks: Iterable["Mark"]) -> "defaultdict[str, list[Mark]]":
    made: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        made[mark.article].append(mark)
    return made


def _take(made: Edits, source: Changes) -> None:
    """Add what was done in an annotation tool; whoever changed anything there has gone over the article."""
    made.whole |= bool(source.changed or source.dropped or source.added or source.notes)
    for identity, changed in source.changed.items():
        _change(made, identity, changed, source.where[identity])
    for identity, where in source.dropped.items():
        _drop(made, identity, where)
    made.added.extend(source.added)
    made.notes |= source.notes


def _decide(made: Edits, decision: Decision) -> None:
    """Add what was decided in the table."""
    made.tables[decision.row] = decision.table
    if decision.note:
        made.notes[decision.row] = decision.note
    if decision.decision == "drop":
        _drop(made, decision.row, decision.where)
    elif decision.decision == "change":
        _change(made, decision.row, decision.correction, decision.where)
    else:
        if decision.row in made.dropped or decision.row in made.changed:
            _contradict(decision.row, made.where[decision.row], decision.where)
        made.confirmed.add(decision.row)
        made.where[decision.row] = decision.where


def _drop(made: Edits, identity: str, where: str) -> None:
    if identity in made.changed or identity in made.confirmed:
        _contradict(identity, made.where[identity], where)
    made.dropped.add(identity)
    made.where.setdefault(identity, where)


def _change(made: Edits, identity: str, changed: Mapping[str, Any], where: str) -> None:
    held = made.changed.setdefault(identity, {})
    is_other = any(name in held and held[name] != value for name, value in changed.items())
    if is_other or identity in made.dropped or identity in made.confirmed:
        _contradict(identity, made.where[identity], where)
    held.update(changed)
    made.where[identity] = where


def _contradict(identity: str, first: str, second: str) -> None:
    msg = f"row {identity!r} is decided in two ways, at {first} and at {second}; keep one"
    raise ConflictError(msg)


def _merged(part: "Corpus", edits: Mapping[str, Edits]) -> "Corpus":
    """A part with the edits of some of its articles; the other rows stay where they are."""
    import pyarrow as pa

    from ..corpus import Corpus

    made: dict[str, Rows] = {}
    for article, rows in by_article(only(part, edits)).items():
        made[article] = _of_article(rows, edits[article])
    tables = {}
    for name, table in part.tables.items():
        if "article_id" not in table.column_names:
            tables[name] = table
            continue
        pieces = []
        owners = table.column("article_id").to_pylist()
        placed = set()
        for article, start, end in _runs(owners):
            if article not in made:
                pieces.append(table.slice(start, end - start))
            elif article not in placed:
                placed.add(article)
                pieces.append(_table(name, made[article][name]))
        pieces += [_table(name, made[article][name]) for article in made if article not in placed]
        tables[name] = pa.concat_tables([table.slice(0, 0), *pieces]).combine_chunks()
    return Corpus(tables, version=part.version, part=part.part_names[0])


def _runs(owners: list[str]) -> Iterator[tuple[str, int, int]]:
    start = 0
    for place in range(1, len(owners) + 1):
        if place == len(owners) or owners[place] != owners[start]:
            yield owners[start], start, place
            start = place


def _table(name: str, rows: list[dict[str, Any]]) -> Any:
    from ..convert import rows_to_table

    return rows_to_table(TABLES[name], (("the merged corpus", row) for row in rows), name)


def _of_article(rows: Mapping[str, list[dict[str, Any]]], edits: Edits) -> "Rows":
    before = {table: rows.get(table, []) for table in TABLES}
    after = applied(before, edits)
    text = after["articles"][0]["text"]
    if _direct(before) != _direct(after):
        after["term_counts"] = recounted(after, text)
    if any(before[table] != after[table] for table in before):
        after["sentences"] = remarked(after, text)
    touched = {*edits.changed, *edits.confirmed}
    for table, held in after.items():
        for row in held:
            is_shown = edits.whole and table in SHOWN
            if row.get("origin") == Origin.EXTRACTED and (is_shown or row["id"] in touched):
                row["origin"] = Origin.MERGED.value
    after["readings"] = readings(before, after, edits)
    return after


def _direct(rows: Mapping[str, list[dict[str, Any]]]) -> list[tuple[Any, ...]]:
    return [
        (q["id"], q["start"], q["end"]) for q in rows["quotations"] if q["kind"] == "direct" and q["parent_id"] is None
    ]
