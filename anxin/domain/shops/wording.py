"""What people are told about shops on platforms."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare

THEIRS = "merchant agent reviewer auditor"
PLATFORMS = {
    "taobao": _("Taobao or Tmall"),
    "douyin": _("Douyin"),
    "jd": _("JD"),
    "pinduoduo": _("Pinduoduo"),
    "wechat": _("WeChat shop"),
}
FAULTS = {
    "silent": _("it gave no answer that can be trusted"),
    "busy": _("it was not reached, or is too busy"),
    "token": _("its permission is over, or was never given"),
    "refused": _("it refused"),
    "unreadable": _("it answered otherwise than documented"),
    "by_hand": _("its interface takes no such answer"),
    "many": _("too much changed there at once"),
}
COURIERS = {
    "SF": _("SF Express"),
    "JD": _("JD Logistics"),
    "ZTO": _("ZTO Express"),
    "YTO": _("YTO Express"),
    "STO": _("STO Express"),
    "YUNDA": _("Yunda Express"),
    "EMS": "EMS",
}
WHY = {
    "kind": _("a kind of claim that is unknown here"),
    "unreadable": _("not as documented, so it could not be read"),
    "line": _("it gave money back, for which line isn't known; it counts for the order: say there which one"),
    "given_back": _("it gave money back for goods a claim is open about here; it counts, look at that claim"),
    "no_order": _("its order could not be fetched"),
    "claims.open_already": _("another claim about this line is open here"),
    "claims.said_back": _("what was paid for it is said to have gone back by a claim here"),
    "claims.too_much": _("nothing is left to be paid back for it"),
    "claims.not_allowed": _("what it asks for can't be given here any more"),
    "claims.address_needed": _("a repair, and no address is known"),
    "claims.not_your_purchase": _("its order names no buyer here"),
}

declare(
    values={"obstacle": FAULTS, "platform": PLATFORMS},
    errors={
        "shops.no_such_shop": _("There is no such shop, or not for you."),
        "shops.known_already": _("A shop of this name on this platform is connected already."),
        "shops.sent_already": _("This order went out already."),
        "shops.keys_needed": _("All keys are needed the first time."),
    },
    facts={
        "shops.connected": Fact(_("A shop on {platform} was connected, or its keys changed"), "merchant auditor"),
        "shops.disconnected": Fact(_("A shop on {platform} is asked no more"), "merchant auditor"),
        "shops.looked_at": Fact(_("What a shop gave back was looked at: number {reference} there"), "merchant auditor"),
        "shops.failing": Fact(_("The shop on {platform} can't be read"), "merchant auditor"),
        "shops.answered": Fact(_("The answer was handed to the platform"), THEIRS),
        "shops.answered_there": Fact(_("The platform waits for no answer any more; ours was not handed in"), THEIRS),
        "shops.not_answered": Fact(
            _("The platform did not take the answer ({obstacle}): hand it in on the platform yourself"), THEIRS
        ),
        "shops.shipped": Fact(_("The platform was told that the goods went out"), THEIRS),
        "shops.not_shipped": Fact(
            _("The platform did not take the waybill ({obstacle}): correct it and tell it again, or enter it there"),
            THEIRS,
        ),
        "shops.sent_again": Fact(_("The platform is told the waybill anew"), THEIRS),
    },
)
