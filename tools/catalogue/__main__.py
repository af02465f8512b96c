"""Serve the catalogue from an empty house of its own: `python -m tools.catalogue [PORT]`."""

import os
import sys
import tempfile

from django.conf import settings
from django.core.management import execute_from_command_line


def main() -> None:
    """Make the house, and serve until it is stopped."""
    with tempfile.TemporaryDirectory(prefix="anxin-catalogue-") as folder:
        os.environ |= {"ANXIN_DATA": folder, "ANXIN_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "anxin.config.settings"}
        settings.ROOT_URLCONF = "tools.catalogue.urls"
        settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("SetUpFirst")]
        execute_from_command_line(["anxin", "migrate", "--verbosity=0"])
        execute_from_command_line(["anxin", "runserver", "--noreload", *(sys.argv[1:] or ["8000"])])


if __name__ == "__main__":
    main()
