"""What a new version of a list changes."""

from dataclasses import replace

from tests.screen.small_lists import listed
from twinbay.screen import (
    Entry,
    Subject,
    compare_matches,
    match_from_record,
    match_to_record,
    rescreen,
    screen,
)

KESTREL = Entry("1", "Kestrel Quartz Works", source="A", programs=("X",))
OPAL = Entry("2", "Opal Borealis Trading", source="A")
NAMES = ("Kestrel Quartz Works", "Opal Borealis Trading", "Umber Lantern")


def test_the_same_list_changes_nothing() -> None:
    before = screen(NAMES, [listed(KESTREL, OPAL)])
    result = rescreen(NAMES, before, [listed(OPAL, KESTREL)])
    assert (result.new, result.changed, result.gone) == ((), (), ())
    assert len(result.kept) == 2 and result.to_decide == ()


def test_an_added_entry_gives_a_new_match_and_a_removed_one_a_gone_match() -> None:
    before = screen(NAMES, [listed(KESTREL, OPAL)])
    result = rescreen(NAMES, before, [listed(KESTREL, Entry("3", "Umber Lantern Ltd"))])
    assert [match.entry for match in result.new] == ["3"]
    assert [match.entry for match in result.gone] == ["2"]
    assert [match.entry for match in result.kept] == ["1"]


def test_a_changed_entry_is_to_be_decided_again() -> None:
    before = screen(NAMES, [listed(KESTREL)])
    result = rescreen(NAMES, before, [listed(replace(KESTREL, programs=("X", "Y")))])
    (change,) = result.changed
    assert change.what == ("entry",)
    assert change.before == before[0] and result.to_decide == (change.after,)


def test_another_name_or_score_is_said() -> None:
    before = screen(["Kestrel Quartz Works"], [listed(KESTREL)])
    aliased = replace(KESTREL, name="Kestrel Works Holding", aliases=("Kestrel Quartz Works",))
    (change,) = rescreen(["Kestrel Quartz Works"], before, [listed(aliased)]).changed
    assert set(change.what) == {"entry", "kind"}


def test_an_entry_under_a_new_id_is_the_same_entry() -> None:
    before = screen(NAMES, [listed(KESTREL)])
    result = rescreen(NAMES, before, [listed(replace(KESTREL, id="new-id"))])
    assert result.new == () and result.gone == ()
    assert [match.entry for match in result.kept] == ["new-id"]


def test_a_line_that_moved_is_no_change() -> None:
    before = screen(NAMES, [listed(KESTREL)])
    assert rescreen(NAMES, before, [listed(replace(KESTREL, line=99))]).changed == ()


def test_other_lists_and_other_names_are_left_alone() -> None:
    other = screen(NAMES, [listed(KESTREL, name="other list")])
    absent = screen([Subject("Opal Borealis Trading", id="gone member")], [listed(OPAL)])
    result = rescreen(["Umber Lantern"], [*other, *absent], [listed(KESTREL)])
    assert (result.new, result.changed, result.gone, result.kept) == ((), (), (), ())


def test_two_screenings_can_be_compared_without_screening_again() -> None:
    before = screen(NAMES, [listed(KESTREL)])
    assert compare_matches(before, ()).gone == before
    assert compare_matches((), before).new == before


def test_matches_survive_json() -> None:
    subject = Subject("Kestrel Quartz Works", birth_year=1960, countries=frozenset({"FR"}))
    entry = replace(KESTREL, birth_years=((1980, 1980),), countries=frozenset({"CN"}))
    (match,) = screen([subject], [listed(entry)])
    assert len(match.evidence) == 2
    assert match_from_record(match_to_record(match)) == match
