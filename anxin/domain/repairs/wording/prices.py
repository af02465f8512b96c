"""What is said of what a customer pays of a line."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.domain.repairs.wording import PAYS

BILLED_AHEAD = gettext_lazy("due once it is mended")
STAYS_LOWER = gettext_lazy("The parts were stated anew; what the bill was lowered by stays off it.")


def pays_called(why: str, reason: str) -> str:
    """Return why somebody pays a line, with its technician's reason where the warranty leaves it out."""
    said = str(PAYS.get(why, ""))
    return _("{why}: {reason}").format(why=said, reason=reason) if reason else said
