"""What a shop is told for carriers, by program."""

from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def test_words_are_kept_read_and_let_go(owner: Program, packer: Program, cast: Cast) -> None:
    where = f"/api/v1/connections/{world.connection(cast.store).pk}/carriers/"
    assert owner.get(where).body == {"carriers": []}
    kept = owner.patch(where, {"carriers": {"DHL Paket": "DHL_DE", "GLS": "G"}})
    assert kept.status == 200, kept.body
    assert [(row["name"], row["told"]) for row in kept.body["carriers"]] == [("DHL Paket", "DHL_DE"), ("GLS", "G")]
    assert owner.patch(where, {"carriers": {"gls": ""}}).body == packer.get(where).body
    assert packer.patch(where, {"carriers": {"gls": "X"}}).status == 403
    assert owner.patch(where, {"carriers": {" ": "X"}}).status == 422
