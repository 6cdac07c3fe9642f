"""Items and offers: pages, whole replacement, bulk answers, what keeps a draft from going live."""

from __future__ import annotations

from .hub import INVENTORY, Hub, error_of

BULK = f"{INVENTORY}/bulk_update_price_quantity"
LANGUAGE = {"Content_Language": "en-US"}


def live(hub: Hub) -> dict[str, object]:
    return next(each for each in hub.control("state?orders=0")["products"] if each["status"] == "PUBLISHED")


def update(hub, *requests):
    return hub.call("POST", BULK, body={"requests": list(requests)})


def test_offsets_count_pages(hub):
    first = hub.call("GET", f"{INVENTORY}/inventory_item", {"limit": "25", "offset": "0"}).json()
    second = hub.call("GET", f"{INVENTORY}/inventory_item", {"limit": "25", "offset": "1"}).json()
    last = hub.call("GET", f"{INVENTORY}/inventory_item", {"limit": "25", "offset": "2"}).json()
    skus = [each["sku"] for page in (first, second, last) for each in page["inventoryItems"]]
    assert len(skus) == len(set(skus)) == first["total"] == 60
    assert "next" in second and "next" not in last
    assert error_of(hub.call("GET", f"{INVENTORY}/inventory_item", {"limit": "201"})) == (400, 25709)


def test_offers_are_told_for_one_sku(hub):
    assert error_of(hub.call("GET", f"{INVENTORY}/offer", {"limit": "100"})) == (400, 25707)
    assert error_of(hub.call("GET", f"{INVENTORY}/offer", {"sku": "NO-SUCH"})) == (404, 25713)


def test_a_bulk_update_answers_row_by_row(hub):
    there = live(hub)
    good = {
        "sku": there["sku"], "shipToLocationAvailability": {"quantity": 9},
        "offers": [{"offerId": there["id"], "availableQuantity": 9, "price": {"value": "19.95", "currency": "USD"}}],
    }  # fmt: skip
    assert update(hub, good).status_code == 200
    mixed = update(hub, good, {"sku": "NO-SUCH", "shipToLocationAvailability": {"quantity": 1}})
    assert mixed.status_code == 207
    assert [each["statusCode"] for each in mixed.json()["responses"]] == [200, 200, 404]
    now = next(each for each in hub.control("state?orders=0")["products"] if each["sku"] == there["sku"])
    assert (now["price"], now["stock"][""]["available"]) == ("19.95", 9)


def test_wrong_updates_are_refused_by_number(hub):
    there = live(hub)

    def row(**told):
        answer = update(hub, {"sku": there["sku"], "offers": [{"offerId": there["id"], **told}]})
        return answer.json()["responses"][0]["errors"][0]["errorId"]

    assert row(price={"value": "19.95", "currency": "EUR"}) == 25003
    assert row(price={"value": "0", "currency": "USD"}) == 25003
    assert row() == 25709
    twice = [{"offerId": there["id"], "availableQuantity": 1}] * 2
    assert error_of(update(hub, {"sku": there["sku"], "offers": twice})) == (400, 25709)
    many = [{"sku": f"S{n}", "shipToLocationAvailability": {"quantity": 1}} for n in range(26)]
    assert error_of(update(hub, *many)) == (400, 25709)


def test_a_listing_takes_so_many_changes_a_day(hub):
    there = live(hub)
    answers = [
        update(hub, {"sku": there["sku"], "offers": [{"offerId": there["id"], "availableQuantity": n % 7}]})
        for n in range(251)
    ]
    assert {each.status_code for each in answers[:250]} == {200}
    assert answers[250].json()["responses"][0]["errors"][0]["errorId"] == 25002


def test_a_write_replaces_all_of_an_item(hub):
    sku = str(live(hub)["sku"])
    path = f"{INVENTORY}/inventory_item/{sku}"
    assert error_of(hub.call("PUT", path, body={"product": {"title": "T"}})) == (400, 25709)
    assert hub.call("PUT", path, body={"product": {"title": "T"}}, **LANGUAGE).status_code == 204
    assert hub.call("GET", path).json()["product"] == {"title": "T"}


def test_a_draft_says_what_it_misses(hub):
    item = {"product": {"title": "T"}, "availability": {"shipToLocationAvailability": {"quantity": 1}}}
    assert hub.call("PUT", f"{INVENTORY}/inventory_item/NEW-1", body=item, **LANGUAGE).status_code == 201
    offer = {
        "sku": "NEW-1", "marketplaceId": "EBAY_US", "format": "FIXED_PRICE", "availableQuantity": 1,
        "pricingSummary": {"price": {"value": "5.00", "currency": "USD"}},
    }  # fmt: skip
    number = hub.call("POST", f"{INVENTORY}/offer", body=offer, **LANGUAGE).json()["offerId"]
    expected = [25005, 25012, 25007, 25014]
    steps = [
        {}, {"categoryId": "1"}, {"merchantLocationKey": hub.keys["merchant_location"]},
        {"listingPolicies": {
            "fulfillmentPolicyId": hub.keys["fulfillment_policy"], "paymentPolicyId": hub.keys["payment_policy"],
            "returnPolicyId": hub.keys["return_policy"],
        }},
    ]  # fmt: skip
    told = {name: offer[name] for name in ("availableQuantity", "pricingSummary")}
    for step, wrong in zip(steps, expected, strict=True):
        told |= step
        hub.call("PUT", f"{INVENTORY}/offer/{number}", body=told, **LANGUAGE)
        assert error_of(hub.call("POST", f"{INVENTORY}/offer/{number}/publish", body={})) == (400, wrong)
    item["product"]["imageUrls"] = ["https://i.example.com/n.jpg"]
    hub.call("PUT", f"{INVENTORY}/inventory_item/NEW-1", body=item, **LANGUAGE)
    assert error_of(hub.call("POST", f"{INVENTORY}/offer/{number}/publish", body={})) == (400, 25016)
    item["product"]["description"] = "T, as it is."
    hub.call("PUT", f"{INVENTORY}/inventory_item/NEW-1", body=item, **LANGUAGE)
    assert hub.call("POST", f"{INVENTORY}/offer/{number}/publish", body={}).json()["listingId"]
    bare = hub.session.post(
        f"{hub.url}{INVENTORY}/offer/{number}/publish", headers={"Authorization": f"Bearer {hub.token}"}, timeout=10
    )
    assert bare.status_code == 411  # as live calls answer; the file does not list it
    assert hub.call("DELETE", f"{INVENTORY}/inventory_item/NEW-1").status_code == 204
    assert error_of(hub.call("GET", f"{INVENTORY}/offer", {"sku": "NEW-1"})) == (404, 25713)


def test_listings_made_elsewhere_are_seen_after_they_are_converted(hub):
    waiting = hub.control("legacy", {})["listings"]
    skus = {each["sku"] for each in hub.control("state?orders=0")["products"]}
    assert waiting[0]["sku"] not in skus
    rows = [{"listingId": waiting[0]["listingId"]}, {"listingId": "1"}]
    answer = hub.call("POST", f"{INVENTORY}/bulk_migrate_listing", body={"requests": rows})
    assert (answer.status_code, [each["statusCode"] for each in answer.json()["responses"]]) == (207, [200, 400])
    assert hub.call("GET", f"{INVENTORY}/inventory_item/{waiting[0]['sku']}").status_code == 200
