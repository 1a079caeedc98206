"""Addresses of second factors, under names that allauth looks for."""

from django.urls import path

from answerable.node.accounts import factor_views as views

urlpatterns = [
    path("", views.index, name="mfa_index"),
    path("authenticate/", views.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", views.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", views.activate_totp, name="mfa_activate_totp"),
    path("totp/picture.svg", views.picture, name="mfa_totp_picture"),
    path("totp/deactivate/", views.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", views.view_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", views.generate_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("passkeys/again/", views.reauthenticate_passkey, name="mfa_reauthenticate_webauthn"),
    path("passkeys/login/", views.login_passkey, name="mfa_login_webauthn"),
]
