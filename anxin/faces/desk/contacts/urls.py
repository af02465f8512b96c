"""Addresses of calls and messages at the desk."""

from django.urls import path

from anxin.faces.desk.contacts import calls, pages

app_name = "desk_contacts"
urlpatterns = [
    path("desk/contacts/", pages.listing, name="contacts"),
    path("desk/contacts/new/", calls.new, name="new"),
    path("desk/contacts/<str:number>/", pages.contact, name="contact"),
    path("desk/contacts/<str:number>/reveals/", pages.reveal, name="reveal"),
    path("desk/contacts/<str:number>/calls/", calls.further, name="calls"),
    path("desk/contacts/<str:number>/<slug:name>/", pages.command, name="command"),
]
