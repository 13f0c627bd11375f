"""What cooperation gains: coalitions, ways of cooperating, fair payments."""

from dataclasses import replace

import polars as pl
import pytest

from tests.plan.example_measures import path
from tests.plan.pathways_by_hand import pathway
from tests.plan.plan_examples import ASSUMED, small_programme
from twinbay.errors import ConfigurationError
from twinbay.plan.cooperation import (
    CHANNELS,
    Cooperation,
    coalition_programme,
    cooperation_gain,
)
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import JointProject, Line, Names, Programme

EACH = {name: (name,) for name in ("a", "b", "c")}
WORTH_OF_LINES = {("a", "b"): 100.0, ("b", "c"): 40.0}
WORTH_OF_PROJECT = 60.0
WORTH_OF_LEARNING = {2: 5.0, 3: 30.0}


def line(start: str, end: str, *, cooperative: bool = True) -> Line:
    return Line(
        f"{start}-{end}", Names("", ""), start, end, path(1, 1), path(9, 9), path(300, 300), 40.0,
        ASSUMED, cooperative=cooperative,
    )  # fmt: skip


def three_regions() -> Programme:
    whole = small_programme()
    first = whole.regions[0]
    project = JointProject(
        "plant", Names("", ""), {"a": 0.4, "c": 0.6}, 2030, ASSUMED, host="a", technology="wind",
        capacity=1.0,
    )  # fmt: skip
    return replace(
        whole,
        regions=tuple(replace(first, id=name) for name in ("a", "b", "c")),
        lines=(line("a", "b"), line("b", "c"), line("a", "c", cooperative=False)),
        joint_projects=(project,),
        targets=(),
    )


def solve(programme: Programme) -> Pathway:
    """A cost of 1,000 less what each line that can grow, the project and learning are worth."""
    cost = 1_000.0
    for one in programme.lines:
        if one.potential != one.existing:
            cost -= WORTH_OF_LINES.get((one.start, one.end), 0.0)
    cost -= WORTH_OF_PROJECT * len(programme.joint_projects)
    if programme.settings.shared_learning:
        cost -= sum(WORTH_OF_LEARNING[len(g)] for g in programme.settings.learning_partners)
    shares = {"a": 0.5, "b": 0.2, "c": 0.3}
    solved = pathway(programme, 50.0)
    costs = {name: share * cost for name, share in shares.items()}
    return replace(solved, present_cost=cost, region_costs=costs)


@pytest.fixture(scope="module")
def cooperation() -> Cooperation:
    return cooperation_gain(three_regions(), solve)


def test_the_gain_of_each_coalition(cooperation: Cooperation) -> None:
    assert {"".join(sorted(c)): gain for c, gain in cooperation.coalitions.items()} == {
        "a": 0.0,
        "b": 0.0,
        "c": 0.0,
        "ab": 105.0,
        "bc": 45.0,
        "ac": 65.0,
        "abc": 230.0,
    }
    assert cooperation.gain == pytest.approx(230.0)


def test_the_split_is_the_shapley_value_and_payments_settle_it(cooperation: Cooperation) -> None:
    # by hand: a player's value is a third of 230 less the others' pair, a sixth of its own pairs
    gain = {share.region: share.gain for share in cooperation.shares}
    assert gain["a"] == pytest.approx((230 - 45) / 3 + (105 + 65) / 6)
    assert gain["b"] == pytest.approx((230 - 65) / 3 + (105 + 45) / 6)
    assert gain["c"] == pytest.approx((230 - 105) / 3 + (65 + 45) / 6)
    assert sum(share.payment for share in cooperation.shares) == pytest.approx(0.0)
    for share in cooperation.shares:
        assert share.together + share.payment == pytest.approx(share.alone - share.gain)
    assert cooperation.core.exists and cooperation.core.stable


def test_what_is_due_to_lines_projects_and_learning_adds_up(cooperation: Cooperation) -> None:
    assert cooperation.channels == pytest.approx(
        {"lines": 140.0, "joint_projects": 60.0, "shared_learning": 30.0}
    )
    assert sum(cooperation.channels.values()) == pytest.approx(cooperation.gain)


def test_each_programme_is_solved_once() -> None:
    seen: list[Programme] = []
    told: list[tuple[int, int]] = []

    def counting(programme: Programme) -> Pathway:
        seen.append(programme)
        return solve(programme)

    found = cooperation_gain(
        three_regions(), counting, progress=lambda _, done, whole: told.append((done, whole))
    )
    different = {(p.lines, p.joint_projects, p.settings) for p in map(_hashable, seen)}
    assert len(different) == len(seen) == found.solved
    # alone, three pairs, all; and all with six smaller sets of ways
    assert found.solved == 11
    assert told == [(n, 11) for n in range(1, 12)]


def _hashable(programme: Programme) -> Programme:
    lines = tuple((one.id, one.potential == one.existing) for one in programme.lines)
    projects = tuple(project.id for project in programme.joint_projects)
    return replace(programme, lines=lines, joint_projects=projects)  # type: ignore[arg-type]


def test_without_anything_to_learn_fewer_are_solved() -> None:
    whole = three_regions()
    plain = replace(
        whole,
        technologies=tuple(replace(t, learning_rate=0.0) for t in whole.technologies),
        measures=tuple(replace(m, learning_rate=0.0) for m in whole.measures),
        settings=replace(whole.settings, shared_learning=False),
    )
    found = cooperation_gain(plain, solve)
    # alone, ab, bc, ac, abc, lines alone; the project alone is what a and c do
    assert found.solved == 6
    assert found.channels["shared_learning"] == 0.0


def test_a_coalition_has_what_lies_among_its_members() -> None:
    whole = three_regions()
    pair = coalition_programme(whole, EACH, ("a", "b"))
    assert {one.id: one.potential == one.existing for one in pair.lines} == {
        "a-b": False,
        "b-c": True,
        "a-c": False,  # needs no cooperation
    }
    assert pair.joint_projects == ()
    assert pair.settings.learning_partners == (("a", "b"),)
    alone = coalition_programme(whole, EACH, ())
    assert not alone.settings.shared_learning
    assert coalition_programme(whole, EACH, ("a", "b", "c")).lines == whole.lines
    no_lines = coalition_programme(whole, EACH, ("a", "b", "c"), CHANNELS[1:])
    assert no_lines.joint_projects == whole.joint_projects
    assert no_lines.lines[0].potential == no_lines.lines[0].existing


def test_tables_say_the_same(cooperation: Cooperation) -> None:
    tables = cooperation.tables()
    assert tables["cooperation_channels"]["gain"].sum() == pytest.approx(cooperation.gain)
    assert tables["coalitions"].height == 7
    table = cooperation.table()
    assert table["gain"].sum() == pytest.approx(cooperation.gain)
    groups = cooperation.coalition_table()
    assert (groups["given"] >= groups["gain"] - 1e-9).all()
    assert groups.filter(pl.col("players") == 3)["gain"][0] == pytest.approx(230.0)


def test_one_region_cannot_cooperate() -> None:
    whole = three_regions()
    with pytest.raises(ConfigurationError, match="here there are 1"):
        cooperation_gain(replace(whole, regions=whole.regions[:1]), solve)


def test_the_two_bays_are_players_that_cooperate_within() -> None:
    """The bay of a and b has its line and learning in any case; c adds its line, project, more."""
    bays = {"bay": ("a", "b"), "other": ("c",)}
    found = cooperation_gain(three_regions(), solve, players=bays, split_by_channel=False)
    assert found.solved == 2
    assert found.alone == pytest.approx(1_000 - 100 - 5)
    assert found.gain == pytest.approx(230 - 105)
    assert [share.gain for share in found.shares] == pytest.approx([62.5, 62.5])
    assert found.shares[0].alone == pytest.approx(0.7 * found.alone)
    assert found.channels == {}
    ways = cooperation_gain(three_regions(), solve, players=bays).channels
    assert ways == pytest.approx({"lines": 40.0, "joint_projects": 60.0, "shared_learning": 25.0})


def test_players_must_have_every_region_once() -> None:
    with pytest.raises(ConfigurationError, match="the players have the regions a, b"):
        cooperation_gain(three_regions(), solve, players={"bay": ("a",), "other": ("b",)})


def test_cooperation_never_costs_in_a_solved_programme() -> None:
    from twinbay.plan.pathway import solve as least_cost

    found = cooperation_gain(small_programme(), least_cost, representative_days=2)
    assert found.gain >= -1e-6 * found.alone
    assert sum(s.gain for s in found.shares) == pytest.approx(found.gain)
    assert sum(s.alone for s in found.shares) == pytest.approx(found.alone, rel=1e-6)
    assert sum(s.together for s in found.shares) == pytest.approx(found.together, rel=1e-6)
    assert found.core.exists
