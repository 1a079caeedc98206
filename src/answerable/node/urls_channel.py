"""The addresses of the channel listener: what peers ask for, and what partners' programs send."""

from django.urls import include, path

from answerable.node.ledger import monitoring

urlpatterns = [
    # For monitoring; nothing but that it serves, whoever asks.
    path("health", monitoring.pulse),
    path("api/v1/", include("answerable.node.intake.feed_urls")),
    path("", include("answerable.node.ledger.channel_urls")),
]

handler400 = "answerable.node.ui.errors.plain_bad_request"
handler403 = "answerable.node.ui.errors.plain_not_found"
handler404 = "answerable.node.ui.errors.plain_not_found"
handler500 = "answerable.node.ui.errors.plain_failed"
