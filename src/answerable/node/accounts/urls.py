"""Addresses of signing in and of the administrator's pages."""

from allauth.account import views as allauth
from django.urls import path

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("password/change/", allauth.password_change, name="account_change_password"),
]
