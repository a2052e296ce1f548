from django.urls import path

from events.views import lists, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("events/", pages.EventList.as_view(), name="event_list"),
    path("events/<slug:slug>/", pages.event_detail, name="event"),
    path("events/<slug:slug>/participants/", lists.participant_list, name="participant_list"),
    path(
        "events/<slug:slug>/participants.<str:file_format>",
        lists.participant_file,
        name="participant_file",
    ),
    path(
        "events/<slug:slug>/participants/<slug:table>.svg",
        lists.participant_chart,
        name="participant_chart",
    ),
    path("documents/<slug:slug>/file", pages.document_file, name="document_file"),
]
