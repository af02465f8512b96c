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
}
BANK_ALSO = {
    "reference": ("交易流水号", "流水号", "交易参考号", "核心流水号", "凭证号", "Reference", "Transaction ID"),
    "date": ("交易日期", "记账日期", "入账日期", "交易时间", "Date", "Booking date"),
    "amount": ("收入金额", "贷方发生额", "贷方金额", "收入", "转入金额", "交易金额", "Credit", "Amount"),
    "payer": ("对方户名", "对方名称", "付款人名称", "付款人", "户名", "Payer", "Counterparty"),
    "remark": ("摘要", "附言", "用途", "备注", "交易附言", "Remark", "Purpose"),
}
