"""Messages in a queue over HTTP: stored as pushes are, taken out afterwards, carried out by the same pull."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from django.conf import settings
from django.core.management import CommandError, call_command

from core import checkpoints
from core.models import NeedsYou, Store
from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running, Sandbox
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from orders.models import MarketplaceOrder
from sync import queues, tasks, webhooks
from sync.models import MarketplaceWebhook, WebhookTally
from tests.queue_server import PracticeQueue, new_queue, served

CODE = "amazon"


@pytest.fixture(scope="module")
def practice() -> Iterator[str]:
    with Running(Sandbox(None, codes=[CODE])).in_background() as server:
        yield server.url


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as url:
        yield url


@dataclass
class Place:
    """The shop here, its other side, and its queue."""

    shop: Connection
    queue: PracticeQueue
    url: str

    def control(self, call: str, body: Any = None) -> Any:
        method = "GET" if body is None else "POST"
        answer = requests.request(method, f"{self.url}/{CODE}/_control/{call}", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sell(self) -> str:
        """A sale of which the marketplace writes into the queue, as it would once it is told to."""
        product = next(each for each in self.control("state?orders=0&webhooks=0")["products"] if each["stock"])
        sold = self.control("sell", {"lines": [{"sku": product["sku"], "quantity": 1}]})["orders"][0]
        return str(sold["id"])

    def tell(self, order: str, *, number: str = "n-1", account: str = "") -> None:
        seller, place = (account or self.shop.remote_account_id).split(":")
        self.queue.put(ORDER_CHANGE % {"order": order, "number": number, "seller": seller, "place": place})


ORDER_CHANGE = """{"NotificationType": "ORDER_CHANGE", "EventTime": "2026-11-26T10:00:00.000Z",
 "Payload": {"OrderChangeNotification": {"SellerId": "%(seller)s", "AmazonOrderId": "%(order)s",
  "Summary": {"MarketplaceId": "%(place)s"}}}, "NotificationMetadata": {"NotificationId": "%(number)s"}}"""


@pytest.fixture
def place(store: Store, practice: str, address: str) -> Place:
    here = Place(Connection(), new_queue(address), practice)
    here.control("limits", {"enabled": False})
    here.control("seed", {"seed": 5, "products": 6, "orders": 0})
    settings.SANDBOX_URL = practice
    where = f"{practice}/{CODE}"
    keys = {**here.control("credentials"), **here.queue.values}
    tested = try_values(CODE, keys, base_url=where, allow_private=True)
    assert tested.passed, tested
    shop = connect(store=store, code=CODE, name="Lumen", tested=tested, base_url=where, allow_private=True)
    here.shop = Connection.objects.select_related("marketplace", "store").get(pk=shop.pk)
    return here


def test_an_order_in_the_queue_is_read_by_its_number(place: Place) -> None:
    sold = place.sell()
    place.tell(sold)
    tasks.read_queues()
    message = MarketplaceWebhook.objects.get()
    assert (message.topic, message.kind, message.remote_ids) == ("order", "ORDER_CHANGE", [sold])
    assert place.queue.left() == (0, 0)
    assert webhooks.process_due() == 1
    assert MarketplaceOrder.objects.get(connection=place.shop).marketplace_order_id == sold


def test_the_same_message_twice_is_stored_once(place: Place) -> None:
    for _ in range(2):
        place.tell("305-1", number="n-7")
    assert queues.read(place.shop) == queues.Taken(stored=2, not_ours=0)
    assert MarketplaceWebhook.objects.get().duplicates == 1


@pytest.mark.parametrize("at", checkpoints.QUEUE_POINTS)
def test_cut_off_anywhere_a_message_is_stored_once(place: Place, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    place.tell("305-1")

    def dies(point: str) -> None:
        if point == at:
            raise SystemExit(point)

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(checkpoints, "reached", dies)
        queues.read(place.shop)
    left = (0, 1) if at == "queue.after_store" else (0, 0)
    assert (MarketplaceWebhook.objects.count(), place.queue.left()) == (1, left)
    place.tell("305-1")  # as it is given again when its time is over
    queues.read(place.shop)
    assert MarketplaceWebhook.objects.get().duplicates == 1


def test_nothing_is_taken_out_that_could_not_be_stored(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.tell("305-1")

    def full(*_given: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(webhooks, "keep", full)
    with pytest.raises(OSError, match="full"):
        queues.read(place.shop)
    assert place.queue.left() == (0, 1)


def test_many_are_read_in_one_go(place: Place) -> None:
    for number in range(35):
        place.tell(f"305-{number}", number=f"n-{number}")
    assert queues.read(place.shop).stored == 35
    assert (MarketplaceWebhook.objects.count(), place.queue.left()) == (35, (0, 0))


def test_what_nobody_can_read_and_what_is_of_no_shop_of_ours_is_let_go_and_counted(place: Place) -> None:
    place.queue.put("hello")
    place.tell("305-1", account="AOTHER0SELLER:A1PA6795UKMFR9")
    assert queues.read(place.shop) == queues.Taken(stored=0, not_ours=2)
    assert place.queue.left() == (0, 0) and not MarketplaceWebhook.objects.exists()
    assert dict(WebhookTally.objects.values_list("reason", "count")) == {"unreadable": 1, "of another shop": 1}


def test_a_message_of_another_shop_of_the_store_goes_there(place: Place) -> None:
    other = Connection.objects.get(pk=place.shop.pk)
    other.pk, other.remote_account_id, other.webhook_token, other._state.adding = (
        None,
        "A3B:A13V1IB3VIYZZH",
        "t-2",
        True,
    )
    other.save()
    place.tell("305-1", account="A3B:A13V1IB3VIYZZH")
    queues.read(place.shop)
    assert MarketplaceWebhook.objects.get().connection_id == other.pk


def test_a_queue_that_refuses_is_told_once_and_settled_when_it_is_read_again(place: Place) -> None:
    good = place.shop.settings["queue_url"]
    Connection.objects.update(settings={**place.shop.settings, "queue_url": good + "-gone"})
    for _ in range(2):
        tasks.read_queues()
    need = NeedsYou.objects.get(settled_at__isnull=True)
    assert (need.title, need.times) == ("Lumen: its queue of messages cannot be read", 2)
    assert Connection.objects.get(pk=place.shop.pk).status == Connection.Status.ACTIVE
    Connection.objects.update(settings={**place.shop.settings, "queue_url": good})
    tasks.read_queues()
    assert not NeedsYou.objects.filter(settled_at__isnull=True).exists()


def test_shops_without_a_queue_and_paused_ones_are_not_asked(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert queues.places() == [place.shop]
    Connection.objects.update(status=Connection.Status.PAUSED)
    assert queues.places() == []
    without = {name: value for name, value in place.shop.settings.items() if name != "queue_url"}
    Connection.objects.update(status=Connection.Status.ACTIVE, settings=without)
    monkeypatch.setattr(registry.connector_class(CODE), "receive_messages", None)
    tasks.read_queues()


def test_a_queue_with_wrong_keys_is_not_connected(place: Place) -> None:
    keys = {**place.control("credentials"), **place.queue.values, "queue_url": place.queue.url + "-gone"}
    tested = try_values(CODE, keys, base_url=f"{place.url}/{CODE}", allow_private=True)
    assert not tested.passed
    assert "Copy its address from the AWS console." in " ".join(verdict.fix for verdict in tested.verdicts)


def test_the_command_reads_now_and_says_what_came(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.tell("305-1")
    place.queue.put("hello")
    call_command("readqueues", connection=place.shop.pk)
    assert "Lumen: 2 messages taken, 1 of them for no shop of ours." in capsys.readouterr().out
    Connection.objects.update(settings={**place.shop.settings, "queue_url": place.queue.url + "-gone"})
    with pytest.raises(CommandError, match="Not read: Lumen"):
        call_command("readqueues")
    with pytest.raises(CommandError, match="has a queue"):
        call_command("readqueues", connection="3b241101-e2bb-4255-8caf-4136c566a962")
