"""Addresses of the administrator's pages."""

from django.urls import path

from answerable.node.accounts import administration as views
from answerable.node.accounts import joining_views, role_views, trail_views

app_name = "administration"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/password/", views.reset_password, name="reset_password"),
    path("people/<int:pk>/factors/", joining_views.reset_factors, name="reset_factors"),
    path("people/<int:pk>/sessions/", joining_views.end_sessions, name="end_sessions"),
    path("people/<int:pk>/invite/", joining_views.invite, name="invite"),
    path("people/<int:pk>/end/", views.end_access, name="end_access"),
    path("people/<int:pk>/restore/", views.restore_access, name="restore_access"),
    path("roles/<int:pk>/take/", views.take_role, name="take_role"),
    path("roles/", role_views.role_requests, name="role_requests"),
    path("roles/<int:pk>/grant/", role_views.grant, name="role_grant"),
    path("roles/<int:pk>/refuse/", role_views.refuse, name="role_refuse"),
    path("roles/<int:pk>/waive/", role_views.waive, name="role_waive"),
    path("offices/", views.offices, name="offices"),
    path("offices/<slug:code>/", views.office, name="office"),
    path("trail/", trail_views.trail, name="trail"),
    path("trail/csv/", trail_views.as_csv, name="trail_csv"),
    path("trail/lines/", trail_views.as_lines, name="trail_lines"),
]
