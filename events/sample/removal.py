"""Takes the sample away with all that was added to it since, and nothing else.

Whatever points at a sample event goes with it, and so does what points at that: found from the
models, so that none is forgotten. Each table takes a statement or two, however many rows go; the
database itself checks at the end that nothing points at what is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from simple_history.exceptions import NotHistoricalModelError
from simple_history.utils import get_history_manager_for_model

from core.changes import announce_everything
from events.models import Event
from events.sample.loading import SampleError
from participants.models import DistinctPersons, Organisation, Person


@dataclass(slots=True)
class Removed:
    """How much went; and, by name, what had to stay."""

    events: int = 0
    persons: int = 0
    organisations: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one model that belong to the sample, and those of them in its history, if any.

    The history knows more: what staff have deleted from the sample is there still.
    """

    rows: models.QuerySet
    past: models.QuerySet | None

    @property
    def model(self) -> type[models.Model]:
        return self.rows.model


@transaction.atomic
def remove_sample() -> Removed:
    """Remove everything of the sample, or nothing."""
    _refuse_to_cut_off_real_events()
    removed = Removed()
    removed.events = _remove(_sample_of(Event))
    removed.persons = _remove(_sample_of(Person))
    # One that stays may need another that is asked about first.
    while round_ := _remove(_sample_of(Organisation)):
        removed.organisations += round_
    for model in (Person, Organisation):
        removed.kept += map(str, model.objects.filter(sample=True).order_by("pk"))
    announce_everything()
    return removed


def _refuse_to_cut_off_real_events() -> None:
    following = Event.objects.filter(sample=False, follows__sample=True).order_by("pk")
    if following:
        titles = "; ".join(f"“{event}”" for event in following)
        raise SampleError(
            f"Nothing was removed, because events that are not sample data follow one that is: "
            f"{titles}. Empty “follows” of each, or choose another event there."
        )


def _sample_of(model: type[models.Model]) -> Part:
    """Records marked as sample, but for those of people and organisations that others need."""
    needed = Q(pk__in=[])
    if model is not Event:
        for relation in _pointing_at(model):
            if relation.related_model is DistinctPersons:
                # That two persons are two holds neither of them back.
                continue
            those = relation.related_model._base_manager
            needed |= Q(Exists(those.filter(**{relation.field.name: OuterRef("pk")})))
    marked = model._base_manager.filter(sample=True)
    past = get_history_manager_for_model(model).filter(sample=True)
    return Part(marked.exclude(needed), past.exclude(id__in=marked.filter(needed).values("pk")))


def _with_what_hangs_on(part: Part) -> Iterator[Part]:
    """`part`, after the parts that point at it, after those that point at these."""
    for relation in _pointing_at(part.model):
        # What only forbids to delete, such as a contribution its delegation, belongs elsewhere.
        if relation.on_delete in (models.PROTECT, models.RESTRICT):
            continue
        if relation.related_model is part.model:
            continue
        name, model = relation.field.name, relation.related_model
        pointing = Q(**{f"{name}__in": part.rows.values("pk")})
        rows, past = model._base_manager.filter(pointing), None
        if (history := _history(model)) is not None:
            if part.past is not None:
                pointing |= Q(**{f"{name}__in": part.past.values("id")})
            gone = ~Exists(model._base_manager.filter(pk=OuterRef("id")))
            past = history.filter(Q(id__in=rows.values("pk")) | pointing & gone)
        yield from _with_what_hangs_on(Part(rows, past))
    yield part


def _pointing_at(model: type[models.Model]) -> Iterator[models.ManyToOneRel]:
    """Relations by which other tables point at `model`, many-to-many ones too, but for history."""
    relation: Any
    for relation in model._meta.get_fields(include_hidden=True):
        from_others = relation.one_to_many or relation.one_to_one
        if from_others and relation.auto_created and relation.on_delete is not models.DO_NOTHING:
            yield relation


def _history(model: type[models.Model]) -> models.Manager | None:
    try:
        return get_history_manager_for_model(model)
    except NotHistoricalModelError:
        return None


def _remove(whole: Part) -> int:
    """Remove `whole` with all that hangs on it; returns how many records it had itself."""
    number = 0
    for part in _with_what_hangs_on(whole):
        _remove_log(part)
        _remove_files(part)
        if part.past is not None:
            for relation in part.past.model._meta.get_fields(include_hidden=True):
                if relation.one_to_many:
                    links = relation.related_model._base_manager
                    _delete(links.filter(**{f"{relation.field.name}__in": part.past}))
            _delete(part.past)
        number = _delete(part.rows)
    return number


def _remove_log(part: Part) -> None:
    """Remove what the admin's log says about `part`; it names records by their keys as text."""
    known = Q(object_id__in=part.rows.annotate(key=_PK_AS_TEXT).values("key"))
    if part.past is not None:
        known |= Q(object_id__in=part.past.annotate(key=_ID_AS_TEXT).values("key"))
    content_type = ContentType.objects.get_for_model(part.model)
    _delete(LogEntry.objects.filter(known, content_type=content_type))


def _remove_files(part: Part) -> None:
    """Remove the files of `part` once its rows are gone for good."""
    for each in part.model._meta.fields:
        if isinstance(each, models.FileField):
            for name in part.rows.exclude(**{each.name: ""}).values_list(each.name, flat=True):
                transaction.on_commit(partial(each.storage.delete, name))


def _delete(rows: models.QuerySet) -> int:
    """Delete `rows` in one statement, without looking at each; returns how many."""
    return rows._raw_delete(rows.db)


_PK_AS_TEXT = Cast("pk", models.TextField())
_ID_AS_TEXT = Cast("id", models.TextField())
