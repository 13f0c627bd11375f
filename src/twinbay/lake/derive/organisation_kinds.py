"""The kind of an organisation that no list describes, guessed from its name and site."""

import re

from twinbay.lake.derive.organisations import site_of

_KIND_WORDS = (
    ("healthcare", r"\b(hospital|clinic|medical center|health system)|医院"),
    ("investor", r"\b(ventures?|capital|investments?)\b|投资|资本"),
    (
        "education",
        r"universi|\b(college|school|polytechn\w*|ecole|eth|epfl|mit|kaist|hochschule|academia"
        r"|institute of technology|institute of science and technology|georgia tech"
        r"|virginia tech)\b|大学|学院",
    ),
    (
        "research-institute",
        r"\b(institut\w*|academy|laborator\w+|research cent\w+|council|cnrs|inria|csiro|riken"
        r"|fraunhofer|max planck|national lab\w*|observator\w+)\b|研究[所院]|实验室",
    ),
    ("government", r"\b(ministry|government|agency|army|navy|air force|nasa|bureau)\b|局$|政府"),
    (
        "enterprise",
        r"\b(inc|ltd|limited|corp\w*|co|company|gmbh|ag|llc|plc|technologies|group|labs?|robotics"
        r"|systems|software|motors?|electric|semiconductor\w*)\b|公司|集团|\.(ai|com)\b",
    ),
    ("nonprofit", r"\b(foundation|association|society)\b|基金会|协会"),
)


def guess_kind(name: str, url: str | None = None) -> str:
    """Guess the kind of an organisation from its name and site; "other" where nothing tells."""
    folded = name.casefold()
    for kind, pattern in _KIND_WORDS:
        if re.search(pattern, folded):
            return kind
    site = site_of(url) or ""
    if site.endswith(".edu") or ".edu." in site or ".ac." in site:
        return "education"
    if ".gov" in site:
        return "government"
    return "enterprise" if site.endswith((".com", ".ai", ".io")) else "other"
