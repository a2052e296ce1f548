"""What the entries of each data file are, how they are told apart, and what they may say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from babel import Locale
from django.db import models
from modeltranslation.translator import translator

from events.models import Contribution, Delegation, Document, Event, ListSection, Session
from participants.models import Grouping, Membership, MigrationFigure, Organisation, State
from topics.models import Phase, Programme, Topic


@dataclass(frozen=True)
class RecordKind:
    """The entries of one model. Their fields are the model's, under its names for them."""

    model: type[models.Model]
    # Fields whose words tell an entry from its sisters in the data files, from run to run.
    key: tuple[str, ...] = ("slug",)
    # Fields by which a record made by staff is the same; alternatives, the surest first.
    match: tuple[tuple[str, ...], ...] = (("slug",),)
    # Several entries may have the same key: they are told apart by their order.
    repeats: bool = False
    # The field that holds the entry in which these stand, if they stand in another.
    parent: str = ""
    # Lists of entries that stand in an entry of this kind, by their names in the file.
    inside: tuple[tuple[str, "RecordKind"], ...] = ()
    # Fills in values that the file leaves to it.
    complete: Callable[[dict[str, Any]], None] | None = None

    @cached_property
    def fields(self) -> dict[str, models.Field]:
        """What an entry may say: fields that staff can edit, too, save files and people."""
        meta = self.model._meta
        return {
            each.name: each
            for each in (*meta.concrete_fields, *meta.many_to_many)
            if each.editable
            and not each.primary_key
            and not isinstance(each, models.FileField)
            and (not each.is_relation or each.related_model in MODELS)
            and each.name not in self.translated
            and each.name != self.parent
        }

    @cached_property
    def computed(self) -> set[str]:
        """Fields that are filled in when the record is saved, and are empty until then."""
        computed = {each.name for each in self.model._meta.concrete_fields if not each.editable}
        return computed | self.translated

    @property
    def translated(self) -> set[str]:
        """Fields that stand for the one in English or in Russian, as the reader asks for it."""
        return {*translator.get_options_for_model(self.model).all_fields}

    @property
    def label(self) -> str:
        return self.model._meta.model_name


def fill_in_state(values: dict[str, Any]) -> None:
    """Give a state CLDR's name where the file has none, else keep that name as an alias."""
    aliases = [alias.strip() for alias in values.get("aliases", "").split(";")]
    for language in ("en", "ru"):
        usual = Locale(language).territories.get(values.get("iso2"))
        name = values.setdefault(f"name_{language}", usual)
        if name != usual:
            aliases.append(usual)
    values["aliases"] = "\n".join(filter(None, aliases))


PHASE = RecordKind(Phase, ("number",), (("number",),), parent="programme")
SECTION = RecordKind(ListSection, ("position",), (("title_en",),), parent="event")
DELEGATION = RecordKind(
    Delegation, ("state", "organisation"), (("state", "organisation"),), parent="event"
)
CONTRIBUTION = RecordKind(
    Contribution, ("delegation",), (("delegation", "kind"),), repeats=True, parent="session"
)
SESSION = RecordKind(
    Session,
    ("position",),
    (("title_en",),),
    parent="event",
    inside=(("contributions", CONTRIBUTION),),
)
FIGURE = (
    *("reporting_state", "reporting_grouping", "citizenship"),
    *("indicator", "year", "source_title"),
)
MEMBERSHIP = ("grouping", "state", "role")

# The files, in an order in which an entry names only entries before it.
FILES = {
    "states.csv": RecordKind(State, match=(("slug",), ("iso2",)), complete=fill_in_state),
    "groupings.yaml": RecordKind(Grouping),
    # Not told apart by `since`: where that was wrong, the same membership is put right.
    "memberships.csv": RecordKind(
        Membership, MEMBERSHIP, ((*MEMBERSHIP, "since"), MEMBERSHIP), repeats=True
    ),
    "organisations.yaml": RecordKind(Organisation),
    "topics.yaml": RecordKind(Topic),
    "programmes.yaml": RecordKind(Programme, inside=(("phases", PHASE),)),
    "events.yaml": RecordKind(
        Event,
        inside=(("list_sections", SECTION), ("delegations", DELEGATION), ("sessions", SESSION)),
    ),
    "documents.yaml": RecordKind(Document),
    "figures.csv": RecordKind(MigrationFigure, FIGURE, (FIGURE,)),
}


def _with_inner(kind: RecordKind) -> Iterator[RecordKind]:
    yield kind
    for _name, inner in kind.inside:
        yield from _with_inner(inner)


MODELS = {kind.model for outer in FILES.values() for kind in _with_inner(outer)}
