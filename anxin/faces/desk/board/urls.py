"""Addresses of the board."""

from django.urls import path

from anxin.faces.desk.board import views

urlpatterns = [
    path("", views.board, name="board"),
    path("<str:number>/offers/", views.offers, name="board_offers"),
]
