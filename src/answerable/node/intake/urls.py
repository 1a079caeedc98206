"""Addresses of the pages for documents."""

from django.urls import path

from answerable.node.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("new/", views.new, name="new"),
    path("of-report/<str:receipt>/", views.of_report, name="of-report"),
    path("<str:sha256>/", views.document, name="document"),
    path("<str:sha256>/original/", views.original, name="original"),
]
