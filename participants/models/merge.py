from collections.abc import Iterable

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.stored_json import StoredJSONField
from participants.models.person import Person


class DistinctPersonsQuerySet(models.QuerySet):
    def tell_apart(self, one: Person, other: Person, user=None):
        """Remember that these are two persons; returns the note and whether it is new."""
        first, second = sorted((one.pk, other.pk))
        return self.get_or_create(first_id=first, second_id=second, defaults={"decided_by": user})

    def tell_all_apart(self, pairs: Iterable[tuple[int, int]], user) -> None:
        """The same of many persons, by their keys, of whom it was not said before."""
        in_order = sorted({(min(pair), max(pair)) for pair in pairs})
        self.bulk_create(
            self.model(first_id=first, second_id=second, decided_by=user)
            for first, second in in_order
        )


class DistinctPersons(models.Model):
    """That two persons who look like one are two: they are not proposed again."""

    first = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="told_apart_first",
        verbose_name=_("person"),
    )
    second = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="told_apart_second",
        verbose_name=_("other person"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), auto_now_add=True)

    objects = DistinctPersonsQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of distinct persons")
        verbose_name_plural = _("pairs of distinct persons")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="distinct_persons_in_order"
            ),
            models.UniqueConstraint(
                fields=["first", "second"], name="distinct_persons_told_apart_once"
            ),
        ]

    def __str__(self):
        return f"{self.first} / {self.second}"


class PersonMerge(models.Model):
    """That one person's record was merged into another's, with all that is needed to undo it.

    Holds keys and names rather than relations: of the two records, one is gone, and the other
    may go too. `removed` is the person before, as Django's serialiser has it. `steps` are what was
    done to other records, in order, each with what it did (`do`), the `model` and the `pk`:

    - `move`: the relation `field` went `from` one key `to` another;
    - `exchange`: the same in a many-to-many `field`; `added` says whether `to` is new there;
    - `remove`: the serialised `record` was deleted;
    - `change`: of each name in `values`, the value before and after;
    - `apart`: the serialised `record` was deleted, and the pair of the key `new` added, if any.
    """

    kept_pk = models.BigIntegerField(editable=False, db_index=True)
    kept_name = models.CharField(_("kept person"), max_length=310, editable=False)
    removed_pk = models.BigIntegerField(editable=False, db_index=True)
    removed_name = models.CharField(_("merged person"), max_length=310, editable=False)
    removed = StoredJSONField(editable=False, encoder=DjangoJSONEncoder)
    steps = StoredJSONField(editable=False, encoder=DjangoJSONEncoder)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    merged_at = models.DateTimeField(_("merged on"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of persons")
        verbose_name_plural = _("merges of persons")
        ordering = ["-merged_at", "-pk"]

    def __str__(self):
        return f"{self.removed_name} → {self.kept_name}"
