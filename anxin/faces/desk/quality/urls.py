"""Addresses of follow-ups."""

from django.urls import path

from anxin.faces.desk.quality import views

ONE = "<uuid:follow_up>/"

urlpatterns = [
    path("", views.listed, name="follow_ups"),
    path(ONE, views.follow_up, name="follow_up"),
    path(f"{ONE}calls/", views.calls, name="follow_up_calls"),
    path(f"{ONE}answers/", views.answers, name="follow_up_answers"),
    path(f"{ONE}rework/", views.rework, name="follow_up_rework"),
    path(f"{ONE}settlement/", views.settlement, name="follow_up_settlement"),
    path(f"{ONE}reveals/", views.reveals, name="follow_up_reveals"),
    path("contests/<uuid:contest>/judgement/", views.judgement, name="contest_judgement"),
]
