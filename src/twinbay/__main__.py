"""``python -m twinbay`` is the command ``twinbay``."""

import sys

from twinbay.cli import main

sys.exit(main())
