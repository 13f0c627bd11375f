"""Static files lie under an address that changes with their content."""

import posixpath
import re
from pathlib import Path
from typing import Any

from page_tags import tags_of

from twinbay.web.static_files import static_address

IMPORTED = re.compile(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""")
NAMED = re.compile(r"url\(['\"]?([^'\")]+)")


def test_the_address_changes_with_every_file_and_with_nothing_else(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        (folder / "js").mkdir(parents=True)
        (folder / "js" / "charts.js").write_text('import "./palette.js";')
        (folder / "js" / "palette.js").write_text("1")
    first, second = map(static_address, folders)
    assert first == second
    assert re.fullmatch(r"/static/[0-9a-f]{12}/", first)
    (folders[0] / "js" / "palette.js").write_text("2")
    changed = static_address(folders[0])
    assert changed != first
    (folders[1] / "js" / "palette.js").rename(folders[1] / "js" / "colours.js")
    assert static_address(folders[1]) not in {first, changed}


def test_whatever_a_page_loads_and_what_that_imports_is_of_this_version(client: Any) -> None:
    from django.conf import settings

    waiting, seen = [], set()
    for path in ("/en/", "/en/topics/T10247/"):
        for _tag, attributes in tags_of(client.get(path).content.decode()):
            waiting += [
                address
                for address in (attributes.get("src"), attributes.get("href"))
                if address and address.startswith("/static/")
            ]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        assert address.startswith(settings.STATIC_URL) and "?" not in address
        response = client.get(address)
        assert response.status_code == 200, address
        assert "immutable" in response["Cache-Control"], address
        content = b"".join(response).decode("utf-8", "replace")
        found = (
            IMPORTED.findall(content) if address.endswith("js") and "vendor" not in address else []
        )
        found += NAMED.findall(content) if address.endswith(".css") else []
        base = posixpath.dirname(address)
        waiting += [
            posixpath.normpath(posixpath.join(base, name))
            for name in found
            if not name.startswith(("data:", "#"))
        ]
    assert any(address.endswith("js/palette.js") for address in seen)
    assert any("maplibre" in address for address in seen)


def test_an_address_of_another_version_is_not_answered(client: Any) -> None:
    assert client.get("/static/000000000000/css/twinbay.css").status_code == 404
