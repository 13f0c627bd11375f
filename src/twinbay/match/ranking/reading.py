"""Reading the record: from the lake in use, or from a folder of tidy Parquet tables.

A folder holds ``works.parquet`` (work_id, title, year; abstract, venue, keywords, topics) and
``authorships.parquet`` (work_id, author_key or author_name, org_name; country, region, org_url).
There an organisation is its name as the source normalised it, and sits in the country and region
that most of its authorships name; of equals, the one that is named first.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, HashingVectorizer

from twinbay.errors import SourceError
from twinbay.lake.derive.organisation_kinds import guess_kind
from twinbay.lake.derive.people import author_keys
from twinbay.lake.derive.topics import TopicAssigner, work_text
from twinbay.lake.sources.countries import country_code
from twinbay.lake.store import Lake
from twinbay.match.encoders import Encoder
from twinbay.match.ranking.records import Integers, Organisations, Records
from twinbay.match.tokens import tokens

WORD_BUCKETS = 2**17  # collisions are rare below some hundred thousand distinct words
TEXTS_AT_ONCE = 4_096

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""

_NEEDED: dict[str, dict[str, type[pl.DataType]]] = {
    "works": {"work_id": pl.String, "title": pl.String, "year": pl.Int64},
    "authorships": {"work_id": pl.String, "org_name": pl.String},
}


def silent(_text: str, _done: int, _total: int) -> None:
    """Show no progress."""


def read_folder(folder: Path, encoder: Encoder, progress: Progress = silent) -> Records:
    """Read a folder of tidy tables.

    Arguments:
        folder: holds works.parquet and authorships.parquet.
        encoder: makes vectors of works, from which topics follow where the works name none.
        progress: told what is being done.

    Raises:
        SourceError: a file or a column is missing or unreadable.
    """
    works, authorships = _table(folder, "works"), _table(folder, "authorships")
    works = works.filter(pl.col("year").is_not_null()).unique("work_id", maintain_order=True)
    authorships = authorships.join(
        works.select("work_id"), on="work_id", how="semi", maintain_order="left"
    )
    named = authorships.filter(pl.col("org_name").fill_null("").str.strip_chars() != "")
    organisations = _organisations_of(named)
    if "author_key" in authorships.columns:
        people = authorships["author_key"]
    else:
        people = _folded(authorships["author_name"])
    return _assemble(
        works,
        authorships.with_columns(person=people, org=pl.col("org_name")),
        organisations,
        np.empty((0, 3), dtype=np.int64),
        encoder,
        progress,
    )


def read_lake(lake: Lake, encoder: Encoder, progress: Progress = silent) -> Records:
    """Read the record from a build of the lake.

    People count by their folded name, not by the identity that the build resolved for them: the
    resolution has seen all years.
    """
    table = pl.from_arrow(lake.arrow("organisations"))
    names = pl.from_arrow(lake.arrow("people").select(["person_id", "name"]))
    works = pl.from_arrow(lake.arrow("works"))
    authorships = pl.from_arrow(lake.arrow("authorships"))
    deals = pl.from_arrow(lake.arrow("transactions"))
    assert isinstance(table, pl.DataFrame) and isinstance(names, pl.DataFrame)
    assert isinstance(works, pl.DataFrame) and isinstance(authorships, pl.DataFrame)
    assert isinstance(deals, pl.DataFrame)
    works = works.filter(pl.col("year").is_not_null())
    keyed = names.select("person_id", person=_folded(names["name"]))
    authorships = authorships.join(works.select("work_id"), on="work_id", how="semi").join(
        keyed, on="person_id", how="left", maintain_order="left"
    )
    organisations = Organisations(
        ids=_texts(table["org_id"]),
        names=_texts(table["name"]),
        countries=_texts(table["country"]),
        regions=_texts(table["region"]),
        kinds=_texts(table["kind"]),
        places=np.column_stack(
            [table[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("lat", "lon")]
        ),
    )
    return _assemble(
        works.with_columns(pl.col("year").cast(pl.Int64)),
        authorships.with_columns(org=pl.col("org_id")),
        organisations,
        _deals(deals, organisations),
        encoder,
        progress,
    )


def identified(records: Records, lake: Lake) -> Records:
    """Return a record of a lake with people by the identity that the build resolved for them.

    Arguments:
        records: what ``read_lake`` read from the same build.
        lake: the build.
    """
    works = pl.from_arrow(lake.arrow("works").select(["work_id", "year"]))
    authorships = pl.from_arrow(lake.arrow("authorships"))
    assert isinstance(works, pl.DataFrame) and isinstance(authorships, pl.DataFrame)
    works = works.filter(pl.col("year").is_not_null())
    authorships = authorships.join(
        works.select("work_id"), on="work_id", how="semi", maintain_order="left"
    )
    people, found = _links(
        works["work_id"],
        authorships.with_columns(person=pl.col("person_id"), org=pl.col("org_id")),
        records.organisations,
    )
    return replace(
        records, people=people, work=found["work"], person=found["person"], org=found["org"]
    )


def _assemble(
    works: pl.DataFrame,
    authorships: pl.DataFrame,
    organisations: Organisations,
    deals: Integers,
    encoder: Encoder,
    progress: Progress,
) -> Records:
    texts = _texts_of(works)
    words = _word_counts(texts, progress)
    vectors = _vectors(works, encoder, progress)
    topic_ids, topic = _topics(works, vectors, encoder)
    people, found = _links(works["work_id"], authorships, organisations)
    return Records(
        organisations=organisations,
        people=people,
        year=works["year"].to_numpy().astype(np.int64),
        venue=_codes(works["venue"]) if "venue" in works.columns else _unknown(works.height),
        topic=topic,
        topic_ids=topic_ids,
        words=words,
        vectors=vectors,
        deals=deals,
        **found,
    )


def _links(
    work_ids: pl.Series, authorships: pl.DataFrame, organisations: Organisations
) -> tuple[NDArray[np.str_], dict[str, Integers]]:
    """Return the people, and work, person and org of each authorship as rows."""
    work_rows = {work_id: row for row, work_id in enumerate(work_ids)}
    people = authorships["person"].drop_nulls().unique(maintain_order=True)
    found = authorships.select(
        work=_looked_up("work_id", work_rows),
        person=_looked_up("person", {name: row for row, name in enumerate(people)}),
        org=_looked_up("org", organisations.rows),
    )
    found = found.filter((pl.col("person") >= 0) | (pl.col("org") >= 0)).unique(maintain_order=True)
    return _texts(people), {
        name: found[name].to_numpy().astype(np.int64) for name in ("work", "person", "org")
    }


def _table(folder: Path, name: str) -> pl.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        table = pl.read_parquet(path)
    except FileNotFoundError:
        raise SourceError(
            "there is no such file",
            where=str(path),
            remedy="Give the folder that holds works.parquet and authorships.parquet.",
        ) from None
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SourceError(f"not a readable Parquet file: {error}", where=str(path)) from None
    for column, kind in _NEEDED[name].items():
        if column not in table.columns:
            raise SourceError(
                f"the column {column!r} is missing",
                where=str(path),
                remedy=f"Its columns are {', '.join(table.columns)}.",
            )
        try:
            table = table.with_columns(pl.col(column).cast(kind))
        except pl.exceptions.PolarsError:
            raise SourceError(
                f"the column {column!r} does not hold values of type {kind}", where=str(path)
            ) from None
    if name == "authorships" and not {"author_key", "author_name"} & set(table.columns):
        raise SourceError(
            "the column 'author_name' is missing",
            where=str(path),
            remedy="People are known by author_name, or by author_key, the folded name.",
        )
    return table


def _organisations_of(named: pl.DataFrame) -> Organisations:
    names = named["org_name"].unique().sort()
    country = _most_common(named, "country", names)
    # An author outside the regions counts too: most of an organisation must be in one.
    placed = named.with_columns(pl.col("^region$").fill_null(""))
    region = _most_common(placed, "region", names)
    url = _most_common(named, "org_url", names)
    kinds = [guess_kind(n, u or None) for n, u in zip(names, url, strict=True)]
    # Countries are codes where they are known, so that US means United States in every source.
    codes = {name: country_code(name) or name for name in set(country) if name}
    return Organisations(
        ids=np.array(names.to_list(), dtype=np.str_),
        names=np.array(names.to_list(), dtype=np.str_),
        countries=np.array([codes.get(name, "") for name in country], dtype=np.str_),
        regions=np.array(region, dtype=np.str_),
        kinds=np.array(kinds, dtype=np.str_),
        places=np.full((names.len(), 2), np.nan),
    )


def _most_common(named: pl.DataFrame, column: str, names: pl.Series) -> list[str]:
    """Return each name's most common value, of equals the first to appear, else ""."""
    if column not in named.columns:
        return [""] * names.len()
    counted = (
        named.with_row_index("place")
        .filter(pl.col(column).is_not_null())
        .group_by("org_name", column)
        .agg(pl.len(), pl.col("place").min())
        .sort(["len", "place"], descending=[True, False])
        .unique("org_name", keep="first", maintain_order=True)
    )
    found = dict(counted.select("org_name", column).iter_rows())
    return [found.get(name, "") for name in names]


def _texts_of(works: pl.DataFrame) -> list[str]:
    parts = [pl.col("title").fill_null("")]
    parts += [pl.col(n).fill_null("") for n in ("abstract", "keywords") if n in works.columns]
    return works.select(text=pl.concat_str(parts, separator=". "))["text"].to_list()


def _counted_words(text: str) -> list[str]:
    return [word for word in tokens(text) if len(word) > 1 and word not in ENGLISH_STOP_WORDS]


def _hashing(analyse: Callable[[str], list[str]]) -> HashingVectorizer:
    return HashingVectorizer(
        analyzer=analyse, n_features=WORD_BUCKETS, alternate_sign=False, norm=None, dtype=np.float32
    )


def word_buckets(words: Sequence[str]) -> list[int]:
    """Return the columns of ``Records.words`` that count words; -1 for those left out."""
    found = _hashing(_counted_words).transform(words)
    counted = np.diff(found.indptr) == 1
    return [
        int(found.indices[start]) if alone else -1
        for start, alone in zip(found.indptr[:-1], counted, strict=True)
    ]


def _word_counts(texts: Sequence[str], progress: Progress) -> sparse.csr_matrix:
    hashing = _hashing(_counted_words)
    blocks = []
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        progress("Counting words", start, len(texts))
        blocks.append(hashing.transform(texts[start : start + TEXTS_AT_ONCE]))
    if not blocks:
        return sparse.csr_matrix((0, WORD_BUCKETS), dtype=np.float32)
    words = sparse.vstack(blocks, format="csr")
    words.sort_indices()
    return words


def _vectors(works: pl.DataFrame, encoder: Encoder, progress: Progress) -> NDArray[np.float16]:
    abstracts = works["abstract"] if "abstract" in works.columns else [None] * works.height
    texts = [work_text(t or "", a) for t, a in zip(works["title"], abstracts, strict=True)]
    vectors = np.zeros((len(texts), encoder.dimensions), dtype=np.float16)
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        progress("Reading texts", start, len(texts))
        vectors[start : start + TEXTS_AT_ONCE] = encoder.encode(
            texts[start : start + TEXTS_AT_ONCE]
        )
    return vectors


def _topics(
    works: pl.DataFrame, vectors: NDArray[np.float16], encoder: Encoder
) -> tuple[tuple[str, ...], Integers]:
    """Return topic ids and each work's code: its source's first topic, else the nearest."""
    if "topics" in works.columns:
        first = works["topics"].list.first()
        ids = tuple(first.drop_nulls().unique().sort().to_list())
        rows = {topic: row for row, topic in enumerate(ids)}
        codes = [rows.get(topic, -1) if topic else -1 for topic in first]
        return ids, np.array(codes, dtype=np.int64)
    assigner = TopicAssigner.of_taxonomy(encoder.encode)
    nearest = np.full(len(vectors), -1, dtype=np.int64)
    for start in range(0, len(vectors), TEXTS_AT_ONCE):
        block = vectors[start : start + TEXTS_AT_ONCE].astype(np.float32)
        similarity = (block - assigner.centre) @ assigner.vectors.T
        chosen = similarity.argmax(axis=1)
        nearest[start : start + TEXTS_AT_ONCE] = np.where(block.any(axis=1), chosen, -1)
    return assigner.topic_ids, nearest


def _deals(table: pl.DataFrame, organisations: Organisations) -> Integers:
    dated = table.filter(pl.col("date").is_not_null())
    deals = [
        (organisations.rows[a], organisations.rows[b], year)
        for a, b, year in dated.select("from_org", "to_org", pl.col("date").dt.year()).iter_rows()
        if a in organisations.rows and b in organisations.rows
    ]
    return np.array(deals, dtype=np.int64).reshape(-1, 3)


def _looked_up(column: str, rows: dict[str, int]) -> pl.Expr:
    return pl.col(column).replace_strict(rows, default=-1, return_dtype=pl.Int64)


def _folded(names: pl.Series) -> pl.Series:
    folded = pl.from_arrow(author_keys(names.cast(pl.String).to_arrow().cast(pa.string())))
    assert isinstance(folded, pl.Series)
    return folded


def _codes(column: pl.Series) -> Integers:
    distinct = column.drop_nulls().unique().sort()
    rows = {value: row for row, value in enumerate(distinct)}
    return np.array([rows.get(v, -1) if v is not None else -1 for v in column], dtype=np.int64)


def _unknown(size: int) -> Integers:
    return np.full(size, -1, dtype=np.int64)


def _texts(column: pl.Series) -> NDArray[np.str_]:
    return np.array(column.fill_null("").to_list(), dtype=np.str_)
