"""Addresses of the pages for documents."""

from django.urls import path

from answerable.node.intake.views import bundles, datasets, feeds, gold, mails, pictures, timestamps
from answerable.node.intake.views import documents as views

app_name = "intake"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("new/", views.new, name="new"),
    path("bundles/", bundles.bundles, name="bundles"),
    path("bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<int:pk>/go-on/", bundles.go_on, name="bundle-go-on"),
    path("bundles/<int:pk>/leave/", bundles.leave, name="bundle-leave"),
    path("of-report/<str:receipt>/", views.of_report, name="of-report"),
    path("mails/<str:receipt>/", mails.mail, name="mail"),
    path("data-sets/", datasets.data_sets, name="data-sets"),
    path("data-sets/new/", datasets.new, name="data-file-new"),
    path("data-sets/<int:pk>/", datasets.data_set, name="data-set"),
    path("data-sets/files/<int:pk>/", datasets.data_file, name="data-file"),
    path("data-sets/files/<int:pk>/changes/", datasets.changes, name="data-changes"),
    path("data-sets/files/<int:pk>/put-aside.csv", datasets.quarantine, name="data-quarantine"),
    path("data-sets/files/<int:pk>/accept/", datasets.accept, name="data-accept"),
    path("data-sets/files/<int:pk>/drop/", datasets.drop, name="data-drop"),
    path("data-sets/rows/<int:pk>/", datasets.data_row, name="data-row"),
    path("data-sets/rows/<int:pk>/incident/", datasets.open_incident, name="data-incident"),
    path("gold/", gold.gold, name="gold"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/openapi.json", feeds.guide, name="feed-openapi"),
    path("feeds/<int:pk>/", feeds.feed, name="feed"),
    path("feeds/<int:pk>/close/", feeds.close, name="feed-close"),
    path("feeds/tokens/<int:pk>/revoke/", feeds.revoke, name="feed-revoke"),
    path("<str:sha256>/", views.document, name="document"),
    path("<str:sha256>/time-stamp/", timestamps.ask, name="time-stamp-ask"),
    path("<str:sha256>/time-stamp.tsr", timestamps.response, name="time-stamp"),
    path("<str:sha256>/picture/", pictures.picture, name="picture"),
    path("<str:sha256>/original/", views.original, name="original"),
]
