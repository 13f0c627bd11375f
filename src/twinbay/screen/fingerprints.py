"""What an entry says, as a short hash: how a changed entry is known."""

import hashlib

from twinbay.screen.model import Entry


def fingerprint(entry: Entry) -> str:
    """Return a hash of what an entry says, whatever its place in the file."""
    parts = (
        entry.name,
        entry.kind,
        *sorted(entry.aliases),
        entry.source,
        *sorted(entry.programs),
        *sorted(entry.countries),
        *map(str, sorted(entry.birth_years)),
        *sorted(entry.addresses),
        *sorted(entry.identifiers),
        str(entry.start),
        str(entry.end),
        entry.remarks,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
