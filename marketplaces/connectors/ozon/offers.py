"""Products offered, changed and taken out: told in one task, which is asked about until it is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.framework.errors import (
    CodeProblem,
    ConnectorError,
    DataProblem,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    Unavailable,
)
from marketplaces.framework.ports import Clock
from marketplaces.framework.results import ItemResult

from . import cards, catalogue
from .categories import Categories
from .client import OzonClient
from .errors import row_error
from .goods import is_archived
from .reading import Json, find_moment, mapping, rows, text

#: Seconds between two looks at a task; what is not done after the last one is done without us looking on.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 8.0)
DONE = frozenset({"imported", "skipped"})
PENDING = "pending"
USED_UP = "item_limit_exceeded"
PULL = "Pull the products again; it is not in the shop any more."
BRING_BACK = "Take it out of the archive in Ozon Seller, then send it again."


@dataclass(slots=True)
class Offers:
    """Products of one account as they stand there now, read once for a batch."""

    client: OzonClient
    clock: Clock
    categories: Categories = field(init=False)

    def __post_init__(self) -> None:
        self.categories = Categories(self.client)

    def push(self, cards_: Sequence[ProductCard]) -> list[ItemResult]:
        """What is there under its number or its article is changed, the rest is made."""
        there = self._there(cards_)
        full = catalogue.characteristics(self.client, [info["id"] for info in there.values()])
        results, ready = [], dict[str, tuple[ProductCard, dict[str, Any]]]()
        for card in cards_:
            try:
                row = self._row(card, there.get(card.ref), full)
            except (DataProblem, CodeProblem) as error:
                results.append(ItemResult(ref=card.ref, ok=False, error=error))
            else:
                ready[row["offer_id"]] = (card, row)
        return results + self._tell(list(ready.values()))

    def remove(self, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
        """Into the archive, from where it can be offered again; what is gone already counts as done."""
        there = self._there(removals)
        return [self._removed(each, there.get(each.ref)) for each in removals]

    # What is there -------------------------------------------------------------------------------------------------
    def _there(self, asked: Sequence[ProductCard] | Sequence[ProductRemoval]) -> dict[str, Json]:
        """Their cards by our reference: by number where it is known, else by article."""
        numbers = [each.remote_product_id for each in asked if each.remote_product_id.isdigit()]
        articles = [each.sku for each in asked if not each.remote_product_id and each.sku]
        found = catalogue.infos(self.client, numbers=numbers, articles=articles)
        by_number = {text(info.get("id")): info for info in found}
        by_article = {text(info.get("offer_id")): info for info in found}
        pairs = (
            (each.ref, by_number.get(each.remote_product_id) if each.remote_product_id else by_article.get(each.sku))
            for each in asked
        )
        return {ref: info for ref, info in pairs if info is not None}

    # Cards -----------------------------------------------------------------------------------------------------------
    def _row(self, card: ProductCard, info: Json | None, full: Mapping[str, Json]) -> dict[str, Any]:
        if info is None:
            if card.remote_product_id:
                raise NotFound(f"Ozon has no product {card.remote_product_id}", fix=PULL)
            _check_new(card)
            place = self.categories.place(card.category)
            return cards.new_row(card, place, self.categories.attributes(card, place))
        number = text(info.get("id"))
        if is_archived(info):
            self._bring_back(number)
            full = catalogue.characteristics(self.client, [number])
        if number not in full:
            raise NotFound(f"Ozon does not say what the card of {card.sku} holds", fix=PULL)
        there = full[number]
        return cards.changed_row(card, info, there, self.categories.changed(card, cards.place_of(there)))

    def _bring_back(self, number: str) -> None:
        """Offered before and taken out: the same card again. Some accounts may do so only in the cabinet."""
        try:
            self.client.unarchive([number])
        except (PermissionMissing, DataProblem) as error:
            raise Rejected("Ozon keeps this article in its archive", said=error.said, fix=BRING_BACK) from error

    def _tell(self, ready: Sequence[tuple[ProductCard, dict[str, Any]]]) -> list[ItemResult]:
        """One task for all. A call that is refused as a whole is told card by card: one never costs the rest."""
        if not ready:
            return []
        try:
            task = self.client.import_products([row for _, row in ready])
        except DataProblem as error:
            if len(ready) > 1:
                return [result for each in ready for result in self._tell([each])]
            return [ItemResult(ref=card.ref, ok=False, error=error) for card, _ in ready]
        said = self._finished(text(mapping(task.get("result"), "result").get("task_id"), "result.task_id"))
        results = [self._result(card, said.get(row["offer_id"])) for card, row in ready]
        self._wait_for_the_day(result.error for result in results)
        return results

    def _finished(self, task: str) -> dict[str, Json]:
        """What became of the cards by article; one that is still waiting after the last look is told as such."""
        found: dict[str, Json] = {}
        for pause in PAUSES:
            answer = mapping(self.client.import_info(int(task)).get("result"), "result")
            found = {text(row.get("offer_id")): row for row in rows(answer.get("items"), "result.items")}
            if found and not any(text(row.get("status")) == PENDING for row in found.values()):
                break
            self.clock.sleep(pause)
        return found

    def _result(self, card: ProductCard, row: Json | None) -> ItemResult:
        if row is None:
            missing = Unavailable("Ozon did not answer for this card", fix="We try again by ourselves.")
            return ItemResult(ref=card.ref, ok=False, error=missing)
        status = text(row.get("status"))
        number = text(row.get("product_id"))
        if status == PENDING or status in DONE:
            known = number if number != "0" else ""
            return ItemResult(ref=card.ref, ok=True, visible=status in DONE, remote_product_id=known)
        return ItemResult(ref=card.ref, ok=False, error=_error(row))

    def _wait_for_the_day(self, errors: Iterable[ConnectorError | None]) -> None:
        """Where the daily number is used up, Ozon says when its day begins anew."""
        used_up = [each for each in errors if isinstance(each, RateLimited) and each.remote_code == USED_UP]
        if not used_up:
            return
        limits = self.client.card_limits()
        for each in used_up:
            each.retry_after = _until_reset(limits, self.clock.now()) or each.retry_after

    # Out of the shop -------------------------------------------------------------------------------------------------
    def _removed(self, removal: ProductRemoval, info: Json | None) -> ItemResult:
        if info is None or is_archived(info):
            return ItemResult(ref=removal.ref, ok=True, visible=True)
        try:
            self.client.archive([text(info.get("id"))])
        except NotFound:
            pass
        except DataProblem as error:
            return ItemResult(ref=removal.ref, ok=False, error=error)
        return ItemResult(ref=removal.ref, ok=True, visible=True)


def find(client: OzonClient, skus: Sequence[str]) -> list[Product]:
    """What is offered under these articles."""
    infos = [info for info in catalogue.infos(client, articles=[sku for sku in skus if sku]) if not is_archived(info)]
    return catalogue.whole_cards(client, infos)[0]


def _check_new(card: ProductCard) -> None:
    """What no answer of Ozon's would say clearly, of a product that is not there yet."""
    if lacks := cards.RULES.lacks(card):
        names = ", ".join(lack.field for lack in lacks)
        raise Rejected(f"A new product at Ozon lacks, or has too much of: {names}", fields={lacks[0].field: names})


def _error(row: Json) -> ConnectorError:
    """All that is wrong with a card in one sentence, sorted by the first; what is merely warned of was taken."""
    faults = [each for each in rows(row.get("errors"), "errors") if text(each.get("level")) != "warning"]
    said = "; ".join(dict.fromkeys(filter(None, map(_sentence, faults))))
    first: Json = faults[0] if faults else {}
    error = row_error(text(first.get("code")), said or "no reason given")
    error.fields = {text(each.get("field")): _sentence(each) for each in faults if text(each.get("field"))}
    return error


def _sentence(fault: Json) -> str:
    said, name = text(fault.get("description")) or text(fault.get("message")), text(fault.get("attribute_name"))
    return f"{said} ({name})" if name and name not in said else said


def _until_reset(limits: Json, now: datetime) -> float | None:
    resets = [
        moment
        for name in ("daily_create", "daily_update")
        if (moment := find_moment(mapping(limits.get(name), name).get("reset_at"), f"{name}.reset_at"))
    ]
    return max((min(resets) - now).total_seconds(), 60.0) if resets else None
