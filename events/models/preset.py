from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import SluggedModel
from core.stored_json import StoredJSONField


class ListPreset(SluggedModel):
    """Columns of a participant list that are asked for again and again: for the hotel, the door.

    `columns` are names of columns, in the order in which the list shows them. A name that the
    list no longer has is passed over.
    """

    # Columns that django-modeltranslation adds.
    name_en: str
    name_ru: str
    # An empty register has some of these: it can be restored into.
    comes_with_install = True

    name = models.CharField(_("name"), max_length=80)
    columns = StoredJSONField(_("columns"))
    by_name = models.BooleanField(
        _("by family name"),
        default=False,
        help_text=_("Across all delegations, instead of protocol order."),
    )
    taking_part = models.BooleanField(
        _("only those who take part"),
        default=True,
        help_text=_("Without those who withdrew or did not come."),
    )

    class Meta:
        verbose_name = _("preset of columns")
        verbose_name_plural = _("presets of columns")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def slug_sources(self):
        return [self.name_en or self.name_ru]
