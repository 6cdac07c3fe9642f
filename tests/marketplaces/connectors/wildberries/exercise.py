"""What only Wildberries has: an order that is accepted first, one in a supply with others, and a return."""

from tests.contract.shop import Shop


def more(shop: Shop) -> None:
    accepted = shop.sold()
    shop.connector.accept_order(accepted.remote_id)
    (accepted,) = shop.connector.order_items([accepted.remote_id]).items
    assert shop.shipped(accepted).visible
    sold = shop.sold()
    shop.control("move", {"order": sold.remote_id, "status": "sold"})
    shop.control("return", {"order": sold.remote_id})
    since, until = shop.window()
    returns = [each for page in shop.connector.pull_returns(since=since, until=until) for each in page.items]
    assert sold.remote_id in {each.order_remote_id for each in returns}
