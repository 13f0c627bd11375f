"""Chinese is complete: every text of code and templates, and nothing English on Chinese pages."""

import gettext
import importlib.util
import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from twinbay.lake.schema import TABLES

SCRIPT = Path(__file__).parents[2] / "scripts/translations.py"


@pytest.fixture(scope="module")
def translations(lake_home: Path) -> ModuleType:
    """The script that keeps the catalogue, as a module."""
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    return module


def test_every_text_has_chinese_and_none_is_left_over(translations: Any) -> None:
    known = translations.read_catalogue(translations.CATALOGUE)
    remedy = "run scripts/translations.py and fill in the Chinese in django.po"
    assert translations.problems(translations.used_texts(), known) == [], remedy


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_the_lake_has_words_on_the_sources_page(name: str, lake_home: Path) -> None:
    from django.utils.translation import override

    from twinbay.web.pages.sources_page import _table_name

    with override("zh-hans"):
        assert not re.search("[a-z_]{4}", _table_name(name))


def test_compiled_catalogue_is_that_of_the_texts(translations: Any) -> None:
    entries = translations.read_catalogue(translations.CATALOGUE).values()
    compiled = translations.CATALOGUE.with_suffix(".mo").read_bytes()
    assert compiled == translations.mo_bytes(entries), "run scripts/translations.py"


def test_texts_of_code_and_templates_are_found(translations: Any) -> None:
    code = 'x = _("One") + ngettext("%(n)s work", "%(n)s works", n) + _(name) + pgettext("c", "d")'
    assert set(translations.texts_of_python(code)) == {
        ("", "One", ""),
        ("", "%(n)s work", "%(n)s works"),
        ("c", "d", ""),
    }
    template = (
        "{% load i18n %}<p title=\"{% translate 'One word' %}\">{% blocktranslate count n=a %}"
        "{{ n }} hit{% plural %}{{ n }} hits{% endblocktranslate %}"
        '{% translate "Two" as t %}{{ _("Three") }} plain gettext("no")</p>'
    )
    assert set(translations.texts_of_template(template)) == {
        ("", "One word", ""),
        ("", "%(n)s hit", "%(n)s hits"),
        ("", "Two", ""),
        ("", "Three", ""),
    }


def test_compiled_texts_are_read_by_gettext(translations: Any) -> None:
    Entry = translations.Entry
    entries = [
        Entry(("", "Home", ""), "首页"),
        Entry(("month", "May", ""), "五月"),
        Entry(("", "%(n)s hit", "%(n)s hits"), "%(n)s 条"),
        Entry(("", "Unsure", ""), "不定", fuzzy=True),
        Entry(("", "Empty", ""), ""),
    ]
    read = gettext.GNUTranslations(io.BytesIO(translations.mo_bytes(entries)))
    assert read.gettext("Home") == "首页"
    assert read.pgettext("month", "May") == "五月"
    assert read.ngettext("%(n)s hit", "%(n)s hits", 7) == "%(n)s 条"
    assert (read.gettext("Unsure"), read.gettext("Empty")) == ("Unsure", "Empty")


def test_what_is_out_of_step_is_named(translations: Any) -> None:
    Entry = translations.Entry
    used = {("", text, ""): {"a.py"} for text in ("New", "Empty", "Fuzzy", "%(n)s works", "Good")}
    known = [
        Entry(("", "Empty", ""), ""),
        Entry(("", "Fuzzy", ""), "模糊", fuzzy=True),
        Entry(("", "%(n)s works", ""), "%(m)s 项"),
        Entry(("", "Good", ""), "好"),
        Entry(("", "Old", ""), "旧"),
    ]
    found = translations.problems(used, {entry.key: entry for entry in known})
    assert [line.partition(":")[0] for line in found] == [
        "not in the catalogue",
        "no Chinese",
        "fuzzy",
        "other placeholders",
        "no longer used",
    ]


def test_catalogue_survives_writing_and_reading(translations: Any, tmp_path: Path) -> None:
    text = 'A "quoted"\\ line\nand another'
    entry = translations.Entry(("ctx", text, "plural"), "引“号”\\\n换行", files={"a.py"})
    path = tmp_path / "django.po"
    path.write_text(translations.po_text([entry]), encoding="utf-8")
    read = translations.read_catalogue(path)
    assert read[entry.key].translation == entry.translation


class _VisibleText(HTMLParser):
    """Collects what a reader of Chinese sees or hears, without parts marked as English."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title", "content")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        void = tag in {"meta", "link", "input", "img", "br", "hr", "source"}
        if self._skipped:
            if not void:
                self._skipped.append(tag)
            return
        spoken = {"content"} if values.get("name") == "description" else set(self.SPOKEN[:-1])
        self.texts += [value for key, value in attrs if key in spoken and value]
        in_english = values.get("lang") == "en" and tag != "html"
        if not void and (tag in {"script", "style"} or in_english):
            self._skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and self._skipped[-1] == tag:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts.append(data)


# Names without a Chinese form, and what is written the same everywhere.
NOT_ENGLISH = {
    *("twinbay", "https", "example", "tiny", "OpenAlex", "Cookie", "Ctrl", "XLSX"),
    *("Golden", "Gate", "Ventures"),
    *("HYPERLINK",),
    *("Adamic", "Adar", "nDCG", "implicit"),  # names of a rule, a measure and a library
}


def english_words(html: str) -> set[str]:
    """Return the English words that a reader of a Chinese page would meet."""
    parser = _VisibleText()
    parser.feed(html)
    words = {word for text in parser.texts for word in re.findall(r"[A-Za-z]{4,}", text)}
    return words - NOT_ENGLISH


@pytest.mark.parametrize(
    "page", ["", "sources/", "method/", "who/", "who/?text=", "accuracy/", "nowhere/"]
)
def test_chinese_pages_have_no_english(client: Any, page: str) -> None:
    response = client.get(f"/zh/{page}")
    words = english_words(response.content.decode())
    # The tiny lake's own words, which are data and not texts of the site.
    assert words - {"sample", "Made"} == set()


def test_the_search_for_english_finds_it(client: Any) -> None:
    assert "Organisations" in english_words(client.get("/en/").content.decode())


def test_dates_and_numbers_are_in_the_language_of_the_page(client: Any) -> None:
    assert "2024年5月1日" in client.get("/zh/sources/").content.decode()
    assert "1 May 2024" in client.get("/en/sources/").content.decode()


def test_growth_in_chinese(client: Any) -> None:
    html = client.get("/zh/").content.decode()
    assert "2021–2023 年两地合作成果 24 项，比 2018–2020 年的 15 项增长 60%。" in html
