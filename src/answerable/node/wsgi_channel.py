"""The web application for peers: the channel and nothing else."""

import os

from django.core.wsgi import get_wsgi_application

from answerable.node.ui.slow_bodies import timed

os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings_channel"
application = timed(get_wsgi_application())
