"""What the page "Who knows about this?" shows."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinbay.match.expertise.ranking import NO_WORDS, ONE_WORD
from twinbay.match.expertise.records import Proof
from twinbay.match.expertise.who import Answer, Knower
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.domain.knowing import has_works, knowers
from twinbay.web.directory.forms.who import LONGEST_ADDRESS, LONGEST_TEXT, WhoRequest
from twinbay.web.directory.pages import wording
from twinbay.web.display import ColourSlot, Column, DataTable, Link
from twinbay.web.exports import FORMATS
from twinbay.web.i18n import active_language
from twinbay.web.table_rows import format_value


def content(directory: Directory, asked: WhoRequest) -> dict[str, Any]:
    """Return the template's values; before anything is asked the page has the form alone."""
    answer = knowers(directory, asked.text, asked.region) if asked.asked else Answer()
    groups = [] if answer.problem else _groups(directory, answer)
    return {
        "asked": asked,
        "posted": _posted(asked),
        "longest": LONGEST_TEXT,
        "cut": _cut(asked),
        "regions": [
            {
                "region_id": region.region_id,
                "name": region.name.text(active_language()),
                "chosen": region.region_id == asked.region,
            }
            for region in directory.pair.regions
        ],
        "problem": _problem(answer.problem),
        "answered": asked.asked and not answer.problem,
        "explained": _explained(directory, answer),
        "groups": groups,
        "formats": FORMATS,
        "exports": [group["table"] for group in groups],
    }


def _posted(asked: WhoRequest) -> dict[str, str]:
    """Return what the language switch posts again, as it stands in no address."""
    if len(asked.text) <= LONGEST_ADDRESS:
        return {}
    return {"text": asked.text, "region": asked.region}


def _cut(asked: WhoRequest) -> str:
    if not asked.cut:
        return ""
    shown = format_value(LONGEST_TEXT, "count")
    return str(_("Only the first %(longest)s characters were read.") % {"longest": shown})


def _problem(problem: str) -> str:
    words = {
        NO_WORDS: _("There is nothing to go by: paste or type a text."),
        ONE_WORD: _("One word says too little: give a sentence, a title or an abstract."),
    }
    return str(words.get(problem, problem))


def _explained(directory: Directory, answer: Answer) -> str:
    """Return what the answer rests on."""
    if answer.from_works:
        return str(
            _(
                "Ranked by the works that are nearest to the text, in words and in meaning; a near"
                " work counts for its authors and their organisations."
            )
        )
    if has_works(directory):
        return str(
            _(
                "No work in the data is near to this text. These organisations match by their"
                " topics and by what they state they work on."
            )
        )
    return str(
        _(
            "Only figures are loaded, no works: these organisations match by their topics and by"
            " what they state they work on. People and teams need works."
        )
    )


def _groups(directory: Directory, answer: Answer) -> list[dict[str, Any]]:
    groups = (
        ("people", _("People"), "person", answer.people),
        ("teams", _("Teams"), "person", answer.teams),
        ("knowing-organisations", _("Organisations"), "organisation", answer.organisations),
    )
    return [
        {
            "group_id": group_id,
            "title": title,
            "knowers": [_shown(directory, kind, knower) for knower in found],
            "table": _table(directory, group_id, title, kind, found),
        }
        for group_id, title, kind, found in groups
        if found
    ]


def _shown(directory: Directory, kind: str, knower: Knower) -> dict[str, Any]:
    bay: ColourSlot = (
        wording.slot(directory.pair, knower.region) if kind == "organisation" else "neutral"
    )
    return {
        "links": [
            Link(name, wording.address(kind, record_id), bay)
            for name, record_id in zip(_names(knower), knower.record_ids, strict=True)
        ],
        "region": knower.region if kind == "organisation" else "",
        "works": _near_works(knower.works) if knower.works else "",
        "because": _because(knower),
        "proofs": [_proof(proof) for proof in knower.proofs],
    }


def _names(knower: Knower) -> list[str]:
    chinese = active_language().startswith("zh")
    return [
        (name_zh if chinese else "") or name
        for name, name_zh in zip(knower.names, knower.names_zh, strict=True)
    ]


def _near_works(number: int) -> str:
    text = ngettext("%(number)s near work", "%(number)s near works", number)
    return str(text % {"number": format_value(number, "count")})


def _because(knower: Knower) -> str:
    if knower.works:
        return ""
    if not knower.because:
        return str(_("near in meaning"))
    words = _listed(list(dict.fromkeys(knower.because)))
    return str(_("has these words: %(words)s") % {"words": words})


def _proof(proof: Proof) -> dict[str, Any]:
    why = (
        _("shares: %(words)s") % {"words": _listed(proof.shared)}
        if proof.shared
        else _("near in meaning")
    )
    title = proof.work.title or _("A work without a title")
    return {"link": Link(title, wording.address("work", proof.work.work_id)), "why": why}


def _listed(words: Sequence[str]) -> str:
    return ("、" if active_language().startswith("zh") else ", ").join(words)


def _table(
    directory: Directory, group_id: str, title: str, kind: str, found: Sequence[Knower]
) -> DataTable:
    by_region = kind == "organisation"
    return DataTable(
        table_id=group_id,
        caption=_("Who knows about this? %(group)s") % {"group": title},
        columns=(
            Column("names", _("Name")),
            Column("ids", _("Id")),
            *((Column("region", _("Region")),) * by_region),
            Column("near", _("Near works"), "count"),
            Column("score", _("Score"), "ratio"),
            Column("because", _("Why it matched")),
            Column("proofs", _("Works that prove it")),
        ),
        rows=[
            [
                _listed(_names(knower)),
                " ".join(knower.record_ids),
                *((wording.region_name(directory.pair, knower.region),) * by_region),
                knower.works,
                None if knower.score is None else round(knower.score, 4),
                _because(knower),
                " · ".join(f"{p.work.title} ({p.work.work_id})" for p in knower.proofs),
            ]
            for knower in found
        ],
    )
