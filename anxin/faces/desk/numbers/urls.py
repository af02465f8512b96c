"""Addresses of reported numbers at the desk."""

from django.urls import path

from anxin.faces.desk.numbers import pages, takedowns, waitlist

app_name = "desk_numbers"
urlpatterns = [
    path("desk/numbers/", pages.listing, name="numbers"),
    path("desk/numbers/<str:number>/", pages.number, name="number"),
    path("desk/numbers/<str:number>/pictures/<str:sha256>.jpg", pages.picture, name="picture"),
    path("desk/numbers/<str:number>/<slug:name>/", pages.command, name="command"),
    path("desk/takedowns/<str:number>/", takedowns.takedown, name="takedown"),
    path("desk/takedowns/<str:number>/letter/", takedowns.letter, name="letter"),
    path("desk/takedowns/<str:number>/originals/", takedowns.originals, name="originals"),
    path("desk/takedowns/<str:number>/<slug:name>/", takedowns.command, name="takedown_step"),
    path("desk/waiting/", waitlist.listing, name="waiting"),
    path("desk/waiting/<str:number>/", waitlist.entry, name="entry"),
    path("desk/waiting/<str:number>/<slug:name>/", waitlist.command, name="leaving"),
]
