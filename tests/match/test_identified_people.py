"""A lake's record by folded names, as a backtest must see it, and by resolved people."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from twinbay.lake.store import Lake, write_build
from twinbay.match.ranking.reading import identified, read_lake


class NoEncoder:
    """Vectors of nothing; topics come from the works."""

    name = "none"
    dimensions = 2

    def encode(self, texts: list[str], role: str = "passage") -> np.ndarray:
        del role
        return np.zeros((len(texts), 2), dtype=np.float32)


def test_people_of_one_name_are_one_in_the_past_and_several_today(tmp_path: Path) -> None:
    write_build(
        tmp_path,
        {
            "organisations": pa.table(
                {
                    "org_id": ["org:a", "org:b"],
                    "name": ["A", "B"],
                    "kind": ["education"] * 2,
                    "region": ["sf-bay", "gba"],
                    "source": ["test"] * 2,
                }
            ),
            "people": pa.table(
                {
                    "person_id": ["person:1", "person:2"],
                    "name": ["Wei Zhang", "Wei Zhang"],
                    "source": ["test"] * 2,
                }
            ),
            "works": pa.table(
                {
                    "work_id": ["w0", "w1", "w2"],
                    "kind": ["article"] * 3,
                    "title": ["undated work", "graph networks", "solar cells"],
                    "year": [None, 2019, 2020],
                    "topics": [["T1"], ["T1"], ["T2"]],
                    "source": ["test"] * 3,
                }
            ),
            "authorships": pa.table(
                {
                    "work_id": ["w0", "w1", "w2"],
                    "position": [0, 0, 0],
                    "person_id": ["person:1", "person:1", "person:2"],
                    "org_id": ["org:a", "org:a", "org:b"],
                    "source": ["test"] * 3,
                }
            ),
        },
        {"pair": "sf-bay--gba"},
    )
    lake = Lake.open(tmp_path)
    names = read_lake(lake, NoEncoder())
    people = identified(names, lake)
    assert names.people.size == 1
    assert people.people.tolist() == ["person:1", "person:2"]
    assert people.year.tolist() == names.year.tolist() == [2019, 2020]
    assert people.work.tolist() == [0, 1]
    assert people.person.tolist() == [0, 1]
    assert people.org.tolist() == [0, 1]
    assert people.words is names.words
