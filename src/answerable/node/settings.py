"""The node's settings: the only module that reads the environment.

What an operator can set is in `configuration.py` and docs/operators/settings.md. All else is
fixed here, so that no installation can be made unsafe by a forgotten line.
"""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from answerable.node import logs
from answerable.node.configuration import Configuration, load

NODE: Configuration = load(os.environ)

DEBUG = False
SECRET_KEY = NODE.secret_key
ROOT_URLCONF = "answerable.node.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*NODE.allowed_hosts, *LOOPBACK_HOSTS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    # Before allauth, so that our templates for its pages are found first.
    "answerable.node.ui",
    "answerable.node.jobs",
    "answerable.node.accounts",
    "answerable.node.ledger",
    "answerable.node.vault",
    "answerable.node.desk",
    "answerable.node.intake",
    "answerable.node.insight",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "answerable.node.ui.middleware.SizeLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before anything that reads a form.
    "answerable.node.accounts.bodies.BodiesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "answerable.node.accounts.middleware.PreferencesMiddleware",
    "answerable.node.accounts.middleware.LockMiddleware",
    "answerable.node.accounts.middleware.OneTimePasswordMiddleware",
    "answerable.node.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "answerable.node.ui.middleware.PrivatePagesMiddleware",
    "answerable.node.ui.middleware.NoSuchAddressMiddleware",
    "answerable.node.desk.middleware.FollowMergedMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "answerable.node.ui.context.page",
                "answerable.node.accounts.context.demonstration",
            ],
            "builtins": ["django.templatetags.i18n", "answerable.node.ui.templatetags.components"],
        },
    }
]
FORM_RENDERER = "answerable.node.ui.forms.Renderer"

# What is kept: one database, and files beside it.
DATABASES: dict[str, Any] = {"default": NODE.database}
CACHES = {
    "default": {
        # Shared by all processes: lockouts after wrong passwords are counted here.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ui_cache",
        # The default of 300 would forget lockouts as soon as a few hundred strangers knock.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
MEDIA_ROOT = NODE.home / "evidence"
STATIC_ROOT = NODE.home / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "answerable.node.ui.storage.HashedStaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# A document of 20 MB and the form around it.
LARGEST_REQUEST = 21 * 1024 * 1024
# Where a form takes more: an archive of 200 MB. Its page stops any other file at 20 MB.
LARGER_REQUESTS = {"/documents/new/": 201 * 1024 * 1024}
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST

# People: names and passwords only; nobody signs up, an administrator adds them.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Scrypt takes 16 MB and a quarter of a second for each try; what was kept the old way is kept anew
# at the next sign-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "answerable.node.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "answerable.node.accounts.password_forms.LoginForm",
    "change_password": "answerable.node.accounts.password_forms.ChangePasswordForm",
    "reauthenticate": "answerable.node.accounts.factor_forms.PasswordAgainForm",
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,7/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if NODE.behind_proxy else 0
# Second factors: a code of an app, a passkey, and recovery codes for the day both are lost.
MFA_ADAPTER = "answerable.node.accounts.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_FORMS = {
    "authenticate": "answerable.node.accounts.factor_forms.AuthenticateForm",
    "authenticate_webauthn": "answerable.node.accounts.factor_forms.PasskeyForm",
    "reauthenticate": "answerable.node.accounts.factor_forms.ReauthenticateForm",
    "reauthenticate_webauthn": "answerable.node.accounts.factor_forms.ReauthenticatePasskeyForm",
    "login_webauthn": "answerable.node.accounts.factor_forms.LoginPasskeyForm",
    "activate_totp": "answerable.node.accounts.factor_forms.ActivateForm",
    "add_webauthn": "answerable.node.accounts.factor_forms.AddPasskeyForm",
}
# After so many seconds without a page, a session asks who sits there.
IDLE_LOCK_SECONDS = 15 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Sessions: each node on a machine has its own cookies, so that two can be open in one browser.
SESSION_COOKIE_NAME = f"session_{NODE.node_id}"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = NODE.serves_tls
CSRF_COOKIE_NAME = f"csrf_{NODE.node_id}"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "answerable.node.ui.errors.form_expired"
CSRF_COOKIE_SECURE = NODE.serves_tls
LANGUAGE_COOKIE_NAME = f"language_{NODE.node_id}"
LANGUAGE_COOKIE_SECURE = NODE.serves_tls
THEME_COOKIE_NAME = f"theme_{NODE.node_id}"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a browser is told.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if NODE.serves_tls else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NODE.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in NODE.allowed_hosts]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# Languages and times.
LANGUAGE_CODE = NODE.language
LANGUAGES = [
    ("en", _("English")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("he", _("Hebrew")),
]
LOCALE_PATHS = [Path(__file__).parent / "ui" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = NODE.time_zone

LOGGING = logs.configure(NODE.log_format, NODE.log_level)
