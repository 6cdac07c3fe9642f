"""The key pool by program: in counts; no key leaves."""

from __future__ import annotations

from fulfillment.services.keys import files, pool
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def test_the_pool_is_told_in_counts_and_no_key_leaves(owner: Program, stranger: Program, cast: Cast) -> None:
    variant = world.variant(cast.store)
    rows = files.read(b"SECRET-KEY-1\nSECRET-KEY-2", zone=cast.store.zone)
    assert pool.load(store=cast.store, rows=rows, variant=variant, by="Anna").added == 2
    answer = owner.get("/api/v1/keys/")
    assert answer.status == 200
    (row,) = answer.body["results"]
    assert (row["sku"], row["pool"], row["reserved"], row["gone"]) == (variant.sku, 2, 0, 0)
    assert b"SECRET" not in answer.raw
    assert stranger.get("/api/v1/keys/").body["results"] == []
