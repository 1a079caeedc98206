"""Addresses of the desk's pages; the board is home."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
