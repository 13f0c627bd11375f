"""``twinbay partners --describe``: partners for an organisation that has no works yet."""

import argparse
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import print_json
from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.derive.topics import TopicAssigner
from twinbay.lake.store import Lake
from twinbay.match.cold_start import ColdStart, suggest_for_description
from twinbay.match.encoders import default_encoder
from twinbay.match.evidence import Evidence
from twinbay.match.names import NameBook
from twinbay.regions import RegionPair

LONGEST_FILE = 2_000_000  # bytes of a description
TOPICS_SHOWN = 5


def describe(options: argparse.Namespace, lake: Lake, pair: RegionPair, names: NameBook) -> int:
    """Print the suggestions for a description, or that it says too little."""
    if not options.region:
        listed = " or ".join(region.region_id for region in pair.regions)
        raise ConfigurationError(
            "a description lies in no region",
            where="--region",
            remedy=f"Say where to look: --region {listed}.",
        )
    given = [part.strip() for part in (options.fields or "").split(",") if part.strip()]
    region = pair.region(options.region)
    encoder = default_encoder()
    found = suggest_for_description(
        Evidence.from_lake(lake, encoder.encode),
        [_text(options.describe)],
        region.region_id,
        encoder=encoder,
        assigner=TopicAssigner.of_taxonomy(encoder.encode),
        fields={field_id: pair.topics_of_field(field_id) for field_id in given},
        limit=max(options.limit, 1),
    )

    def name_of(identifier: str, language: str) -> str:
        if identifier in given:
            return pair.field(identifier).name.text(language)
        return names.name(identifier, language)

    if options.json:
        print_json(_as_json(found, region.region_id, name_of))
    else:
        _print(found, region.name.text(options.language), options.language, name_of)
    return 0


def _text(given: str) -> str:
    path = Path(given)
    try:
        if len(given) > 250 or not path.is_file():
            return given
        if path.stat().st_size > LONGEST_FILE:
            raise SourceError("the description is above 2 MB", where=given)
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"cannot read the description: {error}", where=given, remedy="Give text in UTF-8."
        ) from error


def _as_json(found: ColdStart, region: str, name_of: Any) -> dict[str, Any]:
    return {
        "region": region,
        "topics": [
            {"topic": topic, "name": name_of(topic, "en"), "name_zh": name_of(topic, "zh")}
            for topic in found.topics
        ],
        "message": {language: found.message(language) for language in ("en", "zh")},
        "suggestions": [
            {
                "org_id": suggestion.org_id,
                "name": name_of(suggestion.org_id, "en"),
                "score": round(suggestion.score, 4),
                "reasons": [
                    {
                        "kind": reason.kind,
                        "contribution": round(reason.contribution, 4),
                        "en": reason.sentence("en", lambda i: name_of(i, "en")),
                        "zh": reason.sentence("zh", lambda i: name_of(i, "zh")),
                    }
                    for reason in suggestion.reasons
                ],
            }
            for suggestion in found.suggestions
        ],
    }


def _print(found: ColdStart, region: str, language: str, name_of: Any) -> None:
    topics = [name_of(topic, language) for topic in found.topics[:TOPICS_SHOWN]]
    if topics:
        heading = "文本涉及的主题：" if language == "zh" else "Topics of the text: "
        print(heading + ("、" if language == "zh" else "; ").join(topics))
    print(f"→ {region}\n")
    if not found.suggestions:
        print(found.message(language))
    for rank, suggestion in enumerate(found.suggestions, start=1):
        print(f"{rank:>2}. {name_of(suggestion.org_id, language)}  [{suggestion.score:.2f}]")
        for reason in suggestion.reasons:
            print(f"    - {reason.sentence(language, lambda i: name_of(i, language))}")
        print()
