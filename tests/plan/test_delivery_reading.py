"""Owners, promises and actuals are read from the folder; every fault is named with its cell."""

from pathlib import Path

from tests.plan.plan_examples import small_programme
from twinbay.plan.delivery import DeliveryReading, read_delivery

OWNERS = """item,region,year,owner,owner_zh,name,name_zh
heat-pumps,,,Heat institute,热泵所,,
east-heat-pumps,east,2028,,,Standard issued,发布标准
solar,west,,Solar company,,,
"""
ACTUALS = """indicator,item,region,year,value,source,source_year,grade
emissions,,west,2027,96.2,statistics-office,2028,A
非化石电力占比,,west,2027,45%,,,
level,east-heat-pumps,east,2027,1.5,,,
"""


def read(folder: Path, owners: str = "", actuals: str = "") -> DeliveryReading:
    for name, text in (("delivery.csv", owners), ("actuals.csv", actuals)):
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    return read_delivery(folder, small_programme())


def said(reading: DeliveryReading) -> list[str]:
    return [f"{p.place}: {p.problem} {p.remedy}" for p in reading.problems]


def test_owners_promises_and_actuals_are_read(tmp_path: Path) -> None:
    reading = read(tmp_path, OWNERS, ACTUALS)
    assert not said(reading)
    delivery = reading.delivery
    assert [one.item for one in delivery.assignments] == ["heat-pumps", "solar"]
    assert delivery.assignments[1].owner.zh == "Solar company"
    (promise,) = delivery.promises
    assert (promise.year, promise.names.zh) == (2028, "发布标准")
    assert [(a.indicator, a.value) for a in delivery.actuals] == [
        ("emissions", 96.2),
        ("non_fossil_power", 0.45),
        ("level", 1.5),
    ]
    assert (delivery.actuals[0].grade, delivery.actuals[1].source) == ("A", "assumption")


def test_nothing_there_is_no_fault(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert reading.delivery.actuals == () and not reading.problems


def test_every_fault_is_named_and_good_rows_are_kept(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        OWNERS + "heat-pump,,,Someone,,,\nsolar,north,,Someone,,,\nsolar,,,,,,\n"
        "solar,,2050,,,Late,\nsolar,,2030,,,,\n",
        ACTUALS + "emissions,solar,west,2027,1,,,\nlevel,,west,2027,1,,,\n"
        "smoke,,west,2027,1,,,\nemissions,,west,2028,-4,,,\nemissions,,west,2029,much,,,\n"
        "capacity,solr,west,2027,1,,,\nemissions,,west,27,80,,,\n"
        "emissions,,north,2027,80,,,\n",
    )
    faults = said(reading)
    for start, words in (
        ("delivery.csv, row 5, column A", "Did you mean “heat-pumps”?"),
        ("delivery.csv, row 6, column B", "there is no region “north”"),
        ("delivery.csv, row 7, column D", "empty"),
        ("delivery.csv, row 8, column C", "2050 lies outside 2025 to 2035"),
        ("delivery.csv, row 9, column F", "empty"),
        ("actuals.csv, row 5, column B", "of no single item"),
        ("actuals.csv, row 6, column B", "of one item"),
        ("actuals.csv, row 7, column A", "“smoke” is not one of"),
        ("actuals.csv, row 8, column E", "negative"),
        ("actuals.csv, row 9, column E", "not a number"),
        ("actuals.csv, row 10, column B", "Did you mean “solar”?"),
        ("actuals.csv, row 11, column D", "below 1,990"),
        ("actuals.csv, row 12, column C", "there is no region “north”"),
    ):
        assert any(f.startswith(start) and words in f for f in faults), (start, words, faults)
    assert len(faults) == 13
    assert len(reading.delivery.assignments) == 2
    assert len(reading.delivery.promises) == 1
    assert len(reading.delivery.actuals) == 3


def test_the_worked_programme_names_who_is_proposed_to_deliver() -> None:
    from importlib import resources

    from twinbay.plan.folder.reader import read_folder

    with resources.as_file(resources.files("twinbay.plan.data") / "demo") as folder:
        programme = read_folder(folder).programme
        reading = read_delivery(folder, programme)
    assert not said(reading)
    owner = reading.delivery.owner(("motors",), "guangdong")
    assert owner is not None and owner.zh == "广东省工业和信息化厅"
