"""The table of the claims: who bought what, how long ago he claimed, how it went (`hearings`, `endings`)."""

from anxin.demo import cast, endings, hearings
from anxin.demo.disputes import Dispute, Told

REFUND = ("refund_only", "broken")
MOVED = ("refund_only", "transport_damage")
GONE = ("refund_only", "not_received")
LACKS = ("refund_only", "missing")
BACK = ("return", "changed_mind")
FAULTY = ("exchange", "defective")
MEND = ("repair", "defective")

_CUP = "拆开就看到杯口缺了一块，杯身还有裂纹"
_BOX = "外箱压坏了，里面的碗也有磕碰"
_ROWS: tuple[tuple[str, float, str, tuple[str, str], str, Told, dict[str, object]], ...] = (
    # name, days ago, goods, type and reason, the buyer's words, how it went, pictures and the like
    ("faked", 12, "cup", REFUND, "收到就是裂的，要求仅退款", hearings.faked,
     {"pictures": ("cup-painted-1",), "packing": ("cup-packing-1",), "who": cast.BUYER_HERE}),
    ("fraud_waits", 2.6, "cup", REFUND, "杯子裂了，不想退货", hearings.fraud,
     {"pictures": ("cup-painted-2",), "listing": ("cup-listing-1",)}),
    ("appealed", 6, "cup", REFUND, "杯身一道长裂纹", hearings.appealed, {"pictures": ("cup-painted-3",)}),
    ("decided", 2.5, "cup", REFUND, _CUP, hearings.decided,
     {"pictures": ("cup-crack-1",), "packing": ("cup-packing-2",), "listing": ("cup-listing-2",)}),
    ("honest", 1.2, "cup", REFUND, _CUP, endings.agreed, {"pictures": ("cup-chip-1", "cup-chip-2"),
      "who": cast.MS_ZHANG}),
    ("stale", 2.1, "cup", REFUND, "杯口缺了", hearings.review, {"pictures": ("cup-stale-1",)}),
    ("late_packing", 10, "cup", REFUND, "杯身有裂纹，漏水", hearings.late_packing, {"pictures": ("cup-crack-2",)}),
    ("standing", 4, "saucer", REFUND, "碟子边上缺了一小块", endings.standing, {"pictures": ("cup-chip-3",)}),
    ("standing_missing", 6.2, "saucer", LACKS, "少发了一只碟子", endings.standing, {}),
    ("standing_again", 8.4, "saucer", LACKS, "箱子里没有碟子", endings.standing, {}),
    ("standing_lock", 3.3, "lock", LACKS, "少了应急钥匙", endings.standing, {"asked_fen": 4500}),
    ("offer_taken", 6, "box", MOVED, "箱子湿了，碗没事", endings.offer_taken, {"pictures": ("carton-wet-1",)}),
    ("offer_refused", 4, "box", MOVED, _BOX, endings.offer_refused, {"pictures": ("carton-torn-1", "carton-torn-2")}),
    ("not_received", 15, "lamp", GONE, "物流显示签收，我没有收到", hearings.unseen, {"delivered_days": None}),
    ("unreadable", 13, "box", REFUND, "照片传了好几次", hearings.unseen, {"pictures": ("broken",)}),
    ("lamp_paid", 13, "lamp", REFUND, "灯罩上一大块污渍，擦不掉", hearings.paid,
     {"pictures": ("lamp-stain-1", "lamp-stain-2"), "packing": ("lamp-packing-1",)}),
    ("lamp_refused", 12, "lamp", REFUND, "灯罩脏了", hearings.refused,
     {"pictures": ("lamp-painted-1",), "listing": ("lamp-listing-1",)}),
    ("lamp_silent", 3, "lamp", REFUND, "灯罩歪了", hearings.silent, {"pictures": ("lamp-bend-1", "lamp-bend-2")}),
    ("found_wanting", 6, "lamp", BACK, "颜色和家里不搭", endings.found_wanting, {}),
    ("returned", 9, "lamp", BACK, "买重了", endings.returned, {}),
    ("lock_confirmed", 3, "lock_pro", REFUND, "面板裂了，不敢装", hearings.confirmed,
     {"pictures": ("lock-crack-1",), "packing": ("lock-packing-1",), "listing": ("lock-listing-1",)}),
    ("lock_sum_waits", 2, "lock_pro", REFUND, "面板划痕很深", hearings.proposed, {"pictures": ("lock-scratch-1",)}),
    ("lock_exchange", 2, "lock", FAULTY, "装上面板不亮", endings.exchange, {"pictures": ("lock-dark-1",)}),
    ("lock_exchanged", 11, "lock", FAULTY, "指纹总是失灵", endings.exchanged, {"pictures": ("lock-scratch-2",)}),
    ("lock_repair", 10, "lock", MEND, "密码键时好时坏", hearings.repair,
     {"pictures": ("lock-dark-2",), "who": cast.NEIGHBOUR}),
    ("lock_inspection", 2.4, "lock", FAULTY, "锁舌卡住，面板也裂", hearings.inspection,
     {"pictures": ("lock-crack-2",), "who": cast.MAIMAITI_HERE}),
    ("referred", 13.5, "box", REFUND, "碗裂了两只", hearings.referred, {"pictures": ("carton-painted-1",)}),
    ("platform_repaid", 9, "cup", REFUND, "平台已经仅退款", endings.repaid, {}),
    ("platform_court", 8, "box", REFUND, "平台已经仅退款", endings.court, {"packing": ("carton-packing-1",)}),
    ("platform_demanded", 2, "lamp", REFUND, "平台已经仅退款", endings.demanded, {}),
    ("withdrawn", 5, "box", LACKS, "少了一只碗", endings.withdrawn, {}),
    ("withdrawn_lock", 7, "lock", LACKS, "少了一包螺丝", endings.withdrawn, {"asked_fen": 90000}),
    ("silent_late", 11, "box", MOVED, _BOX, hearings.silent, {"pictures": ("carton-dent-1",)}),
    ("agreed_box", 7.5, "box", MOVED, "箱角凹进去，碟子碎了", endings.agreed, {"pictures": ("carton-whole-1",)}),
    ("agreed_lamp", 6.6, "lamp", REFUND, "灯座底部磕掉一块漆", endings.agreed, {"pictures": ("lamp-whole-1",)}),
    ("agreed_lock", 5.5, "lock", ("return", "not_as_described"), "开孔尺寸与详情页不同", endings.agreed, {}),
    # Told at the opening of the demo: their clocks run.
    ("waits_new", 0.03, "box", MOVED, _BOX, endings.waits,
     {"pictures": ("carton-crush-1", "carton-crush-2"), "live": True}),
    ("waits_held", 0.8, "cup", LACKS, "没有碟子", endings.waits, {"live": True, "asked_fen": 6000}),
    ("waits_lock", 1.1, "lock", FAULTY, "面板时亮时灭", endings.waits, {"live": True}),
    ("waits_soon", 1.93, "lamp", REFUND, "灯座松动", endings.waits, {"live": True}),
    ("waits_return", 0.4, "lamp", BACK, "不想要了", endings.waits, {"live": True}),
    ("sent_back", 1.5, "lamp", BACK, "太亮了", endings.sent_back, {"live": True}),
    ("inspecting", 3.1, "cup", BACK, "颜色偏红", endings.inspecting, {"live": True}),
    ("offered", 0.9, "box", MOVED, "箱子有压痕", endings.offered, {"live": True}),
    ("asked", 1.3, "lamp", REFUND, "灯罩有裂口", hearings.asked, {"live": True}),
    ("platform", 0.3, "cup", REFUND, "平台介入中", endings.platform, {"live": True}),
)  # fmt: skip
CASES = tuple(
    Dispute(
        name=name, number=number, days=days, goods=goods, type=kind[0], reason=kind[1], told=told, tell=tell,
        **more,  # type: ignore[arg-type]  # the rows are a table, each with what it has more than others
    )
    for number, (name, days, goods, kind, told, tell, more) in enumerate(_ROWS)
)  # fmt: skip
OVER = tuple(one for one in CASES if not one.live)
LIVE = tuple(one for one in CASES if one.live)
