"""Transactions as deals, from the columns that known exports have and from others."""

import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from staged_rows import read_source, reasons

from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.sources.transactions import TransactionsReader

SAMPLE = Path(__file__).parent / "fixtures" / "transactions.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "acquisitions.csv"
LATEST = date(2026, 12, 31)
HEADER = "kind,from_name,from_country,to_name,date,amount,currency\n"


def read_text(folder: Path, text: str | bytes) -> object:
    path = folder / "deals.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_source(TransactionsReader(path, latest=LATEST))


def test_deals_of_every_kind() -> None:
    rows, problems = read_source(TransactionsReader(SAMPLE, latest=LATEST))
    acquisition, funding, licence = rows["deals"]
    assert acquisition == {
        "kind": "acquisition",
        "from_name": "Example Buyer",
        "from_city": "San Jose",
        "from_country": "US",
        "to_name": "Example Start-up",
        "to_city": "深圳",
        "to_country": "CN",
        "date": date(2015, 10, 28),
        "amount": 1_500_000.0,
        "currency": "USD",
        "source": "transactions",
    }
    assert (funding["to_name"], funding["to_country"]) == ("Example Cells, Inc.", "CN")
    assert (funding["amount"], funding["currency"]) == (2_500_000.5, "CNY")
    assert (licence["kind"], licence["date"], licence["amount"]) == ("licence", None, None)
    assert problems == []


def test_the_columns_of_an_export_of_acquisitions(tmp_path: Path) -> None:
    path = tmp_path / "acquisitions.csv"
    path.write_text(
        "company_name,company_category_list,company_country_code,company_city,company_region,"
        "acquirer_name,acquirer_category_list,acquirer_country_code,acquirer_city,"
        "acquirer_region,acquired_at,price_amount,price_currency_code\n"
        "Small,Apps,USA,Cupertino,SF Bay Area,Large,Web,HKG,Hong Kong,Hong Kong,2012-10-03,0,USD\n"
    )
    rows, problems = read_source(TransactionsReader(path, latest=LATEST))
    (deal,) = rows["deals"]
    assert (deal["kind"], deal["from_name"], deal["to_name"]) == ("acquisition", "Large", "Small")
    assert (deal["from_country"], deal["from_city"]) == ("HK", "Hong Kong")
    assert (deal["amount"], deal["currency"]) == (None, None)  # 0 stands for unknown
    assert problems == []


def test_other_columns_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "rounds.csv"
    path.write_text("Investor,Startup,Closed,Size,Unit\nFund,Firm,2020-01-02,5,EUR\n")
    (tmp_path / "columns.toml").write_text(
        '[source]\nsource = "rounds"\ntitle = "Rounds"\nlicence = "CC0"\n'
        '[transactions]\nkind = "funding"\nfrom_name = "Investor"\nto_name = "Startup"\n'
        'date = "Closed"\namount = "Size"\ncurrency = "Unit"\n'
    )
    reader = TransactionsReader(tmp_path, latest=LATEST)
    rows, problems = read_source(reader)
    assert (reader.description.source, reader.description.licence) == ("rounds", "CC0")
    assert [(d["kind"], d["from_name"], d["amount"]) for d in rows["deals"]] == [
        ("funding", "Fund", 5.0)
    ]
    assert problems == []
    assert len(reader.parts()[0].files) == 2  # a changed map is a changed part


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("kind,from_name\n", "the column 'to_name' is missing"),
        ("from_name,to_name\n", "does not say what kind of transactions"),
    ],
)
def test_a_table_that_cannot_be_understood(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_text(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[transactions]\nbuyer = 'x'\n", "has no 'buyer'"),
        ("[deals]\n", "has no meaning for"),
        ("[transactions\n", "is not a readable column map"),
        ("[transactions]\nfrom_name = ['a', 'b']\n", "from_name is not a text"),
        ("transactions = 3\n", "has no meaning for"),
    ],
)
def test_a_map_that_cannot_be_understood(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "columns.toml").write_text(content)
    (tmp_path / "deals.csv").write_text(HEADER)
    with pytest.raises(ConfigurationError, match=message):
        TransactionsReader(tmp_path)


def test_a_mapped_column_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "columns.toml").write_text('[transactions]\namount = "Size"\n')
    (tmp_path / "deals.csv").write_text(HEADER)
    with pytest.raises(SourceError, match="the column 'Size' is missing"):
        read_source(TransactionsReader(tmp_path))


@pytest.mark.parametrize(
    ("row", "field", "loaded"),
    [
        ("merger,A,US,B,2020-01-01,5,USD", "kind", False),
        ("funding,,US,B,2020-01-01,5,USD", "from_name", False),
        ("funding,A,US, ,2020-01-01,5,USD", "to_name", False),
        ("funding,A,US,B,2099-01-01,5,USD", "date", False),
        ("funding,A,US,B,1066-01-01,5,USD", "date", False),
        ("funding,A,US,B,2020-13-45,5,USD", "date", True),
        ("funding,A,US,B,yesterday,5,USD", "date", True),
        ("funding,A,Atlantis,B,2020-01-01,5,USD", "from_country", True),
        ("funding,A,US,B,2020-01-01,plenty,USD", "amount", True),
        ("funding,A,US,B,2020-01-01,NaN,USD", "amount", True),
        ("funding,A,US,B,2020-01-01,1e999,USD", "amount", True),
        ("funding,A,US,B,2020-01-01,-5,USD", "amount", True),
        ("funding,A,US,B,2020-01-01,5,doubloons", "currency", True),
        ("funding,A,US,B,2020-01-01,5,", "currency", True),
        ("funding,A,US,B,2020-01-01,5", "", False),
    ],
)
def test_a_bad_field_is_named_with_its_line(
    tmp_path: Path, row: str, field: str, loaded: bool
) -> None:
    good = "licence,C,US,D,2020-01-01,1,USD\n"
    rows, problems = read_text(tmp_path, f"{HEADER}{row}\n{good}")  # type: ignore[misc]
    assert [deal["from_name"] for deal in rows["deals"]] == [*(["A"] if loaded else []), "C"]
    assert [(p.line, p.field, p.loaded) for p in problems] == [(2, field, loaded)]


def test_a_repeated_row_is_kept_once(tmp_path: Path) -> None:
    row = "licence,C,US,D,2020-01-01,1,USD\n"
    rows, problems = read_text(tmp_path, HEADER + row + row)  # type: ignore[misc]
    assert len(rows["deals"]) == 1
    assert reasons(problems) == [(3, "", "the same row as an earlier one; left out")]


def test_a_quotation_mark_left_open_does_not_swallow_the_rest(tmp_path: Path) -> None:
    good = "".join(f"licence,C{n},US,D,2020-01-01,1,USD\n" for n in range(300))
    text = f'{HEADER}licence,"Open,US,D,2020-01-01,1,USD\n{good}'
    rows, problems = read_text(tmp_path, text)  # type: ignore[misc]
    assert len(rows["deals"]) == 300
    assert reasons(problems) == [(2, "", "a quotation mark is not closed; the line was left out")]


def test_a_field_over_several_lines_is_one_field(tmp_path: Path) -> None:
    text = f'{HEADER}licence,"Two\r\nlines ""quoted""",US,D,2020-01-01,1,USD\r\n'
    rows, problems = read_text(tmp_path, text)  # type: ignore[misc]
    assert (rows["deals"][0]["from_name"], problems) == ('Two lines "quoted"', [])


def test_lines_in_another_encoding_are_named(tmp_path: Path) -> None:
    lines = [HEADER.encode(), "licence,深圳,CN,D,,,\n".encode("gb18030"), b"licence,C,US,D,,,\n"]
    rows, problems = read_text(tmp_path, b"\xef\xbb\xbf" + b"".join(lines))  # type: ignore[misc]
    assert [deal["from_name"] for deal in rows["deals"]] == ["C"]
    assert reasons(problems) == [(2, "", "not UTF-8; save the file as UTF-8")]


def test_a_truncated_gzip_gives_the_rows_before(tmp_path: Path) -> None:
    lines = "".join(f"licence,C{n * 7919 % 104729},US,D,,,\n" for n in range(5000))
    path = tmp_path / "deals.csv.gz"
    packed = gzip.compress((HEADER + lines).encode())
    path.write_bytes(packed[: len(packed) // 2])
    rows, problems = read_source(TransactionsReader(path, latest=LATEST))
    assert 0 < len(rows["deals"]) < 5000
    assert "the file is incomplete; the rows before this place were loaded" in [
        problem.reason for problem in problems
    ]


@pytest.mark.real_data
@pytest.mark.skipif(not SHARED.exists(), reason="the shared data extracts are absent")
def test_the_shared_acquisitions_load_as_they_are() -> None:
    rows, problems = read_source(TransactionsReader(SHARED, latest=LATEST))
    assert len(rows["deals"]) == 4713 - 22  # rows that repeat an earlier one in every column kept
    assert {problem.reason for problem in problems} == {"the same row as an earlier one; left out"}
    assert {deal["kind"] for deal in rows["deals"]} == {"acquisition"}
    currencies = Counter(deal["currency"] for deal in rows["deals"] if deal["amount"])
    assert currencies.most_common(1)[0][0] == "USD"
