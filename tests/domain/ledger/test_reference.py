"""The table of protocol cases in the documentation is that of the tests: each case once, no other."""

import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from tests.core.outbox import test_mail
from tests.core.timeline import test_timestamping
from tests.domain.claims import test_stamped
from tests.domain.invoices import test_invoices, test_special
from tests.domain.ledger import test_paid_elsewhere, test_provider_refunds, test_providers
from tests.domain.notices import test_followers, test_robots, test_sms
from tests.domain.places import test_points, test_streets
from tests.domain.privacy_numbers import test_privacy_numbers
from tests.domain.shops import test_shops, test_waybills
from tests.faces.desk import test_money
from tests.faces.sign_in import test_company, test_platforms, test_wechat

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "providers.md"
SEVERAL = (test_providers, test_provider_refunds, test_paid_elsewhere, test_money, test_sms)
ONE = (
    test_mail,
    test_privacy_numbers,
    test_followers,
    test_wechat,
    test_timestamping,
    test_stamped,
    test_points,
    test_streets,
    test_company,
    test_platforms,
    test_robots,
    test_invoices,
    test_special,
    test_shops,
    test_waybills,
)
COLUMNS_MOST = 5  # what each shop can do has more, and is no case
THREE = "| ✓ | ✓ | ✓ |"
SHOPS = {"scene": "| all five |", "taobao": "| Taobao |"}
CELLS = (" ✓ |", " – |", *(cell.removeprefix("|") for cell in SHOPS.values()))
COLUMNS = {"scene": "| ✓ | ✓ |", "wechat": "| ✓ | – |", "bank": "| ✓ | – |"}


def cases() -> list[str]:
    """Return the lines of the table out of the tests' own first lines."""
    lines = []
    for test in [one for module in SEVERAL for one in told(module)]:
        given = next(one for one in COLUMNS if one in inspect.signature(test).parameters)
        lines.append(f"| {test.__doc__} {COLUMNS[given]}")
    return [*lines, *(f"| {test.__doc__} {cell(module, test)}" for module in ONE for test in told(module))]


def cell(module: ModuleType, test: Callable[..., object]) -> str:
    """Return for whom a case of a module is played."""
    if module in (test_shops, test_waybills):
        return next(words for one, words in SHOPS.items() if one in inspect.signature(test).parameters)
    return THREE if module is test_platforms else "| ✓ |"


def told(module: ModuleType) -> list[Callable[..., object]]:
    """Return the tests of a module that say in their first line what is played through."""
    groups = [one for name, one in vars(module).items() if inspect.isclass(one) and name.startswith("Test")]
    found = [(name, test) for group in (*groups, module) for name, test in vars(group).items()]
    return [test for name, test in found if name.startswith("test_") and test.__doc__]


def test_lists_every_case() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()
    told = [line for line in page if line.startswith("| ") and line.count("|") <= COLUMNS_MOST]
    listed = [line for line in told if line.endswith(CELLS)]
    assert listed == cases()
