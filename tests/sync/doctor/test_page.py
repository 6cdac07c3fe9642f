"""Whoever runs Orion sees what is wrong in the administration and mends it there; nobody else does."""

from __future__ import annotations

import pytest
from django.test import Client

from core.models import User
from marketplaces.models import Connection
from sync import schedule
from sync.models import ScheduledJob

PAGE = "/admin/doctor/"


def _client(**rights: bool) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("staff@example.org", "secret-enough", **rights))
    return client


def test_what_is_wrong_stands_first_and_is_mended_with_one_press(shop: Connection) -> None:
    schedule.ensure_missing()
    ScheduledJob.objects.filter(job_type="orders").delete()
    client = _client(is_staff=True, is_superuser=True)
    text = client.get(PAGE).content.decode()
    assert not ScheduledJob.objects.filter(job_type="orders").exists(), "looking mended it"
    assert "Shops without all their schedules: Ozon." in text and "Do it" in text
    assert text.index("without all their schedules") < text.index("The tables are those of this version.")
    after = client.post(PAGE, {"matter": "schedules"}, follow=True).content.decode()
    assert "Done: Give them the schedules of their marketplace." in after
    assert "without all their schedules" not in after
    assert ScheduledJob.objects.filter(job_type="orders").exists()


def test_what_needs_nothing_is_not_mended(shop: Connection) -> None:
    schedule.ensure_missing()
    text = _client(is_staff=True, is_superuser=True).post(PAGE, {"matter": "ledger"}, follow=True).content.decode()
    assert "Nothing was to be done" in text


@pytest.mark.parametrize(("rights", "status"), [({}, 302), ({"is_staff": True}, 403)])
def test_it_is_for_superusers_alone(db: None, rights: dict[str, bool], status: int) -> None:
    client = _client(**rights)
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, {"matter": "schedules"}).status_code == status


def test_the_administration_leads_there(db: None) -> None:
    assert PAGE in _client(is_staff=True, is_superuser=True).get("/admin/").content.decode()
