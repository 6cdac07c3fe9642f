"""What categories of a shop's marketplace ask of a product, and what goods of ours say to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class CategoryAttributes(Record):
    """The characteristics of one category of theirs, as they were read last."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=250, help_text=_("As the marketplace numbers or names it."))
    attributes = models.JSONField(default=list, help_text=_("One object each: name, is_required, answered, …"))
    read_at = models.DateTimeField()

    class Meta(Record.Meta):
        db_table = "category_attributes"
        verbose_name = _("attributes of a category")
        verbose_name_plural = _("attributes of categories")
        constraints = [
            models.UniqueConstraint(fields=["connection", "category"], name="attributes_are_read_once_per_category")
        ]

    def __str__(self) -> str:
        return f"{self.category}: {len(self.attributes)}"


class AttributeChoice(Record):
    """What goods in one category of theirs say to a characteristic: words for all of them, or a fact of each.

    Exactly one of `words` and `fact` is filled; both empty is a choice that was taken back.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=250, help_text=_("As the marketplace numbers or names it."))
    name = models.CharField(max_length=250, help_text=_("The characteristic, as it is called there."))
    words = models.CharField(max_length=250, blank=True, help_text=_("The same for all of them."))
    fact = models.CharField(max_length=100, blank=True, help_text=_("An option or attribute of ours, by its name."))
    chosen_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "attribute_choices"
        verbose_name = _("attribute choice")
        constraints = [
            models.UniqueConstraint(fields=["connection", "category", "name"], name="one_choice_per_attribute"),
            models.CheckConstraint(condition=models.Q(words="") | models.Q(fact=""), name="words_or_a_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.words or self.fact}"
