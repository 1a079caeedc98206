"""Addresses that peers ask; served on the channel listener only."""

from django.urls import URLPattern

app_name = "channel"
urlpatterns: list[URLPattern] = []
