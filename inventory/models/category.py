"""Which category of a shop's marketplace goods of ours belong in, and the categories it has."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class CategoryChoice(Record):
    """One row per shop and category of ours, chosen by a person. An empty `theirs` is a choice that was taken back."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="category_choices")
    ours = models.CharField(max_length=250)
    theirs = models.CharField(max_length=250, blank=True, help_text=_("As the marketplace numbers or names it."))
    path = models.CharField(max_length=500, blank=True, help_text=_("What it is called there."))
    chosen_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "category_choices"
        verbose_name = _("category choice")
        constraints = [models.UniqueConstraint(fields=["connection", "ours"], name="one_choice_per_category")]

    def __str__(self) -> str:
        return f"{self.ours}: {self.theirs}"


class CategoryTree(Record):
    """The categories of a shop's marketplace that products can be put in, as they were read last."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.OneToOneField("marketplaces.Connection", on_delete=models.CASCADE, related_name="category_tree")
    leaves = models.JSONField(default=list, help_text=_("Pairs: its number, and the names on the way to it."))
    read_at = models.DateTimeField()

    class Meta(Record.Meta):
        db_table = "category_trees"
        verbose_name = _("category tree")

    def __str__(self) -> str:
        return f"{self.connection_id}: {len(self.leaves)}"
