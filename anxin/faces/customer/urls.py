"""Addresses of the public and the customer."""

from django.urls import path

from anxin.faces.customer import checking, reporting

app_name = "customer"
urlpatterns = [
    path("report/", reporting.products, name="products"),
    path("report/<slug:brand>/<str:code>/", reporting.report, name="report"),
    path("report/<slug:brand>/<str:code>/submission/", reporting.submission, name="submission"),
    path("verify/", checking.check, name="check"),
    path("verify/reports/", checking.report, name="report_number"),
    path("verify/reports/thanks/", checking.reported, name="number_reported"),
    path("verify/brands/<slug:brand>/anxin.json", checking.well_known, name="well_known"),
]
