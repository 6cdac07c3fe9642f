"""The files are for whoever knows their address, and fetching them says that what they hold has arrived."""

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import DomainError
from marketplaces.models import Connection, OutboundChange
from sync.feed_files import addresses, folders, rendering
from sync.models import Publication
from tests.sync.feed_files.conftest import listed, told

NAME = "products_fr.csv"


@pytest.fixture
def address(shop: Connection) -> str:
    listed(shop, "A")
    told(shop)
    return f"/feeds/{Publication.objects.get().token}/{NAME}"


def states() -> set[str]:
    return set(OutboundChange.objects.values_list("state", flat=True))


def whole(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_fetched_file_is_whole_and_its_changes_count_as_seen(client: Client, address: str) -> None:
    answer = client.get(address)
    assert states() == {"accepted"}
    assert whole(answer).startswith(b"id\tavailability")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert states() == {"synced"}
    change = OutboundChange.objects.get()
    assert change.seen_version == change.sent_version == change.wanted_version
    assert change.history.latest().history_change_reason == "taken with the file"
    assert Publication.objects.get().fetched_name == NAME


def test_a_fetch_that_breaks_off_settles_nothing(client: Client, address: str) -> None:
    pieces = client.get(address)._iterator
    assert next(pieces)
    pieces.close()  # the server does so when nobody reads any more
    client.head(address)
    assert states() == {"accepted"}
    assert Publication.objects.get().fetched_at is None


def test_what_was_kept_after_the_file_was_written_is_not_settled_by_it(client: Client, address: str) -> None:
    OutboundChange.objects.update(sent_at=timezone.now())
    whole(client.get(address))
    assert states() == {"accepted"}


def test_who_has_it_already_is_told_so(client: Client, address: str) -> None:
    first = client.get(address)
    whole(first)
    same = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200
    assert client.head(address)["Content-Length"] == first["Content-Length"]


@pytest.mark.parametrize("name", ["products_de.csv", "..%2f..%2fkeys.json", "products_fr.csv%00", ".hidden"])
def test_nothing_but_its_own_files_is_given(client: Client, address: str, name: str) -> None:
    assert client.get(address.replace(NAME, name)).status_code == 404


def test_a_guessed_an_old_and_a_withdrawn_address_look_the_same(client: Client, shop: Connection, address: str) -> None:
    assert client.get(f"/feeds/guessed/{NAME}").status_code == 404
    row = addresses.exchange(shop)
    assert client.get(address).status_code == 404
    assert client.get(f"/feeds/{row.token}/{NAME}").status_code == 200
    addresses.withdraw(shop)
    assert client.get(f"/feeds/{row.token}/{NAME}").status_code == 404
    assert addresses.addresses_of(Publication.objects.get()) == {}


def test_a_disconnected_shop_publishes_nothing(client: Client, shop: Connection, address: str) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="disconnected")
    assert client.get(address).status_code == 404


def test_only_reading_is_allowed(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


# A folder ------------------------------------------------------------------------------------------------------------
def test_files_are_put_into_the_stores_folder_and_that_counts_as_taken(shop: Connection, address: str) -> None:
    row = folders.choose(shop, "letzshop")
    rendering.render(shop)
    put = folders.folder_of(row) / NAME
    assert put.read_bytes() == rendering.path_of(shop, NAME).read_bytes()
    assert [each.name for each in put.parent.iterdir()] == [NAME]
    assert states() == {"synced"}
    assert Publication.objects.get().put_at is not None


@pytest.mark.parametrize("name", ["..", "a/b", "/etc", "a b", "A", "-a", ".ssh", "a\0"])
def test_a_folder_is_a_plain_name(shop: Connection, name: str) -> None:
    with pytest.raises(DomainError):
        folders.choose(shop, name)


def test_a_link_out_of_the_root_is_not_followed(shop: Connection, address: str, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    row = folders.choose(shop, "out")
    folders.folder_of(row).parent.mkdir(parents=True)
    folders.folder_of(row).symlink_to(elsewhere)
    rendering.render(shop)
    assert list(elsewhere.iterdir()) == []
    assert "leads elsewhere" in Publication.objects.get().put_error
    assert states() == {"accepted"}
