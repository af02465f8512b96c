"""The table of a bank's statement: what its columns are called, here and at banks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BANK_STATEMENT = _("Statement of the bank")
BANK_COLUMNS = {
    "reference": _("Number of the booking at the bank"),
    "date": _("Day it came"),
    "amount": _("Amount that came, in yuan"),
    "payer": _("Who paid"),
    "remark": pgettext_lazy("at the bank", "What for"),
    "side": _("Came or went, where all sums stand in one column"),
    "out": _("Amount that went out, in yuan, where it has a column"),
}
WHICH_SIDE = _("came (credit) or went (debit) expected")
CAME_IN = frozenset(("贷", "贷方", "收", "收入", "转入", "入", "进", "来账", "c", "cr", "credit", "in", "+"))
WENT = frozenset(("借", "借方", "支", "支出", "付", "转出", "出", "往账", "d", "dr", "debit", "out", "-"))
"""How banks say that a line came in or went out, as who has the account reads it."""
BANK_ALSO = {
    "reference": ("交易流水号", "流水号", "交易参考号", "核心流水号", "凭证号", "Reference", "Transaction ID"),
    "date": ("交易日期", "记账日期", "入账日期", "交易时间", "Date", "Booking date"),
    "amount": ("收入金额", "贷方发生额", "贷方金额", "收入", "转入金额", "交易金额", "Credit", "Amount"),
    "payer": ("对方户名", "对方名称", "付款人名称", "付款人", "户名", "Payer", "Counterparty"),
    "side": (
        *("借贷标志", "借贷标识", "借贷方向", "借贷", "收支标志", "收支方向", "收支类型", "收支", "收/支", "交易方向"),
        *("Debit/Credit", "D/C", "DC", "Direction"),
    ),
    "out": ("支出金额", "借方发生额", "借方金额", "支出", "转出金额", "Debit"),
    "remark": ("摘要", "附言", "用途", "备注", "交易附言", "Remark", "Purpose"),
}
