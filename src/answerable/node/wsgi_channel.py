"""The web application for peers: the channel and nothing else."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings_channel"
application = get_wsgi_application()
