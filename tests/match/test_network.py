"""Network and people features against their definitions, computed by brute force."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import made_organisations, made_records, records_of

from twinbay.match.ranking.candidates import Sides, candidate_pairs
from twinbay.match.ranking.chains import Chain
from twinbay.match.ranking.pair_features import NAMES, feature_block, features_of_pairs
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import Snapshot

ROWS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 7), st.integers(-1, 5)), min_size=1, max_size=40
)


def small_record(rows: list[tuple[int, int, int]]) -> Records:
    works = sorted({work for work, _, _ in rows})
    position = {work: i for i, work in enumerate(works)}
    return records_of(
        [2000 + work % 6 for work in works],
        [position[work] for work, _, _ in rows],
        [person for _, person, _ in rows],
        [org for _, _, org in rows],
        organisations=made_organisations(6),
    )


def members(records: Records) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for work, org in zip(records.work.tolist(), records.org.tolist(), strict=True):
        if org >= 0:
            found.setdefault(work, set()).add(org)
    return found


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_third_parties_are_adamic_adar(rows: list[tuple[int, int, int]]) -> None:
    records = small_record(rows)
    ties: dict[int, set[int]] = {i: set() for i in range(6)}
    for joined in members(records).values():
        for a, b in product(joined, joined):
            if a != b:
                ties[a].add(b)
    network = Snapshot.at(records, 2005, least_works=1).network
    every = np.arange(6)
    found = network.third_parties.block(every, every)
    for a, b in product(range(6), range(6)):
        expected = sum(1 / np.log(len(ties[c])) for c in ties[a] & ties[b] if len(ties[c]) > 1)
        assert found[a, b] == pytest.approx(expected, rel=1e-4, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_all_features_are_symmetric_and_finite_where_known(
    rows: list[tuple[int, int, int]],
) -> None:
    snapshot = Snapshot.at(small_record(rows), 2005, least_works=1)
    every = np.arange(6)
    block = feature_block(snapshot, every, every)
    known = [i for i, name in enumerate(NAMES) if name != "distance"]
    assert np.isfinite(block[:, :, known]).all()
    np.testing.assert_allclose(
        block[:, :, known], block.transpose(1, 0, 2)[:, :, known], rtol=1e-3, atol=1e-4
    )


def test_one_row_at_a_time_gives_the_same_as_all_at_once() -> None:
    snapshot = Snapshot.at(made_records(), 2012)
    every = snapshot.ranked
    block = feature_block(snapshot, every, every)
    for position in (0, 7, 30):
        one = feature_block(snapshot, every[position : position + 1], every)
        np.testing.assert_allclose(one[0], block[position], rtol=1e-4, atol=1e-5)
    pairs = np.array([[every[3], every[50]], [every[0], every[9]], [every[3], every[4]]])
    np.testing.assert_allclose(
        features_of_pairs(snapshot, pairs)[1], block[0, 9], rtol=1e-4, atol=1e-5
    )


def test_a_chain_is_the_product_of_its_matrices() -> None:
    from scipy import sparse

    random = np.random.default_rng(1)
    first, middle, last = (
        sparse.random(*shape, density=0.3, random_state=1, format="csr", dtype=np.float32)
        for shape in ((9, 5), (5, 5), (9, 5))
    )
    expected = (first @ middle @ last.T).toarray()
    chain = Chain(first, last, (middle,))
    rows = np.array([2, 5])
    for columns in (np.arange(9), random.permutation(9)[:1]):
        np.testing.assert_allclose(
            chain.block(rows, columns), expected[np.ix_(rows, columns)], atol=1e-6
        )
        np.testing.assert_allclose(
            chain.block(rows[:1], columns), expected[np.ix_(rows[:1], columns)], atol=1e-6
        )


def test_an_author_without_affiliation_is_placed_where_they_work() -> None:
    # Person 0 publishes for organisation 0, person 1 for organisation 4; then both write a work
    # that prints no affiliation.
    records = records_of(
        [2001, 2001, 2002],
        [0, 1, 2, 2],
        [0, 1, 0, 1],
        [0, 4, -1, -1],
        organisations=made_organisations(6),
    )
    snapshot = Snapshot.at(records, 2002, least_works=1)
    assert snapshot.network.joint.nnz == 0
    assert snapshot.network.unaffiliated[0, 4] > 0.9
    assert snapshot.people.co_authors.block(np.array([0]), np.array([4]))[0, 0] > 0.5
    assert snapshot.people.co_authors.block(np.array([0]), np.array([3]))[0, 0] == 0


def test_someone_who_moved_links_both_organisations_and_a_common_name_less() -> None:
    moved = records_of([2001, 2002], [0, 1], [0, 0], [0, 4], organisations=made_organisations(6))
    common = records_of(
        [2001, 2002, 2002, 2002],
        [0, 1, 2, 3],
        [0] * 4,
        [0, 4, 1, 2],
        organisations=made_organisations(6),
    )
    values = [
        Snapshot.at(each, 2002, least_works=1).people.shared.block(np.array([0]), np.array([4]))
        for each in (moved, common)
    ]
    assert values[0] == pytest.approx(2 * values[1])


def test_a_disconnected_graph_gives_zeros_not_errors() -> None:
    records = records_of(
        [2001] * 4, [0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 4, 5], organisations=made_organisations(6)
    )
    snapshot = Snapshot.at(records, 2001, least_works=1)
    block = feature_block(snapshot, np.arange(6), np.arange(6))
    for name in ("third-parties", "paths", "inferred-paths", "co-authors", "shared-people"):
        apart = block[:, :, NAMES.index(name)] * (1 - np.eye(6))
        assert not apart.any()


def test_candidates_leave_out_partners_small_ones_and_oneself() -> None:
    records = records_of(
        [2001] * 7,
        [0, 0, 1, 2, 3, 4, 5, 6],
        list(range(8)),
        [0, 4, 0, 1, 1, 4, 5, 2],
        organisations=made_organisations(6),
    )
    snapshot = Snapshot.at(records, 2001, least_works=2)
    assert snapshot.ranked.tolist() == [0, 1, 4]
    assert candidate_pairs(snapshot, Sides("AA", "BB")).tolist() == [[1, 4]]
    assert candidate_pairs(snapshot, Sides("AA", "AA")).tolist() == [[0, 1]]
