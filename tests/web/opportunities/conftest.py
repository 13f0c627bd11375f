"""An owner and a reader, each with an organisation, and the officers between them."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def people(lake_home: Path) -> Any:
    """Owner and editor of one organisation, reader of another, an officer, somebody without one."""
    from members import join, make_administrator, make_officer, make_organisation, make_user

    owner, reader = make_user("Olive Owner"), make_user("Rae Reader")
    ours = make_organisation("Our Lab", region="sf-bay", owner=owner)
    theirs = make_organisation("Their Works", region="gba", owner=reader)
    viewer = make_user("Vic Viewer")
    join(viewer, ours, "viewer")
    return SimpleNamespace(
        owner=owner,
        reader=reader,
        viewer=viewer,
        ours=ours,
        theirs=theirs,
        officer=make_officer("sf-bay"),
        other_officer=make_officer("gba"),
        administrator=make_administrator(),
        stranger=make_user("Sam Stranger"),
    )
