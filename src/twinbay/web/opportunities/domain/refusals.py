"""What a member may be told when a step is not possible."""

from twinbay.errors import TwinbayError


class StepRefused(TwinbayError):
    """A step that does not follow from where the record stands, or lacks something."""


class ChangedMeanwhile(StepRefused):
    """Somebody else saved the record since it was opened."""
