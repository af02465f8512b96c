"""What the tables of goods, and their columns, are called: here, and in the exports of others."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WITHOUT_LINE = _("{order}: its shop gave back {sum}, not said for which goods; say so first, no row tells it otherwise")
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
    "refunded": _("Given back already"),
    "payment": _("Payment number"),
    "waybill": _("Waybill"),
    "name": _("Buyer"),
    "phone": pgettext_lazy("a column", "Phone"),
    "bought": _("Ordered on"),
    "delivered": _("Signed for on"),
    "no_return": _("Not returnable because"),
    "state": _("Order status"),
    "back": _("Refund status"),
}
# What the usual exports call these columns: Taobao and Tmall, Douyin, JD, Pinduoduo, Youzan, WeChat shops.
STARTS_ON = ("从哪天起", "起始日期", "执行日期", "生效日期", "适用自", "开始日期")
TERM_ALSO: dict[str, tuple[str, ...]] = {
    "category": ("品类", "产品品类", "产品类别", "类别"),
    "from": STARTS_ON,
    "months": ("月数", "保修月数", "保修期（月）", "质保月数", "几个月"),
    "title": ("名称", "标题", "保修名称"),
    "clause": ("条款", "内容", "保修内容"),
    "excludes": ("不保", "不包括", "除外", "不保修的"),
    "source": ("依据", "来源", "出处", "政策依据"),
    "checked": ("核对日期", "核实日期", "查证日期"),
}
PRICE_ALSO = {
    "category": ("品类", "产品品类", "产品类别", "类别"),
    "from": STARTS_ON,
    "edition": ("版本",),
    "kind": ("类型",),
    "amount": ("金额", "单价"),
    "name": ("项目",),
    "ends": ("下架", "是否下架"),
}
PURCHASE_ALSO: dict[str, tuple[str, ...]] = {
    "order": (
        *("订单编号", "订单号", "主订单编号", "主订单号", "父订单号", "平台订单号", "交易编号", "order_sn"),
        *("order no",),
    ),
    "line": ("行号",),
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
    "refunded": (
        *("退款金额", "已退款金额", "已退金额", "实退金额", "实退款", "实际退款金额", "退款总金额", "累计退款金额"),
        *("商品退款金额", "商品已退款金额", "成功退款金额", "退款总额", "refund amount"),
    ),
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
        *("支付完成时间", "买家付款时间", "付款时间", "支付时间", "下单日期", "付款日期"),
    ),
    "delivered": (
        *("确认收货时间", "订单完成时间", "签收时间", "交易成功时间", "收货时间", "完成时间"),
        *("签收日期", "收货日期"),
    ),
    "state": ("订单状态", "交易状态", "订单状态描述", "order status"),
    "back": ("退款状态", "售后状态", "商品退款状态", "订单售后状态", "refund status"),
}
LISTINGS = _("Goods of a shop")
LISTING_COLUMNS = {
    "seller": _("Shop"),
    "code": _("SKU, or the title where there is none"),
    "title": _("Goods"),
    "model": _("Model"),
}
LISTING_ALSO: dict[str, tuple[str, ...]] = {
    "code": (*PURCHASE_ALSO["sku"], "SKU", "sku", "编码", "商品编码或标题"),
    "title": ("宝贝标题", "商品名称", "商品标题", "标题", "title"),
    "model": ("型号", "产品型号", "对应产品", "对应型号"),
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
    "proof": ("发票号", "发票号码", "凭证号", "票据号", "票据号码"),
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
PRODUCT_ALSO = {
    "code": ("型号", "型号代码", "产品型号", "产品编码"),
    "name": ("产品名称", "商品名称", "产品", "品名"),
    "category": ("品类", "产品类别", "类别", "产品品类"),
    "minutes": ("工时", "工时（分钟）", "用时"),
    "skill": ("技能", "维修技能"),
    "name_en": ("英文名", "英文名称", "产品英文名"),
}
SYMPTOM_ALSO = {
    "category": ("品类", "产品品类", "产品类别", "类别"),
    "code": ("代码", "编号", "故障代码"),
    "name": ("名称", "故障名称", "故障现象"),
}
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
    "ends": pgettext_lazy("a line of prices", "Ends"),
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
SHORT_GUARANTEE = _(
    "{n} lines promise fewer days of guarantee than the {days} that count where a list says none: {lines}. What the "
    "list says is what customers are promised; where the law asks for more, the law's time counts, so check it first."
)
TERM_GAP = _(
    "{brand}, {goods}: the first term counts from {first} on. Whatever was bought before has none, and the case asks "
    "whether it is in warranty. Give the first day of sale in the column Valid from, if the term holds for it."
)
TERM_GAP_KNOWN = _(
    "{brand}, {goods}: the first term counts from {first} on. Whatever was bought before has none, and the case asks "
    "whether it is in warranty; the oldest device here was bought on {oldest}. Give the first day of sale in the "
    "column Valid from, if the term holds for it."
)
