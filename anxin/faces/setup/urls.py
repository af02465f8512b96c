"""Addresses of the set-up."""

from django.urls import path

from anxin.faces.setup import first_visit, providers, steps

app_name = "setup"
urlpatterns = [
    path("setup/", first_visit.first, name="first"),
    path("setup/steps/", steps.steps, name="steps"),
    path("setup/mail-trial/", steps.trial, name="trial"),
    path("setup/providers/<slug:name>/", providers.provider, name="provider"),
    path("setup/providers/<slug:name>/trial/", providers.trial, name="provider_trial"),
    path("setup/address-look/", steps.look, name="look"),
    path("setup/steps/<slug:name>/", steps.step, name="step"),
]
