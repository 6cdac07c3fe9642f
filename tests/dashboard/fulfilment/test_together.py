"""The page of orders that leave in one parcel."""

from django.test import Client

from fulfillment.models import JointOrder, JointParcel, Shipment
from orders.models import Order

LIST = "/fulfilment/together/"


def both(pair: list[Order]) -> dict[str, list[str]]:
    return {"order": [str(order.pk) for order in pair]}


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_calm_when_every_order_travels_alone(packer: Client) -> None:
    assert "Every order travels alone" in text(packer, LIST)


def test_what_could_go_together_is_packed_and_sent_in_one_parcel(packer: Client, pair: list[Order]) -> None:
    assert "Could leave in one parcel" in text(packer, LIST)
    assert "1 more order goes to this buyer" in text(packer, f"/orders/{pair[0].pk}/")
    packer.post(f"{LIST}pack/", both(pair))
    parcel = JointParcel.objects.get()
    page = text(packer, f"{LIST}{parcel.pk}/")
    assert "Ship 2 orders together" in page and pair[1].number in page
    order_page = text(packer, f"/orders/{pair[0].pk}/")
    assert "It is packed together with others" in order_page and "Mark shipped" not in order_page
    said = packer.post(
        f"{LIST}{parcel.pk}/", {"carrier": "DHL", "tracking_number": "A1", f"tracking-{pair[1].pk}": "B2"}, follow=True
    )
    assert "2 orders left in one parcel. Each channel is told." in said.content.decode()
    assert set(Shipment.objects.values_list("tracking_number", flat=True)) == {"A1", "B2"}
    assert "These orders left in one parcel." in text(packer, f"{LIST}{parcel.pk}/")
    assert "It left in one parcel with others" in text(packer, f"/orders/{pair[0].pk}/")


def test_the_order_list_packs_what_is_ticked(packer: Client, pair: list[Order]) -> None:
    answer = packer.post("/orders/act/", {"do": "together", **both(pair)})
    assert answer["Location"] == f"{LIST}{JointParcel.objects.get().pk}/"
    assert "Choose at least two orders" in packer.post(
        "/orders/act/", {"do": "together", "order": [str(pair[0].pk)]}, follow=True
    ).content.decode()  # fmt: skip


def test_what_cannot_leave_comes_back_with_what_was_typed(packer: Client, pair: list[Order]) -> None:
    packer.post(f"{LIST}pack/", both(pair))
    Order.objects.filter(pk=pair[1].pk).update(held_at="2026-11-20T10:00Z")
    answer = packer.post(f"{LIST}{JointParcel.objects.get().pk}/", {"carrier": "DHL", "tracking_number": "A1"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "is on hold" in page and 'value="A1"' in page
    assert not Shipment.objects.exists()


def test_one_is_taken_out(packer: Client, pair: list[Order]) -> None:
    packer.post(f"{LIST}pack/", both(pair))
    parcel = JointParcel.objects.get()
    said = packer.post(f"{LIST}{parcel.pk}/orders/{pair[0].pk}/out/", follow=True).content.decode()
    assert f"{pair[0].number} travels alone again." in said
    assert not JointOrder.objects.filter(state="packed").exists()


def test_slip_and_sheet_name_all_orders_of_the_parcel(packer: Client, pair: list[Order]) -> None:
    packer.post(f"{LIST}pack/", both(pair))
    page = text(packer, f"/fulfilment/print/?what=slips&order={pair[0].pk}")
    assert "Packed together with" in page and pair[1].number in page
    sheet = packer.get(f"/fulfilment/sheets.pdf?what=slips&order={pair[0].pk}&order={pair[1].pk}")
    assert sheet.content.startswith(b"%PDF-") and sheet.content.count(b"/Type /Page\n") == 1


def test_looking_changes_nothing(packer: Client, pair: list[Order]) -> None:
    assert packer.get(f"{LIST}pack/").status_code == 405
    text(packer, LIST)
    assert not JointParcel.objects.exists()


def test_the_reader_sees_and_presses_nothing(reader: Client, packer: Client, pair: list[Order]) -> None:
    packer.post(f"{LIST}pack/", both(pair))
    where = f"{LIST}{JointParcel.objects.get().pk}/"
    assert "Ship 2 orders" not in text(reader, where)
    assert reader.post(where, {"carrier": "DHL"}).status_code == 403
    assert reader.post(f"{where}part/").status_code == 403
    assert reader.post(f"{LIST}pack/", both(pair)).status_code == 403


def test_the_stranger_gets_nothing(stranger: Client, packer: Client, pair: list[Order]) -> None:
    packer.post(f"{LIST}pack/", both(pair))
    where = f"{LIST}{JointParcel.objects.get().pk}/"
    for answer in (
        stranger.get(where), stranger.post(where, {"carrier": "DHL"}), stranger.post(f"{where}part/"),
        stranger.post(f"{where}orders/{pair[0].pk}/out/"),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert pair[0].number not in text(stranger, LIST)
