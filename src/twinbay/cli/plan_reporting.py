"""``twinbay plan report``, ``freeze`` and ``compare``: what comes of results on paper."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from twinbay.cli.plan_deliverers import deliverers, side_names
from twinbay.cli.plan_folders import (
    REPORT,
    VERSIONS,
    Opened,
    beside,
    chosen_scenarios,
    kept_results,
    languages,
    opened,
    reporting,
    scenario_programme,
    solved,
)
from twinbay.cli.plan_own_files import MANIFEST, replacing_own_files
from twinbay.cli.plan_solving import keep
from twinbay.cli.terminal import ProgressCall, print_json, print_table
from twinbay.errors import ConfigurationError, LakeError
from twinbay.lake.folders import replacing
from twinbay.plan.folder import REFERENCE
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Names
from twinbay.plan.report.bundle import write_report
from twinbay.plan.report.comparing import Compared, write_comparison
from twinbay.plan.report.subject import Deliverer, Edition, Subject
from twinbay.plan.results import Results
from twinbay.plan.results.versions import Version, read_version, write_version

COMPARED = "results-compared"
SOME_LEFT_OUT = 3
"""Exit code: done, but some scenarios have no pathway."""


def run_report(options: argparse.Namespace) -> int:
    """Write the document of a programme, or of a frozen version of it."""
    with reporting(options) as show:
        show("reading the folder", 0, 1)
        if options.version:
            subject = frozen_subject(options.folder / VERSIONS / options.version)
            usual = options.folder / f"{REPORT}-{options.version}"
        else:
            found = opened(options.folder)
            results = kept_results(found, options.scenario)
            if results is None:
                results = solved(found, options.scenario, show)
                keep(found, options.scenario, results, (), show)
            subject = subject_of(found, results, show)
            usual = options.folder / REPORT
        out = options.out or usual
        document_folder(out, subject, options, show)
    files = sorted(p.name for p in out.iterdir() if p.is_file() and p.name != MANIFEST)
    if options.json:
        print_json({"report": str(out), "files": files, "figures": len(subject.figures.shown)})
        return 0
    print(f"written    {out}")
    for name in files:
        print(f"           {name}")
    return 0


def subject_of(found: Opened, results: Results, show: ProgressCall) -> Subject:
    """Return what a document is about: results, extras of the same content, delivery, evidence."""
    scenario = results.pathway.scenario
    programme = scenario_programme(found, scenario)
    more = beside(found, results.pathway)
    for name in more.stale:
        print(
            f"left out   {name} is of an earlier state of the tables; compute it again",
            file=sys.stderr,
        )
    show("asking the evidence for organisations", 0, 1)
    named: Mapping[str, Sequence[Deliverer]] = {}
    try:
        named = deliverers(programme, found.plan.bays)
    except LakeError as error:
        print(f"no organisations are named: {error.message()}", file=sys.stderr)
    return Subject(
        plan=replace(found.plan, programme=programme),
        pathway=results.pathway,
        edition=Edition("", found.content),
        deliverers=named,
        side_names=side_names(found.plan.bays),
        extra=more.tables,
        stale=more.stale,
    )


def document_folder(
    out: Path,
    subject: Subject,
    options: argparse.Namespace,
    show: ProgressCall,
) -> None:
    """Write a document into a folder in one step; an earlier one goes, others' files stay."""
    with replacing_own_files(out) as folder:
        write_report(
            folder,
            subject,
            show,
            languages=languages(options.language),
            forms=options.format,
        )


def run_freeze(options: argparse.Namespace) -> int:
    """Keep the programme with its results as a version."""
    name = options.name
    if not name or not all(c.isalnum() or c in "-_." for c in name) or name.startswith("."):
        raise ConfigurationError(
            "a version's name has letters, digits, - _ and . only", where=f"--name {name}"
        )
    target = (options.folder / VERSIONS / name).absolute()
    if target.exists():
        raise ConfigurationError(
            "this version exists already; versions are never changed",
            where=str(target),
            remedy="Choose another name.",
        )
    with reporting(options) as show:
        found = opened(options.folder)
        results = kept_results(found, REFERENCE)
        if results is None:
            results = solved(found, REFERENCE, show)
            keep(found, REFERENCE, results, (), show)
        subject = subject_of(found, results, show)
        version = Version(name, found.plan, results, subject.extra, _notes(subject))
        target.parent.mkdir(exist_ok=True)
        with replacing(target) as folder:
            seal = write_version(folder, version)
    said = {"version": name, "content": found.content, "seal": seal, "folder": str(target)}
    if options.json:
        print_json(said)
        return 0
    for key, value in said.items():
        print(f"{key:<10} {value}")
    return 0


def _notes(subject: Subject) -> dict[str, Any]:
    """Return what a document needs beside tables, as JSON."""
    return {
        "deliverers": {
            base: [[d.org_id, d.names.en, d.names.zh, d.side, d.works] for d in named]
            for base, named in subject.deliverers.items()
        },
        "sides": {side: [names.en, names.zh] for side, names in subject.side_names.items()},
        "clocks": dict(subject.plan.clocks),
    }


def frozen_subject(folder: Path) -> Subject:
    """Return what the document of a frozen version is about."""
    version = read_version(folder)
    named: Mapping[str, Any] = version.notes["deliverers"]
    return Subject(
        plan=replace(version.plan, clocks=version.notes["clocks"]),
        pathway=version.results.pathway,
        edition=Edition(version.name, version.results.content),
        deliverers={
            base: [Deliverer(d[0], Names(d[1], d[2]), d[3], d[4]) for d in listed]
            for base, listed in named.items()
        },
        side_names={side: Names(*names) for side, names in version.notes["sides"].items()},
        extra=version.tables,
    )


def run_compare(options: argparse.Namespace) -> int:
    """Put scenarios side by side."""
    compared: list[Compared] = []
    impossible: dict[str, str] = {}
    with reporting(options) as show:
        for path in options.folders:
            found = opened(path)
            given = options.scenario or (["all"] if len(options.folders) == 1 else [])
            for scenario in chosen_scenarios(found, given):
                results = kept_results(found, scenario)
                if results is None:
                    try:
                        results = solved(found, scenario, show)
                    except InfeasibleError as error:
                        impossible[scenario] = str(error)
                        continue
                    keep(found, scenario, results, (), show)
                compared.append(_compared(found, scenario, results, len(options.folders) > 1))
        if len(compared) < 2:
            raise ConfigurationError(
                "there are not two scenarios to compare",
                where=str(options.folders[0]),
                remedy="\n".join(impossible.values())
                or "Add scenarios.csv (see the reference), or name a second folder.",
            )
        out = options.out or options.folders[0] / COMPARED
        with replacing_own_files(out) as folder:
            table = write_comparison(folder, compared)
    if options.json:
        print_json({"figures": table.to_dicts(), "impossible": impossible})
        return SOME_LEFT_OUT if impossible else 0
    print_table(table.columns, [[_said(v) for v in row] for row in table.rows()])
    for scenario, why in impossible.items():
        print(f"\nleft out   {scenario}: {why}")
    print(f"\nwritten    {out}")
    return SOME_LEFT_OUT if impossible else 0


def _compared(found: Opened, scenario: str, results: Results, several: bool) -> Compared:
    names = Names("Reference", "参考") if scenario == REFERENCE else None
    for one in found.plan.scenarios:
        names = one.names if one.id == scenario else names
    title = names or Names(scenario, scenario)
    if several:
        whole = found.plan.programme.names
        title = Names(f"{whole.en}: {title.en}", f"{whole.zh}：{title.zh}")
    return Compared(title, scenario_programme(found, scenario), results.pathway)


def _said(value: object) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
