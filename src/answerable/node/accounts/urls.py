"""Addresses of signing in and of a person's own settings."""

from allauth.account import views as allauth
from django.urls import path

from answerable.node.accounts import demo, views

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("settings/", views.my_settings, name="my_settings"),
    path("enter/", demo.enter, name="enter"),
]
