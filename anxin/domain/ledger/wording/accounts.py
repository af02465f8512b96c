"""What the house's accounts are called."""

from django.utils.translation import gettext_lazy as _

ELSEWHERE = _("Paid where it was ordered")
ACCOUNTS = {
    "outside:carrier": _("Carriers: what they bear"),
    "outside:insurer": _("Insurers: what they bear"),
    "outside:platform": _("Platforms: what they bear"),
    "house:deposits": _("Merchants' deposits: what they bear"),
    "house:bank": _("The house's bank account"),
    "house:cash": _("The house's till"),
    "house:elsewhere": _("Paid another way, outside of providers"),
    "house:advances": _("Advances of who paid too much"),
    "house:paid_twice": _("Given back twice, to come back"),
    "house:differences": _("Lost or gained by differences"),
    "provider:wechat": _("WeChat Pay"),
    "provider:alipay": _("Alipay"),
    "provider:fake": ELSEWHERE,
}
