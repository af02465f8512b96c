"""Addresses of the network desk."""

from functools import partial

from django.urls import path
from django.views.generic import RedirectView

from anxin.faces.desk.network import coverage, gaps, outlets, promises, several, stock, technicians
from anxin.faces.desk.network.rows import STAFF
from anxin.faces.desk.network.several_kinds import KINDS
from anxin.faces.ground import imports
from anxin.faces.ground.code_parts import CODE, NUMBER

app_name = "desk_network"
urlpatterns = [
    path("desk/network/", RedirectView.as_view(pattern_name="desk_network:outlets"), name="network"),
    path("desk/network/outlets/", outlets.listing, name="outlets"),
    path(f"desk/network/outlets/{CODE}/", outlets.outlet, name="outlet"),
    path(f"desk/network/outlets/{CODE}/coverage/", coverage.coverage, name="coverage"),
    path(f"desk/network/outlets/{CODE}/<slug:name>/", outlets.command, name="outlet_command"),
    path("desk/network/gaps/", gaps.gaps, name="gaps"),
    path("desk/network/promises/", promises.promises, name="promises"),
    path("desk/network/technicians/", technicians.listing, name="technicians"),
    path("desk/network/technicians.<str:kind>", technicians.sheet, name="technicians_sheet"),
    path("desk/network/stock/", stock.listing, name="stock"),
    path("desk/network/stock.<str:kind>", stock.sheet, name="stock_sheet"),
    path("desk/network/stock/<uuid:key>/", stock.stock, name="stock_one"),
    path("desk/network/stock/<uuid:key>/<slug:name>/", stock.command, name="stock_command"),
    path("desk/network/several/", several.several, name="several"),
    *(
        one
        for name in KINDS
        for one in imports.addresses(
            f"desk/network/{name.replace('_', '-')}/", name, STAFF, partial(several.counter, name=name)
        )
    ),
    path("desk/network/badges/", technicians.badge_sheet, name="badges"),
    path(f"desk/network/badges/{NUMBER}/portrait/", technicians.badge_portrait, name="badge_portrait"),
    path("desk/network/wishes/<str:kind>/<uuid:key>/<slug:name>/", technicians.wish, name="wish"),
    path(f"desk/network/technicians/{NUMBER}/", technicians.technician, name="technician"),
    path(f"desk/network/technicians/{NUMBER}/<slug:name>/", technicians.command, name="technician_command"),
]
