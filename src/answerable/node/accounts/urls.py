"""Addresses of signing in and of a person's own settings."""

from allauth.account import views as allauth
from django.urls import include, path

from answerable.node.accounts import demo, joining_views, session_views, views

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("answerable.node.accounts.factor_urls")),
    path("sessions/", session_views.sessions, name="my_sessions"),
    path("sessions/others/end/", session_views.end_others, name="end_other_sessions"),
    path("sessions/<int:pk>/end/", session_views.end, name="end_session"),
    path("lock/", session_views.lock, name="lock_session"),
    path("kept/", session_views.kept, name="kept_form"),
    path("join/<str:token>/", joining_views.join, name="join"),
    path("settings/", views.my_settings, name="my_settings"),
    path("enter/", demo.enter, name="enter"),
]
