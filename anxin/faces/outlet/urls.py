"""Addresses of the outlet."""

from django.urls import path
from django.views.generic import RedirectView

from anxin.faces.ground import pictures, statements
from anxin.faces.ground.code_parts import NUMBER
from anxin.faces.outlet import board, cash, contests, counter, house, jobs, people, stock, week

app_name = "outlet"
urlpatterns = [
    path("outlet/", RedirectView.as_view(pattern_name="outlet:jobs"), name="outlet"),
    path("outlet/jobs/", jobs.jobs, name="jobs"),
    path("outlet/jobs/<uuid:order>/", jobs.job, name="job"),
    path("outlet/jobs/<uuid:order>/<slug:name>/", jobs.command, name="command"),
    pictures.address("outlet/", jobs.STAFF),
    path("outlet/counter/", counter.counter, name="counter"),
    path("outlet/counter/<str:number>/", counter.kept, name="kept"),
    path("outlet/counter/<str:number>/label/", counter.label, name="label"),
    path("outlet/counter/<str:number>/<slug:name>/", counter.command, name="kept_command"),
    path("outlet/cash/", cash.cash, name="cash"),
    statements.address("outlet/cash/", jobs.DECIDES),
    path("outlet/stock/", stock.listing, name="stock"),
    path("outlet/stock.<str:kind>", stock.sheet, name="stock_sheet"),
    path("outlet/stock/<uuid:key>/", stock.stock, name="stock_one"),
    path("outlet/stock/<uuid:key>/<slug:name>/", stock.command, name="stock_command"),
    path("outlet/board/", board.board, name="board"),
    path("outlet/week/", week.week, name="week"),
    path("outlet/wishes/<str:kind>/<uuid:key>/<slug:name>/", week.wish, name="wish"),
    path(f"outlet/week/{NUMBER}/", week.member, name="member"),
    path(f"outlet/week/{NUMBER}/<slug:name>/", week.command, name="member_command"),
    path("outlet/badges/", week.badge_sheet, name="badges"),
    path(f"outlet/badges/{NUMBER}/portrait/", week.badge_portrait, name="badge_portrait"),
    path("outlet/house/", house.house, name="house"),
    path("outlet/house/<slug:name>/", house.command, name="house_command"),
    path("outlet/contests/", contests.contests, name="contests"),
    path("outlet/people/", people.people, name="people"),
    path(f"outlet/people/{NUMBER}/portrait/", people.portrait, name="portrait"),
]
