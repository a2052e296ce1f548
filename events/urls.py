from django.urls import path

from events.views import cooperation, feeds, library, lists, nominate, pages, search

urlpatterns = [
    path("", pages.home, name="home"),
    path("data/", pages.data, name="data"),
    path("search", search.search, name="search"),
    path("events/", pages.EventList.as_view(), name="event_list"),
    path("events.csv", feeds.EventCsv.as_view(), name="event_csv"),
    path("events.ics", feeds.EventCalendar.as_view(), name="event_list_calendar"),
    path("events.atom", feeds.EventFeed.as_view(), name="event_feed"),
    path("events/<slug:slug>/", pages.event_detail, name="event"),
    path("events/<slug:slug>.ics", feeds.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/participants/", lists.participant_list, name="participant_list"),
    path(
        "events/<slug:slug>/participants.<str:file_format>",
        lists.participant_file,
        name="participant_file",
    ),
    path("cooperation/", cooperation.cooperation, name="cooperation"),
    path("cooperation.csv", cooperation.cooperation_csv, name="cooperation_csv"),
    path("documents/", library.DocumentList.as_view(), name="document_list"),
    path("documents.csv", library.DocumentCsv.as_view(), name="document_csv"),
    path("documents/<slug:slug>/", library.document_detail, name="document"),
    path("documents/<slug:slug>/file", library.document_file, name="document_file"),
    path("nominate/<str:token>/", nominate.nomination, name="nominate"),
    path("nominate/<str:token>/submit/", nominate.submit, name="nominate_submit"),
    path("nominate/<str:token>/upload/", nominate.upload, name="nominate_upload"),
    path("nominate/<str:token>/people/add/", nominate.add_nominee, name="nominate_add"),
    path("nominate/<str:token>/people/<int:pk>/", nominate.change_nominee, name="nominate_change"),
    path(
        "nominate/<str:token>/people/<int:pk>/withdraw/",
        nominate.withdraw_nominee,
        name="nominate_withdraw",
    ),
    path(
        "nominate/<str:token>/people/<int:pk>/back/",
        nominate.bring_back_nominee,
        name="nominate_bring_back",
    ),
    path(
        "events/<slug:slug>/participants/<slug:table>.svg",
        lists.participant_chart,
        name="participant_chart",
    ),
]
