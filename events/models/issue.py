from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.stored_json import StoredJSONField
from events.models.event import Event


class IssuedListKind(models.TextChoices):
    PROVISIONAL = "provisional", _("provisional")
    FINAL = "final", _("final")


class IssuedList(models.Model):
    """A participant list as it was issued: a version that no later edit changes.

    `schema` says how the JSON of the version and of its delegations is read: see
    `participant_list.issued.snapshot`. What follows describes the newest schema.

    `heading` holds what stands around the rows, the same for everybody who takes the version:

    - `event`: values of the event's own fields, by name, and its `host_state`, if any, by the
      names of the state's;
    - `languages`: for each language of lists, `organisers`, the `labels` of the columns that are
      words of the register (by column and value), and the `statistics` (see
      `participant_list.statistics.StatisticsTable`);
    - `open`: how many open points of each kind the list had (see
      `participant_list.issued.open_points`). Schema 1 lacks it.

    The rows are in its `delegations`. Personal data is there alone.
    """

    Kind = IssuedListKind

    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, related_name="issued_lists", verbose_name=_("event")
    )
    event_title = models.CharField(_("title"), max_length=250)
    number = models.PositiveIntegerField(_("version"))
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", verbose_name=_("version before")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    as_at = models.DateField(_("as at"))
    issued_at = models.DateTimeField(_("issued on"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("issued by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    # How many people and delegations were added, removed and changed since the version before.
    changes = StoredJSONField(null=True)
    checksum = models.CharField(_("checksum"), max_length=64)
    # When names or contact data were last taken out of it; the checksum is that of what is left.
    erased_at = models.DateTimeField(_("erased in part on"), null=True, editable=False)
    schema = models.PositiveSmallIntegerField()
    heading = models.JSONField()

    class Meta:
        verbose_name = _("issued participant list")
        verbose_name_plural = _("issued participant lists")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="issued_version_once"),
        ]

    def __str__(self):
        return self.named(self.event_title)

    def named(self, title: str) -> str:
        """What it is called where its event is called `title`, as in another language."""
        return _("%(event)s, version %(number)d") % {"event": title, "number": self.number}


class IssuedDelegation(models.Model):
    """A delegation of an issued list, with its people.

    - `participant_key`: what it is of, as "state:12" or "organisation:3"; two versions are compared
      by it;
    - `listed`: for each language of lists, the texts of a `participant_list.ListedDelegation`;
    - `places`: for each language, its place in the order of that list, counted from 0;
    - `named`: how many `people` there are;
    - `people`: in the list's order, each with `person` (the key of the person's record),
      `prefix`, `given_names`, `family_name`, `capacity`, `position`, `institution`, `status`,
      `email` and `phone`, and the names, position and institution in Russian. Everything personal
      in an issued list is here, and nowhere else.
    """

    issued = models.ForeignKey(IssuedList, models.CASCADE, related_name="delegations")
    participant_key = models.CharField(max_length=40)
    listed = models.JSONField()
    places = models.JSONField()
    named = models.PositiveIntegerField()
    people = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issued", "participant_key"], name="issued_delegation_once"
            ),
        ]

    def __str__(self):
        return self.participant_key
