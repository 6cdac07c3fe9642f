"""What a refused change is called in “needs you”: the effect on the merchant, in a few words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from marketplaces.framework.errors import CodeProblem, ConnectorError, NotFound
from marketplaces.models import OutboundChange

Kind = OutboundChange.Kind

NOT_TAKEN = {
    Kind.STOCK: noop("%(shop)s did not take the stock of %(subject)s"),
    Kind.PRICE: noop("%(shop)s did not take the price of %(subject)s"),
    Kind.PRODUCT: noop("%(shop)s did not take the product %(subject)s"),
    Kind.ACCEPT: noop("%(shop)s did not take the acceptance of %(subject)s"),
    Kind.SHIPMENT: noop("%(shop)s did not take the shipment of %(subject)s"),
    Kind.ARRIVAL: noop("%(shop)s did not take what became of %(subject)s"),
    Kind.SUPPLY: noop("%(shop)s did not take the supply %(subject)s"),
    Kind.DIGITAL: noop("%(shop)s was not told that the buyer of %(subject)s has the keys"),
    Kind.CANCEL: noop("%(shop)s did not cancel %(subject)s"),
    Kind.ANSWER: noop("%(shop)s did not take the answer to the buyer of %(subject)s"),
    Kind.REFUND: noop("%(shop)s did not refund %(subject)s"),
    Kind.MONEY_BACK: noop("%(shop)s did not give %(subject)s back"),
}
GONE = noop("%(subject)s is gone at %(shop)s")


def headline(change: OutboundChange, error: ConnectorError, subject: str) -> str:
    """An answer that we cannot read is our fault and is not called a refusal."""
    if isinstance(error, CodeProblem):
        return f"{error.heading}: {change.get_kind_display()} · {subject}"
    sentence = GONE if isinstance(error, NotFound) else NOT_TAKEN[Kind(change.kind)]
    return _(sentence) % {"shop": change.connection.name, "subject": subject}
