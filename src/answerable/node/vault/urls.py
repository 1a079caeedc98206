"""Addresses of the vault's pages."""

from django.urls import path

from answerable.node.vault.views import custodians, mails, notices, questions, sources

app_name = "vault"

SOURCE = "<slug:code>/"

urlpatterns = [
    path("", sources.source_list, name="sources"),
    path("of/<str:token>/new/", sources.new_source, name="source-new"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/<int:pk>/settle/", notices.settle, name="notice-settle"),
    path("questions/", questions.question_list, name="questions"),
    path("questions/<int:pk>/settle/", questions.settle, name="question-settle"),
    path("custodians/", custodians.custodian_list, name="custodians"),
    path("custodians/found/", custodians.found, name="found"),
    path("custodians/ask/", custodians.ask, name="ask"),
    path("custodians/passphrase/", custodians.change_passphrase, name="passphrase"),
    path("custodians/index/", custodians.keep_index, name="index"),
    path("custodians/<int:pk>/admit/", custodians.admit, name="admit"),
    path("custodians/<int:pk>/dismiss/", custodians.dismiss, name="dismiss"),
    path("consents/<int:pk>/withdraw/", sources.withdraw, name="consent-withdraw"),
    path(SOURCE, sources.source, name="source"),
    path(SOURCE + "change/", sources.change, name="source-change"),
    path(SOURCE + "seal/", sources.seal, name="source-seal"),
    path(SOURCE + "reveal/", sources.reveal, name="source-reveal"),
    path(SOURCE + "mails/<int:pk>/", mails.mail, name="source-mail"),
    path(SOURCE + "erase/", sources.erase, name="source-erase"),
    path(SOURCE + "consents/add/", sources.add_consent, name="consent-add"),
    path(SOURCE + "consents/withdraw-all/", sources.withdraw_all, name="withdraw-all"),
]
