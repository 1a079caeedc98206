"""Addresses of the channels' pages."""

from django.urls import URLPattern, path

from answerable.node.ledger import key_views, pouch_views, recovery_views, views

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    path("", views.channel_list, name="channels"),
    path("propose/", views.propose, name="propose"),
    path("paper/", views.paper, name="paper"),
    path("receive/", views.receive, name="receive"),
    path("receive/accept/", views.accept, name="accept"),
    path("receive/finish/", views.finish, name="finish"),
    path("keys/", key_views.our_keys, name="keys"),
    path("keys/ask/", key_views.ask, name="key_ask"),
    path("keys/<int:number>/confirm/", key_views.confirm, name="key_confirm"),
    path("keys/<int:number>/waive/", key_views.waive, name="key_waive"),
    path("keys/<int:number>/drop/", key_views.drop, name="key_drop"),
    path("c/<slug:slug>/keys/", key_views.their_keys, name="their_keys"),
    path("c/<slug:slug>/keys/compared/", key_views.compared, name="key_compared"),
    path("c/<slug:slug>/", views.channel_page, name="channel"),
    path("c/<slug:slug>/moved/", recovery_views.moved, name="moved"),
    path("c/<slug:slug>/next-log/", recovery_views.next_log, name="next_log"),
    path("c/<slug:slug>/entries/<str:leaf>/package/", views.package, name="package"),
    path("c/<slug:slug>/try/", views.try_now, name="try_now"),
    path("c/<slug:slug>/evidence/<int:number>/", views.evidence, name="evidence"),
    path("c/<slug:slug>/address/", pouch_views.address, name="address"),
    path("c/<slug:slug>/pouches/", pouch_views.pouch_list, name="pouches"),
    path("c/<slug:slug>/pouches/seal/", pouch_views.seal, name="seal_pouch"),
    path("c/<slug:slug>/pouches/open/", pouch_views.open_pouch, name="open_pouch"),
    path("c/<slug:slug>/pouches/drop/<slug:digest>/", pouch_views.drop, name="drop_pouch"),
    path("c/<slug:slug>/pouches/<int:number>/", pouch_views.download, name="pouch_file"),
    path("c/<slug:slug>/file/", views.download, name="download"),
]
