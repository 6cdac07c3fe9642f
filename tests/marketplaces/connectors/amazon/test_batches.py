"""Stock and prices outward: what is sent, one by one or in a file, and how the answers are read."""

import gzip
import json
from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.amazon.batches import FEW
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import LoginExpired, NotFound, RateLimited, Rejected, Unavailable
from marketplaces.framework.results import Awaited

from .conftest import GERMANY, SELLER
from .samples import at_amazon, listing

LISTINGS = f"GET /listings/2021-08-01/items/{SELLER}"
FEEDS = "/feeds/2021-06-30"
MANY = [f"S{number:03d}" for number in range(FEW + 5)]


def patch_of(sku):
    return f"PATCH /listings/2021-08-01/items/{SELLER}/{sku}"


def stock(sku="MUG-1", quantity=12, ref=""):
    return StockUpdate(ref=ref or sku, remote_product_id=sku, remote_variant_id="", sku=sku, quantity=quantity)


def price(value="19.90", sku="MUG-1", currency="EUR"):
    return PriceUpdate(
        ref=sku, remote_product_id=sku, remote_variant_id="", sku=sku, price=Decimal(value), currency=currency
    )


def there(remote, *items):
    """These listings exist; who asks for others gets only those."""
    held = {each["sku"]: each for each in items}

    def answer(seen):
        found = [held[sku] for sku in seen.query["identifiers"].split(",") if sku in held]
        return {"numberOfResults": len(found), "items": found}

    remote.answers(LISTINGS, answer)


def taken(sku="MUG-1", status="ACCEPTED", *said):
    issues = [{"code": "9", "message": each, "severity": "ERROR", "categories": []} for each in said]
    return {"sku": sku, "status": status, "submissionId": "1", "issues": issues}


def test_a_number_is_merged_so_that_a_handling_time_stays(amazon, remote):
    there(remote, listing())
    remote.answers(patch_of("MUG-1"), taken())
    (found,) = amazon.push_stock([stock()])
    assert (found.ok, found.visible) == (True, False)
    (asked,) = remote.asked(patch_of("MUG-1"))
    assert asked.query["marketplaceIds"] == GERMANY
    assert asked.body == {
        "productType": "DRINKING_CUP",
        "patches": [{
            "op": "merge", "path": "/attributes/fulfillment_availability",
            "value": [{"fulfillment_channel_code": "DEFAULT", "quantity": 12}],
        }],
    }  # fmt: skip


def test_a_price_is_a_number_and_exact(amazon, remote):
    there(remote, listing())
    remote.answers(patch_of("MUG-1"), taken())
    assert amazon.push_price([price("1234567890.10")])[0].ok
    (patch,) = remote.asked(patch_of("MUG-1"))[0].body["patches"]
    assert patch == {
        "op": "merge", "path": "/attributes/purchasable_offer",
        "value": [{
            "marketplace_id": GERMANY, "audience": "ALL", "currency": "EUR",
            "our_price": [{"schedule": [{"value_with_tax": 1234567890.10}]}],
        }],
    }  # fmt: skip


def test_a_price_in_another_currency_is_refused_here(amazon, remote):
    there(remote, listing())
    (found,) = amazon.push_price([price(currency="USD")])
    assert isinstance(found.error, Rejected)
    assert "EUR" in str(found.error)
    assert len(remote.seen) == 1


def test_the_stock_at_amazon_is_never_told(amazon, remote):
    """A number told of it would make a second offer of the same thing."""
    there(remote, at_amazon("MUG-2"))
    (found,) = amazon.push_stock([stock("MUG-2")])
    assert isinstance(found.error, Rejected)
    assert remote.asked(patch_of("MUG-2")) == []


def test_the_price_of_stock_at_amazon_is_ours(amazon, remote):
    there(remote, at_amazon("MUG-2"))
    remote.answers(patch_of("MUG-2"), taken("MUG-2"))
    assert amazon.push_price([price(sku="MUG-2")])[0].ok


def test_one_that_is_not_there_never_fails_the_rest(amazon, remote):
    there(remote, listing())
    remote.answers(patch_of("MUG-1"), taken())
    results = {each.ref: each.error for each in amazon.push_stock([stock(), stock("GONE")])}
    assert results["MUG-1"] is None
    assert isinstance(results["GONE"], NotFound)


def test_invalid_is_a_refusal_although_the_status_is_200(amazon, remote):
    there(remote, listing())
    remote.answers(patch_of("MUG-1"), taken("MUG-1", "INVALID", "'quantity' is not valid."))
    (found,) = amazon.push_stock([stock()])
    assert (found.ok, found.error.said) == (False, "'quantity' is not valid.")


def test_the_newest_word_on_a_listing_goes_and_answers_for_all(amazon, remote):
    there(remote, listing())
    remote.answers(patch_of("MUG-1"), taken())
    results = amazon.push_stock([stock(quantity=1, ref="a"), stock(quantity=2, ref="b")])
    assert {each.ref: each.ok for each in results} == {"a": True, "b": True}
    (asked,) = remote.asked(patch_of("MUG-1"))
    assert asked.body["patches"][0]["value"][0]["quantity"] == 2


def test_a_listing_that_must_wait_is_told_alone(amazon, remote):
    there(remote, listing("A"), listing("B"))
    remote.answers(patch_of("A"), (429, {"errors": [{"code": "QuotaExceeded", "message": "too fast"}]}))
    remote.answers(patch_of("B"), taken("B"))
    results = {each.ref: each.error for each in amazon.push_stock([stock("A"), stock("B")])}
    assert isinstance(results["A"], RateLimited)
    assert results["B"] is None


def test_a_lost_sign_in_stops_the_whole_batch(amazon, remote):
    details = "The access token you provided is revoked, malformed or invalid."
    remote.answers(LISTINGS, (403, {"errors": [{"code": "Unauthorized", "message": "no", "details": details}]}))
    with pytest.raises(LoginExpired):
        amazon.push_stock([stock()])


# In a file -----------------------------------------------------------------------------------------------------------
def feed(remote, *states, report=None, packed=False):
    """A feed that is seen in these states, one after the other."""
    there(remote, *map(listing, MANY))
    remote.answers(f"POST {FEEDS}/documents", (201, {"feedDocumentId": "in", "url": f"{remote.url}/up?sig=1"}))
    remote.answers("PUT /up", (200, b""))
    remote.answers(f"POST {FEEDS}/feeds", (202, {"feedId": "77"}))
    seen = [{"feedId": "77", "processingStatus": each} for each in states]
    if report is not None:
        seen[-1]["resultFeedDocumentId"] = "out"
        content = json.dumps(report).encode()
        told = {"feedDocumentId": "out", "url": f"{remote.url}/down?sig=2"}
        remote.answers(f"GET {FEEDS}/documents/out", told | ({"compressionAlgorithm": "GZIP"} if packed else {}))
        remote.answers("GET /down", (200, gzip.compress(content) if packed else content))
    remote.answers(f"GET {FEEDS}/feeds/77", *seen)


def report(*issues):
    bad = len({each.get("messageId") for each in issues if each["severity"] == "ERROR"})
    return {
        "header": {"sellerId": SELLER, "version": "2.0", "feedId": "77"},
        "issues": list(issues),
        "summary": {
            "errors": bad, "warnings": 0, "messagesProcessed": len(MANY), "messagesAccepted": len(MANY) - bad,
            "messagesInvalid": bad,
        },
    }  # fmt: skip


def issue(number, message="no", severity="ERROR"):
    told = {"severity": severity, "message": message, "code": "9"}
    return told | ({"messageId": number, "sku": MANY[number - 1]} if number else {})


def handed_in(amazon):
    return amazon.push_stock([stock(sku, quantity=3) for sku in MANY])


def asked(amazon, told):
    """What is said of the file when it is asked about once."""
    items = [Awaited(ref=each.ref, item=each.later.item) for each in told]
    return amazon.ask_about("77", items, of=Capability.PUSH_STOCK)


def pushed(amazon):
    """The last word on each, after a few questions at most."""
    told = handed_in(amazon)
    for _ in range(4):
        if not all(each.ok and each.later for each in told):
            break
        told = asked(amazon, told)
    return {each.ref: each for each in told}


def test_many_go_in_one_file_with_a_message_each(amazon, remote):
    feed(remote, "IN_QUEUE", "IN_PROGRESS", "DONE", report=report())
    assert {each.error for each in pushed(amazon).values()} == {None}
    (upload,) = remote.asked("PUT /up")
    assert upload.body["header"] == {"sellerId": SELLER, "version": "2.0", "issueLocale": "en_US"}
    assert [each["messageId"] for each in upload.body["messages"]] == list(range(1, len(MANY) + 1))
    assert upload.body["messages"][0]["patches"][0]["value"] == [{"fulfillment_channel_code": "DEFAULT", "quantity": 3}]
    assert "x-amz-access-token" not in {name.lower() for name in upload.headers}
    assert upload.headers["Content-Type"] == "application/json; charset=UTF-8"
    (told,) = remote.asked(f"POST {FEEDS}/feeds")
    assert told.body == {"feedType": "JSON_LISTINGS_FEED", "marketplaceIds": [GERMANY], "inputFeedDocumentId": "in"}


@pytest.mark.parametrize("packed", [True, False])
def test_the_report_names_the_refused_ones(amazon, remote, packed):
    found = report(issue(2, "bad number"), issue(3, "by the way", "WARNING"))
    feed(remote, "DONE", report=found, packed=packed)
    results = pushed(amazon)
    assert (results[MANY[1]].ok, results[MANY[1]].error.said) == (False, "bad number")
    assert all(each.ok for sku, each in results.items() if sku != MANY[1])


def test_a_file_that_is_refused_as_a_whole_refuses_each(amazon, remote):
    whole = report(issue(0, "the header is wrong"))
    whole["summary"]["messagesAccepted"] = 0
    feed(remote, "DONE", report=whole)
    assert {each.error.said for each in pushed(amazon).values()} == {"the header is wrong"}


def test_handing_in_asks_nothing_and_names_what_is_asked_about_later(amazon, remote):
    feed(remote, "IN_QUEUE")
    told = handed_in(amazon)
    assert {(each.ok, each.visible, each.later.job) for each in told} == {(True, False, "77")}
    assert [each.later.item for each in told[:2]] == ["1 S000", "2 S001"]
    assert remote.asked(f"GET {FEEDS}/feeds/77") == []
    assert {each.later.job for each in asked(amazon, told)} == {"77"}


def test_a_file_that_amazon_forgot_is_sent_anew(amazon, remote):
    feed(remote, "IN_QUEUE")
    told = handed_in(amazon)
    remote.answers(f"GET {FEEDS}/feeds/77", (404, {"errors": [{"code": "NotFound", "message": "no"}]}))
    assert {type(each.error) for each in asked(amazon, told)} == {Unavailable}


def test_a_part_of_a_file_can_be_asked_about(amazon, remote):
    feed(remote, "DONE", report=report(issue(2, "bad number")))
    told = handed_in(amazon)
    (found,) = asked(amazon, told[1:2])
    assert (found.ref, found.error.said) == (MANY[1], "bad number")


@pytest.mark.parametrize(("state", "kind"), [("FATAL", Rejected), ("CANCELLED", Unavailable)])
def test_a_feed_that_ends_badly_is_told_to_each(amazon, remote, state, kind):
    feed(remote, state)
    assert {type(each.error) for each in pushed(amazon).values()} == {kind}


def test_a_torn_packed_report_is_tried_again(amazon, remote):
    feed(remote, "DONE", report=report(), packed=True)
    remote.answers("GET /down", (200, gzip.compress(b"{}")[:8]))
    with pytest.raises(Unavailable):
        pushed(amazon)


def test_a_link_that_is_over_is_no_lost_sign_in(amazon, remote):
    feed(remote, "DONE", report=report())
    remote.answers("PUT /up", (403, b"<Error><Code>AccessDenied</Code></Error>"))
    assert {type(each.error) for each in pushed(amazon).values()} == {Unavailable}
    assert remote.asked(f"POST {FEEDS}/feeds") == []


def test_few_go_one_by_one(amazon, remote):
    there(remote, *map(listing, MANY[:FEW]))
    for sku in MANY[:FEW]:
        remote.answers(patch_of(sku), taken(sku))
    assert all(each.ok for each in amazon.push_stock([stock(sku) for sku in MANY[:FEW]]))
    assert remote.asked(f"POST {FEEDS}/feeds") == []
