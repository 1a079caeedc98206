"""The addresses of the desk: every page for the node's own people."""

from django.urls import include, path

from answerable.node.ledger import monitoring

urlpatterns = [
    path("health", monitoring.health),
    path("", include("answerable.node.ui.urls")),
    path("accounts/", include("answerable.node.accounts.urls")),
    path("administration/", include("answerable.node.accounts.admin_urls")),
    path("jobs/", include("answerable.node.jobs.urls")),
    path("channels/", include("answerable.node.ledger.urls")),
    path("sources/", include("answerable.node.vault.urls")),
    path("reports/", include("answerable.node.intake.claims_urls")),
    path("documents/", include("answerable.node.intake.urls")),
    path("numbers/", include("answerable.node.insight.urls")),
    path("", include("answerable.node.desk.urls")),
]

handler400 = "answerable.node.ui.errors.bad_request"
handler403 = "answerable.node.ui.errors.not_permitted"
handler404 = "answerable.node.ui.errors.not_found"
handler500 = "answerable.node.ui.errors.failed"
