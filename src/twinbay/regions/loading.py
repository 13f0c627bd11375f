"""Reading a region pair file: every mistake is named with its key."""

import json
import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn

from twinbay.errors import ConfigurationError
from twinbay.regions.geometry import Outline
from twinbay.regions.pair import (
    CooperationField,
    Label,
    Place,
    Region,
    RegionPair,
    topics_selected,
)
from twinbay.regions.taxonomy import load_topics

DEFAULT_PAIR = "sf-bay--gba"


def bundled_pairs() -> tuple[str, ...]:
    """Return the names of the pairs that ship with twinbay."""
    folder = resources.files("twinbay.regions") / "data"
    files = sorted(entry.name for entry in folder.iterdir())
    return tuple(name.removesuffix(".toml") for name in files if name.endswith(".toml"))


@lru_cache(maxsize=8)
def load_pair(name_or_path: str | Path = DEFAULT_PAIR) -> RegionPair:
    """Load a pair of regions.

    Arguments:
        name_or_path: the name of a bundled pair, or the path of a TOML file whose outlines lie
            beside it in a file of the same name ending in ``.geojson``.

    Raises:
        ConfigurationError: naming the file, the key and the remedy.
    """
    return _Reader(_pair_file(name_or_path)).pair()


def check_pair(name_or_path: str | Path) -> list[str]:
    """Return what is wrong with a region pair, one message each; empty when it is sound.

    Reading stops at the first mistake of form; overlaps and empty fields are all listed.
    """
    path = _pair_file(name_or_path)
    try:
        pair = _Reader(path).pair()
    except ConfigurationError as error:
        return [error.message()]
    known = {topic.topic_id for topic in load_topics()}
    problems = []
    for candidate in pair.fields:
        unknown = sorted(candidate.topics - known)
        if unknown:
            problems.append(f"{path}: field {candidate.field_id}: unknown topics {unknown}")
        if not candidate.topics:
            problems.append(f"{path}: field {candidate.field_id} selects no topic")
    return problems


def _pair_file(name_or_path: str | Path) -> Path:
    if str(name_or_path) in bundled_pairs():
        return Path(str(resources.files("twinbay.regions") / "data" / f"{name_or_path}.toml"))
    return Path(name_or_path)


class _Reader:
    """One file being read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._outlines: dict[str, dict[str, Any]] = {}

    def pair(self) -> RegionPair:
        try:
            data = tomllib.loads(self._path.read_text(encoding="utf-8"))
            geojson = json.loads(self._path.with_suffix(".geojson").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ConfigurationError(
                "the file does not exist",
                where=str(error.filename),
                remedy=f"Bundled pairs: {', '.join(bundled_pairs())}; or give a TOML file's path.",
            ) from None
        except (tomllib.TOMLDecodeError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                f"the file cannot be read: {error}", where=str(self._path)
            ) from None
        for feature in geojson.get("features", []):
            self._outlines[feature["properties"]["place_id"]] = feature["geometry"]
        regions = tuple(
            self._region(i, row) for i, row in enumerate(self._tables(data, "regions", ""))
        )
        if len(regions) != 2:
            self._fail("regions", f"a pair has two regions, not {len(regions)}")
        ids = [place.place_id for region in regions for place in region.places]
        repeated = sorted({i for i in ids if ids.count(i) > 1})
        if repeated:
            self._fail("regions.places.id", f"place ids are not unique: {', '.join(repeated)}")
        if regions[0].region_id == regions[1].region_id:
            self._fail("regions.id", "both regions have the same id")
        return RegionPair(
            pair_id=self._text(data, "id", ""),
            name=self._label(data, "name", ""),
            regions=(regions[0], regions[1]),
            fields=tuple(
                self._field(i, row) for i, row in enumerate(self._tables(data, "fields", ""))
            ),
            kinds={
                kind: self._label({"kind": value}, "kind", f"kinds.{kind}")
                for kind, value in dict(data.get("kinds", {})).items()
            },
        )

    def _region(self, index: int, row: dict[str, Any]) -> Region:
        where = f"regions[{index}]"
        return Region(
            region_id=self._text(row, "id", where),
            name=self._label(row, "name", where),
            short_name=self._label(row, "short_name", where),
            hinterland=self._label(row, "hinterland", where),
            languages=tuple(self._texts(row, "languages", where)),
            currency=self._text(row, "currency", where),
            time_zone=self._text(row, "time_zone", where),
            colour="ab"[min(index, 1)],
            places=tuple(
                self._place(f"{where}.places[{i}]", place)
                for i, place in enumerate(self._tables(row, "places", where))
            ),
        )

    def _place(self, where: str, row: dict[str, Any]) -> Place:
        place_id = self._text(row, "id", where)
        geometry = self._outlines.get(place_id)
        if geometry is None:
            outlines = self._path.with_suffix(".geojson").name
            self._fail(f"{where}.id", f"{outlines} has no outline with place_id {place_id!r}")
        try:
            Outline.of_geojson(geometry)
        except (ValueError, KeyError, IndexError) as error:
            self._fail(f"{where}.id", f"the outline of {place_id!r} is unusable: {error}")
        return Place(
            place_id=place_id,
            name=self._label(row, "name", where),
            country=self._text(row, "country", where),
            aliases=tuple(self._texts(row, "aliases", where)) if "aliases" in row else (),
            geometry=geometry,
        )

    def _field(self, index: int, row: dict[str, Any]) -> CooperationField:
        where = f"fields[{index}]"
        selectors = (
            self._texts(row, key, where) if key in row else []
            for key in ("openalex_fields", "openalex_subfields", "topics", "without")
        )
        return CooperationField(
            field_id=self._text(row, "id", where),
            name=self._label(row, "name", where),
            description=self._label(row, "description", where),
            topics=topics_selected(*selectors),
        )

    def _tables(self, row: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
        value = row.get(key)
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self._fail(f"{where}.{key}".lstrip("."), "a list of tables ([[...]]) is needed")
        return list(value)

    def _text(self, row: dict[str, Any], key: str, where: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            self._fail(f"{where}.{key}".lstrip("."), "a text is needed")
        return str(value)

    def _texts(self, row: dict[str, Any], key: str, where: str) -> list[str]:
        value = row.get(key)
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self._fail(f"{where}.{key}".lstrip("."), "a list of texts is needed")
        return list(value)

    def _label(self, row: dict[str, Any], key: str, where: str) -> Label:
        value = row.get(key)
        place = f"{where}.{key}".lstrip(".")
        if not isinstance(value, dict):
            self._fail(place, 'both languages are needed: { en = "...", zh = "..." }')
        return Label(self._text(dict(value), "en", place), self._text(dict(value), "zh", place))

    def _fail(self, key: str, problem: str) -> NoReturn:
        raise ConfigurationError(
            problem,
            where=f"{self._path}, {key}",
            remedy="docs/reference/region-pair-file.md describes every key.",
        )
