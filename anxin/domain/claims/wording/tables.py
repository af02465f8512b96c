"""What people call the columns and cells of a file of claims that come from another system."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.wording import REMEDIES, TYPES

CLAIMS = _("Claims under way elsewhere")
HALF_PAID = _("{number}: {sum} has gone back and the claim goes on; until it is over it stays here, and in no file")
ON_ITS_WAY = _("{number}: {sum} is on its way back; until it is known whether it arrived it stays here, and in no file")
APPEALED = _("{number}: an appeal is open; until it is decided it stays here, and in no file")
CLAIM_COLUMNS = {
    "seller": _("Shop"),
    "old_number": _("Number so far"),
    "earlier_numbers": _("Earlier numbers"),
    "order": _("Order number"),
    "lines": _("Lines of the order"),
    "type": _("What is asked for"),
    "reason": _("Reason"),
    "state": _("State"),
    "asked": _("Amount asked for"),
    "told": _("What the buyer says"),
    "filed": _("Filed on"),
    "due": _("Due by"),
    "answer": _("What the merchant answered"),
    "wanted": _("Picture asked for"),
    "remedy": _("What was decided"),
    "amount": _("Amount decided"),
    "why": _("Why it was decided so"),
    "gone": _("Gone back of it"),
    "waybill": _("Waybill of the return"),
    "goods": _("Where the goods are"),
    "repair": _("Number of the repair"),
    "platform_number": _("Number at the platform"),
    "buyer_files": _("Buyer's pictures and videos"),
    "merchant_files": _("Merchant's pictures and videos"),
    "files_date": _("Handed in on"),
}
CLAIM_ALSO: dict[str, tuple[str, ...]] = {
    "seller": ("店铺", "店铺名称", "商家", "卖家"),
    "old_number": ("原单号", "售后单号", "售后编号", "退款编号", "退款单号", "纠纷单号", "售后申请单号", "服务单号"),
    "earlier_numbers": ("历史单号", "以前的单号", "曾用单号"),
    "order": ("订单号", "订单编号", "主订单编号", "平台订单号"),
    "lines": ("商品行", "子订单序号", "订单行"),
    "type": ("售后类型", "退款类型", "申请类型", "服务类型", "类型"),
    "reason": ("申请原因", "退款原因", "售后原因", "买家申请原因", "原因"),
    "state": ("售后状态", "退款状态", "处理状态", "单据状态"),
    "asked": ("申请金额", "申请退款金额", "退款金额", "买家申请金额"),
    "told": ("问题描述", "退款说明", "买家说明", "申请说明", "买家留言", "说明"),
    "filed": ("申请时间", "售后申请时间", "退款申请时间", "创建时间"),
    "due": ("截止时间", "处理截止时间", "超时时间", "到期时间"),
    "answer": ("商家答复", "商家说明", "卖家说明", "拒绝原因", "商家留言"),
    "wanted": ("补充凭证要求", "需补充凭证"),
    "remedy": ("处理结果", "判定结果", "售后结果"),
    "amount": ("实际退款金额", "判定金额", "同意金额"),
    "why": ("判定理由", "处理理由", "判定说明"),
    "gone": ("已退金额",),
    "waybill": ("退货物流单号", "退货运单号", "退回单号", "退货快递单号"),
    "goods": ("商品位置",),
    "repair": ("维修单号", "关联工单号"),
    "platform_number": ("平台单号", "平台纠纷单号", "平台维权单号"),
    "buyer_files": ("买家凭证", "买家举证", "买家凭证文件", "买家图片", "凭证图片"),
    "merchant_files": ("商家凭证", "商家举证", "商家凭证文件", "卖家凭证", "商家图片"),
    "files_date": ("凭证日期", "举证日期", "凭证提交日期", "举证时间"),
}
STATES_TAKEN = {
    "merchant_answer": _("waiting for the merchant"),
    "offer_made": _("the merchant made an offer"),
    "review": _("being reviewed"),
    "need_evidence": _("waiting for the buyer's picture"),
    "decided": _("decided"),
    "waiting_return": _("waiting for the goods to come back"),
    "inspecting": _("returned goods being looked at"),
    "executing": _("being carried out"),
    "outcome_taken": _("the platform has decided"),
    "closed": _("closed"),
    "withdrawn": _("taken back by the buyer"),
}
REFUNDED = "refunded"
"""What a file calls a claim that is closed and gave money back: it says how much."""
STATES_CALLED: dict[str, tuple[str, ...]] = {
    "merchant_answer": (
        "待商家处理",
        "待商家答复",
        "待卖家处理",
        "待卖家同意",
        "等待卖家处理",
        "待处理",
        "待审核",
        "未处理",
    ),
    "offer_made": ("待买家确认", "协商中", "待买家同意", "商家已提出方案"),
    "review": (
        "平台介入",
        "平台介入中",
        "平台处理中",
        "客服介入中",
        "审核中",
        "仲裁中",
        "纠纷处理中",
        "商家已拒绝",
        "卖家拒绝",
    ),
    "need_evidence": ("待买家举证", "举证中", "待补充凭证", "补充凭证", "待举证"),
    "decided": ("已判定", "已裁决", "待生效"),
    "waiting_return": (
        "待买家退货",
        "等待买家退货",
        "待退货",
        "待寄回",
        "待买家发货",
        "待买家寄回",
        "买家已退货",
        "退货中",
    ),
    "inspecting": ("待商家收货", "待卖家收货", "待卖家确认收货", "等待卖家确认收货", "待验货", "验货中"),
    "executing": ("待退款", "退款中", "退款处理中", "待换货", "待商家发货", "换货中", "维修中", "待打款"),
    "outcome_taken": ("平台已判", "平台已退款", "平台判定退款"),
    "closed": (
        *("已结束", "已完结", "已完成", "售后成功", "退款关闭", "售后关闭", "已关闭", "完结"),
        "已拒绝",
    ),
    REFUNDED: ("退款成功", "已退款", "退款完成", "已退款成功"),
    "withdrawn": ("已撤销", "买家已撤销", "买家撤销", "已撤诉", "取消"),
}
TYPES_CALLED: dict[str, tuple[str, ...]] = {
    "refund_only": ("仅退款", "未发货仅退款", "已发货仅退款", "极速退款", "我要退款"),
    "return": ("退货退款", "退货", "我要退货退款", "退款退货"),
    "exchange": ("换货", "我要换货"),
    "repair": ("维修", "保修", "我要维修"),
}
REMEDIES_CALLED: dict[str, tuple[str, ...]] = {
    **TYPES_CALLED,
    "refund_only": ("仅退款", "退款", "全额退款", "支持退款"),
    "refund_part": ("部分退款", "补偿", "退差价"),
    "refuse": ("不支持", "驳回", "拒绝", "不予支持"),
}
REASONS_CALLED: dict[str, tuple[str, ...]] = {
    "broken": ("商品破损", "破损", "收到商品破损", "商品损坏", "包装/商品破损", "包装/商品破损/污渍"),
    "transport_damage": ("运输破损", "物流破损", "快递破损"),
    "missing": ("少件", "少件/漏发", "漏发", "少发", "少件漏发", "缺少件"),
    "wrong": ("发错货", "错发", "卖家发错货", "商家发错货"),
    "not_received": ("未收到货", "没收到货", "快递一直未送到", "未按约定时间发货", "空包裹"),
    "freight": ("退运费", "运费", "补运费", "退邮费"),
    "not_refunded": ("退款未到账", "没收到退款", "未收到退款"),
    "defective": ("质量问题", "商品质量问题", "功能故障", "性能故障", "故障"),
    "not_as_described": ("与描述不符", "描述不符", "商品与描述不符", "货不对板", "假冒品牌"),
    "perishable": ("变质", "腐烂", "变质/发霉", "生鲜变质"),
    "swapped": ("被调包", "调包"),
    "changed_mind": (
        "七天无理由",
        "7天无理由",
        "七天无理由退换货",
        "7天无理由退货",
        "七天无理由退货",
        "不喜欢/不想要",
        "多拍/拍错/不想要",
    ),
}
NAMES: dict[str, Mapping[str, object]] = {
    "type": TYPES,
    "reason": REASONS,
    "state": {**STATES_TAKEN, REFUNDED: _("refunded, as the file says")},
    "remedy": REMEDIES,
    "goods": {"there": _("with the merchant")},
}
CELLS = {
    "file_future": _("a day that is not ahead"),
    "old_number": _("a number of at most 64 signs expected"),
    "earlier_numbers": _("numbers that no other case has here: {number} has one of them"),
    "due": _("a day expected, with a time or without: 2026-12-01 18:00"),
    "lines": _("lines of the order as numbers, with pieces where not all: 1, 2:3"),
    "no_shop": _(
        "which shop is it? an order number may be in several; add a column with the shop, or choose one for the file"
    ),
    "no_order": _("no order of this shop has this number; bring the orders first"),
    "no_buyer": _(
        "this order names no buyer: bring it again with name and phone, or, where that names none either since he had "
        "his data deleted, once he has proved his phone by the link that the order's page makes"
    ),
    "no_line": _("this order has no such line, or not so many pieces of it"),
    "open": _("there is an open claim about line {line} here: {number}"),
    "needed": _("needed in this state"),
    "there": _("with a number at a platform a claim waits for the merchant, for the platform, or is over"),
    "operators": _("only the operator brings in what was decided or paid: he looks at the proof"),
    "own_repair": _("only the operator ties a claim to a repair"),
    "no_platform": _("no platform told us of this order: leave the number out, or the operator brings the claim in"),
    "due_own": _("for the merchant at the latest, for the buyer at the earliest: {until}"),
    "not_there": _("only a platform decides so: its number is missing"),
    "most": _("at most {most} were paid for these lines"),
    "gone": _("only {left} of what was paid for this order can still have gone back"),
    "sum": _("a sum where money goes back"),
    "no_sum": _("no sum: no money goes back by this"),
    "refunded": _(
        "how much went back? Say it under “amount decided” (实际退款金额); where nothing did, the state is closed "
        "(退款关闭)"
    ),
    "refused": _("a refusal has nothing to carry out or to offer: closed, decided or being reviewed"),
    "gone_whole": _("of what is being carried out the whole sum has gone back, and the goods lie with the merchant"),
    "goods": _("only of what is reviewed, decided or being carried out, and before no platform"),
    "otherwise": _("needed: it was decided otherwise than was asked"),
    "no_repair": _("no repair has this number here; bring the repairs first"),
    "no_model": _("a line of this order names no model that is repaired here"),
}
