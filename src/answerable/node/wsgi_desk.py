"""The web application for the node's own people."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings"
application = get_wsgi_application()
