"""The same of the rows that were there before, read beside the running shop."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_no_more_left_than_ordered")]

    operations = [ValidateConstraint(model_name="orderitem", name="no_more_left_or_cancelled_than_ordered")]
