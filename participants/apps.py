from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = _("Participants")

    def ready(self):
        from simple_history import register

        from participants import models

        register(models.State)
        register(models.Organisation)
        register(models.Grouping)
        register(models.Membership)
        keys = ["name_key", "name_sort_key", *models.Person.objects.all().MATCH_KEYS]
        register(models.Person, excluded_fields=keys)
        register(models.MigrationFigure)
