"""``twinbay match``: who knows about a text; what fits what."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.cli import match_opportunities, match_people
from twinbay.cli.terminal import ProgressCall, print_json, progress_display
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder, write_text_atomically
from twinbay.lake.store import Lake
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import Encoder, Role, default_encoder, encoder_named
from twinbay.match.expertise.ranking import (
    DEFAULT_ENCODER,
    ExpertiseRanker,
    profile_problem,
    text_problem,
)
from twinbay.match.expertise.reading import read_profiles, read_texts
from twinbay.match.expertise.records import Profile, Work
from twinbay.match.expertise.who import Answer, Knower, who_knows
from twinbay.match.search import open_index
from twinbay.match.tokens import has_chinese
from twinbay.regions import DEFAULT_PAIR, load_pair

LEFT_OUT = 3  # exit code: done, but some lines were left out
ENCODED_AT_ONCE = 16  # texts between two steps of the progress display
DECIMALS = 6


def register(subparsers: Any) -> None:
    """Add the subcommand and its own subcommands."""
    parser = subparsers.add_parser(
        "match",
        help="who knows about a text; people for people; offers for needs",
        description="Rank people by their works against a text, people and hosts for a researcher, "
        "and records against records.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _register_who(actions)
    _register_experts(actions)
    match_people.add_subcommand(actions)
    match_opportunities.add_subcommand(actions)


def _register_who(actions: Any) -> None:
    parser = actions.add_parser(
        "who",
        help="who knows about a text: people, teams and organisations",
        description="Find the people, teams and organisations of the lake that know about a need, "
        "a call or an abstract, in English or Chinese, with the works that prove it. Without "
        "loaded works, organisations are found by their topics and what they state they work on.",
        epilog='examples:\n  twinbay match who "grasping of unknown objects by robots"\n'
        "  twinbay match who 钙钛矿太阳能电池的稳定性 --region sf-bay --limit 5\n"
        '  twinbay match who "$(cat call.txt)" --json',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", help="what it is about")
    parser.add_argument("--region", help="region id: only who is there")
    parser.add_argument("--limit", type=int, default=10, help="how many of each (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run_who)


def _register_experts(actions: Any) -> None:
    parser = actions.add_parser(
        "experts",
        help="score profiles of works against texts, from files",
        description="Score how much the people of one file know about the texts of another: a "
        "higher score for a text means more expertise. Works and texts may be in English or "
        "Chinese. An interrupted run goes on where it was: vectors are kept in $TWINBAY_HOME.",
        epilog="profiles, one a line:\n"
        '  {"id": "a1", "works": [{"title": "...", "abstract": "..."}]}\n'
        "texts, one a line:\n"
        '  {"id": "t1", "title": "...", "abstract": "..."}\n'
        "scores:\n"
        '  {"a1": {"t1": 0.73}}       null where there is not enough evidence\n\n'
        "exit code 3: some lines were left out; each is named.\n\n"
        "examples:\n"
        "  twinbay match experts --profiles people.jsonl --texts calls.jsonl --out scores.json\n"
        "  twinbay match experts --profiles people.jsonl --texts calls.jsonl --out scores.json "
        "--encoder static",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--profiles", type=Path, required=True, metavar="FILE")
    parser.add_argument("--texts", type=Path, required=True, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="scores as JSON")
    parser.add_argument(
        "--encoder",
        default=DEFAULT_ENCODER,
        help="transformer (the default): the most exact, a few texts a second; "
        "static: thousands a second; or sentence-transformers:MODEL",
    )
    parser.set_defaults(run=run_experts)


def run_experts(options: argparse.Namespace) -> int:
    """Write the scores; 3 when lines were left out."""
    _check_output(options.out, (options.profiles, options.texts))
    profiles = read_profiles(options.profiles)
    texts = read_texts(options.texts)
    cache = EmbeddingCache(home_folder() / "cache")
    encoder = CachedEncoder(encoder_named(options.encoder), cache)
    try:
        with progress_display() as progress:
            ranker = ExpertiseRanker(profiles.records, ShownEncoder(encoder, progress))
            scores = ranker.scores(texts.records)
    finally:
        cache.close()
    result = {
        profile.profile_id: {
            text.work_id: None if np.isnan(score) else round(float(score), DECIMALS)
            for text, score in zip(texts.records, row, strict=True)
        }
        for profile, row in zip(profiles.records, scores, strict=True)
    }
    write_text_atomically(options.out, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    _tell_missing(profiles.records, texts.records)
    bad = (*profiles.bad, *texts.bad)
    for line in bad:
        print(f"left out: {line}", file=sys.stderr)
    print(
        f"{len(profiles.records):,} profiles x {len(texts.records):,} texts -> {options.out}"
        + (f"; {len(bad):,} lines left out" if bad else ""),
        file=sys.stderr,
    )
    return LEFT_OUT if bad else 0


def run_who(options: argparse.Namespace) -> int:
    """Print who knows about a text; 1 when the text says too little."""
    lake = Lake.open(home_folder())
    pair = load_pair(lake.pair_source or DEFAULT_PAIR)
    region = pair.region(options.region).region_id if options.region else None
    encoder = default_encoder()
    with progress_display(quiet=options.json) as progress:
        index = open_index(lake, pair, progress=progress)
    answer = who_knows(
        options.text, lake, index, encoder, region=region, limit=max(options.limit, 1)
    )
    if answer.problem:
        raise ConfigurationError(
            answer.problem,
            where=f"TEXT {options.text!r}",
            remedy="Describe in a few words what somebody should know about.",
        )
    if options.json:
        print_json(asdict(answer))
    else:
        print_answer(answer, "zh" if has_chinese(options.text) else "en")
    return 0


WORDS = {
    "en": {
        "people": "People",
        "teams": "Teams",
        "organisations": "Organisations",
        "by_topics": "No work in the lake is near to this text; these organisations match by "
        "their topics and what they state they work on.",
        "nothing": "Not enough evidence: nothing in the lake is about this.",
        "works": "{count} near works",
        "work": "1 near work",
        "shares": "shares",
        "meaning": "near in meaning",
    },
    "zh": {
        "people": "人员",
        "teams": "团队",
        "organisations": "机构",
        "by_topics": "数据中没有与此文本相近的成果；以下机构按主题和自述方向匹配。",
        "nothing": "依据不足：数据中没有与此相关的内容。",
        "works": "{count} 项相近成果",
        "work": "1 项相近成果",
        "shares": "共有词",
        "meaning": "含义相近",
    },
}


def print_answer(answer: Answer, language: str) -> None:
    """Print an answer for a terminal, in "en" or "zh"."""
    words = WORDS[language]
    groups = (
        (words["people"], answer.people),
        (words["teams"], answer.teams),
        (words["organisations"], answer.organisations),
    )
    if not any(knowers for _, knowers in groups):
        print(words["nothing"])
    elif not answer.from_works:
        print(words["by_topics"] + "\n")
    for heading, knowers in groups:
        if knowers:
            print(heading)
        for rank, knower in enumerate(knowers, start=1):
            _print_knower(rank, knower, language)
        if knowers:
            print()


def _print_knower(rank: int, knower: Knower, language: str) -> None:
    words = WORDS[language]
    names = (
        chinese if language == "zh" and chinese else name
        for name, chinese in zip(knower.names, knower.names_zh, strict=True)
    )
    facts = []
    if knower.works:
        facts.append(words["work" if knower.works == 1 else "works"].format(count=knower.works))
    if knower.because:
        facts.append(", ".join(knower.because))
    print(f"{rank:>3}. {', '.join(names)}" + (f"  ({'; '.join(facts)})" if facts else ""))
    for proof in knower.proofs:
        why = f"{words['shares']}: {', '.join(proof.shared)}" if proof.shared else words["meaning"]
        print(f"     - {proof.work.title} [{proof.score:.1f}; {why}]")


class ShownEncoder:
    """An encoder that tells how far it is, and whose cache is written every few texts.

    Arguments:
        encoder: does the work.
        progress: told after every few texts.
    """

    def __init__(self, encoder: Encoder, progress: ProgressCall) -> None:
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._progress = progress

    def encode(self, texts: Sequence[str], role: Role = "passage") -> NDArray[np.float32]:
        """Return one vector per text; see ``encoders.Encoder.encode``."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), ENCODED_AT_ONCE):
            self._progress(f"reading {len(texts):,} texts", start, len(texts))
            batch = texts[start : start + ENCODED_AT_ONCE]
            vectors[start : start + ENCODED_AT_ONCE] = self._encoder.encode(batch, role)
        return vectors


def _check_output(out: Path, inputs: Sequence[Path]) -> None:
    if out.is_dir():
        raise ConfigurationError(
            "this is a folder", where=f"--out {out}", remedy="Give the name of a file."
        )
    if out.exists() and any(path.exists() and out.samefile(path) for path in inputs):
        raise ConfigurationError(
            "the scores would replace a file that is read",
            where=f"--out {out}",
            remedy="Give another name.",
        )


def _tell_missing(profiles: Sequence[Profile], texts: Sequence[Work]) -> None:
    for text in texts:
        problem = text_problem(text)
        if problem:
            print(f"no score for text {text.work_id}: {problem}", file=sys.stderr)
    for profile in profiles:
        if profile_problem(profile):
            print(
                f"no score for profile {profile.profile_id}: {profile_problem(profile)}",
                file=sys.stderr,
            )
