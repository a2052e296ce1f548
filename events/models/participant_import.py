"""The import of participant lists: what was uploaded, who sent it, and how the sender writes."""

from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.stored_json import StoredJSONField
from core.text import fold
from events.models.event import Event
from participants.models import Organisation, State


def random_path(instance, name: str) -> str:
    """Where an uploaded list is kept: a name that nobody can guess and that says nothing."""
    return f"imports/{get_random_string(40)}"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("import", "uploaded")
    APPLIED = "applied", pgettext_lazy("import", "applied")
    UNDONE = "undone", pgettext_lazy("import", "undone")


def _decisions_of_1(content: dict[str, Any]) -> dict[str, Any]:
    """Whether the register's values stay was decided in the place of who a row means."""
    if not content:
        return content
    rows, kept = dict(content["rows"]), "keep"
    values = {key: kept for key, decision in rows.items() if decision == kept}
    rows = {key: decision for key, decision in rows.items() if key not in values}
    return {
        "rows": rows,
        "values": values,
        "cells": {},
        "participants": content["participants"],
        "complete": {},
        "missing": {},
        "belongs_to": content["belongs_to"],
    }


def _decisions_of_2(content: dict[str, Any]) -> dict[str, Any]:
    """Unknown words of capacity were errors, and what is hidden was left out without a question."""
    return {**content, "capacities": {}, "with_hidden": False} if content else content


def _numbers_of_1(content: dict[str, int]) -> dict[str, int]:
    return {**content, "withdrawn": 0} if content else content


class Sender(models.Model):
    """Who sends lists: a state, an organisation, or anybody by the name that staff typed.

    What an officer says of a sender's lists is remembered for the next one, see `SenderWord`.
    """

    state = models.OneToOneField(
        State, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("state")
    )
    organisation = models.OneToOneField(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    name = models.CharField(
        _("name"), max_length=300, blank=True, help_text=_("Of one who is neither.")
    )
    # The name as names are compared; empty for a state or organisation.
    name_key = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("sender of lists")
        verbose_name_plural = _("senders of lists")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__isnull=False, organisation__isnull=True, name_key="")
                | models.Q(state__isnull=True, organisation__isnull=False, name_key="")
                | models.Q(state__isnull=True, organisation__isnull=True) & ~models.Q(name_key=""),
                name="sender_is_one_of_three",
            ),
            models.UniqueConstraint(
                fields=["name_key"],
                condition=~models.Q(name_key=""),
                name="sender_by_name_is_one",
            ),
        ]

    def __str__(self):
        return str(self.state or self.organisation or self.name)

    @property
    def represents(self) -> State | Organisation | None:
        """Whose delegation this sender's own people are: a ministry's, that of its state."""
        if self.organisation:
            return self.organisation.state or self.organisation
        return self.state

    @classmethod
    def find(cls, who: State | Organisation | str) -> "Sender | None":
        """The sender that is this state or organisation, or is called so, if there was one."""
        return cls.objects.filter(**cls._named(who)).first()

    @classmethod
    def known_as(cls, who: State | Organisation | str) -> "Sender":
        """The same, stored if there was none."""
        name = who if isinstance(who, str) else ""
        return cls.objects.get_or_create(**cls._named(who), defaults={"name": name})[0]

    @staticmethod
    def _named(who: State | Organisation | str) -> dict[str, Any]:
        if isinstance(who, str):
            return {"name_key": fold(who)[:300] or who}
        return {"state" if isinstance(who, State) else "organisation": who}


class ParticipantImport(models.Model):
    """One list that came in: who uploaded it, for which event, and what became of it.

    The file and what the officer decided are kept only as long as they are needed: both go when
    the import is applied or given up. What stays is that it happened, in numbers. A file whose
    import nobody finished stays until it is given up or erased (`events.erasure.terms`).
    """

    State = ImportState

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="imports", verbose_name=_("event")
    )
    file = models.FileField(_("file"), upload_to=random_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=250)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("user"),
        help_text=_("Empty: imported on the command line."),
    )
    sender = models.ForeignKey(
        Sender,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("sender"),
        help_text=_("Whose list it is; how it is written is remembered."),
    )
    state = models.CharField(
        pgettext_lazy("import", "state"),
        max_length=20,
        choices=State.choices,
        default=State.UPLOADED,
    )
    uploaded_at = models.DateTimeField(_("uploaded on"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied on"), null=True, blank=True)
    # By table, counted from 0: {"0": {"3": "family_name", "4": ""}}; "" is not taken over.
    columns = StoredJSONField(default=dict, blank=True)
    # See `participant_list.importing.decisions.Decisions`.
    decisions = StoredJSONField(
        default=dict,
        blank=True,
        schema=3,
        older={
            1: lambda content: _decisions_of_2(_decisions_of_1(content)),
            2: _decisions_of_2,
        },
    )
    # How much was added and changed, once it is applied.
    numbers = StoredJSONField(default=dict, blank=True, schema=2, older={1: _numbers_of_1})

    class Meta:
        verbose_name = _("import of participants")
        verbose_name_plural = _("imports of participants")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.file_name

    @classmethod
    def keep(cls, file: File, **fields) -> "ParticipantImport":
        """Store an uploaded file; how the sender called it is kept beside it.

        The row comes first: a crash leaves a row without its file, never a file of names that no
        row knows of. Files left behind right after their import was applied go before.
        """
        for applied in cls.objects.filter(state=cls.State.APPLIED).exclude(file=""):
            applied.delete_file()
        record = cls(file_name=(file.name or "")[-250:], file=random_path(None, ""), **fields)
        record.save()
        record.file.storage.save(record.file.name, file)
        return record

    def forget_contents(self) -> None:
        """Empty what holds personal data, without saving; then call `delete_file`."""
        self.columns, self.decisions = {}, {}

    def delete_file(self) -> None:
        """Remove the file itself. After the transaction, since a file knows none."""
        self.file.delete()


@receiver(post_delete, sender=ParticipantImport)
def delete_file_too(sender, instance: ParticipantImport, **kwargs) -> None:
    """No file outlives its import, also where that goes with its event."""
    instance.file.delete(save=False)


class SenderWordKind(models.TextChoices):
    COLUMN = "column", _("column")
    CAPACITY = "capacity", _("capacity")


class SenderWord(models.Model):
    """What a sender writes, and what it means, as an officer decided: for the next list.

    Of a column, `text` is the key of its header, and `meaning` a field of the readers; one that
    lists no longer have is passed over. Of a capacity, see `importing.capacities`.
    """

    Kind = SenderWordKind

    sender = models.ForeignKey(
        Sender, models.CASCADE, related_name="words", verbose_name=_("sender")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.COLUMN)
    text = models.CharField(_("text"), max_length=250)
    meaning = models.CharField(
        _("meaning"), max_length=30, blank=True, help_text=_("Empty: not taken over.")
    )

    class Meta:
        verbose_name = _("word of a sender")
        verbose_name_plural = _("words of senders")
        ordering = ["sender", "kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "kind", "text"], name="word_means_one_thing_to_a_sender"
            )
        ]

    def __str__(self):
        return f"{self.text}: {self.meaning}"

    @classmethod
    def of(cls, sender: Sender | None, kind: str) -> dict[str, str]:
        """What each text of the sender means."""
        if sender is None:
            return {}
        return dict(sender.words.filter(kind=kind).values_list("text", "meaning"))

    @classmethod
    def remember(cls, sender: Sender, kind: str, meanings: dict[str, str]) -> None:
        """Store what each text means, in place of what it meant before."""
        meanings = {text[:250]: meaning for text, meaning in meanings.items()}
        SenderWord.objects.bulk_create(
            [
                SenderWord(sender=sender, kind=kind, text=text, meaning=meaning)
                for text, meaning in meanings.items()
            ],
            update_conflicts=True,
            unique_fields=["sender", "kind", "text"],
            update_fields=["meaning"],
        )
