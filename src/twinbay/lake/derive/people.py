"""Resolving people: one person per group of authorships that share evidence.

Authorships with one folded name are joined when they share the source's own author id, an
organisation or a co-author; those of a rare name also when their works share a topic. Homonyms
that share none of these stay apart. Measured against authors' own ids:
docs/explanation/evidence.md.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

# A name borne by authorships at this many organisations or more is common.
RARE_NAME_ORGANISATIONS = 3
# Latin letters that Unicode's NFKD does not take apart.
_LATIN = (("ø", "o"), ("ł", "l"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("đ", "d"), ("ı", "i"))

Codes = NDArray[np.int64]


def author_keys(names: pa.Array) -> pa.Array:
    """Fold authors' names: case, accents and punctuation go, "Last, First" is turned round.

    Arguments:
        names: text; nulls stay null.
    """
    text = pc.utf8_lower(pc.replace_substring_regex(names, r"^([^,]*),([^,]*)$", r"\2 \1"))
    for letter, plain in _LATIN:
        text = pc.replace_substring(text, letter, plain)
    bare = pc.replace_substring_regex(pc.utf8_normalize(text, "NFKD"), r"\p{M}+", "")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(bare, r"[^\p{L}]+", " "))


@dataclass(frozen=True, eq=False)
class AuthorRows:
    """One row per work, author and organisation; all arrays of shape (n,).

    Attributes:
        work: codes of works.
        name: codes of folded names, from 0.
        org: codes of organisations, -1 where unknown.
        source_id: codes of the source's own author ids, -1 where it gives none.
        topic: codes of the works' primary topics, -1 where unknown.
    """

    work: Codes
    name: Codes
    org: Codes
    source_id: Codes
    topic: Codes


@dataclass(frozen=True, eq=False)
class CoauthorRows:
    """One row per author of a work and each other name on it; all arrays of shape (m,).

    Attributes:
        work: codes as in ``AuthorRows``.
        name: the author's name, codes as in ``AuthorRows``.
        other: the co-author's folded name, any codes from 0.
    """

    work: Codes
    name: Codes
    other: Codes


def cluster_authors(rows: AuthorRows, coauthors: CoauthorRows) -> Codes:
    """Return a person's number for each row, from 0; rows of other names are never joined.

    An author is the pair of work and name; evidence tokens (organisation, co-author, source id,
    topic) are scoped to the name. Authors that share a token are connected, and the connected
    components are the people.
    """
    if not rows.work.size:
        return np.empty(0, dtype=np.int64)
    names = int(rows.name.max()) + 1
    authors, author_of_row = np.unique(rows.work * names + rows.name, return_inverse=True)
    topic = np.where(_rare_names(rows)[rows.name], rows.topic, -1)
    author_of_pair = np.searchsorted(authors, coauthors.work * names + coauthors.name)
    evidence = [
        (author_of_row, rows.name, rows.org),
        (author_of_row, rows.name, rows.source_id),
        (author_of_row, rows.name, topic),
        (author_of_pair, coauthors.name, coauthors.other),
    ]
    author, token = _shared_tokens(evidence)
    nodes = authors.size + int(token.max(initial=-1)) + 1
    edges = np.ones(author.size, dtype=np.int8), (author, authors.size + token)
    _, component = connected_components(coo_matrix(edges, shape=(nodes, nodes)), directed=False)
    _, person = np.unique(component[: authors.size], return_inverse=True)
    person_of_row: Codes = person.astype(np.int64)[author_of_row]
    return person_of_row


def _shared_tokens(evidence: list[tuple[Codes, Codes, Codes]]) -> tuple[Codes, Codes]:
    """Return authors and dense codes of the tokens that occur more than once.

    Arguments:
        evidence: per kind of evidence the authors, their names, and values (-1 for unknown).
    """
    names = max(int(name.max(initial=0)) for _, name, _ in evidence) + 1
    authors, tokens, offset = [], [], 0
    for author, name, value in evidence:
        known = value >= 0
        authors.append(author[known])
        # A token packs value and name into one number; each kind has its own range.
        tokens.append(offset + value[known] * names + name[known])
        offset += (int(value.max(initial=-1)) + 1) * names
    author, token = np.concatenate(authors), np.concatenate(tokens)
    _, dense, count = np.unique(token, return_inverse=True, return_counts=True)
    shared = count[dense] > 1
    return author[shared], dense[shared]


def _rare_names(rows: AuthorRows) -> NDArray[np.bool_]:
    """Say for each name whether it appears at fewer than ``RARE_NAME_ORGANISATIONS``."""
    known = rows.org >= 0
    names = int(rows.name.max()) + 1
    pairs = np.unique(rows.org[known] * names + rows.name[known])
    rare: NDArray[np.bool_] = np.bincount(pairs % names, minlength=names) < RARE_NAME_ORGANISATIONS
    return rare


def codes(*columns: pa.ChunkedArray) -> tuple[Codes, ...]:
    """Return the codes of columns' values in one common coding, from 0; -1 where null."""
    chunks = [chunk for column in columns for chunk in column.chunks]
    kind = columns[0].type
    encoded = pa.chunked_array(chunks, kind).combine_chunks().dictionary_encode()
    whole = np.asarray(
        encoded.indices.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)
    )
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return tuple(np.split(whole, ends))
