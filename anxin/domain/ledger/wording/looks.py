"""What is said of who read an account, or who paid: each look with its reason."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Text
from anxin.domain.people.choices import OFFERED, REVEAL_REASONS

ACCOUNT_SEEN = _("Finance read to which account the refund goes")
_WHY = _("Finance read the account or its slip: {why}")
SEEN_FOR: dict[tuple[str, str | int], Text] = {
    ("reason", one): format_lazy(_WHY, why=REVEAL_REASONS[one].name) for one in OFFERED["refund"]
}
