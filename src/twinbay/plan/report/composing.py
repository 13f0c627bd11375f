"""Put a programme's document together from its sections."""

from twinbay.plan.report.document import Block, Document, Text, joined
from twinbay.plan.report.sections.alternatives import alternatives_section
from twinbay.plan.report.sections.annexes import annexes
from twinbay.plan.report.sections.baseline import baseline_section, scope_section
from twinbay.plan.report.sections.cooperation import cooperation_section
from twinbay.plan.report.sections.costs import costs_section
from twinbay.plan.report.sections.delivery import delivery_section
from twinbay.plan.report.sections.measures import measures_section
from twinbay.plan.report.sections.pathway import pathway_section
from twinbay.plan.report.sections.summary import summary_section
from twinbay.plan.report.sections.targets import targets_section
from twinbay.plan.report.sections.uncertainty import uncertainty_section
from twinbay.plan.report.subject import Subject

SHORT_HASH = 12
"""Digits of the content hash that a document shows; the whole stands in figures.json."""


def compose(subject: Subject) -> Document:
    """Return the document; the numbers in its texts are remembered by ``subject.figures``."""
    subject.figures.shown.clear()
    blocks: list[Block] = [
        *summary_section(subject),
        *scope_section(subject),
        *baseline_section(subject),
        *targets_section(subject),
        *measures_section(subject),
        *pathway_section(subject),
        *costs_section(subject),
        *cooperation_section(subject),
        *alternatives_section(subject),
        *uncertainty_section(subject),
        *delivery_section(subject),
        *annexes(subject),
    ]
    names = subject.programme.names
    regions = joined(subject.regions.values())
    return Document(
        title=Text(names.en, names.zh),
        subtitle=Text(
            f"{regions.en}, {subject.first}–{subject.last}",
            f"{regions.zh}，{subject.first}–{subject.last} 年",
        ),
        facts=_facts(subject),
        foot=Text(f"{names.en} · {_version(subject).en}", f"{names.zh} · {_version(subject).zh}"),
        blocks=tuple(blocks),
    )


def _version(subject: Subject) -> Text:
    version = subject.edition.version
    if version:
        return Text(f"version {version}", f"第 {version} 版")
    return Text("working draft", "工作草案")


def _facts(subject: Subject) -> tuple[Text, ...]:
    version = _version(subject)
    content = subject.edition.content[:SHORT_HASH]
    facts = [Text(version.en[:1].upper() + version.en[1:], version.zh)]
    if content:
        facts.append(Text(f"Content {content}", f"内容校验 {content}"))
    facts.append(
        Text(
            "Every figure is computed from the programme's tables; the workbook results.xlsx "
            "holds them all.",
            "全部数字均由规划数据表计算得出，详见 results.xlsx。",
        )
    )
    return tuple(facts)
