"""Amazon's remote calls, one method each: parameters in, parsed JSON out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from marketplaces.framework.errors import LoginExpired
from marketplaces.framework.transport import Answer, Authorise, Call, Transport

from . import auth
from .errors import ENTER, classify, classify_file, without_role
from .reading import Json, mapping, needed_text, rows

ORDERS, OLD_ORDERS = "/orders/2026-01-01/orders", "/orders/v0/orders"
LISTINGS, FEEDS, REPORTS = "/listings/2021-08-01/items", "/feeds/2021-06-30", "/reports/2021-06-30"
#: Most of one page, and most SKUs of one question.
ORDER_PAGE, LISTING_PAGE, NAMED, NAMED_STOCK = 100, 20, 20, 50
#: Without FULFILLMENT the answer has no status; the others spare a call for each order.
ORDER_PARTS = "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES"
LISTING_PARTS = "summaries,attributes,issues,offers,fulfillmentAvailability,productTypes"
SHORT_PARTS = "summaries,fulfillmentAvailability,productTypes"
FEED_TYPE, FEED_CONTENT = "JSON_LISTINGS_FEED", "application/json; charset=UTF-8"
LISTING_REPORT = "GET_MERCHANT_LISTINGS_ALL_DATA"
Params = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class File:
    """Where a document lies for five minutes, and whether it is packed."""

    url: str
    packed: bool


class AmazonClient:
    """The calls of one seller on one marketplace."""

    def __init__(self, transport: Transport, *, seller: str, place: str) -> None:
        self._transport = transport
        self.seller = seller
        self.place = place

    # Sign-in ---------------------------------------------------------------------------------------------------------
    def exchange_code(self, values: Mapping[str, str], code: str) -> Json:
        return self._token(values, {"grant_type": "authorization_code", "code": code})

    def refresh_access_token(self, values: Mapping[str, str]) -> Json:
        if not values.get("refresh_token"):
            raise LoginExpired("There is no refresh token: this shop was never signed in, or signed in without one")
        return self._token(values, {"grant_type": "refresh_token", "refresh_token": values["refresh_token"]})

    def get_participations(self) -> Sequence[Json]:
        path = "/sellers/v1/marketplaceParticipations"
        return rows(self._get("test_connection", path, groups="sellers").get("payload"), "payload")

    # Orders ----------------------------------------------------------------------------------------------------------
    def search_orders(self, *, after: str, before: str, token: str) -> Json:
        """From page to page everything but the token stays the same."""
        params = [
            ("marketplaceIds", self.place), ("lastUpdatedAfter", after), ("includedData", ORDER_PARTS),
            ("maxResultsPerPage", str(ORDER_PAGE)),
        ]  # fmt: skip
        params += [("lastUpdatedBefore", before)] if before else []
        params += [("paginationToken", token)] if token else []
        return self._get("pull_orders", ORDERS, params, groups="orders")

    def get_order(self, number: str, *, operation: str) -> Json:
        path = f"{ORDERS}/{_part(number)}"
        answer = self._get(operation, path, [("includedData", ORDER_PARTS)], groups="order")
        return mapping(answer.get("order"), "order")

    def confirm_shipment(self, number: str, body: Json) -> None:
        """Under the same package reference it changes what was told before, so sending again does no harm."""
        path = f"{OLD_ORDERS}/{_part(number)}/shipmentConfirmation"
        self._send(_write("confirm_shipment", "POST", path, body, groups="ship"))

    def cancel_order(self, number: str, body: Json) -> None:
        """Not sent again after a lost answer: what is cancelled already would be refused."""
        self._send(_write("cancel", "PUT", f"{ORDERS}/{_part(number)}/cancellation", body, groups="cancel", safe=False))

    # Orders of the API before 2026 -----------------------------------------------------------------------------------
    def create_restricted_token(self, *, operation: str) -> str:
        """Opens names and addresses in the two calls that list and read orders."""
        elements = ["buyerInfo", "shippingAddress"]
        paths = (OLD_ORDERS, f"{OLD_ORDERS}/{{orderId}}")
        body = {"restrictedResources": [{"method": "GET", "path": path, "dataElements": elements} for path in paths]}
        call = Call(
            operation=operation, method="POST", path="/tokens/2021-03-01/restrictedDataToken", json=body,
            groups=("restricted_token",),
        )  # fmt: skip
        return needed_text(self._json(call).get("restrictedDataToken"), "restrictedDataToken")

    def get_old_orders(self, *, after: str, before: str, token: str, restricted: str) -> Json:
        params = [
            ("MarketplaceIds", self.place), ("LastUpdatedAfter", after), ("MaxResultsPerPage", str(ORDER_PAGE)),
        ]  # fmt: skip
        params += [("LastUpdatedBefore", before)] if before else []
        params += [("NextToken", token)] if token else []
        call = Call(operation="pull_orders", method="GET", path=OLD_ORDERS, params=params, groups=("old_orders",))
        return self._old(call, restricted)

    def get_old_order(self, number: str, *, restricted: str) -> Json:
        path = f"{OLD_ORDERS}/{_part(number)}"
        return self._old(Call(operation="order_items", method="GET", path=path, groups=("old_order",)), restricted)

    def get_old_items(self, number: str, *, operation: str, token: str) -> Json:
        params = [("NextToken", token)] if token else []
        path = f"{OLD_ORDERS}/{_part(number)}/orderItems"
        return self._old(Call(operation=operation, method="GET", path=path, params=params, groups=("old_items",)), "")

    # Listings --------------------------------------------------------------------------------------------------------
    def search_listings(self, *, operation: str, since: str = "", token: str = "") -> Json:
        """By SKU, an order that no change moves."""
        params = [("pageSize", str(LISTING_PAGE)), ("sortBy", "sku"), ("sortOrder", "ASC")]
        params += [("lastUpdatedAfter", since)] if since else []
        params += [("pageToken", token)] if token else []
        return self._listings(operation, [("includedData", LISTING_PARTS), *params])

    def named_listings(self, skus: Sequence[str], *, operation: str, short: bool = False) -> Sequence[Json]:
        """At most twenty, without a comma in any: they go joined by commas."""
        parts = SHORT_PARTS if short else LISTING_PARTS
        params = [
            ("includedData", parts), ("identifiers", ",".join(skus)), ("identifiersType", "SKU"),
            ("pageSize", str(LISTING_PAGE)),
        ]  # fmt: skip
        return rows(self._listings(operation, params).get("items"), "items")

    def get_listing(self, sku: str, *, operation: str) -> Json:
        params = [("marketplaceIds", self.place), ("includedData", LISTING_PARTS)]
        return self._get(operation, self._listing(sku), params, groups="listing")

    def patch_listing(self, sku: str, body: Json, *, operation: str) -> Json:
        return self._submit(operation, "PATCH", sku, body, groups="patch")

    def put_listing(self, sku: str, body: Json) -> Json:
        return self._submit("push_products", "PUT", sku, body, groups="put")

    def delete_listing(self, sku: str) -> Json:
        return self._submit("push_products", "DELETE", sku, None, groups="delete")

    def inventory(self, *, operation: str, skus: Sequence[str] = (), token: str = "") -> Json:
        """What lies in Amazon's warehouses. The token of a page lives half a minute."""
        params = [
            ("granularityType", "Marketplace"), ("granularityId", self.place), ("marketplaceIds", self.place),
            ("details", "true"),
        ]  # fmt: skip
        params += [("sellerSkus", ",".join(skus))] if skus else []
        params += [("nextToken", token)] if token else []
        return self._get(operation, "/fba/inventory/v1/summaries", params, groups="inventory")

    # Feeds -----------------------------------------------------------------------------------------------------------
    def create_feed_document(self, *, operation: str) -> tuple[str, str]:
        """Number and address of an empty document; a second one does no harm."""
        body = {"contentType": FEED_CONTENT}
        call = Call(
            operation=operation, method="POST", path=f"{FEEDS}/documents", json=body, groups=("feed_document",)
        )  # fmt: skip
        answer = self._json(call)
        return (
            needed_text(answer.get("feedDocumentId"), "feedDocumentId"),
            needed_text(answer.get("url"), "url"),
        )

    def upload(self, url: str, body: Any, *, operation: str) -> None:
        content = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        self._send_file(Call(
            operation=operation, method="PUT", path="", url=url, body=content, authorised=False, expects="bytes",
            headers={"Content-Type": FEED_CONTENT},
        ))  # fmt: skip

    def create_feed(self, document: str, *, operation: str) -> str:
        body = {"feedType": FEED_TYPE, "marketplaceIds": [self.place], "inputFeedDocumentId": document}
        groups = ("create_feed", "listings_feed")
        call = Call(operation=operation, method="POST", path=f"{FEEDS}/feeds", json=body, groups=groups)
        return needed_text(self._json(call).get("feedId"), "feedId")

    def get_feed(self, number: str, *, operation: str) -> Json:
        return self._get(operation, f"{FEEDS}/feeds/{_part(number)}", groups="feed")

    def get_feed_document(self, number: str, *, operation: str) -> File:
        return _file(self._get(operation, f"{FEEDS}/documents/{_part(number)}", groups="feed_result"))

    # Reports ---------------------------------------------------------------------------------------------------------
    def create_report(self, *, operation: str) -> str:
        """Not sent again after a lost answer: a second one is cancelled, and the first is found in their list."""
        body = {"reportType": LISTING_REPORT, "marketplaceIds": [self.place]}
        call = Call(
            operation=operation, method="POST", path=f"{REPORTS}/reports", json=body, safe=False,
            groups=("create_report",),
        )  # fmt: skip
        return needed_text(self._json(call).get("reportId"), "reportId")

    def get_reports(self, *, since: str, operation: str) -> Sequence[Json]:
        """Those of the listings that were ordered lately, the newest first."""
        params = [
            ("reportTypes", LISTING_REPORT), ("marketplaceIds", self.place), ("createdSince", since),
            ("pageSize", "10"),
        ]  # fmt: skip
        return rows(self._get(operation, f"{REPORTS}/reports", params, groups="reports").get("reports"), "reports")

    def get_report(self, number: str, *, operation: str) -> Json:
        return self._get(operation, f"{REPORTS}/reports/{_part(number)}", groups="report")

    def get_report_document(self, number: str, *, operation: str) -> File:
        return _file(self._get(operation, f"{REPORTS}/documents/{_part(number)}", groups="report_document"))

    def download(self, url: str, *, operation: str) -> Answer:
        """A file of theirs, without the seller's token."""
        return self._send_file(
            Call(operation=operation, method="GET", path="", url=url, authorised=False, expects="bytes")
        )

    # -----------------------------------------------------------------------------------------------------------------
    def _listing(self, sku: str) -> str:
        return f"{LISTINGS}/{_part(self.seller)}/{_part(sku)}"

    def _listings(self, operation: str, params: Params) -> Json:
        path = f"{LISTINGS}/{_part(self.seller)}"
        return self._get(operation, path, [("marketplaceIds", self.place), *params], groups="listings")

    def _submit(self, operation: str, method: str, sku: str, body: Json | None, *, groups: str) -> Json:
        """One marketplace at a time; texts of issues in English, the language of our pages."""
        params = [("marketplaceIds", self.place), ("issueLocale", "en_US")]
        return self._json(Call(
            operation=operation, method=method, path=self._listing(sku), params=params, json=body, groups=(groups,),
        ))  # fmt: skip

    def _get(self, operation: str, path: str, params: Params = (), *, groups: str) -> Json:
        return self._json(Call(operation=operation, method="GET", path=path, params=params, groups=(groups,)))

    def _json(self, call: Call) -> Json:
        return mapping(self._send(call).json, "answer")

    def _old(self, call: Call, restricted: str) -> Json:
        """In its envelope, and perhaps with a token for personal data in place of the seller's."""
        authorise = auth.with_token(restricted) if restricted else auth.as_seller
        return mapping(mapping(self._send(call, authorise).json, "answer").get("payload"), "payload")

    def _send(self, call: Call, authorise: Authorise = auth.as_seller) -> Answer:
        try:
            return self._transport.send(call, authorise=authorise, classify=classify)
        except LoginExpired as error:
            raise without_role(error, self._transport.right_for(call.path)) from None

    def _send_file(self, call: Call) -> Answer:
        return self._transport.send(call, authorise=None, classify=classify_file)

    def _token(self, values: Mapping[str, str], form: Mapping[str, str]) -> Json:
        """With the values at hand, not with what the connection holds."""
        own = {name: values.get(name, "") for name in ("client_id", "client_secret")}
        if not all(own.values()):
            raise LoginExpired("The client id or the client secret of the application is missing", fix=ENTER)
        call = Call(
            operation="token", method="POST", path="/auth/o2/token", host="lwa", form=list({**form, **own}.items()),
            authorised=False, safe=form["grant_type"] != "authorization_code",
        )  # fmt: skip
        return mapping(self._transport.send(call, authorise=None, classify=classify).json, "answer")


def _write(operation: str, method: str, path: str, body: Any, *, groups: str, safe: bool = True) -> Call:
    """A write whose good answer is empty."""
    return Call(operation=operation, method=method, path=path, json=body, expects="bytes", groups=(groups,), safe=safe)


def _file(answer: Json) -> File:
    return File(url=needed_text(answer.get("url"), "url"), packed=answer.get("compressionAlgorithm") == "GZIP")


def _part(text: str) -> str:
    """One piece of a path: SKUs may hold anything."""
    return quote(text, safe="")
