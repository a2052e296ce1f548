"""The public pages of states and organisations."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from participants.base import ContentRevision
from participants.charts import chart_response
from participants.facets import tree_options
from participants.figures import by_indicator
from participants.filters import OrganisationFilterSet, StateFilterSet
from participants.models import MigrationFigure, Organisation, State

EVENTS_ON_A_PAGE = 20
DOCUMENTS_ON_A_PAGE = 20
ORGANISATIONS_ON_A_PAGE = 20
FIGURES_ON_A_PAGE = 200
# What a profile tells apart among a state's roles at events.
ROLES = ("leading_state", "host", "organiser")


class FacetedList(FilterView):
    """A list filtered by a `FacetFilterSet`, in the order of its queryset."""

    def paginate_queryset(self, queryset, page_size):
        return super().paginate_queryset(self.filterset.found, page_size)


class AlphabeticalList(FilterView):
    """A list in the alphabetical order of the active language."""

    paginate_by = 60

    def paginate_queryset(self, queryset, page_size):
        self.in_order = sorted(queryset, key=lambda participant: participant.sort_key)
        return super().paginate_queryset(self.in_order, page_size)


class StateList(AlphabeticalList):
    filterset_class = StateFilterSet
    template_name = "participants/state_list.html"

    def get_queryset(self):
        return State.objects.taking_part()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "found": self.in_order}


class OrganisationList(AlphabeticalList):
    filterset_class = OrganisationFilterSet
    template_name = "participants/organisation_list.html"

    def get_queryset(self):
        return Organisation.objects.select_related("state")


def state_detail(request, slug: str):
    """A country's profile. A state that takes part in nothing has none."""
    state = _state(slug)
    today = timezone.now().date()
    memberships = list(state.memberships.select_related("grouping").order_by("grouping", "since"))
    in_force = set(state.memberships.on(today).values_list("pk", flat=True))
    events = _events(state).with_states([state.pk])
    role = request.GET.get("role", "")
    page = _page(request, _in_role(events, state, role).latest_first().with_part_of(state))
    cooperation = events.cooperation(ContentRevision.of(request))
    documents = state.documents.published()
    organisations = sorted(state.organisations.all(), key=lambda o: o.sort_key)
    return render(
        request,
        "participants/state_detail.html",
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
            "topics": _topics(events, cooperation.topics_of(state.slug)),
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
    """What is recorded of the citizens of a state in others, as a picture."""
    state = _state(slug)
    title = _("%(indicator)s: citizens of %(state)s")
    return _chart(state, state.figures, indicator, title, about_citizens=True)


def reported_chart(request, slug: str, indicator: str):
    """What a state reports of the citizens of others, as a picture."""
    state = _state(slug)
    title = _("%(indicator)s, as reported by %(state)s")
    return _chart(state, state.figures_reported, indicator, title, about_citizens=False)


def organisation_detail(request, slug: str):
    """The page of an organisation."""
    organisation = get_object_or_404(
        Organisation.objects.select_related("state", "parent"), slug=slug
    )
    events = _events(organisation).with_organisations([organisation.pk])
    led = State.objects.filter(delegations__in=organisation.delegations_led.published())
    return render(
        request,
        "participants/organisation_detail.html",
        {
            "organisation": organisation,
            "children": sorted(organisation.children.all(), key=lambda o: o.sort_key),
            "page_obj": _page(request, events.latest_first().with_part_of(organisation)),
            "event_count": events.count(),
            "led": sorted(led.distinct(), key=lambda state: state.sort_key),
            "funded": organisation.programmes_funded.all(),
            "implemented": organisation.programmes_implemented.all(),
        },
    )


def _state(slug: str) -> State:
    return get_object_or_404(State.objects.taking_part(), slug=slug)


def _events(participant: State | Organisation):
    """All published events; their model is reached by the reverse relation alone."""
    delegations = participant.delegations.model
    return delegations._meta.get_field("event").related_model.objects.published()


def _in_role(events, state: State, role: str):
    if not role:
        return events
    return events.with_state_in_role(state, role) if role in ROLES else events.none()


def _roles(events, state: State) -> list[dict]:
    """The roles that the state has had at `events`, with how often."""
    labels = dict(state.delegations.model.Role.choices)
    counts = {role: events.with_state_in_role(state, role).count() for role in ROLES}
    return [
        {"role": role, "label": labels[role], "count": count}
        for role, count in counts.items()
        if count
    ]


def _topics(events, counts: dict[str, int]) -> list[dict]:
    """The topics in `counts` as a tree, each with its number of events."""
    topics = events.model._meta.get_field("topics").related_model.objects.all()
    return [
        {"option": option, "count": counts[option.value]}
        for option in tree_options(topics)
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
    """The latest figures, as many as a page takes."""
    related = ("reporting_state", "reporting_grouping", "citizenship")
    return figures.select_related(*related).order_by("-year", "pk")[:FIGURES_ON_A_PAGE]


def _chart(state: State, figures, indicator: str, title: str, *, about_citizens: bool):
    found = by_indicator(
        (one for one in _figures(figures) if one.indicator == indicator),
        about_citizens=about_citizens,
    )
    if not found or not found[0].has_chart:
        raise Http404(_("There are no such figures."))
    words = {"indicator": found[0].label, "state": state.marked_name}
    return chart_response(found[0].chart(title % words))


def _page(request, events):
    try:
        return Paginator(events, EVENTS_ON_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(_("There is no such page.")) from error
