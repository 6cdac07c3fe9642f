"""What left and what was cancelled are together no more than was ordered. Asked of new rows first: nothing waits."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_found_by_store")]

    operations = [
        AddConstraintNotValid(
            model_name="orderitem",
            constraint=models.CheckConstraint(
                condition=models.Q(quantity__gte=models.F("cancelled_quantity") + models.F("shipped_quantity")),
                name="no_more_left_or_cancelled_than_ordered",
            ),
        ),
    ]
