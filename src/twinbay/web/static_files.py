"""The address of the static files, which changes with their content.

Every file lies under one path that carries a digest of all of them:
``/static/3f2a9c41d0b7/js/charts.js``. So a script that imports another by its relative path, and
a style sheet that names a font, get the version they belong to, and browsers may keep every file
for ever: after an upgrade all addresses are new.
"""

import hashlib
from pathlib import Path

DIGITS = 12  # of the digest: enough that no two versions ever meet


def static_address(folder: Path) -> str:
    """Return the address under which a folder of static files is served.

    Arguments:
        folder: the files; their paths and contents make the digest.
    """
    digest = hashlib.sha256()
    for path in sorted(entry for entry in folder.rglob("*") if entry.is_file()):
        name = path.relative_to(folder).as_posix()
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{name}\0{content}\n".encode())
    return f"/static/{digest.hexdigest()[:DIGITS]}/"
