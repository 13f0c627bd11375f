"""Resolving people: one person per group of authorships that share evidence.

Authorships with one folded name are joined when they share the source's own author id, an
organisation or a co-author; those of a rare name also when their works share a topic. Homonyms
that share none of these stay apart. Measured against authors' own ids:
docs/explanation/evidence.md.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

MOST_AUTHORS = 50  # works with more authors join nobody by co-authors
# A name borne by authorships at this many organisations or more is common.
RARE_NAME_ORGANISATIONS = 3
_NOT_LETTER = re.compile(r"[^a-z\u4e00-\u9fff]+")


@lru_cache(maxsize=500_000)
def author_key(name: str) -> str:
    """Fold an author's name: case, accents and punctuation go, "Last, First" is turned round."""
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}"
    decomposed = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ł", "l"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _NOT_LETTER.sub(" ", bare.casefold()).split()
    return " ".join(words)


@dataclass(frozen=True, eq=False)
class AuthorRows:
    """One row per work, author and organisation; all arrays of shape (n,).

    Attributes:
        work: codes of works.
        key: codes of folded names.
        org: codes of organisations, -1 where unknown.
        source_id: codes of the source's own author ids, -1 where it gives none.
        topic: codes of the works' primary topics, -1 where unknown.
    """

    work: NDArray[np.int64]
    key: NDArray[np.int64]
    org: NDArray[np.int64]
    source_id: NDArray[np.int64]
    topic: NDArray[np.int64]


def cluster_authors(rows: AuthorRows) -> NDArray[np.int64]:
    """Return a person's number for each row, from 0; rows of other names are never joined.

    An author is the pair of work and name; evidence tokens (organisation, co-author, source id,
    topic) are scoped to the name. Authors that share a token are connected, and the connected
    components are the people.
    """
    if not rows.work.size:
        return np.empty(0, dtype=np.int64)
    author, author_of_row = _codes(rows.work, rows.key)
    links = [
        _links(author_of_row, rows.key, rows.org, 0),
        _links(author_of_row, rows.key, rows.source_id, 1),
        _coauthor_links(author),
    ]
    if (rows.topic >= 0).any():
        rare = _rare_names(rows)
        topic = np.where(rare[rows.key], rows.topic, -1)
        links.append(_links(author_of_row, rows.key, topic, 3))
    left = np.concatenate([link[0] for link in links])
    token = np.concatenate([link[1] for link in links], axis=1)
    _, token_code = np.unique(token, axis=1, return_inverse=True)
    count, tokens = len(author), int(token_code.max(initial=-1)) + 1
    graph = coo_matrix(
        (np.ones(left.size, dtype=np.int8), (left, count + token_code.ravel())),
        shape=(count + tokens, count + tokens),
    )
    _, component = connected_components(graph, directed=False)
    _, dense = np.unique(component[:count], return_inverse=True)
    person: NDArray[np.int64] = dense.astype(np.int64)[author_of_row]
    return person


def _codes(*columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct combinations, shape (m, columns), and each row's position in them."""
    stacked = np.stack(columns, axis=1)
    distinct, inverse = np.unique(stacked, axis=0, return_inverse=True)
    return distinct, inverse.ravel()


def _links(
    author: NDArray[np.int64], key: NDArray[np.int64], value: NDArray[np.int64], family: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return authors and their tokens (family, name, value), shape (3, links)."""
    known = value >= 0
    token = np.stack([np.full(known.sum(), family), key[known], value[known]])
    return author[known], token


def _coauthor_links(author: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return links by co-authors: within each work, every author with every other's name."""
    order = np.argsort(author[:, 0], kind="stable")
    _, start, size = np.unique(author[order, 0], return_index=True, return_counts=True)
    mine: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    theirs: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for authors in np.unique(size[(size > 1) & (size <= MOST_AUTHORS)]):
        works = start[size == authors]
        members = order[works[:, None] + np.arange(authors)[None, :]]
        a = np.repeat(members, authors, axis=1)
        b = np.tile(members, (1, authors))
        different = a != b
        mine.append(a[different])
        theirs.append(author[b[different], 1])
    left, other = np.concatenate(mine), np.concatenate(theirs)
    return left, np.stack([np.full(left.size, 2), author[left, 1], other])


def _rare_names(rows: AuthorRows) -> NDArray[np.bool_]:
    """Say for each name whether it appears at fewer than ``RARE_NAME_ORGANISATIONS``."""
    known = rows.org >= 0
    pairs = np.unique(np.stack([rows.key[known], rows.org[known]], axis=1), axis=0)
    organisations = np.bincount(pairs[:, 0], minlength=int(rows.key.max()) + 1)
    rare: NDArray[np.bool_] = organisations < RARE_NAME_ORGANISATIONS
    return rare


def encode(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return the codes of a text column's values, -1 where null."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes: NDArray[np.int64] = np.asarray(
        encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64
    )
    return codes
