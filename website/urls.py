"""The addresses of the public pages and files, in the order of the site's menu."""

from django.urls import path

from website.views import (
    cooperation,
    documents,
    events,
    exports,
    participant_lists,
    participants,
    search,
    topics,
)

urlpatterns = [
    path("", events.home, name="home"),
    path("data/", events.data, name="data"),
    path("search", search.search, name="search"),
    # --- Events -----------------------------------------------------------------------------
    path("events/", events.EventList.as_view(), name="event_list"),
    path("events.csv", exports.EventCsv.as_view(), name="event_csv"),
    path("events.ics", exports.EventCalendar.as_view(), name="event_list_calendar"),
    path("events.atom", exports.EventFeed.as_view(), name="event_feed"),
    path("events/<slug:slug>/", events.event_detail, name="event"),
    path("events/<slug:slug>.ics", exports.event_calendar, name="event_calendar"),
    path(
        "events/<slug:slug>/participants/",
        participant_lists.participant_list,
        name="participant_list",
    ),
    path(
        "events/<slug:slug>/participants.<str:file_format>",
        participant_lists.participant_file,
        name="participant_file",
    ),
    path(
        "events/<slug:slug>/participants/<slug:table>.svg",
        participant_lists.participant_chart,
        name="participant_chart",
    ),
    path("cooperation/", cooperation.cooperation, name="cooperation"),
    path("cooperation.csv", cooperation.cooperation_csv, name="cooperation_csv"),
    path("documents/", documents.DocumentList.as_view(), name="document_list"),
    path("documents.csv", documents.DocumentCsv.as_view(), name="document_csv"),
    path("documents/<slug:slug>/", documents.document_detail, name="document"),
    path("documents/<slug:slug>/file", documents.document_file, name="document_file"),
    # --- Topics and programmes --------------------------------------------------------------
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics.csv", topics.topic_csv, name="topic_csv"),
    path("topics/<slug:slug>/", topics.topic_detail, name="topic"),
    path("programmes/", topics.programme_list, name="programme_list"),
    path("programmes.csv", topics.programme_csv, name="programme_csv"),
    path("programmes/<slug:slug>/", topics.programme_detail, name="programme"),
    # --- Participants -----------------------------------------------------------------------
    path("states/", participants.StateList.as_view(), name="state_list"),
    path("states.csv", participants.StateCsv.as_view(), name="state_csv"),
    path("states/<slug:slug>/", participants.state_detail, name="state"),
    path(
        "states/<slug:slug>/figures/<slug:indicator>.svg",
        participants.figures_chart,
        name="figures_chart",
    ),
    path(
        "states/<slug:slug>/reported/<slug:indicator>.svg",
        participants.reported_chart,
        name="reported_chart",
    ),
    path("organisations/", participants.OrganisationList.as_view(), name="organisation_list"),
    path("organisations.csv", participants.OrganisationCsv.as_view(), name="organisation_csv"),
    path("organisations/<slug:slug>/", participants.organisation_detail, name="organisation"),
    path("figures/", participants.FigureList.as_view(), name="figure_list"),
    path("figures.csv", participants.FigureCsv.as_view(), name="figure_csv"),
]
