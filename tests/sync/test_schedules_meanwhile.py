"""Two people at the same schedules: what the other changed is never overwritten unseen."""

import pytest

from core.meanwhile import ChangedMeanwhile
from marketplaces.models import Connection
from sync import schedule
from sync.models import ScheduledJob
from sync.schedule import Rhythm, SchedulesChangedMeanwhile, set_schedule, set_schedules

DRAWN = {"interval_minutes": 5, "is_enabled": True}


@pytest.fixture
def orders(shop: Connection) -> ScheduledJob:
    schedule.ensure_jobs(shop)
    return ScheduledJob.objects.get(connection=shop, job_type="orders")


def test_what_another_changed_is_not_replaced(orders: ScheduledJob) -> None:
    set_schedule(orders, minutes=10, by="Marc")
    with pytest.raises(ChangedMeanwhile) as met:
        set_schedule(orders, minutes=20, by="Nadia", expected=DRAWN)
    assert met.value.theirs == {"interval_minutes": 10}
    assert set_schedule(orders, minutes=10, by="Nadia", expected=DRAWN) is False  # both want the same
    assert set_schedule(orders, enabled=False, by="Nadia", expected=DRAWN)  # the other field is nobody's quarrel
    orders.refresh_from_db()
    assert (orders.interval_minutes, orders.is_enabled) == (10, False)


def test_of_several_none_is_written_and_the_one_is_named(orders: ScheduledJob) -> None:
    products = ScheduledJob.objects.get(connection=orders.connection, job_type="products")
    set_schedule(orders, minutes=10, by="Marc")
    with pytest.raises(SchedulesChangedMeanwhile) as met:
        set_schedules(
            [
                Rhythm(job=products, minutes=7, enabled=True),
                Rhythm(job=orders, minutes=20, enabled=True, was=DRAWN),
            ],
            by="Nadia",
        )
    assert met.value.job == orders
    products.refresh_from_db()
    assert products.interval_minutes == 30
