"""What a connector can do. What it declares is exactly what it implements; a test proves it."""

from enum import StrEnum


class Capability(StrEnum):
    """Operation names, as the wire checker uses them; it counts the calls of a part under the whole."""

    TEST_CONNECTION = "test_connection"  # Connector.test
    TOKEN = "token"  # noqa: S105  Connector.refresh_token; and unless keys_renew: authorisation_url, exchange_code
    PULL_ORDERS = "pull_orders"  # Connector.pull_orders
    ORDER_ITEMS = "order_items"  # Connector.order_items: whole orders by id
    FOLLOW_ORDERS = "follow_orders"  # part of pull_orders: what no list holds is asked about, from the row kept here
    PULL_PRODUCTS = "pull_products"
    RECEIVE_ORDERS = "receive_orders"  # Connector.intake: the shop calls us with its orders
    OFFER_CATALOGUE = "offer_catalogue"  # it sells what we have: each variant is a listing, there is no list to read
    PULL_STOCK = "pull_stock"  # and Connector.warehouses
    PULL_PRICES = "pull_prices"
    PUSH_STOCK = "push_stock"
    PUSH_PRICE = "push_price"
    PUSH_PRODUCTS = "push_products"  # and Connector.delete_products
    CHANGE_CARDS = "change_cards"  # in place of push_products: what is there is changed, nothing made or taken out
    CONFIRM_SHIPMENT = "confirm_shipment"
    ACCEPT_ORDER = "accept_order"  # part of confirm_shipment: it asks whether an order will be sent at all
    SUPPLY = "supply"  # part of confirm_shipment: several orders are handed over together, Connector.keep_supply
    TELL_ARRIVAL = "tell_arrival"  # part of confirm_shipment: the seller brings it himself and says what the buyer did
    DISPATCH = "dispatch"  # part of confirm_shipment: what it has put together itself is confirmed, its act printed
    TELL_DIGITAL = "tell_digital"  # part of confirm_shipment: that a buyer has what needs no parcel
    CANCEL = "cancel"  # Connector.cancel, cancel_reasons
    ANSWER_CANCELLATION = "answer_cancellation"  # part of cancel: the buyer asks, we accept or refuse
    REFUND = "refund"  # Connector.pull_returns
    CONFIRM_RETURN = "confirm_return"  # part of refund: the money of a return is given by a call
    GIVE_REFUND = "give_refund"  # part of refund: money of an order goes back without a return; and refund_reasons
    LABEL = "label"
    ANALYTICS = "analytics"  # Connector.pull_figures: what the marketplace itself counts by product and day
    PURCHASE = "purchase"  # Connector.buy and what belongs to it: keys come from here, and its prices are our costs
    WEBHOOK = "webhook"  # Connector.webhooks
    REGISTER_WEBHOOK = "register_webhook"  # part of webhook: the address is told and read by calls
    READ_QUEUE = "read_queue"  # Connector.receive_messages: its messages lie in a queue, nobody is called
    LOST_WEBHOOKS = "lost_webhooks"  # part of webhook: what nobody took is given once more


#: Any one of these lets a shop hear what its products are called, look like and hold.
TELLS_PRODUCTS = frozenset({Capability.PUSH_PRODUCTS, Capability.CHANGE_CARDS})
#: Orders come in: they are read, or the shop sends them by itself.
BRINGS_ORDERS = frozenset({Capability.PULL_ORDERS, Capability.RECEIVE_ORDERS})
#: Listings come in: they are read, or the shop sells what we have.
LISTS_PRODUCTS = frozenset({Capability.PULL_PRODUCTS, Capability.OFFER_CATALOGUE})
