from django.urls import path

from participants import views

urlpatterns = [
    path("states/", views.StateList.as_view(), name="state_list"),
    path("states/<slug:slug>/", views.state_detail, name="state"),
    path("states.csv", views.StateCsv.as_view(), name="state_csv"),
    path("organisations/", views.OrganisationList.as_view(), name="organisation_list"),
    path("organisations/<slug:slug>/", views.organisation_detail, name="organisation"),
    path("organisations.csv", views.OrganisationCsv.as_view(), name="organisation_csv"),
    path("figures/", views.FigureList.as_view(), name="figure_list"),
    path("figures.csv", views.FigureCsv.as_view(), name="figure_csv"),
]
