"""The web application for the node's own people."""

import os

from django.core.wsgi import get_wsgi_application

from answerable.node.ui.slow_bodies import noted

os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings"
application = noted(get_wsgi_application())
