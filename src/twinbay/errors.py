"""The exception tree of twinbay.

::

    TwinbayError               everything a user can be told about
    ├── ConfigurationError     a setting, a region pair file or a command's argument is wrong
    │   ├── EventError         a conference contradicts itself (``twinbay.meet.problems``)
    │   ├── ProgrammeError     a programme's data are wrong (``twinbay.plan.problems``)
    │   └── InfeasibleError    no pathway keeps a programme's targets (``twinbay.plan.problems``)
    ├── SourceError            a source of open data cannot be read at all
    ├── LakeError              the evidence store is missing, locked or incompatible
    └── NotFoundError          an organisation, topic or other record does not exist

Single bad rows raise nothing: they go to the quarantine report (``twinbay.lake.quarantine``).
"""


class TwinbayError(Exception):
    """What was wrong, where, and what to do; shown to the user without a traceback.

    Arguments:
        problem: what was wrong, in one sentence.
        where: the file, line, field or record concerned, if any.
        remedy: what the user can do about it, if anything.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(": ".join(part for part in (where, problem) if part))

    def message(self) -> str:
        """Return problem, place and remedy as one text for a terminal."""
        return f"{self}\n  {self.remedy}" if self.remedy else str(self)


class ConfigurationError(TwinbayError):
    """A setting, a region pair file or a command's argument is wrong."""


class SourceError(TwinbayError):
    """A source of open data cannot be read at all."""


class LakeError(TwinbayError):
    """The evidence store is missing, locked, full or of another version."""


class NotFoundError(TwinbayError):
    """A record that was asked for does not exist."""
