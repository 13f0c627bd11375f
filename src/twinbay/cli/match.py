"""``twinbay match``: who knows about a text."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.cli.terminal import ProgressCall, progress_display
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder, write_text_atomically
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import Encoder, Role, encoder_named
from twinbay.match.expertise.ranking import (
    DEFAULT_ENCODER,
    ExpertiseRanker,
    profile_problem,
    text_problem,
)
from twinbay.match.expertise.reading import read_profiles, read_texts
from twinbay.match.expertise.records import Profile, Work

LEFT_OUT = 3  # exit code: done, but some lines were left out
ENCODED_AT_ONCE = 16  # texts between two steps of the progress display
DECIMALS = 6


def register(subparsers: Any) -> None:
    """Add the subcommand and its own subcommands."""
    parser = subparsers.add_parser(
        "match",
        help="rank people by what they know",
        description="Rank people by their works against a text.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _register_experts(actions)


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
