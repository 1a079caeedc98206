"""The settings of the listener for peers: no pages, no sessions, no sign-in, only the channel."""

from answerable.node.settings import *  # noqa: F403
from answerable.node.settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("allauth")]
AUTHENTICATION_BACKENDS = []

ROOT_URLCONF = "answerable.node.urls_channel"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
