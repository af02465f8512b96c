"""What is told of goods that come to a bench by mail or by hand, and go back."""

from django.utils.translation import gettext_lazy as _

GOODS = {
    "notices.goods_to_bring": _("{number}: bring it to the outlet. Where and when: {link}"),
    "notices.goods_to_bring_to": _("{number}: bring it to {secret}. Show this page there: {link}"),
    "notices.goods_to_send": _("{number}: send it to the outlet. Where to: {link}"),
    "notices.goods_to_send_to": _("{number}: send it to {secret}. Put the number in; waybill here: {link}"),
    "notices.goods_moved": _("{number}: please bring or send it to another outlet now. Where to: {link}"),
    "notices.goods_moved_to": _("{number}: please bring or send it to {secret} now, not where we said before: {link}"),
    "notices.goods_nowhere": _("{number}: the outlet can't mend it any more. Please don't bring or send it: {link}"),
    "notices.goods_go_on": _("{number}: the outlet can't mend it any more and sends it on to another: {link}"),
    "notices.goods_again": _("{number}: the outlet can mend it after all. Bring or send it there as before: {link}"),
    "notices.goods_stays": _("{number}: the outlet can mend it after all; it stays there: {link}"),
    "notices.goods_stuck": _("{number}: the outlet can't mend it any more; see that it goes to another"),
    "notices.goods_receipt": _("{number}: look at the receipt of your thing and sign it: {link}"),
    "notices.goods_arrived": _("{number}: your parcel is here, still closed. Read here what lay in it: {link}"),
    "notices.goods_damaged": _(
        "{number}: the parcel came damaged; we claim for it at the carrier. What was seen: {link}"
    ),
    "notices.goods_unpacked": _("{number}: your parcel was unpacked, every piece is written down: {link}"),
    "notices.goods_ready": _("{number}: your thing is ready to go back. Bill and code: {link}"),
    "notices.goods_sent": _("{number}: your thing is on its way back. Waybill: {link}"),
    "notices.goods_missing": _("{number}: the parcel can't be found; we ask the carrier and claim for it: {link}"),
    "notices.goods_bring": _("{number}: nothing has come yet. Do you still bring or send it? {link}"),
    "notices.goods_collect": _("{number}: your thing waits to be collected: {link}"),
    "notices.goods_collect_by": _(
        "{number}: please collect your thing by {day}; then we decide what becomes of it. What that can be: {link}"
    ),
    "notices.goods_uncollected": _(
        "{number}: the time your thing was kept is over. Collect it or write to us before we decide: {link}"
    ),
    "notices.goods_kept_on": _("{number}: your thing is kept for you until {day}: {link}"),
    "notices.goods_go_home": _("{number}: nobody collected your thing; it is sent home, freight collect: {link}"),
    "notices.goods_deposited": _("{number}: your thing was handed in at a notary's. Where: {link}"),
    "notices.goods_undelivered": _(
        "{number}: your parcel could not be delivered and is back with us. Where does it go? {link}"
    ),
    "notices.goods_to_decide": _("{number}: nobody collects it, its term is over; decide what becomes of it"),
    "notices.goods_undecided": _("{number}: nobody has decided yet what becomes of a thing nobody collects"),
    "notices.goods_home_here": _("{number}: nobody collects it; send it home, freight collect"),
    "notices.goods_unsent": _("{number}: ready for {days} days and not sent to the customer yet; send it"),
    "notices.goods_back_here": _("{number}: a parcel came back undelivered; speak with the customer"),
    "notices.goods_closed": _("{number}: the outlet is closed for some days; come on another one: {link}"),
    "notices.goods_long_way": _("{number}: the parcel is long on its way. Has it come? {link}"),
    "notices.parcel_settled": _("{number}: the claim for the parcel was made good. How: {link}"),
    "notices.goods_kept_long": _("{number}: nobody collects it; ring the customer"),
    "notices.goods_damaged_here": _("{number}: a parcel came damaged; file the claim with the carrier"),
    "notices.goods_lost_here": _("{number}: a parcel is missing; file the claim with the carrier"),
    "notices.carrier_silent": _("{number}: the carrier's term for a claim is over; ask again, or drop it"),
    "notices.claim_goods_back": _("{number}: the merchant sends your goods back. Until when: {link}"),
    "notices.claim_goods_unsent": _("{number}: your goods were not sent in time; a person decides anew: {link}"),
    "notices.claim_goods_sent": _("{number}: the merchant sent your goods back. Waybill: {link}"),
    "notices.claim_send_goods": _("{number}: the goods are the buyer's; send them back and enter the waybill"),
    "notices.claim_goods_due": _("{number}: the goods have to be on their way back to the buyer by {due}"),
    "notices.claim_goods_late": _("{number}: the goods weren't sent back in time; until it is decided you can"),
}
