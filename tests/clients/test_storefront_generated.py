"""A shop whose client is made of the contract's description, before Orion itself: here Orion is the server."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from verifyshopify.verify import verify

from tests.clients.conftest import PYTHON, VERDICTS
from tests.clients.generated import CONTRACTS, make
from tests.clients.hub import DOMAIN, HOOK_SECRET, Hub, Signer, standing

pytestmark = pytest.mark.clients(
    library="openapi-python-client", code="storefront", patched="nothing: `Client(base_url)`, signed by an `httpx.Auth`"
)
EXAMPLES = "storefront/examples.json"


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make("storefront", "openapi.yaml", tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def standing_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with standing(PYTHON, tmp_path_factory.mktemp("hub")) as found:
        yield found


@pytest.fixture
def hub(standing_hub: Hub, request: pytest.FixtureRequest) -> Iterator[Hub]:
    yield standing_hub
    mark = request.node.get_closest_marker("clients")
    request.config.stash[VERDICTS].called(mark, dict.fromkeys(standing_hub.called, 1))


@pytest.fixture
def ask(hub: Hub, package: str) -> Callable[..., Any]:
    return hub.asking(package)


def order(number: str, **more: Any) -> dict[str, Any]:
    """The contract's own example under another number."""
    made = copy.deepcopy(json.loads((CONTRACTS / EXAMPLES).read_text())["order"])
    return {**made, "external_id": number, "number": number, **more}


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, str(answer.parsed.code)


def test_the_signer_signs_as_the_contracts_vectors_do() -> None:
    told = json.loads((CONTRACTS / EXAMPLES).read_text())["signature_vectors"]
    signer = Signer(told["secret"], "web")
    for each in told["cases"]:
        made = signer.of(told["timestamp"], each["method"], each["target"], each["raw_body"].encode())
        assert made == f"v1={each['hex']}", each["name"]


def test_an_order_is_placed_and_read_back(ask: Callable[..., Any]) -> None:
    placed = ask("push_order", body=order("CL-1"), key="cl-1-first")
    assert (placed.status_code, str(placed.parsed.result), str(placed.parsed.status)) == (201, "created", "confirmed")
    assert {each.code for each in placed.parsed.warnings} == {"unknown_sku"}, "The hub sells neither, and takes it."
    held = ask("get_order", "CL-1").parsed
    assert (held.external_id, held.totals.total, len(held.lines)) == ("CL-1", "59.60", 2)
    assert str(held.hub_status) == "confirmed" and held.fulfillments == []
    assert ask("get_order", "CL-NOBODY").status_code == 404


def test_a_repeat_is_answered_as_before_and_another_word_under_its_key_is_a_conflict(ask: Callable[..., Any]) -> None:
    first = ask("push_order", body=order("CL-2"), key="cl-2-first")
    again = ask("push_order", body=order("CL-2"), key="cl-2-first")
    assert (again.status_code, again.content) == (first.status_code, first.content) and first.status_code == 201
    assert (first.headers.get("Idempotent-Replayed"), again.headers.get("Idempotent-Replayed")) == (None, "true")
    other = ask("push_order", body=order("CL-2", note="leave it at the door"), key="cl-2-first")
    assert code_of(other) == (409, "idempotency_key_reused")
    same = ask("push_order", body=order("CL-2"), key="cl-2-second")
    assert (same.status_code, str(same.parsed.result), same.parsed.id) == (200, "unchanged", first.parsed.id)


def test_a_newer_word_counts_and_an_older_one_is_refused(ask: Callable[..., Any]) -> None:
    ask("push_order", body=order("CL-3", revision=5), key="cl-3-first")
    newer = ask("push_order", body=order("CL-3", revision=6, note="ring twice"), key="cl-3-newer")
    assert (newer.status_code, str(newer.parsed.result)) == (200, "updated")
    older = ask("push_order", body=order("CL-3", revision=4, note="an old word"), key="cl-3-older")
    assert code_of(older) == (409, "stale_update")
    assert ask("get_order", "CL-3").parsed.note == "ring twice"


def test_a_batch_answers_per_order_and_its_repeat_as_before(ask: Callable[..., Any]) -> None:
    ask("push_order", body=order("CL-4"), key="cl-4-alone")
    short = order("CL-6", payment_status="unpaid", status="pending")
    short["totals"]["total"] = "1.00"
    body = {"orders": [order("CL-4"), order("CL-5"), short]}
    told = ask("push_orders", body=body, key="cl-batch-1")
    results = [(each.index, each.external_id, str(each.status)) for each in told.parsed.results]
    assert results == [(0, "CL-4", "unchanged"), (1, "CL-5", "created"), (2, "CL-6", "failed")]
    assert (told.status_code, str(told.parsed.results[2].problem.code)) == (200, "total_mismatch")
    again = ask("push_orders", body=body, key="cl-batch-1")
    assert (again.content, again.headers.get("Idempotent-Replayed")) == (told.content, "true")
    assert ask("get_order", "CL-5").status_code == 200 and ask("get_order", "CL-6").status_code == 404
    many = ask("push_orders", body={"orders": [order(f"CL-M-{n}") for n in range(51)]}, key="cl-batch-2")
    assert code_of(many) == (422, "validation_failed")


def test_all_orders_come_by_pages(ask: Callable[..., Any]) -> None:
    wanted = {f"CL-P-{number}" for number in range(5)}
    ask("push_orders", body={"orders": [order(each) for each in sorted(wanted)]}, key="cl-pages")
    found: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    while True:
        page = ask("list_orders", **params).parsed
        found += [each.external_id for each in page.items]
        if not isinstance(page.next_cursor, str):
            break
        params["cursor"] = page.next_cursor
    assert len(found) == len(set(found)) and wanted <= set(found)


def test_it_is_paid_partly_given_back_and_cancelled(ask: Callable[..., Any]) -> None:
    ask("push_order", body=order("CL-7", payment_status="unpaid", status="pending"), key="cl-7-first")
    paid = {"external_payment_id": "PAY-1", "status": "paid", "amount": "59.60", "currency": "EUR"}
    assert str(ask("report_payment", "CL-7", body=paid, key="cl-7-paid").parsed.status) == "confirmed"
    back = {"external_refund_id": "R-1", "amount": "5.00", "currency": "EUR"}
    assert ask("report_refund", "CL-7", body=back, key="cl-7-back").status_code == 201
    gone = ask("cancel_order", "CL-7", body={"reason": "changed my mind"}, key="cl-7-gone")
    assert (gone.status_code, str(gone.parsed.status)) == (200, "cancelled")
    assert ask("get_stock", sku="LU-1001").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"secret": "another-secret-entirely"}, "bad_signature"), ({"late": 301}, "clock_skew"),
        ({"key_id": "nobody"}, "unknown_key"),
    ],
)  # fmt: skip
def test_who_signs_wrongly_is_told_which_part_and_nothing_is_taken(
    hub: Hub, package: str, ask: Callable[..., Any], wrong: dict[str, Any], code: str
) -> None:
    forged = hub.asking(package, **wrong)
    assert code_of(forged("push_order", body=order("CL-8"), key=f"cl-8-{code}")) == (401, code)
    assert ask("get_order", "CL-8").status_code == 404


def test_an_order_as_shopify_sends_it_is_taken_once_and_a_forged_one_is_not(hub: Hub, ask: Callable[..., Any]) -> None:
    """Its signature is one that verifyshopify believes, too."""
    line = {"id": 1, "sku": "LU-1001", "title": "Teapot", "quantity": 1, "price": "39.90", "requires_shipping": True}
    body = json.dumps({
        "id": 9007199254740995, "name": "#2001", "email": "zoe@buyer.example", "currency": "EUR",
        "total_price": "39.90",
        "created_at": "2026-11-20T10:00:00+01:00", "updated_at": "2026-11-20T10:00:00+01:00", "taxes_included": True,
        "financial_status": "paid", "fulfillment_status": None, "line_items": [line],
    }).encode()  # fmt: skip
    good = base64.b64encode(hmac.new(HOOK_SECRET.encode(), body, hashlib.sha256).digest()).decode()
    assert verify(data_bytes=body, shared_secret=HOOK_SECRET.encode(), hmac_sha256=good)
    headers = {
        "Content-Type": "application/json", "X-Shopify-Topic": "orders/create", "X-Shopify-Shop-Domain": DOMAIN,
        "X-Shopify-Webhook-Id": "w-1", "X-Shopify-Hmac-SHA256": good,
    }  # fmt: skip
    forged = {**headers, "X-Shopify-Hmac-SHA256": base64.b64encode(b"0" * 32).decode()}
    address = f"{hub.url}/hooks/shopify"
    assert httpx.post(address, content=body, headers=forged).status_code == 401
    assert ask("get_order", "9007199254740995").status_code == 404
    assert [httpx.post(address, content=body, headers=headers).status_code for _ in range(2)] == [200, 200]
    assert ask("get_order", "9007199254740995").parsed.totals.total == "39.90"


def test_more_than_ten_a_second_are_told_to_wait(ask: Callable[..., Any]) -> None:
    """Fifty at once are allowed; whoever asks on hears 429, with how long to wait, as the client's own Problem."""
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: ask("get_order", "CL-1"), range(400)))
    limited = [each for each in told if each.status_code == 429]
    assert limited and {each.status_code for each in told} <= {200, 404, 429}
    assert all(str(each.parsed.code) == "rate_limited" and int(each.headers["Retry-After"]) >= 1 for each in limited)
