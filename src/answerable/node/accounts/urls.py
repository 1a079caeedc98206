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
    path("sessions/", session_views.sessions, name="session_list"),
    path("sessions/others/end/", session_views.end_others, name="session_end_others"),
    path("sessions/<int:pk>/end/", session_views.end, name="session_end"),
    path("lock/", session_views.lock, name="session_lock"),
    path("kept/", session_views.kept, name="session_kept"),
    path("join/<str:token>/", joining_views.join, name="invitation"),
    path("settings/", views.my_settings, name="my_settings"),
    path("enter/", demo.enter, name="enter"),
]
