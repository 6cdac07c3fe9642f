"""Outgoing webhooks on their pages: the secret is shown once, what the service refuses stands at its field."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from core.models import NeedsYou, Store
from core.services import needs_you
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.outgoing import couriers, endpoints
from sync.outgoing.settling import cause_of
from tests.dashboard.conftest import Cast
from tests.sync.outgoing.receiver import receiving

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:9/hook"
ROOT = "/settings/endpoints/"


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.fixture
def endpoint(cast: Cast) -> WebhookEndpoint:
    return made_in(cast.store)


def made_in(store: Store, url: str = URL) -> WebhookEndpoint:
    return endpoints.make(store=store, name="ERP", url=url, kinds=["order.created"], by="Nadia Weber").endpoint


def sent(**more: Any) -> dict[str, Any]:
    return {"name": "Bookkeeping", "url": URL, "kinds": ["order.created", "stock.low"], **more}


def delivery(endpoint: WebhookEndpoint, **more: Any) -> WebhookDelivery:
    row = endpoints.ping(endpoint)
    WebhookDelivery.objects.filter(pk=row.pk).update(**{"kind": "order.created", **more})
    row.refresh_from_db()
    return row


def there(endpoint: WebhookEndpoint, act: str = "") -> str:
    return f"{ROOT}{endpoint.pk}/{f'{act}/' if act else ''}"


def test_an_endpoint_is_made_and_its_secret_shown_once(owner: Client) -> None:
    answer = owner.post(f"{ROOT}new/", sent())
    made, page = WebhookEndpoint.objects.get(), answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert made.secret in page and made.kinds == ["order.created", "stock.low"] and made.url == URL
    assert made.secret not in owner.get(there(made)).content.decode()
    assert "Bookkeeping" in owner.get(ROOT).content.decode()


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"name": ""}, "Enter what to recognise it by."),
        ({"url": ""}, "Enter the address to send to."),
        ({"url": "ftp://erp.example.com/x"}, "id_url_error"),
        ({"kinds": []}, "Choose at least one kind of news."),
        ({"kinds": ["coffee.ready"]}, "to correct"),
    ],
)
def test_what_cannot_be_makes_none_and_stays_typed(owner: Client, more: dict[str, Any], word: str) -> None:
    answer = owner.post(f"{ROOT}new/", sent(**more))
    page = answer.content.decode()
    assert answer.status_code == 422 and word in page and ("Bookkeeping" in page or "name" in more)
    assert not WebhookEndpoint.objects.exists()


def test_an_address_in_the_own_network_is_refused_at_its_field(owner: Client, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    answer = owner.post(f"{ROOT}new/", sent(url="https://127.0.0.1/hook"))
    assert answer.status_code == 422 and "id_url_error" in answer.content.decode()


def test_what_and_where_are_changed(owner: Client, endpoint: WebhookEndpoint) -> None:
    owner.post(there(endpoint, "change"), sent(name="New ERP", kinds=["sync.failed"]))
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.kinds) == ("New ERP", ["sync.failed"])
    refused = owner.post(there(endpoint, "change"), sent(url="nowhere"))
    assert refused.status_code == 422 and "id_url_error" in refused.content.decode()
    endpoint.refresh_from_db()
    assert endpoint.url == URL


def test_it_is_paused_and_resumed(owner: Client, endpoint: WebhookEndpoint) -> None:
    waiting = delivery(endpoint)
    page = owner.post(there(endpoint, "pause"), follow=True).content.decode()
    endpoint.refresh_from_db()
    waiting.refresh_from_db()
    assert not endpoint.is_active and waiting.state == "given_up"
    assert "Paused by you" in page and "Send a test" not in page and "Send again" not in page
    page = owner.post(there(endpoint, "resume"), follow=True).content.decode()
    endpoint.refresh_from_db()
    assert endpoint.is_active and "Send all again" in page


def test_a_new_secret_is_asked_first_shown_once_and_the_old_one_signs_on(
    owner: Client, endpoint: WebhookEndpoint
) -> None:
    before = endpoint.secret
    assert "signs beside it" in owner.get(there(endpoint, "rotate")).content.decode()
    endpoint.refresh_from_db()
    assert endpoint.secret == before
    answer = owner.post(there(endpoint, "rotate"))
    endpoint.refresh_from_db()
    assert endpoint.secret != before == endpoint.previous_secret
    assert endpoint.secret in answer.content.decode() and before not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "less than a day old" in owner.get(there(endpoint, "rotate")).content.decode()


def test_a_removed_one_is_asked_first_and_nowhere_afterwards(owner: Client, endpoint: WebhookEndpoint) -> None:
    old = delivery(endpoint)
    assert "What stays" in owner.get(there(endpoint, "remove")).content.decode()
    assert WebhookEndpoint.objects.exists()
    page = owner.post(there(endpoint, "remove"), follow=True).content.decode()
    assert "“ERP” is removed" in page and not WebhookEndpoint.objects.exists()
    assert owner.get(there(endpoint)).status_code == 404
    assert owner.post(f"/settings/deliveries/{old.pk}/again/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_test_is_sent_and_its_answer_stands_in_the_log(owner: Client, cast: Cast) -> None:
    with receiving() as program:
        program.answer = lambda _got: (500, {}, b"the disk is <full>")
        endpoint = made_in(cast.store, program.url)
        owner.post(there(endpoint, "test"))
        for thread in couriers.deliver_due():
            thread.join(30)
        page = owner.get(there(endpoint)).content.decode()
    assert [got.said["kind"] for got in program.got] == ["ping"]
    assert "HTTP 500" in page and "the disk is &lt;full&gt;" in page
    assert "after try 1, next at" in page and "1 try in a row failed" in page


def test_one_and_all_that_were_given_up_are_sent_again(owner: Client, endpoint: WebhookEndpoint) -> None:
    rows = [delivery(endpoint, state="given_up", attempts=9) for _each in range(3)]
    page = owner.post(f"/settings/deliveries/{rows[0].pk}/again/", follow=True).content.decode()
    assert "1 event is sent again" in page and "2 events were given up" in page
    page = owner.post(there(endpoint, "again"), follow=True).content.decode()
    assert "2 events are sent again" in page
    assert set(WebhookDelivery.objects.values_list("state", "attempts")) == {("waiting", 0)}
    assert "nothing to send again" in owner.post(there(endpoint, "again"), follow=True).content.decode()


def test_what_is_switched_off_sends_nothing_again_and_says_so(owner: Client, endpoint: WebhookEndpoint) -> None:
    row = delivery(endpoint, state="given_up")
    WebhookEndpoint.objects.update(is_active=False, off_reason="It answered that it is gone (410).")
    for path in (f"/settings/deliveries/{row.pk}/again/", there(endpoint, "again"), there(endpoint, "test")):
        assert "“ERP” is switched off" in owner.post(path, follow=True).content.decode()
    page = owner.get(there(endpoint)).content.decode()
    assert "We switched it off: It answered that it is gone (410)." in page
    row.refresh_from_db()
    assert row.state == "given_up"


def test_the_log_is_filtered_paged_and_has_its_empty_faces(owner: Client, endpoint: WebhookEndpoint) -> None:
    assert "Nothing was sent yet" in owner.get(there(endpoint)).content.decode()
    for _each in range(27):
        delivery(endpoint, state="delivered")
    first = owner.get(there(endpoint)).content.decode()
    found = re.search(r'href="(\?after=[^"]+)"', first)
    assert first.count("webhook-id:") == 25 and found
    assert owner.get(there(endpoint) + found[1]).content.decode().count("webhook-id:") == 2
    assert "Nothing stands like that" in owner.get(there(endpoint) + "?state=given_up").content.decode()
    assert owner.get(there(endpoint) + "?state=coffee&after=x").status_code == 200


def test_the_row_of_needs_you_leads_to_the_endpoint_for_whoever_may_see_it(
    owner: Client, packer: Client, cast: Cast, endpoint: WebhookEndpoint
) -> None:
    need = needs_you.raise_cause(
        store=cast.store, kind=NeedsYou.Kind.REFUSED, cause_key=cause_of(endpoint), title="Off",
        subject_type="webhook_endpoint", subject_id=endpoint.pk,
    )  # fmt: skip
    assert f'href="{there(endpoint)}"' in owner.get(f"/needs-you/{need.pk}/").content.decode()
    assert there(endpoint) not in packer.get(f"/needs-you/{need.pk}/").content.decode()


def test_endpoints_of_others_are_not_there(owner: Client, cast: Cast) -> None:
    theirs = made_in(cast.elsewhere)
    row = delivery(theirs)
    assert URL not in owner.get(ROOT).content.decode()
    assert owner.get(there(theirs)).status_code == 404
    assert owner.post(f"/settings/deliveries/{row.pk}/again/").status_code == 404
    for act in ("change", "pause", "resume", "test", "rotate", "again", "remove"):
        assert owner.post(there(theirs, act), sent()).status_code == 404


@pytest.mark.parametrize("role", ["packer", "reader"])
def test_only_owners_and_managers_see_them(
    request: pytest.FixtureRequest, role: str, endpoint: WebhookEndpoint
) -> None:
    client: Client = request.getfixturevalue(role)
    assert client.get(ROOT).status_code == client.get(there(endpoint)).status_code == 403
    assert client.post(f"{ROOT}new/", sent()).status_code == 403
    assert WebhookEndpoint.objects.count() == 1


@pytest.mark.parametrize("act", ["change", "pause", "resume", "test", "again"])
def test_get_changes_nothing(owner: Client, endpoint: WebhookEndpoint, act: str) -> None:
    assert owner.get(there(endpoint, act)).status_code == 405
