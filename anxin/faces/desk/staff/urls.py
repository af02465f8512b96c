"""Addresses of staff."""

from django.urls import path

from anxin.faces.desk.staff import accounts, changes, company, handouts, invitations, robot
from anxin.faces.ground.code_parts import USERNAME

app_name = "staff"
urlpatterns = [
    path("desk/staff/", accounts.accounts, name="accounts"),
    path("desk/staff/changes/", changes.changes, name="changes"),
    path("desk/staff/changes/<uuid:key>/<slug:name>/", changes.command, name="change"),
    *company.COMPANY.urls,
    *robot.ROBOT.urls,
    path("desk/staff/houses/", invitations.houses, name="houses"),
    path("desk/staff/houses/<slug:house>/", invitations.house, name="house"),
    path("desk/staff/houses/<slug:house>/<slug:name>/", invitations.command, name="house_command"),
    path("desk/staff/technicians/", handouts.technicians, name="technicians"),
    path("desk/staff/technicians/<uuid:number>/", handouts.handout, name="handout"),
    path("desk/staff/technicians/<uuid:key>/links.xlsx", handouts.listed, name="handout_file"),
    path("desk/staff/technicians/<uuid:number>/<slug:name>/", handouts.handout_command, name="handout_command"),
    path("desk/staff/technicians/<slug:name>/", handouts.command, name="technicians_command"),
    path(f"desk/staff/{USERNAME}/", accounts.account, name="account"),
    path(f"desk/staff/{USERNAME}/sessions/<str:handle>/end/", accounts.end, name="end"),
    path(f"desk/staff/{USERNAME}/<slug:name>/", accounts.command, name="command"),
]
