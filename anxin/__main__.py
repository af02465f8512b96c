"""Let `python -m anxin VERB …` be `anxin VERB …`."""

import sys

from anxin.commands.main import main

sys.exit(main())
