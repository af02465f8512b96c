"""The table of protocol cases in the documentation is that of the tests: each case once, no other."""

import inspect
from pathlib import Path

from tests.domain.ledger import test_provider_refunds, test_providers
from tests.domain.notices import test_sms

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "providers.md"
MODULES = (test_providers, test_provider_refunds, test_sms)
COLUMNS = {"scene": "| ✓ | ✓ |", "wechat": "| ✓ | – |"}


def cases() -> list[str]:
    """Return the lines of the table out of the tests' own first lines."""
    lines = []
    groups = [one for module in MODULES for one in vars(module).values() if inspect.isclass(one)]
    for group in [one for one in groups if one.__name__.startswith("Test")]:
        for name, test in vars(group).items():
            if name.startswith("test_") and test.__doc__:
                given = next(one for one in COLUMNS if one in inspect.signature(test).parameters)
                lines.append(f"| {test.__doc__} {COLUMNS[given]}")
    return lines


def test_lists_every_case() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()
    listed = [line for line in page if line.startswith("| ") and line.endswith((" ✓ |", " – |"))]
    assert listed == cases()
