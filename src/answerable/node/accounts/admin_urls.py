"""Addresses of the administrator's pages."""

from django.urls import path

from answerable.node.accounts import administration as views

app_name = "administration"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/password/", views.reset_password, name="reset_password"),
    path("people/<int:pk>/end/", views.end_access, name="end_access"),
    path("people/<int:pk>/restore/", views.restore_access, name="restore_access"),
    path("roles/<int:pk>/take/", views.take_role, name="take_role"),
    path("offices/", views.offices, name="offices"),
    path("trail/", views.trail, name="trail"),
]
