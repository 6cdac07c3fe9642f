"""Named points at which a test may end this process with SIGKILL; nothing happens unless the environment asks for it.

The list is what the crash proof walks through: each point must be reached and survived.
"""

import os
import signal

POINTS = (
    "pull.before_commit",  # a page is written, not committed
    "pull.after_commit",  # a page and its cursor are committed, the next not yet asked for
    "push.after_claim",  # changes are leased, nothing was sent
    "push.before_call",  # the truth is read, the call not made
    "push.after_call",  # the marketplace answered, nothing is stored
    "push.after_settle",  # the answer is stored
    "ship.after_call",  # a shipment was confirmed there, nothing is stored
    "token.before_call",  # the refresh lease is taken
    "token.after_call",  # a new token was given, not stored: cannot be survived with single-use tokens
    "webhook.after_store",  # stored, not answered
    "webhook.before_done",  # pulled, not marked done
)

#: Of products that are sent, beside those of a push; `tests/proofs/test_product_kills.py` walks through these.
PRODUCT_POINTS = (
    "offer.asked",  # it is written down that a product is about to be made, the call not made
    "offer.after_listing",  # what was made is a listing here, not settled
)

#: And of batches that are answered later; `tests/proofs/test_job_kills.py` walks through these.
JOB_POINTS = (
    "job.after_handover",  # the marketplace's name of the work is stored
    "job.before_ask",  # the changes of a job are leased, nothing was asked
    "job.after_ask",  # it told what became of them, nothing is stored
)

#: And of queues of messages; `tests/sync/test_queues.py` walks through these.
QUEUE_POINTS = (
    "queue.after_store",  # messages are stored, not taken out
    "queue.after_acknowledge",  # they are taken out
)

#: Of money that goes back to a buyer; `tests/proofs/test_money_back.py` walks through these.
REFUND_POINTS = (
    "refund.after_call",  # the marketplace answered, nothing is stored
    "refund.settled",  # the refund is stored, its change is not
)

#: The same for telling people; `tests/proofs/test_told_once.py` walks through these.
NEWS_POINTS = (
    "news.before_commit",  # notifications are written, not committed
    "news.after_commit",  # notifications, receipts and cursor are committed
    "mail.after_claim",  # mails are leased, nothing was said to the mail server
    "mail.before_send",  # one is marked as being sent
    "mail.after_send",  # the mail server took it, nothing is stored: this one is in doubt and never sent again
    "mail.after_settle",  # it is stored that it was sent
)

#: And for telling programs; `tests/sync/outgoing/test_kills.py` walks through these.
OUTGOING_POINTS = (
    "outgoing.before_commit",  # deliveries are written, not committed
    "outgoing.after_claim",  # an endpoint is leased, nothing was sent
    "outgoing.after_send",  # the receiver answered, nothing is stored
    "outgoing.after_settle",  # the answer is stored
)

#: And for keys that are bought and handed over; `tests/proofs/test_keys.py` walks through these.
KEY_POINTS = (
    "keys.assigned",  # keys of the pool are assigned
    "purchase.asked",  # the intent is written, not committed
    "purchase.before_call",  # it is written down that it goes, the call not made
    "purchase.bought",  # the supplier took it, nothing is stored
    "purchase.after_call",  # its keys are here, nothing is stored
    "purchase.after_settle",  # they are stored
    "keys.before_commit",  # they are handed over, not committed
    "keys.handed_over",  # they are handed over
)

#: And for orders that shops send; `tests/proofs/test_sent_once.py` walks through these.
INTAKE_POINTS = (
    "intake.claimed",  # the call's key is taken, nothing was done
    "intake.before_commit",  # order, stock and document are written, not committed
    "intake.after_commit",  # they are committed, the answer is not kept
    "intake.answered",  # the answer is kept, the shop has not heard it
)

_DIE_AT = os.environ.get("ORION_DIE_AT", "")
_COUNT = int(os.environ.get("ORION_DIE_AFTER", "1"))
_passed = 0


def reached(point: str) -> None:
    """Die here if asked to, on the n-th passage."""
    global _passed
    if point != _DIE_AT:
        return
    _passed += 1
    if _passed >= _COUNT:
        os.kill(os.getpid(), signal.SIGKILL)
