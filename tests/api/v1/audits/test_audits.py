"""Who changed what, read by program."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.api.conftest import Program, program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/audits/"


def test_a_change_has_the_fields_of_the_documents(owner: Program, cast: Cast) -> None:
    product = world.variant(cast.store).product
    owner.patch(f"/api/v1/products/{product.pk}/", {"brand": "Orion"})
    row = owner.get(PATH, {"type": "products", "id": str(product.pk)}).body["results"][0]
    assert (row["auditable_type"], row["auditable_id"], row["event"]) == ("products", str(product.pk), "updated")
    assert (row["old_values"], row["new_values"]) == ({"brand": ""}, {"brand": "Orion"})
    assert (row["user_id"], row["user"]) == (str(cast.owner.pk), "Nadia Weber")
    assert row["reason"] == "changed by Nadia Weber" and row["created_at"]


def test_it_is_narrowed_and_paged_without_loss(owner: Program, cast: Cast) -> None:
    for number in range(4):
        world.variant(cast.store, f"SKU-{number}")
    page = owner.get(PATH, {"limit": 3})
    seen = [row["id"] for row in page.body["results"]]
    while page.body["next"]:
        page = owner.get(page.body["next"])
        seen += [row["id"] for row in page.body["results"]]
    assert len(set(seen)) == len(seen) >= 8
    future = (timezone.now() + timedelta(days=1)).isoformat()
    assert owner.get(PATH, {"since": future}).body["results"] == []
    assert owner.get(PATH, {"user": str(cast.stranger.pk)}).body["results"] == []
    kinds = {row["auditable_type"] for row in owner.get(PATH, {"type": "product_variants"}).body["results"]}
    assert kinds == {"product_variants"}
    assert owner.get(PATH, {"type": "secrets"}).status == 400


def test_packers_do_not_read_it_and_others_read_their_own_store(
    packer: Program, reader: Program, stranger: Program, cast: Cast
) -> None:
    product = world.variant(cast.store).product
    assert packer.get(PATH).status == 403
    assert str(product.pk) in reader.get(PATH).raw.decode()
    assert str(product.pk) not in stranger.get(PATH).raw.decode()
    assert program(cast.store, cast.owner, "orders:read").get(PATH).body["scope"] == "audits:read"
