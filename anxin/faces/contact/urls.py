"""Addresses of the contact form."""

from django.urls import path

from anxin.faces.contact import writing

app_name = "contact"
urlpatterns = [
    path("contact/", writing.stranger, name="stranger"),
    path("contact/thanks/", writing.thanks, name="thanks"),
    path("customer/contact/", writing.customer, name="customer"),
    path("customer/contacts/<str:number>/", writing.contact, name="contact"),
    path("customer/persons/", writing.person, name="person"),
]
