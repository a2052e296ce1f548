"""Takes an import back: what it added goes, what it changed is as it was before.

The histories of the records say what the import did: its changes end in its mark. Where something
was built on them since, nothing is taken back, and the sentence says on what.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.utils import get_history_model_for_model

from core.bulk import bulk_delete, bulk_update, update_in_passing
from events.models import (
    Contribution,
    Delegate,
    Delegation,
    IssuedList,
    Nomination,
    ParticipantImport,
)
from events.participant_list.errors import ParticipantListError
from events.participant_list.importing.apply import locked_list, mark_of, reason_of
from events.participant_list.importing.plan import HEAD
from participants.models import DistinctPersons, Person
from participants.scripts import sort_by_script

# So many records are named in the sentence that refuses.
NAMED = 5


class BuiltOn(ParticipantListError):
    """Something was built on the import since: nothing was taken back."""

    def __init__(self, what: list[str]):
        more = len(what) - NAMED
        names = "; ".join(what[:NAMED])
        if more > 0:
            rest = ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more}
            names = f"{names}; {rest}"
        super().__init__(
            _("Nothing was undone: there is something later that builds on this import: %(what)s.")
            % {"what": names}
        )


@dataclass(slots=True)
class Done:
    """What an import did to the records of a model: keys, and of the changed ones what was."""

    model: type[models.Model]
    added: list[int] = field(default_factory=list)
    before: dict[int, Any] = field(default_factory=dict)
    # Of each record, the last change that the import made.
    last: dict[int, int] = field(default_factory=dict)


def undo_import(record: ParticipantImport, user) -> dict[str, int]:
    """Take back what `record` added and changed; return how many people of each.

    Raises `BuiltOn` where something later builds on it: then nothing is taken back.
    """
    with locked_list(record.event_id):
        record = ParticipantImport.objects.select_for_update().get(pk=record.pk)
        if record.state != ParticipantImport.State.APPLIED:
            raise ParticipantListError(_("This import was undone already."))
        done: dict[type[models.Model], Done] = {
            model: _done(record, model) for model in (Delegation, Person, Delegate)
        }
        if built_on := list(_built_on(record, done)):
            raise BuiltOn(built_on)
        history = {"user": user, "reason": reason_of(record, _("Import undone."))}
        bulk_delete(Delegate, done[Delegate].added, **history)
        _give_back_seats(done[Delegate])
        for each in (done[Delegate], done[Person]):
            _restore(each, history)
        persons = done[Person].added
        DistinctPersons.objects.filter(
            models.Q(first__in=persons) | models.Q(second__in=persons)
        ).delete()
        bulk_delete(Person, persons, **history)
        bulk_delete(Delegation, done[Delegation].added, **history)
        record.state = ParticipantImport.State.UNDONE
        record.save(update_fields=["state"])
    return {"removed": len(done[Delegate].added), "restored": len(done[Delegate].before)}


def _done(record: ParticipantImport, model: type[models.Model]) -> Done:
    done, history = Done(model), get_history_model_for_model(model)
    own = history.objects.filter(
        history_change_reason__endswith=mark_of(record),
        history_date__gte=record.uploaded_at,
        history_date__lte=record.applied_at,
    ).order_by("history_id")
    first: dict[int, int] = {}
    for each in own.only("id", "history_id", "history_type"):
        done.last[each.id] = each.history_id
        if each.history_type == "+":
            done.added.append(each.id)
        elif each.id not in done.added:
            first.setdefault(each.id, each.history_id)
    for each in history.objects.filter(id__in=first).order_by("history_id"):
        if each.history_id < first[each.id]:
            done.before[each.id] = each
    return done


# --- What builds on it ----------------------------------------------------------------------
def _built_on(record: ParticipantImport, done: dict[type[models.Model], Done]) -> Iterator[str]:
    for each in done.values():
        yield from _changed_since(each)
    added = {model: each.added for model, each in done.items()}
    others = Delegate.objects.filter(person__in=added[Person]).exclude(pk__in=added[Delegate])
    for delegate in others.select_related("delegation__event"):
        event = delegate.delegation.event
        yield _("%(name)s takes part in “%(event)s” too") % {"name": delegate, "event": event}
    others = Delegate.objects.filter(delegation__in=added[Delegation])
    for delegate in others.exclude(pk__in=added[Delegate]).select_related("delegation"):
        names = {"name": delegate, "delegation": delegate.delegation}
        yield _("%(name)s was added to the delegation of %(delegation)s") % names
    for nomination in Nomination.objects.filter(delegation__in=added[Delegation]):
        yield _("%(delegation)s has a nomination") % {"delegation": nomination.delegation}
    contributions = Contribution.objects.filter(
        models.Q(delegation__in=added[Delegation]) | models.Q(speakers__in=added[Delegate])
    )
    for contribution in contributions.distinct():
        yield _("the contribution “%(title)s”") % {"title": contribution}
    for issued in IssuedList.objects.filter(
        event=record.event_id, issued_at__gte=record.applied_at
    ).order_by("number"):
        yield _("version %(number)d of the list was issued") % {"number": issued.number}


def _changed_since(done: Done) -> Iterator[str]:
    """Records that somebody changed or deleted after the import, or of which no past is known."""
    touched = [*done.added, *done.last]
    history = get_history_model_for_model(done.model).objects
    later = history.filter(id__in=touched).order_by("history_id")
    latest = dict(later.values_list("id", "history_id"))
    same = _same_again(done, latest)
    names = {each.pk: str(each) for each in done.model._default_manager.filter(pk__in=touched)}
    for pk in dict.fromkeys(touched):
        if pk not in names:
            yield _("%(model)s %(key)d was deleted") % {
                "model": done.model._meta.verbose_name,
                "key": pk,
            }
        elif not (pk in same and (pk in done.added or pk in done.before)):
            yield _("%(name)s was changed") % {"name": names[pk]}


def _same_again(done: Done, latest: dict[int, int]) -> set[int]:
    """The records that stand as the import left them: untouched since, or brought back to that by
    the undoing of a later import."""
    moved = [pk for pk, version in latest.items() if version != done.last[pk]]
    history = get_history_model_for_model(done.model)
    versions = history.objects.in_bulk(
        [version for pk in moved for version in (latest[pk], done.last[pk])]
    )
    names = [each.attname for each in history.tracked_fields]
    changed = {
        pk
        for pk in moved
        if any(
            getattr(versions[latest[pk]], name) != getattr(versions[done.last[pk]], name)
            for name in names
        )
    }
    return latest.keys() - changed


# --- Back as it was -------------------------------------------------------------------------
def _give_back_seats(done: Done) -> None:
    """Who became head by the import gives up the seat before the former head takes it again."""
    heads = Delegate.objects.filter(pk__in=done.before, capacity=HEAD)
    leaving = [pk for pk in heads.values_list("pk", flat=True) if done.before[pk].capacity != HEAD]
    update_in_passing(Delegate, leaving, {"capacity": Delegate.Capacity.DELEGATE})


def _restore(done: Done, history: dict) -> None:
    records: list[Any] = list(done.model._default_manager.filter(pk__in=done.before))
    tracked = get_history_model_for_model(done.model).tracked_fields
    kept = [each for each in tracked if not each.primary_key]
    for record in records:
        for each in kept:
            setattr(record, each.attname, getattr(done.before[record.pk], each.attname))
        # A version may be older than the fields for Cyrillic.
        sort_by_script(record)
        if isinstance(record, Person):
            record.make_keys()
        else:
            record.take_snapshot()
    fields = [each.name for each in done.model._meta.concrete_fields if not each.primary_key]
    bulk_update(done.model, records, fields, **history)
