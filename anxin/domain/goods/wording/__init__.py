"""What people are told about products, prices and warranty."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare
from anxin.domain.goods.wording.tables import PURCHASE_COLUMNS

declare(
    errors={
        "goods.unknown_product": _("We know no product {code} of this brand."),
        "goods.no_model": _(
            "No product, or more than one, is called “{got}”. Choose from the list, or write brand:model."
        ),
        "goods.no_goods": _("No order of this house has goods with the number {got}."),
        "goods.unknown_category": _("This brand has no goods or prices of the category {category}."),
        "goods.no_such_device": _("No device of ours has this code. Is it typed as it stands there?"),
        "goods.no_price_book": _("This brand has published no price list for this day."),
        "goods.unknown_line": _("The price list has no line {code}; no other price may be charged."),
        "goods.edition_exists": _(
            "Two editions of prices begin on the same day here; publish one, the other can take its place after."
        ),
        "goods.carried_on": _(
            "Edition {edition} of {day} goes on with what this row says: bring what is right in a new file, or take "
            "{edition} back first."
        ),
        "goods.told_prices": _(
            "Open cases that were told the prices of edition {edition}: {cases}. They keep what they were told. Bring "
            "what is right in a new file: it counts for who comes from then on."
        ),
        "goods.already_replaced": _("This device was already exchanged for another."),
        "goods.seller_left": _(
            "{house} has departed: nothing new is sold of it here. What was bought can be claimed about."
        ),
        "goods.claimed_about": _(
            "A claim stands on order {order}: what was sold, paid, sent off and signed for stays as it is."
        ),
        "goods.already_written": _(
            "{expected} is written down, {got} came: what is written of order {order} is not rewritten by a file. Take "
            "back the import that brought it, within a day, or ask the service desk to."
        ),
        "goods.written_for_good": _(
            "Order {order} was brought more than a day ago. Only the service desk takes it away; please ask there."
        ),
        "goods.other_purchase": _("Order {order} is known already with other lines."),
        "goods.link_over": _(
            "This link is over, or was used already. Ask the shop for a new one in the platform's chat."
        ),
        "goods.other_order": _("That is not the number of this order. You find it in the platform, with your order."),
        "goods.own_phone": _("This phone belongs to somebody who works for the shop; the buyer proves his own."),
        "goods.buyer_known": _("The buyer of order {order} has a phone here: he files with it by himself."),
        "goods.several_shops": _("Several shops here have an order {order}: {expected}. Please say which."),
        "goods.no_such_purchase": _("We find no such order. Please check the number and the phone used to order."),
    },
    facts={
        "goods.bought": Fact(_("Ordered"), audience="customer merchant agent auditor"),
        "goods.shipped": Fact(_("Sent off"), audience="customer merchant agent auditor"),
        "goods.waybill_corrected": Fact(_("Waybill corrected"), audience="customer merchant agent auditor"),
        "goods.told_later": Fact(
            _("{cell} was told later"),
            audience="customer merchant agent auditor",
            instead={
                ("cell", "delivered"): _("Signed for on {told}, told later"),
                ("cell", "line"): _("Line {told} was added later"),
                ("cell", "state"): _("The goods had gone out by now, told later"),
                ("cell", "refunded"): _("Given back in the shop, told later: {told_fen}"),
                ("cell", "unnamed"): _("Given back in the shop, for which line isn't known: {told_fen}"),
                ("cell", "named"): _("What was given back in the shop ({told_fen}) was of line {line}"),
                ("cell", "decided"): _(
                    "What was given back in the shop ({told_fen}) is what a claim here says went back"
                ),
            },
        ),
        "goods.taken_back": Fact(
            _("{cell} was taken back with its import"), audience="customer merchant agent auditor"
        ),
        "goods.corrected": Fact(
            _("{cell}: {becomes}, as the platform says now; before {was}"),
            audience="customer merchant agent auditor",
            instead={
                ("cell", "amount"): _("Amount paid: {becomes_fen}, as the platform says now; before {was_fen}"),
            },
        ),
        "goods.delivered": Fact(_("Signed for"), audience="customer merchant agent auditor"),
        "goods.link_made": Fact(_("A link for the buyer was made"), audience="merchant agent auditor"),
        "goods.buyer_proved": Fact(
            _("The buyer proved his phone {phone} by the shop's link"), audience="customer merchant agent auditor"
        ),
        "goods.link_often": Fact(
            _("One phone is the buyer of {orders} orders of this shop by its links"), audience="merchant agent auditor"
        ),
        "goods.link_own": Fact(
            _("Somebody of the shop tried to be the buyer with his own phone"), audience="merchant agent auditor"
        ),
        "goods.named": Fact(_("{goods} goods of the shop were named: {product}"), audience="merchant agent auditor"),
        "goods.not_ours": Fact(
            _("{goods} goods of the shop were said to be nothing anybody repairs"), audience="merchant agent auditor"
        ),
        "goods.unimported": Fact(_("An import was taken back"), audience="merchant agent auditor"),
        "goods.replaced": Fact(
            _("Exchanged for the device ending in {tail}"), audience="customer agent outlet technician"
        ),
    },
    values={"cell": PURCHASE_COLUMNS},
)

WARRANTY = {
    "in_term": _("In warranty"),
    "term_over": _("Out of warranty"),
    "no_term": _("No warranty term of that day is known here; customer service asks the brand"),
    "not_warranted": _("This service is not part of the warranty; it costs what the price list says"),
    "no_purchase_date": _("The day of purchase is not known; show the receipt and we check again"),
    "bought_in_future": _("The day of purchase lies ahead; please check the receipt"),
    "unproved": _("In warranty by the day that was given; it counts once a proof of purchase is shown"),
    "brand_said": _("In warranty, as the brand says"),
    "unknown": _("Not checked yet"),
}
CATEGORIES = {
    "lock": _("smart lock"),
    "air_conditioner": _("air conditioner"),
    "water_heater": _("water heater"),
    "washer": _("washing machine"),
    "fridge": _("refrigerator"),
    "hood": _("range hood"),
    "stove": _("gas stove"),
    "purifier": _("water purifier"),
}
# What a technician can do and a product's repair takes: one table, read alike in both files.
SKILLS = {**CATEGORIES, "electric": _("electrical appliances"), "gas": _("gas appliances")}
SETTINGS = {
    "in_english": _("What classes of goods of one's own are called in English"),
    "services": _("Which services are offered for which goods, and in which ways"),
    "called": _("What customers also call the goods, for the search when they report"),
}
# What people call these goods when they look for help; an operator adds his own (setting goods.called).
CALLED: dict[str, list[str]] = {
    "lock": ["门锁", "指纹锁", "密码锁", "电子锁", "智能门锁", "人脸锁", "刷卡锁", "玻璃锁", "锁", "smart lock"],
    "air_conditioner": ["空调", "冷气", "冷气机", "挂机", "柜机", "中央空调", "空调外机", "aircon", "air conditioner"],
    "water_heater": ["热水器", "燃气热水器", "电热水器", "壁挂炉", "洗澡的", "water heater", "boiler"],
    "washer": ["洗衣机", "滚筒", "波轮", "洗烘一体", "烘干机", "washer", "washing machine"],
    "fridge": ["冰箱", "冰柜", "冷柜", "电冰箱", "雪柜", "fridge", "refrigerator"],
    "hood": ["油烟机", "抽油烟机", "烟机", "吸油烟机", "range hood"],
    "stove": ["燃气灶", "煤气灶", "灶具", "灶台", "炉灶", "打火灶", "stove", "gas stove"],
    "purifier": ["净水器", "净水机", "饮水机", "滤水器", "直饮机", "water purifier"],
}
SKILLS_CALLED = {**CALLED, "electric": ["电器", "家电", "电工"], "gas": ["燃气", "燃气具", "煤气"]}
LINE_KINDS = {"part": _("part"), "labour": _("labour"), "fee": _("fee")}
LINE_KINDS_CALLED = {
    "part": ("零件", "材料"),
    "labour": ("人工", "人工费", "工时费"),
    "fee": ("收费", "上门费", "服务费"),
}

NO_RETURN = {
    "made_to_order": _("made to order"),
    "perishable": _("fresh or perishable"),
    "opened_media": _("downloaded, or media unpacked by the buyer"),
    "newspaper": _("newspapers and magazines"),
    "confirmed": _("confirmed at purchase as not returnable"),
}
YES_NO = {"yes": _("yes"), "no": _("no")}
CELLS = {
    "bought_ahead": _("this day has not come: write the day it was bought, or leave it empty"),
    "no_model": _("no product of this model is known; bring the products first"),
    "models": _("several products have this name: write brand:model"),
    "published": _("this edition is published and stays as it is; prices change by a new edition"),
    "not_in_force": _("no line of this code counts on that day: there is nothing to end"),
    "last_of_class": _(
        "the last line of its class: nothing could be charged for these goods any more. Write “all of its class ends” "
        "under “Ends” if that is meant"
    ),
    "last_moved": _(
        "the last line of its class: moved to another, it leaves none there. Leave it in its class, or end it by “all "
        "of its class ends” and bring it to the other class under a code of its own"
    ),
    "not_alike": _(
        "another row of this class says that what isn't named ends: say the same under “Ends”, or that this line ends"
    ),
    "empty": _("must not be empty"),
    "term_published": _("a term from this day is published and stays as it is; a new one begins on another day"),
    "not_sold": _("“{said}”: nothing was sold. Leave this row out"),
    "over": _(
        "“{said}”: nothing was sold, or all of the money went back. Leave this row out, or say under “given back "
        "already” how much went back: then the buyer finds the order"
    ),
    "part_back": _("“{said}”: say under “given back already” (退款金额) how much went back"),
    "refund_under_way": _("“{said}”: bring this order once the refund is over, with what went back"),
    "refund_unsure": _("“{said}”: say whether the money went back (退款成功, 部分退款) or not (退款关闭)"),
    "back_most": _("at most what was paid, {most}"),
    "same_title": _(
        "the order has a line of this name already ({here}), and no SKU tells whether this is it or a second one: "
        "number the lines in a column, or give their SKUs"
    ),
    "which_line": _(
        "this order already has other lines ({here}), and nothing tells whether this row is a new one; bring all rows "
        "of the order in one file, or number its lines in a column"
    ),
    "number_borne": _("another order bears this number; leave it empty where one payment was for several orders"),
    "own_number": _("a payment's number that no other order bears"),
    "signed_early": _("before the day of the order"),
    "today_or_later": _("today or later"),
    "label": _("the twelve signs of a printed label"),
    "label_stands": _("this device has another label: {label}"),
    "label_taken": _("another device has this label"),
    "not_yet": _("today or earlier"),
}
