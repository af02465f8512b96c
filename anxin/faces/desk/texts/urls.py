"""Addresses of the texts the house publishes."""

from django.urls import path

from anxin.faces.desk.texts import guides, holds, legal, retention
from anxin.faces.ground.code_parts import SYMPTOM

app_name = "texts"
OF_A_BRAND = "desk/texts/brands/<slug:brand>/<path:category>/"
urlpatterns = [
    path("desk/texts/", guides.everything, name="everything"),
    path("desk/texts/retention/", retention.report, name="retention"),
    path("desk/texts/holds/", holds.holds, name="holds"),
    path("desk/texts/holds/as/<slug:kind>/", holds.sheet, name="holds_sheet"),
    path("desk/texts/holds/<uuid:key>/", holds.hold, name="hold"),
    path("desk/texts/holds/<uuid:key>/<slug:name>/", holds.lift, name="hold_command"),
    path("desk/texts/holds/<slug:name>/", holds.place, name="holds_command"),
    path("desk/texts/legal/<slug:code>/", legal.text, name="text"),
    path("desk/texts/legal/<slug:code>/blanks/", legal.blanks, name="text_blanks"),
    path("desk/texts/legal/<slug:code>/<slug:name>/", legal.command, name="text_command"),
    # A class of goods is whatever a brand calls it, a slash in it too.
    path(f"desk/texts/help/<path:category>/of/{SYMPTOM}/", guides.guide, name="guide"),
    path(f"desk/texts/help/<path:category>/of/{SYMPTOM}/<slug:name>/", guides.command, name="guide_command"),
    path(f"{OF_A_BRAND}of/{SYMPTOM}/", guides.brand_guide, name="brand_guide"),
    path(f"{OF_A_BRAND}of/{SYMPTOM}/<slug:name>/", guides.brand_command, name="brand_guide_command"),
]
