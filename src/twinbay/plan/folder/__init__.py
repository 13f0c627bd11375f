"""A programme's folder: tables in, programmes out, and back; every problem named at once."""

from twinbay.plan.folder.reader import PlanFolder, read_folder
from twinbay.plan.folder.scenarios import REFERENCE, Change, Scenario, apply
from twinbay.plan.folder.writer import write_folder

__all__ = ["REFERENCE", "Change", "PlanFolder", "Scenario", "apply", "read_folder", "write_folder"]
