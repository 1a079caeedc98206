"""Addresses of the pages that belong to no other app."""

from django.urls import path

from answerable.node.ui import views

app_name = "ui"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("help/keys/", views.keys, name="keys"),
]
