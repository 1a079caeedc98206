"""Addresses of the numbers' pages."""

from django.urls import URLPattern

app_name = "insight"
urlpatterns: list[URLPattern] = []
