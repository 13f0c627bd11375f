"""The content hash of a programme: the same programme, the same hash, on every machine."""

import hashlib

from twinbay.plan.folder.reader import PlanFolder
from twinbay.plan.folder.writer import folder_texts


def content_hash(plan: PlanFolder) -> str:
    """Return the SHA-256 of a programme's canonical folder as 64 hexadecimal digits.

    The canonical folder holds the same programme however its files were laid out, so that adding
    an empty column or saving as a workbook changes nothing, and any number, name or source does.

    Arguments:
        plan: the programme with its scenarios, sources and remarks.
    """
    digest = hashlib.sha256()
    for name, text in sorted(folder_texts(plan).items()):
        for part in (name, text):
            data = part.encode("utf-8")
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()
