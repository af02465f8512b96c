"""Addresses of the contact form."""

from django.urls import path

from anxin.faces.contact import pages

app_name = "contact"
urlpatterns = [
    path("contact/", pages.stranger, name="stranger"),
    path("contact/thanks/", pages.thanks, name="thanks"),
    path("customer/contact/", pages.customer, name="customer"),
    path("customer/contacts/<str:number>/", pages.contact, name="contact"),
    path("customer/persons/", pages.person, name="person"),
]
