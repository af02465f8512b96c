"""Addresses of reported numbers at the desk."""

from django.urls import path

from anxin.faces.desk.numbers import pages, waitlist

app_name = "desk_numbers"
urlpatterns = [
    path("desk/numbers/", pages.listing, name="numbers"),
    path("desk/numbers/<str:number>/", pages.number, name="number"),
    path("desk/numbers/<str:number>/verdict/", pages.verdict, name="verdict"),
    path("desk/waiting/", waitlist.listing, name="waiting"),
    path("desk/waiting/<str:number>/drop/", waitlist.dropping, name="dropping"),
]
