"""The public pages of states, organisations and figures, and the same as data."""

from operator import attrgetter

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.charts import chart_response
from core.exports import public_url, slug_of
from core.facets import tree_options
from core.models import ContentRevision
from core.pages import page_of
from events.models import Delegation, Event
from events.querysets import public_organisations, states_taking_part
from participants.models import Membership, MigrationFigure, Organisation, State
from participants.querysets import ALL_CITIZENSHIPS
from topics.models import Topic
from website.cooperation import Cooperation
from website.figures import by_indicator
from website.filters.participants import FigureFilterSet, OrganisationFilterSet, StateFilterSet
from website.views.lists import (
    FIGURES,
    ORGANISATIONS,
    STATES,
    CsvOfList,
    FilteredList,
)

EVENTS_ON_A_PAGE = 20
DOCUMENTS_ON_A_PAGE = 20
ORGANISATIONS_ON_A_PAGE = 20
FIGURES_ON_A_PAGE = 200
# The roles of a state at events that its profile distinguishes.
ROLES = ("leading_state", "host", "organiser")


class StateList(FilteredList):
    public_list = STATES
    filterset_class = StateFilterSet
    paginate_by = 60
    template_name = "website/participants/state_list.html"

    def get_queryset(self):
        return states_taking_part()

    def paginate_queryset(self, queryset, page_size):
        # The map shows the states of all pages.
        return super().paginate_queryset(list(queryset), page_size)


class OrganisationList(FilteredList):
    public_list = ORGANISATIONS
    filterset_class = OrganisationFilterSet
    paginate_by = 60
    template_name = "website/participants/organisation_list.html"

    def get_queryset(self):
        return public_organisations().select_related("state")


class FigureList(FilteredList):
    public_list = FIGURES
    filterset_class = FigureFilterSet
    paginate_by = 100
    template_name = "website/participants/figure_list.html"

    def get_queryset(self):
        return MigrationFigure.objects.with_names()


# --- As data --------------------------------------------------------------------------------
class StateCsv(CsvOfList, StateList):
    file_name = "states"
    columns = {
        "slug": attrgetter("slug"),
        "name": attrgetter("name"),
        "official_name": attrgetter("official_name"),
        "iso2": attrgetter("iso2"),
        "iso3": attrgetter("iso3"),
        "groupings": lambda state: " ".join(sorted({m.grouping.slug for m in state.belongs_to})),
        "footnote": attrgetter("footnote"),
        "url": public_url,
    }

    def get_queryset(self):
        today = Membership.objects.of_members().on(timezone.now().date())
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("memberships", today.select_related("grouping"), to_attr="belongs_to")
            )
        )


class OrganisationCsv(CsvOfList, OrganisationList):
    file_name = "organisations"
    columns = {
        "slug": attrgetter("slug"),
        "name": attrgetter("name"),
        "acronym": attrgetter("acronym"),
        "kind": attrgetter("kind"),
        "state": lambda organisation: slug_of(organisation.state),
        "parent": lambda organisation: slug_of(organisation.parent),
        "website": attrgetter("website"),
        "sample": attrgetter("sample"),
        "url": public_url,
    }

    def get_queryset(self):
        return super().get_queryset().select_related("parent")


class FigureCsv(CsvOfList, FigureList):
    file_name = "figures"
    columns = {
        "reporting": lambda figure: figure.reporting.slug,
        "citizenship": lambda figure: slug_of(figure.citizenship) or ALL_CITIZENSHIPS,
        "indicator": attrgetter("indicator"),
        "unit": attrgetter("unit"),
        "year": attrgetter("year"),
        "reference_date": attrgetter("reference_date"),
        "value": lambda figure: f"{figure.value.normalize():f}",
        "source_title": attrgetter("source_title"),
        "source_url": attrgetter("source_url"),
        "note": attrgetter("note"),
        "remark": attrgetter("remark"),
        "qualifier": attrgetter("qualifier"),
    }


# --- One by one -----------------------------------------------------------------------------
def state_detail(request, slug: str):
    """A country's profile; 404 for a state that takes part in nothing."""
    state = _state(slug)
    today = timezone.now().date()
    memberships = list(state.memberships.select_related("grouping").order_by("grouping", "since"))
    in_force = set(state.memberships.on(today).values_list("pk", flat=True))
    events = Event.objects.published().with_states([state.pk])
    role = request.GET.get("role", "")
    page = page_of(
        request,
        _in_role(events, state, role).latest_first().with_part_of(state),
        EVENTS_ON_A_PAGE,
    )
    cooperation = Cooperation.at(ContentRevision.of(request))
    documents = state.documents.published()
    organisations = sorted(public_organisations().filter(state=state), key=lambda o: o.sort_key)
    return render(
        request,
        "website/participants/state_detail.html",
        {
            "state": state,
            "memberships": [one for one in memberships if one.pk in in_force],
            "history": memberships,
            "today": today,
            "roles": _roles(events, state),
            "role": role,
            "role_is_known": not role or role in ROLES,
            "page_obj": page,
            "event_count": events.count(),
            "topics": _topics(cooperation.topics_of(state.slug)),
            "partner_states": _named(State, cooperation.states_with(state.slug)),
            "partner_organisations": _named(Organisation, cooperation.organisations_with(slug)),
            "programmes": state.programmes.time_line(today),
            "organisations": organisations[:ORGANISATIONS_ON_A_PAGE],
            "organisation_count": len(organisations),
            "figures": by_indicator(_figures(state.figures), about_citizens=True),
            "reported": by_indicator(_figures(state.figures_reported), about_citizens=False),
            "documents": documents[:DOCUMENTS_ON_A_PAGE],
            "document_count": documents.count(),
        },
    )


def figures_chart(request, slug: str, indicator: str):
    """A chart of the figures on the citizens of a state in other states."""
    state = _state(slug)
    title = _("%(indicator)s: citizens of %(state)s")
    return _chart(state, state.figures, indicator, title, about_citizens=True)


def reported_chart(request, slug: str, indicator: str):
    """A chart of the figures that a state reports on the citizens of other states."""
    state = _state(slug)
    title = _("%(indicator)s, as reported by %(state)s")
    return _chart(state, state.figures_reported, indicator, title, about_citizens=False)


def organisation_detail(request, slug: str):
    """The page of an organisation."""
    organisation = get_object_or_404(
        public_organisations().select_related("state", "parent"), slug=slug
    )
    children = public_organisations().filter(parent=organisation)
    events = Event.objects.published().with_organisations([organisation.pk])
    led = State.objects.filter(delegations__in=organisation.delegations_led.published())
    return render(
        request,
        "website/participants/organisation_detail.html",
        {
            "organisation": organisation,
            "children": sorted(children, key=lambda o: o.sort_key),
            "page_obj": page_of(
                request, events.latest_first().with_part_of(organisation), EVENTS_ON_A_PAGE
            ),
            "event_count": events.count(),
            "led": sorted(led.distinct(), key=lambda state: state.sort_key),
            "funded": organisation.programmes_funded.all(),
            "implemented": organisation.programmes_implemented.all(),
        },
    )


def _state(slug: str) -> State:
    return get_object_or_404(states_taking_part(), slug=slug)


def _in_role(events, state: State, role: str):
    if not role:
        return events
    return events.with_state_in_role(state, role) if role in ROLES else events.none()


def _roles(events, state: State) -> list[dict]:
    """The roles that the state has had at `events`, with how often."""
    labels = dict(Delegation.Role.choices)
    counts = {role: events.with_state_in_role(state, role).count() for role in ROLES}
    return [
        {"role": role, "label": labels[role], "count": count}
        for role, count in counts.items()
        if count
    ]


def _topics(counts: dict[str, int]) -> list[dict]:
    """The topics in `counts` as a tree, each with its number of events."""
    return [
        {"option": option, "count": counts[option.value]}
        for option in tree_options(Topic.objects.all())
        if option.value in counts
    ]


def _named(model, counts: dict[str, int]) -> list[dict]:
    """The participants in `counts`, alphabetical, each with its number of events."""
    found = model.objects.filter(slug__in=counts)
    return [
        {"participant": participant, "count": counts[participant.slug]}
        for participant in sorted(found, key=lambda one: one.sort_key)
    ]


def _figures(figures) -> list[MigrationFigure]:
    """The latest figures, as many as fit on a page."""
    return figures.with_names().order_by("-year", "pk")[:FIGURES_ON_A_PAGE]


def _chart(state: State, figures, indicator: str, title: str, *, about_citizens: bool):
    found = by_indicator(
        (one for one in _figures(figures) if one.indicator == indicator),
        about_citizens=about_citizens,
    )
    if not found or not found[0].has_chart:
        raise Http404(_("No such figures are recorded."))
    words = {"indicator": found[0].label, "state": state.marked_name}
    return chart_response(found[0].chart(title % words))
