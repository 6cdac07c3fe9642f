"""What a web server loads in production: `gunicorn config.wsgi`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application

from config.garbage import keep_loaded
from config.hooks_first import HooksFirst

application = HooksFirst(get_wsgi_application())
keep_loaded()
