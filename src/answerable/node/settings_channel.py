"""The settings of the listener for peers: no pages, no sessions, no sign-in, only the channel."""

from answerable.node.settings import *  # noqa: F403

ROOT_URLCONF = "answerable.node.urls_channel"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
