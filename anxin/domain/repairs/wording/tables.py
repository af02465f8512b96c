"""What people call the columns and cells of a file of repairs that come from another system."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.domain.custody import wording as custody
from anxin.domain.repairs.wording import STATES

REPAIRS = _("Repairs under way elsewhere")
REPAIR_COLUMNS = {
    "brand": _("Brand"),
    "old_number": _("Number so far"),
    "earlier_numbers": _("Earlier numbers"),
    "model": _("Model"),
    "state": _("State"),
    "kind": _("Kind"),
    "name": _("Customer"),
    "phone": pgettext_lazy("a column", "Phone"),
    "address": _("Address"),
    "told": _("What is wrong"),
    "reported": _("Reported on"),
    "urgent": _("Urgent"),
    "serial": _("Serial number"),
    "bought": _("Bought on"),
    "technician": _("Technician number"),
    "day": _("Appointment day"),
    "hours": _("Appointment hours"),
    "mode": _("Way of service"),
    "outlet": _("Outlet number"),
    "goods": _("Where the thing is"),
    "shelf": pgettext_lazy("where a thing lies", "Shelf"),
    "waybill": _("Waybill"),
}
REPAIR_ALSO: dict[str, tuple[str, ...]] = {
    "old_number": ("原单号", "旧单号", "老单号", "工单号", "工单编号", "服务单号", "单号", "报修单号", "派工单号"),
    "earlier_numbers": ("历史单号", "以前的单号", "曾用单号"),
    "model": ("产品型号", "机型", "商品型号", "产品", "产品名称", "商品名称", "机器型号"),
    "state": ("工单状态", "单据状态", "服务状态", "当前状态", "处理状态"),
    "kind": ("服务类型", "服务种类", "种类", "工单类型", "业务类型", "类型"),
    "name": ("客户姓名", "用户姓名", "联系人", "姓名"),
    "phone": ("客户电话", "用户电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "电话"),
    "address": ("客户地址", "用户地址", "服务地址", "详细地址", "上门地址"),
    "told": ("故障现象", "故障描述", "问题描述", "报修内容", "描述", "备注"),
    "reported": ("报修时间", "报修日期", "受理时间", "创建时间", "下单时间"),
    "urgent": ("加急", "是否加急"),
    "serial": ("序列号", "机身编码", "条码", "SN", "机号"),
    "bought": ("购机日期", "购买日期", "购买时间"),
    "technician": ("工号", "服务工程师", "师傅工号", "工程师编号", "师傅"),
    "day": ("预约日期", "上门日期"),
    "hours": ("预约时段", "上门时段", "预约时间", "时段", "时间段", "预约上门时段"),
    "mode": ("服务方式", "维修方式"),
    "outlet": ("网点编号", "网点编码", "网点代码", "受理网点", "网点", "服务网点", "维修网点"),
    "goods": ("机器在哪", "机器状态", "实物状态"),
    "shelf": ("货架号", "库位", "仓位"),
    "waybill": ("运单号", "快递单号", "物流单号"),
}
TAKEN_OVER_STATES = {one: STATES[one] for one in STATES if one not in ("confirmed", "redirected")}
STATES_CALLED: dict[str, tuple[str, ...]] = {
    "submitted": ("待受理", "未受理", "新单", "已报修"),
    "accepted": ("已受理", "已接单"),
    "triaged": ("待派单", "待派工", "未派单", "派单中", "待检修"),
    "arranged": ("已派单", "已派工", "已预约", "待上门"),
    "in_service": ("服务中", "维修中", "处理中", "在修", "修理中", "检修中", "检测中"),
    "waiting_part": ("待配件", "缺件", "等配件"),
    "waiting_customer": ("待用户", "待客户", "用户改约", "客户改约"),
    "waiting_brand": ("待厂家",),
    "waiting_goods": ("待寄回", "待收货"),
    "done": ("已完工", "已修好", "待回访", "待确认", "待取机", "维修完成", "已维修", "已完成维修"),
    "rework": ("返修",),
    "disputed": ("投诉中",),
    "closed": ("已结单", "已完成", "已关闭", "完结"),
    "cancelled": ("已取消", "作废"),
    "solved_remotely": ("电话解决", "远程解决"),
}
KEPT = ("expected", "sent_in", "arrived", "held", "ready", "sent_back", "returned")
GOODS = {one: custody.STATES[one] for one in KEPT}
GOODS_CALLED: dict[str, tuple[str, ...]] = {
    "expected": ("未送到", "未寄出"),
    "sent_in": ("寄来途中",),
    "arrived": ("已到未拆",),
    "held": ("在网点", "在库", "待修"),
    "ready": ("待取机", "待寄回"),
    "sent_back": ("寄回途中",),
    "returned": ("已取走", "已寄回"),
}
MODES_CALLED: dict[str, tuple[str, ...]] = {
    "visit": ("上门", "上门服务"),
    "drop_off": ("送修", "到店"),
    "mail_in": ("寄修", "邮寄"),
    "remote": ("远程", "远程支持"),
}
HOURS = {"上午": "9-12", "下午": "13-18", "晚上": "18-21", "全天": "9-18"}
OPEN_MONEY = _("{number}: {sum} is still to be paid; the bill stays here and goes along in no file")
WINDOWS_OVER = _(
    "{n} orders name a window that is over. They come in as waiting for the customer, with who was to come and when on "
    "their page; the desk agrees on a new window with each: {numbers}"
)
WINDOWS_OUTSIDE = _(
    "{n} orders name a window in which their technician doesn't work on that day. They come in as agreed there: "
    "{numbers}"
)
BOOKED_TWICE = _(
    "{n} orders name a window in which their technician has another one. They come in as agreed there; a dispatcher "
    "finds them as two in one window, and moves one of them: {numbers}"
)
CELLS = {
    "old_number": _("a number of at most 40 signs expected"),
    "earlier_numbers": _("numbers that no other case has here: {number} has one of them"),
    "hours": _("hours such as 9:00-11:00 expected"),
    "other_brand": _("another brand makes this model"),
    "technician": _("a number expected: he is on his way to them"),
    "day": _("a day expected on which he comes"),
    "both": _("a day and its hours belong together"),
    "outlet": _("the number of an outlet that is known here"),
    "no_bench": _("only for what is brought or sent in"),
    "at_bench": _("what is brought or sent in is not visited; where the thing is here, write: to be assigned"),
    "goods": _("in this state one of: {several}"),
    "to_come": _("a day that has come"),
    "vouched": _("a technician whom this brand vouches for today and on that day"),
}
