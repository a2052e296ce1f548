from django.urls import path

from topics import views

urlpatterns = [
    path("topics/", views.topic_list, name="topic_list"),
    path("topics.csv", views.topic_csv, name="topic_csv"),
    path("topics/<slug:slug>/", views.topic_detail, name="topic"),
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes.csv", views.programme_csv, name="programme_csv"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme"),
]
