"""Write the measures of the worked programme from the shipped library.

Usage: python scripts/write_demo_measures.py

Run again whenever plan/data/measures.csv or the end uses, direct emissions, fleets or lines of the
worked programme change; the rest of the folder is written by hand or by derive_programme_data.py.
"""

from dataclasses import replace

from twinbay.lake.folders import write_text_atomically
from twinbay.plan.data import DEMO
from twinbay.plan.folder import read_folder
from twinbay.plan.folder.writer import folder_texts
from twinbay.plan.measures.library import measures_for


def main() -> None:
    """Write demo/measures.csv."""
    path = DEMO / "measures.csv"
    path.unlink(missing_ok=True)
    plan = read_folder(DEMO)
    programme = replace(plan.programme, measures=measures_for(plan.programme))
    texts = folder_texts(replace(plan, programme=programme))
    write_text_atomically(path, texts["measures.csv"])
    print(f"{len(programme.measures)} measures in {path}")


if __name__ == "__main__":
    main()
