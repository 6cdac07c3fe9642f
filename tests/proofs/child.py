"""A process of ours beside the test's, on the test's database; one JSON command per line, one JSON answer per line.

Begun by `tests.proofs.nursery`. ORION_PROOF_DB names the database. It ends when its standard input closes.
"""

import json
import os
import sys
import time
from typing import Any, NoReturn


def say(answer: dict[str, Any]) -> None:
    """One line for the parent."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def set_up() -> None:
    """Django on the test's database; tasks are carried out where they are asked for."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["ORION_PROOF_DB"]
    settings.ALLOWED_HOSTS = ["*"]
    import django

    django.setup()
    from config.celery import app

    app.conf.task_always_eager = True


def run(connection: str, kind: str, cause: str = "button", options: dict[str, Any] | None = None) -> dict[str, Any]:
    """One run to its end."""
    from marketplaces.models import Connection
    from sync import executor, runs
    from sync.report import as_line

    shop = Connection.objects.select_related("store", "marketplace").get(pk=connection)
    return as_line(executor.run_now(runs.start(connection=shop, sync_type=kind, cause=cause, options=options or {})))


def push(path: str, body: str, headers: dict[str, str] | None = None, process: bool = False) -> dict[str, Any]:
    """A push that comes in at the real address; `process`: and is worked on until nothing of it waits."""
    from django.test import Client

    from sync import webhooks
    from sync.models import MarketplaceWebhook

    answer = Client().post(path, data=body.encode(), content_type="application/json", headers=headers or {})
    waiting = MarketplaceWebhook.objects.filter(status__in=["received", "processing"])
    while process and waiting.exists():
        webhooks.process_due()
        time.sleep(0.02)
    return {"status": answer.status_code, "body": answer.content.decode()}


def ticks(times: int = 1, pause: float = 0.0) -> dict[str, Any]:
    """What beat wakes, so many times."""
    from sync import tasks

    for _ in range(times):
        tasks.process_webhooks()
        tasks.run_due()
        tasks.drain_outbound()
        time.sleep(pause)
    return {}


def quiet(seconds: float = 30.0) -> dict[str, Any]:
    """Ticks until nothing waits any more: no run, no push, no due change."""
    from sync import runs
    from sync.models import MarketplaceWebhook
    from sync.push import queue

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ticks()
        waiting = MarketplaceWebhook.objects.filter(status__in=["received", "processing"]).count()
        if not waiting and not runs.waiting() and not queue.due_places():
            return {"quiet": True}
        time.sleep(0.1)
    return {"quiet": False}


def news() -> dict[str, Any]:
    """Tell members what is new."""
    from sync.news import telling

    return {"told": telling.tell_what_is_new()}


def mails(folder: str) -> dict[str, Any]:
    """Send what is due, as files into a folder."""
    from django.conf import settings

    from sync.news import post

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = folder
    return {"sent": post.send_due()}


def keys() -> dict[str, Any]:
    """A round of assigning, buying and handing over."""
    from sync.keys import working

    return {"looked": working.work()}


def account(connection: str) -> dict[str, Any]:
    """One signed call."""
    from marketplaces.models import Connection
    from marketplaces.services.connectors import open_connector

    shop = Connection.objects.select_related("marketplace").get(pk=connection)
    return {"account": open_connector(shop).account().remote_account_id}


def serve() -> dict[str, Any]:
    """The web of this process on a free port, for pushes that come over HTTP."""
    import threading

    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    server: Any = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    return {"url": f"http://127.0.0.1:{server.effective_port}"}


VERBS = {
    "account": account, "serve": serve, "run": run, "push": push, "ticks": ticks, "quiet": quiet, "news": news,
    "mails": mails, "keys": keys,
}  # fmt: skip


def be(environment: bytes, given: int, said: int) -> NoReturn:
    """What was copied is a worker from now on, with this environment, and these pipes as its input and output."""
    for pipe, place in ((given, 0), (said, 1)):
        os.dup2(pipe, place)
        os.close(pipe)
    sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115  (for the life of the process)
    os.environ.clear()
    os.environ.update(json.loads(environment))
    from django.conf import settings

    from core import checkpoints

    settings.SANDBOX_URL = os.environ["SANDBOX_URL"]
    checkpoints._DIE_AT, checkpoints._COUNT = os.environ["ORION_DIE_AT"], int(os.environ["ORION_DIE_AFTER"])
    answer()
    sys.exit(0)


def answer() -> None:
    """Answer commands; `at` holds one back until that moment of the machine's clock: the barrier."""
    say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        while time.time() < asked.get("at", 0.0):
            time.sleep(0.0002)
        say(VERBS[asked["verb"]](**asked.get("with", {})))
