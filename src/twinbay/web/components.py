"""Template tags and filters that every page may use without loading them.

========================================  =======================================================
``{% data_table table rows=15 %}``        a ``DataTable`` with caption, export links, sources
``{% chart chart %}``                     a ``Chart`` with its table behind "Show as a table"
``{% stat_tile figure %}``                a ``Figure``
``{% source_links keys %}``               links to the sources of a figure
``{% bay_badge region_id %}``             a region's name with its colour
``{% pagination page %}``                 a ``PageOfList``
``{% facet_list facets %}``               several ``Facet``
``{% empty_state title text %}``          what to show instead of an empty list
``{% region_map region_id %}``            the map of a region
``{% form_fields form %}``                the fields of a form with labels, help and errors
``{% sample_accounts as accounts %}``     sample accounts to sign in with, where they are on
``{% member_profile org_id as member %}`` the organisation on the platform, once it takes part
``{% asset path %}``                      address of a static file
``{{ value|count }}``                     12345 as 12,345
``{{ value|decimal }}``                   2.345 as 2.3
``{{ key|source_name }}``                the short name of a source
``{{ label|in_language }}``               a ``Label`` in the page's language
``{{ user|person_name }}``                a member's name in the page's language
``{{ at|day }}``, ``{{ at|moment }}``     a date; a date and time in the reader's zone
========================================  =======================================================
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from twinbay.lake.assemble.organisations import FROM_WORKS
from twinbay.regions import Label
from twinbay.web.accounts.queries.people import member_of_evidence
from twinbay.web.accounts.queries.samples import listed_samples
from twinbay.web.current_lake import configured_pair
from twinbay.web.display import Chart, DataTable, Facet, Figure, PageOfList
from twinbay.web.i18n import active_language
from twinbay.web.pages.map_geometry import frames
from twinbay.web.table_rows import format_value, table_rows

register = template.Library()

MOST_ROWS = 1_000  # rows of one table on a page; files have all


@register.filter
def count(value: Any) -> str:
    """Write a whole number with thousands separators."""
    return format_value(value, "count")


@register.filter
def decimal(value: Any) -> str:
    """Write a number with one decimal."""
    return format_value(value, "decimal")


@register.filter
def in_language(label: Label) -> str:
    """Return a label's text in the language of the page."""
    return label.text(active_language())


@register.filter
def person_name(person: Any) -> str:
    """Return a member's name in the language of the page, the other one where it has none."""
    return str(person.name_in(active_language()))


@register.filter
def day(value: Any) -> str:
    """Write a date in words of the page's language, in the reader's time zone."""
    return _written(value, {"en": "j F Y", "zh-hans": "Y年n月j日"})


@register.filter
def moment(value: Any) -> str:
    """Write a date and time in words of the page's language, in the reader's time zone."""
    return _written(value, {"en": "j F Y, H:i", "zh-hans": "Y年n月j日 H:i"})


def _written(value: Any, formats: dict[str, str]) -> str:
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return str(dateformat.format(local, formats[active_language()]))


@register.simple_tag
def asset(path: str) -> str:
    """Return a static file's address, which changes with the files (``web.static_files``)."""
    return str(static(path))


@register.inclusion_tag("components/data_table.html", takes_context=True)
def data_table(
    context: Any, table: DataTable, heading: str = "visible", rows: int = 0
) -> dict[str, Any]:
    """Show a table.

    Arguments:
        table: the table.
        heading: ``hidden`` keeps the caption for screen readers only.
        rows: show so many rows at first and lead to the others; 0 for all.
    """
    if rows:
        table = table.first(MOST_ROWS if _wants_rest(context, table) else rows)
    return {
        "table": table,
        "rows": table_rows(table),
        "shown": len(table.rows),
        "caption_hidden": heading == "hidden",
        "export_addresses": _export_addresses(context, table),
        "rest_address": _rest_address(context, table),
    }


def _wants_rest(context: Any, table: DataTable) -> bool:
    request = context.get("request")
    return request is not None and request.GET.get("all") == table.table_id


def _rest_address(context: Any, table: DataTable) -> str:
    """Return the page with the rows of a table of which only the first are shown."""
    request = context.get("request")
    shortened = table.total is not None and table.total > len(table.rows)
    if request is None or not shortened or _wants_rest(context, table):
        return ""
    query = request.GET.copy()
    query["all"] = table.table_id
    return f"{request.path}?{query.urlencode()}#{table.table_id}"


def _export_addresses(context: Any, table: DataTable) -> dict[str, str]:
    request = context.get("request")
    if request is None:
        return {}
    query = request.GET.copy()
    query["table"] = table.table_id
    addresses = {}
    for file_format in ("csv", "xlsx"):
        query["export"] = file_format
        addresses[file_format] = f"{request.path}?{query.urlencode()}"
    return addresses


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart(
    context: Any, chart: Chart, table: str = "below", title: str = "visible"
) -> dict[str, Any]:
    """Show a chart with its table alternative.

    Arguments:
        context: of the template.
        chart: the chart.
        table: ``beside`` when the page shows the chart's table anyway.
        title: ``hidden`` when the heading above says the same; screen readers keep it.
    """
    specification = {
        "kind": chart.kind,
        "horizontal": chart.horizontal,
        "categories": list(chart.categories),
        "categoryAxis": chart.category_axis,
        "valueAxis": chart.value_axis,
        "series": [
            {"name": s.name, "values": list(s.values), "colour": s.colour} for s in chart.series
        ],
        "reference": chart.reference,
        "referenceLabel": chart.reference_label,
        "provisional": chart.provisional,
    }
    return {
        "chart": chart,
        "specification": specification,
        "data_id": f"{chart.chart_id}-data",
        "table_beside": table == "beside",
        "title_hidden": title == "hidden",
        "request": context.get("request"),
    }


@register.inclusion_tag("components/stat_tile.html")
def stat_tile(figure: Figure) -> dict[str, Any]:
    """Show one figure."""
    return {"figure": figure, "value": format_value(figure.value)}


@register.filter
def source_name(key: str) -> str:
    """Return the short name of a source; its key where it has none."""
    names = {
        "bundled": _("bundled evidence"),
        "openalex": "OpenAlex",
        "ror": "ROR",
        FROM_WORKS: _("authors' affiliations"),
    }
    return str(names.get(key, key))


@register.inclusion_tag("components/source_links.html")
def source_links(keys: Sequence[str], label: str = "visible") -> dict[str, Any]:
    """Link to the sources of a figure; ``label="hidden"`` where a heading says that they are."""
    address = reverse("sources")
    links = [{"text": source_name(key), "address": f"{address}#{key}"} for key in keys]
    return {"links": links, "label_hidden": label == "hidden"}


@register.simple_tag(takes_context=True)
def bay_badge(context: Any, region_id: str | None, name: str = "short") -> str:
    """Name a region with its colour; ``name="full"`` for its full name."""
    pair = context.get("pair") or configured_pair()
    for region in pair.regions:
        if region.region_id == region_id:
            label = region.name if name == "full" else region.short_name
            text = label.text(active_language())
            badge = '<span class="bay-badge bay-{}">{}</span>'
            shown: str = format_html(badge, region.colour, text)
            return shown
    return ""


@register.inclusion_tag("components/pagination.html")
def pagination(page: PageOfList) -> dict[str, Any]:
    """Lead to the previous and the next page of a list."""
    return {"page": page}


@register.inclusion_tag("components/facet_list.html")
def facet_list(facets: Sequence[Facet]) -> dict[str, Any]:
    """Show the ways to narrow a list down."""
    return {"facets": [facet for facet in facets if facet.values]}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", anchor: str = "") -> dict[str, Any]:
    """Say why a list is empty and what to do.

    Arguments:
        anchor: id of the table that would be here, so that links to it lead to what is said.
    """
    return {"title": title, "text": text, "anchor": anchor}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """Show the fields of a form, each with its label, help and errors."""
    return {"form": form}


@register.simple_tag
def sample_accounts() -> list[dict[str, str]]:
    """Return the sample accounts that may sign in; none where samples are off."""
    return listed_samples(active_language())


@register.simple_tag
def member_profile(org_id: str) -> Any:
    """Return the member organisation of an evidence profile, None before it takes part."""
    return member_of_evidence(org_id)


@register.inclusion_tag("components/region_map.html")
def region_map(region_id: str) -> dict[str, Any]:
    """Show the map of a region with its organisations."""
    pair = configured_pair()
    region = pair.region(region_id)
    frame = frames(pair)[region_id]
    name = region.name.text(active_language())
    settings = {
        "outlines": reverse("map-outlines", args=[region_id]),
        "organisations": reverse("map-organisations", args=[region_id]),
        "colour": region.colour,
        "centre": [frame.lon, frame.lat],
        "widthKm": frame.width_km,
        "heightKm": frame.height_km,
        "texts": _map_texts(name),
    }
    return {
        "region": region,
        "name": name,
        "frame": frame,
        "settings": settings,
        "settings_id": f"map-{region_id}",
        "picture": reverse("map-picture", args=[region_id]),
    }


def _map_texts(name: str) -> dict[str, str]:
    return {
        "label": _(
            "Map of %(name)s. Arrow keys move it, plus and minus zoom, Enter lists the"
            " organisations at its centre."
        )
        % {"name": name},
        "works": _("works"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "close": _("Close"),
        "here": _("Organisations here"),
        "more": _("and %(count)s more here; zoom in to tell them apart"),
        "kilometres": _("km"),
        "metres": _("m"),
        "scrollWindows": _("Hold Ctrl and scroll to zoom the map"),
        "scrollMac": _("Hold ⌘ and scroll to zoom the map"),
        "touch": _("Use two fingers to move the map"),
    }
