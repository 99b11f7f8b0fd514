"""What a type checker knows of the loaders; never run."""

from typing import assert_type

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

import summitdata as sd
from summitdata.records import Code, Commitment, Mention, Quotation
from summitdata.vocabularies import QuotationKind

assert_type(sd.load_quotations(), pd.DataFrame)
assert_type(sd.load_quotations("pandas"), pd.DataFrame)
assert_type(sd.load_quotations(backend="pandas"), pd.DataFrame)
assert_type(sd.load_quotations(dtype_backend="pyarrow"), pd.DataFrame)
assert_type(sd.load_quotations("pandas", dtype_backend="numpy_nullable"), pd.DataFrame)
assert_type(sd.load_quotations("polars"), pl.DataFrame)
assert_type(sd.load_quotations(backend="arrow"), pa.Table)
assert_type(sd.load_quotations(backend="duckdb"), duckdb.DuckDBPyRelation)
assert_type(sd.load_quotations(backend="records"), list[Quotation])
assert_type(sd.load_mentions("records"), list[Mention])
assert_type(sd.load_commitments("records"), list[Commitment])
assert_type(sd.load_codes("records"), list[Code])

corpus = sd.load()
assert_type(corpus, sd.Corpus)
assert_type(corpus.quotations, tuple[Quotation, ...])
assert_type(corpus.quotations[0].speaker_id, str | None)
assert_type(corpus.quotations[0].kind, QuotationKind)
assert_type(corpus.mentions[0].start, int)
assert_type(corpus.entities[0].latitude, float | None)
assert_type(corpus.table("quotations"), pa.Table)
assert_type(corpus.version, str | None)
assert_type(sd.open("out") == corpus, bool)
assert_type(sd.validate("out").ok, bool)

# What a type checker refuses; an ignore that is not needed is an error of its own.
sd.load_quotations("panda")  # type: ignore[call-overload]
sd.load_quotations("polars", dtype_backend="pyarrow")  # type: ignore[call-overload]
sd.load_quotations(dtype_backend="numpy")  # type: ignore[call-overload]
corpus.frame("quotations", backend="arow")  # type: ignore[arg-type]
_ = corpus.quotations[0].speaker  # type: ignore[attr-defined]
corpus.quotations[0].gist_en = "another"  # type: ignore[misc]
corpus.version = "2.0.0"  # type: ignore[misc]
_ = corpus.quotation  # type: ignore[attr-defined]
