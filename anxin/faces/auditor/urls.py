"""Addresses of the inspector's face."""

from django.urls import path

from anxin.faces.auditor import cases, frame, overview
from anxin.faces.ground.evidence import pictures

app_name = "auditor"
urlpatterns = [
    path("auditor/", frame.home, name="home"),
    path("auditor/cases/", cases.cases, name="cases"),
    path("auditor/cases/search/", cases.search, name="search"),
    path("auditor/cases/<str:number>/", cases.case, name="case"),
    path("auditor/cases/<str:number>/dossier/", cases.dossier, name="dossier"),
    *pictures.addresses("auditor/cases/<str:number>/", frame.INSPECTORS),
    path("auditor/decisions/", overview.decisions, name="decisions"),
    path("auditor/rules/", overview.rules, name="rules"),
    path("auditor/clocks/", overview.clocks, name="clocks"),
    path("auditor/access/", overview.access, name="access"),
    path("auditor/sign-ins/", overview.sign_ins, name="sign_ins"),
    path("auditor/hashes/", overview.hashes, name="hashes"),
]
