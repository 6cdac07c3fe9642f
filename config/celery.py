"""The task app. Tasks only wake work: what is to be done stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("orion")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task(name="config.wake", ignore_result=True)
def wake() -> None:
    """Does nothing: a worker thread that waits for a message sees the request to stop only when one arrives."""
