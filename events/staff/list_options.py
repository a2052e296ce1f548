"""What a request to the staff's list asks for: language, columns, order, people."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event, ListPreset
from events.participant_list import Audience, ListByName, ParticipantList, ParticipantListError
from events.participant_list.columns import (
    COLUMNS,
    Column,
    chosen_columns,
    columns_for,
    known_columns,
    offered_columns,
)


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list as asked for; `columns` is None for the whole of it, in the form of each file."""

    participants: ParticipantList
    columns: list[Column] | None
    preset: ListPreset | None
    query: str

    @property
    def shown_columns(self) -> list[Column]:
        """Those of its files that are tables."""
        return self.columns or columns_for(self.participants.audience)

    @property
    def others(self) -> list[Column]:
        """The columns that could be added."""
        shown = self.shown_columns
        return [each for each in offered_columns(self.participants.audience) if each not in shown]

    @property
    def preset_query(self) -> str:
        """The choice as the first values of a new preset."""
        values = {"columns": ",".join(column.name for column in self.shown_columns)}
        values["by_name"] = "" if self.participants.grouped else "1"
        values["taking_part"] = "1" if self.participants.taking_part else ""
        return urlencode(values)


def list_audience(user) -> Audience:
    """For whom a list is made that `user` takes."""
    if user.has_perm("participants.view_contact_data"):
        return Audience.STAFF
    return Audience.STAFF_WITHOUT_CONTACT


def presets_for(audience: Audience) -> list[ListPreset]:
    """The presets with no column that `audience` may not see."""
    hidden = {column.name for column in COLUMNS if column.access > audience.access}
    return [
        preset for preset in ListPreset.objects.all() if not hidden.intersection(preset.columns)
    ]


def list_choice(query: QueryDict, event: Event, user) -> ListChoice:
    """The list of `event` that `query` asks for; `ParticipantListError` says what it cannot be.

    `preset` gives columns, order and people; `columns`, `order` and `people` beside it are
    stronger.
    """
    language = query.get("language", get_language())
    audience = list_audience(user)
    preset = _preset(query.get("preset", ""))
    names = [name for value in query.getlist("columns") for name in value.split(",") if name]
    by_name = _one_of(query, "order", ["protocol", "name"], bool(preset and preset.by_name))
    taking_part = _one_of(
        query, "people", ["all", "taking_part"], bool(preset and preset.taking_part)
    )
    kind = ListByName if by_name else ParticipantList
    participants = kind(event, audience, language, taking_part=taking_part)
    if not names and preset:
        names = known_columns(preset.columns)
    columns = chosen_columns(names, audience) if names else None
    said = {"language": language}
    if preset:
        said["preset"] = preset.slug
    if query.getlist("columns") and columns:
        said["columns"] = ",".join(column.name for column in columns)
    if by_name != bool(preset and preset.by_name):
        said["order"] = "name" if by_name else "protocol"
    if taking_part != bool(preset and preset.taking_part):
        said["people"] = "taking_part" if taking_part else "all"
    return ListChoice(participants, columns, preset, urlencode(said, safe=","))


def _preset(slug: str) -> ListPreset | None:
    if not slug:
        return None
    preset = ListPreset.objects.filter(slug=slug).first()
    if preset is None:
        known = ", ".join(ListPreset.objects.values_list("slug", flat=True)) or "–"
        raise ParticipantListError(
            _("There is no preset “%(slug)s”. Choose among: %(known)s.")
            % {"slug": slug, "known": known}
        )
    return preset


def _one_of(query: QueryDict, name: str, values: list[str], default: bool) -> bool:
    """Whether the second of `values` is asked for."""
    value = query.get(name, "")
    if not value:
        return default
    if value not in values:
        raise ParticipantListError(
            _("“%(name)s” can be “%(first)s” or “%(second)s”, not “%(value)s”.")
            % {"name": name, "first": values[0], "second": values[1], "value": value}
        )
    return value == values[1]
