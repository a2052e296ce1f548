"""Bring back what was deleted, from its history, with all that was deleted along with it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from simple_history.exceptions import NotHistoricalModelError
from simple_history.utils import get_history_model_for_model

REASON = gettext_noop("restored after deletion")
# Records that one deletion takes are written down one after another.
_ONE_DELETION = timedelta(minutes=2)


def deletions(model: type[models.Model]) -> models.QuerySet:
    """The notes of deletions of `model` whose records are still gone, the latest first."""
    history = get_history_model_for_model(model)
    key = model._meta.pk.attname
    there = model._base_manager.filter(pk=OuterRef(key))
    later = history.objects.filter(
        **{key: OuterRef(key)}, history_type="-", history_id__gt=OuterRef("history_id")
    )
    notes = history.objects.filter(~Exists(there), ~Exists(later), history_type="-")
    return notes.order_by("-history_date", "-history_id")


def along_with(note: models.Model) -> Iterator[models.Model]:
    """The notes of what was deleted because the record of `note` was, owners before the owned."""
    model = note.instance_type
    for relation in model._meta.related_objects:
        if relation.on_delete is not models.CASCADE:
            continue
        try:
            notes = deletions(relation.related_model)
        except NotHistoricalModelError:
            continue
        for below in notes.filter(
            **{relation.field.attname: getattr(note, model._meta.pk.attname)},
            history_user=note.history_user_id,
            history_date__range=(note.history_date - _ONE_DELETION, note.history_date),
        ).order_by("history_id"):
            yield below
            yield from along_with(below)


def label(note: models.Model) -> str:
    """What the record of `note` was called; its kind and key where its name needs what is gone."""
    try:
        return str(note.instance)
    except ObjectDoesNotExist:
        return f"{note.instance_type._meta.verbose_name} {note.instance.pk}"


@transaction.atomic
def restore(notes: Iterable[models.Model]) -> None:
    """Store the records of `notes` again, under their former keys; all of them or none.

    Raises `ValidationError` with one sentence where the register has no place for one of them:
    what it belonged to is gone, or another has taken its place.
    """
    records = []
    for note in _owners_first(list(notes)):
        record = note.instance
        try:
            _require_relations(record)
            record.full_clean(exclude=note._history_excluded_fields)
        except ValidationError as error:
            raise ValidationError(
                _("“%(record)s” was not restored: %(reasons)s")
                % {"record": label(note), "reasons": " ".join(error.messages)}
            ) from error
        record._change_reason = REASON
        record.save(force_insert=True)
        records.append((note, record))
    for note, record in records:
        for name, keys in _chosen(note).items():
            getattr(record, name).set(keys)
        _choose_again(record)


def _owners_first(notes: list[models.Model]) -> Iterator[models.Model]:
    """`notes` in an order in which each record finds what it belongs to."""
    waiting = {(note.instance_type, note.instance.pk): note for note in notes}
    while waiting:
        ready = [
            key
            for key, note in waiting.items()
            if not any(
                (field.related_model, getattr(note, field.attname)) in waiting
                for field in note.instance_type._meta.concrete_fields
                if field.is_relation
            )
        ]
        # Records that point at one another do not occur; were there any, the first is refused.
        for key in ready or list(waiting)[:1]:
            yield waiting.pop(key)


def _require_relations(record: models.Model) -> None:
    for field in record._meta.concrete_fields:
        key = getattr(record, field.attname)
        if field.is_relation and key is not None:
            related = field.related_model
            if not related._base_manager.filter(**{field.target_field.attname: key}).exists():
                raise ValidationError(
                    _("what it belonged to (%(field)s) has been deleted too. Restore that first.")
                    % {"field": field.verbose_name}
                )


def _chosen(note: models.Model) -> dict[str, list[int]]:
    """The keys that each many-to-many field held before: the note of a deletion has none."""
    versions = type(note).objects.filter(
        **{note.instance_type._meta.pk.attname: note.instance.pk}, history_id__lt=note.history_id
    )
    former = versions.exclude(history_type="-").order_by("-history_id").first()
    if former is None:
        return {}
    chosen = {}
    for field in note._history_m2m_fields:
        rows = getattr(former, field.name)
        there = field.related_model._base_manager.filter(
            pk__in=list(rows.values_list(field.m2m_reverse_field_name(), flat=True))
        )
        chosen[field.name] = list(there.values_list("pk", flat=True))
    return chosen


def _choose_again(record: models.Model) -> None:
    """Put `record` back where it was one of many, such as the speakers of a contribution, in what
    nobody has changed since."""
    for relation in record._meta.related_objects:
        if not relation.many_to_many:
            continue
        try:
            history = get_history_model_for_model(relation.related_model)
        except NotHistoricalModelError:
            continue
        field = relation.field
        if field not in history._history_m2m_fields:
            continue
        rows = getattr(history, field.name).model.objects.filter(
            **{field.m2m_reverse_field_name(): record.pk}
        )
        owner = relation.related_model._meta.pk.attname
        later = history.objects.filter(
            **{owner: OuterRef(owner)}, history_id__gt=OuterRef("history_id")
        )
        latest = history.objects.filter(~Exists(later), history_id__in=rows.values("history_id"))
        for one in relation.related_model.objects.filter(pk__in=latest.values(owner)):
            getattr(one, field.name).add(record)
