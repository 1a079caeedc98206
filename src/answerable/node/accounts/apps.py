"""People, offices, roles and the audit trail."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, offices, roles and the audit trail."""

    name = "answerable.node.accounts"
    label = "accounts"
