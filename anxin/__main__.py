"""Let `python -m anxin COMMAND …` be `anxin COMMAND …`."""

import sys

from anxin.commands.main import main

sys.exit(main())
