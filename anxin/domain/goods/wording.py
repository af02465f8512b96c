"""What people are told about products, prices and warranty."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

declare(
    errors={
        "goods.unknown_product": _("We know no product {code} of this brand."),
        "goods.unknown_category": _("This brand has no goods or prices of the category {category}."),
        "goods.no_such_device": _("No device of ours has this code. Is it typed as it stands there?"),
        "goods.no_price_book": _("This brand has published no price list for this day."),
        "goods.unknown_line": _("The price list has no line {code}; no other price may be charged."),
        "goods.edition_exists": _("There is already a price list that begins on this day."),
        "goods.already_replaced": _("This device was already exchanged for another."),
        "goods.claimed_about": _("A claim stands on order {order}: what was sold, paid and signed for stays as it is."),
        "goods.other_purchase": _("Order {order} is known already with other lines."),
        "goods.link_over": _(
            "This link is over, or was used already. Ask the shop for a new one in the platform's chat."
        ),
        "goods.other_order": _("That is not the number of this order. You find it in the platform, with your order."),
        "goods.own_phone": _("This phone belongs to somebody who works for the shop; the buyer proves his own."),
        "goods.buyer_known": _("The buyer of order {order} has a phone here: he files with it by himself."),
        "goods.no_such_purchase": _("We find no such order. Please check the number and the phone used to order."),
    },
    facts={
        "goods.bought": Fact(_("Ordered"), audience="customer merchant agent auditor"),
        "goods.shipped": Fact(_("Sent off"), audience="customer merchant agent auditor"),
        "goods.waybill_corrected": Fact(_("Waybill corrected"), audience="customer merchant agent auditor"),
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
        "goods.unimported": Fact(_("An import was taken back"), audience="merchant agent auditor"),
        "goods.replaced": Fact(
            _("Exchanged for the device ending in {tail}"), audience="customer agent outlet technician"
        ),
    },
)

WARRANTY = {
    "in_term": _("In warranty"),
    "term_over": _("Out of warranty"),
    "no_term": _("No warranty term is known for this product"),
    "no_purchase_date": _("The day of purchase is not known; show the receipt and we check again"),
    "bought_in_future": _("The day of purchase lies ahead; please check the receipt"),
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
PURCHASE_COLUMNS = {
    "seller": _("Shop"),
    "order": _("Order number"),
    "line": _("Line"),
    "title": _("Goods"),
    "sku": _("SKU"),
    "model": _("Model"),
    "quantity": _("Quantity"),
    "amount": _("Amount paid"),
    "cost": _("Cost"),
    "freight": _("Freight"),
    "payment": _("Payment number"),
    "waybill": _("Waybill"),
    "name": _("Buyer"),
    "phone": pgettext_lazy("a column", "Phone"),
    "bought": _("Ordered on"),
    "delivered": _("Signed for on"),
    "no_return": _("Not returnable because"),
    "state": _("Order status"),
}
# What the usual exports call these columns: Taobao and Tmall, Douyin, JD, Pinduoduo, Youzan, WeChat shops.
PRICE_ALSO = {
    "from": ("从哪天起", "起始日期", "执行日期"),
    "edition": ("版本",),
    "kind": ("类型",),
    "amount": ("金额", "单价"),
    "name": ("项目",),
}
PURCHASE_ALSO: dict[str, tuple[str, ...]] = {
    "order": (
        *("订单编号", "订单号", "主订单编号", "主订单号", "父订单号", "平台订单号", "交易编号", "order_sn"),
        *("order no",),
    ),
    "title": (
        *("宝贝标题", "宝贝名称", "商品名称", "选购商品", "商品标题", "商品", "货品名称", "标题", "商品信息"),
        *("item title",),
    ),
    "sku": (
        *("商家编码", "外部系统编号", "规格编码", "商品规格", "商品属性", "样式ID", "SKU编码", "货号"),
        *("商品编码", "商品编号"),
    ),
    "model": ("型号", "商品型号"),
    "quantity": ("购买数量", "宝贝总数量", "商品数量", "订购数量", "件数", "数量", "商品件数", "num", "quantity"),
    "amount": (
        *("买家实际支付金额", "商品实际成交金额", "商家实收金额", "用户实付金额", "订单实付金额", "实付金额"),
        *("实付款", "买家应付货款", "订单应付金额", "应付金额", "商品总价", "订单金额", "结算金额", "总金额"),
        *("成交金额", "金额"),
    ),
    "cost": ("成本", "成本价", "进价"),
    "freight": ("买家应付邮费", "邮费", "运费", "运费金额", "快递费"),
    "payment": (
        *("支付单号", "支付流水号", "外部支付流水号", "交易单号", "微信支付单号", "微信支付订单号", "微信交易号"),
        *("支付宝交易号", "支付宝交易单号", "支付交易号", "transaction_id", "trade_no"),
    ),
    "waybill": ("物流单号", "快递单号", "运单号", "快递信息", "物流运单号"),
    "name": (
        *("收货人姓名", "收货人", "收件人", "收件人姓名", "收货人/提货人", "客户姓名", "买家姓名"),
        *("买家会员名", "姓名"),
    ),
    "phone": (
        *("联系手机", "收件人手机号", "收货人手机号", "收货人手机号/提货人手机号", "手机", "手机号"),
        *("联系电话", "电话"),
    ),
    "bought": (
        *("订单创建时间", "订单提交时间", "下单时间", "订单成交时间", "创建时间", "拍下时间", "订单付款时间"),
        *("支付完成时间", "买家付款时间", "付款时间", "支付时间", "下单日期"),
    ),
    "delivered": ("确认收货时间", "订单完成时间", "签收时间", "交易成功时间", "收货时间", "完成时间"),
    "state": ("订单状态", "交易状态", "订单状态描述", "order status"),
}
DEVICES = _("Devices")
DEVICE_COLUMNS = {
    "model": _("Model"),
    "serial": _("Serial number"),
    "bought": _("Bought on"),
    "proof": _("Receipt number"),
    "name": _("Owner"),
    "phone": pgettext_lazy("a column", "Phone"),
    "label": _("Printed label"),
}
DEVICE_ALSO: dict[str, tuple[str, ...]] = {
    "model": ("产品型号", "机型", "商品型号"),
    "serial": ("机身编码", "机身号", "条码", "产品序列号", "SN", "SN码", "机号"),
    "bought": ("购机日期", "购买日期", "购买时间", "开票日期", "安装日期"),
    "proof": ("发票号", "发票号码", "凭证号"),
    "name": ("客户姓名", "用户姓名", "姓名", "联系人"),
    "phone": ("客户电话", "用户电话", "联系电话", "手机", "手机号", "电话"),
    "label": ("标签", "标签号", "标签码"),
}
PURCHASES = _("Purchases")
PRODUCTS = _("Products")
PRODUCT_COLUMNS = {
    "brand": _("Brand"),
    "code": _("Model code"),
    "name": pgettext_lazy("a thing", "Name"),
    "category": _("Category"),
    "skill": _("Skill needed"),
    "name_en": _("Name in English"),
    "minutes": _("Usual minutes"),
}
PRODUCT_ALSO = {"code": ("型号", "型号代码"), "minutes": ("工时", "工时（分钟）", "用时"), "skill": ("技能",)}
SYMPTOM_ALSO = {"code": ("代码", "编号", "故障代码"), "name": ("名称", "故障名称", "故障现象")}
SYMPTOMS = _("Faults customers tick")
SYMPTOM_COLUMNS = {
    "category": _("Category"),
    "code": pgettext_lazy("a thing", "Code"),
    "name": _("Fault"),
    "position": _("Place in the list"),
    "urgent": _("Urgent"),
    "advice": _("First aid"),
    "name_en": _("Name in English"),
    "advice_en": _("First aid in English"),
}
PRICES = _("Price list")
PRICE_COLUMNS = {
    "brand": _("Brand"),
    "edition": _("Edition"),
    "from": _("Valid from"),
    "code": pgettext_lazy("a thing", "Code"),
    "name": pgettext_lazy("a thing", "Name"),
    "kind": _("Kind"),
    "category": _("Category"),
    "amount": _("Price"),
    "guarantee": _("Guarantee in days"),
    "name_en": _("Name in English"),
}
TERMS = _("Warranty terms")
TERM_COLUMNS = {
    "brand": _("Brand"),
    "category": _("Category"),
    "from": _("Valid from"),
    "months": _("Months"),
    "title": _("Title"),
    "clause": _("Clause"),
    "excludes": _("Excludes"),
    "source": _("Source"),
    "checked": _("Checked on"),
    "title_en": _("Title in English"),
    "clause_en": _("Clause in English"),
    "excludes_en": _("Excludes, in English"),
}
YES_NO = {"yes": _("yes"), "no": _("no")}
CELLS = {
    "no_model": _("no product of this model is known; leave it empty, or bring the products first"),
    "models": _("several products have this name: write brand:model"),
    "day_taken": _("another edition begins on this day"),
    "published": _("this edition is published and stays as it is; prices change by a new edition"),
    "term_published": _("a term from this day is published and stays as it is; a new one begins on another day"),
    "not_sold": _("“{said}”: nothing was sold, or all of the money went back. Leave this row out"),
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
