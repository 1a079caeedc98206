"""Addresses that partners' programs ask; served on the channel listener only."""

from django.urls import path

from answerable.node.intake.views import feed_api

app_name = "feed"
urlpatterns = [
    path("reports", feed_api.reports, name="reports"),
    path("deliveries/<str:name>", feed_api.delivery, name="delivery"),
    path("openapi.json", feed_api.openapi, name="openapi"),
]
