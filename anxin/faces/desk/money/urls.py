"""Addresses of money at the desk."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from anxin.faces.desk.money import (
    accounts,
    billed_repairs,
    cash,
    invoices,
    pages,
    paid_for,
    parcels,
    received,
    repayments,
    statement_days,
)
from anxin.faces.ground import statements
from anxin.faces.ground.code_parts import NUMBER

app_name = "money"
STATEMENT_DAY = r"^desk/money/statements/(?P<provider>\w+)/(?P<day>\d{4}-\d\d-\d\d)/"


class HolderKind(StringConverter):
    """Who holds cash: a technician, or an outlet at its counter."""

    regex = "technician|outlet"


register_converter(HolderKind, "holder")
HOLDER = f"desk/money/cash/<holder:kind>/{NUMBER}/"
urlpatterns = [
    path("desk/parcels/", parcels.listing, name="parcels"),
    path("desk/parcels/<uuid:key>/", parcels.parcel, name="parcel"),
    path("desk/parcels/<uuid:key>/<slug:name>/", parcels.parcel_command, name="parcel_command"),
    path("desk/money/", pages.listing, name="money"),
    statements.address("desk/money/", pages.STAFF),
    path(HOLDER, cash.holder, name="cash"),
    path(f"{HOLDER}month/statement.xlsx", cash.statement, name="cash_statement"),
    path(f"{HOLDER}<slug:name>/", cash.holder_command, name="cash_command"),
    path("desk/money/statements/", statement_days.missing, name="missing_statements"),
    re_path(f"{STATEMENT_DAY}$", statement_days.statement_day, name="statement_day"),
    re_path(rf"{STATEMENT_DAY}(?P<name>[-\w]+)/$", statement_days.statement_day_command, name="statement_day_command"),
    path("desk/money/differences/<uuid:key>/", pages.difference, name="difference"),
    path("desk/money/differences/<uuid:key>/<slug:name>/", pages.difference_command, name="difference_command"),
    path("desk/money/payments/<uuid:key>/", pages.payment, name="payment"),
    path("desk/money/payments/<uuid:key>/<slug:name>/", pages.payment_command, name="payment_command"),
    path("desk/money/repayments/<uuid:key>/", repayments.repayment, name="repayment"),
    path("desk/money/repayments/<uuid:key>/<slug:name>/", repayments.repayment_command, name="repayment_command"),
    path("desk/money/accounts/", accounts.listing, name="accounts"),
    path("desk/money/accounts/<slug:kind>/<slug:name>/", accounts.account, name="account"),
    path("desk/money/accounts/<slug:kind>/<slug:name>/statement.xlsx", accounts.statement, name="account_statement"),
    path("desk/money/decided/", billed_repairs.listing, name="billed_repairs"),
    path("desk/money/decided/<str:number>/", billed_repairs.billed_repair, name="billed_repair"),
    path("desk/money/decided/<str:number>/<slug:name>/", billed_repairs.billed_command, name="billed_command"),
    path("desk/money/paid-for/<str:number>/", paid_for.paid_for, name="paid_for"),
    path("desk/money/paid-for/<str:number>/<slug:name>/", paid_for.paid_for_command, name="paid_for_command"),
    path("desk/money/received/", received.till, name="till"),
    *received.STATEMENT,
    path("desk/money/received/<uuid:key>/", received.remittance, name="remittance"),
    path("desk/money/received/<uuid:key>/<slug:name>/", received.remittance_command, name="remittance_command"),
    path("desk/money/received/<slug:name>/", received.till_command, name="till_command"),
    path("desk/money/invoices/", invoices.listing, name="invoices"),
    path("desk/money/invoices/<str:number>/", invoices.invoice, name="invoice"),
    path("desk/money/invoices/<str:number>/file/", invoices.file, name="invoice_file"),
    path("desk/money/invoices/<str:number>/<slug:name>/", invoices.invoice_command, name="invoice_command"),
]
