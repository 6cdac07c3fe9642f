"""The link that stops a digest: a page with a button for people, one click for mail programs."""

import pytest
from django.test import Client

from core.models import Membership
from core.services import notifications
from sync.news.letters import stop_token
from tests.dashboard.conftest import Cast


def link(cast: Cast) -> str:
    return f"/notifications/stop/{stop_token(Membership.objects.get(user=cast.owner).pk)}/"


def stopped(cast: Cast) -> bool:
    return not notifications.hours_of(Membership.objects.get(user=cast.owner)).digest


def test_the_page_asks_and_the_button_stops(client: Client, cast: Cast) -> None:
    shown = client.get(link(cast)).content.decode()
    assert "Stop the daily digest?" in shown
    assert "Atelier Lumen" in shown
    assert not stopped(cast)
    assert "The digest is stopped" in client.post(link(cast)).content.decode()
    assert stopped(cast)
    assert "The digest is stopped" in client.get(link(cast)).content.decode()


@pytest.mark.parametrize("token", ["x", "x:y", "IjEi:1:abc"])
def test_a_made_up_link_is_not_there(client: Client, cast: Cast, token: str) -> None:
    assert client.get(f"/notifications/stop/{token}/").status_code == 404
    assert client.post(f"/notifications/stop/{token}/").status_code == 404
    assert not stopped(cast)


def test_a_member_who_left_has_no_digest_to_stop(client: Client, cast: Cast) -> None:
    path = link(cast)
    Membership.objects.filter(user=cast.owner).delete()
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
