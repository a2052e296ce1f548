from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = _("Participants")

    def ready(self):
        from simple_history import register

        from participants import models
        from participants.base import move_revision_on

        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(move_revision_on, dispatch_uid=f"move_revision_on_{id(signal)}")
        register(models.State)
        register(models.Organisation)
        register(models.Grouping)
        register(models.Membership)
        keys = ["name_key", "name_sort_key", *models.Person.objects.all().MATCH_KEYS]
        register(models.Person, excluded_fields=keys)
        register(models.MigrationFigure)
