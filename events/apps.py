from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from simple_history import register

        from events import models
        from events.roles import set_up_roles

        register(models.Event, m2m_fields=["topics", "programmes"])
        register(models.ListSection)
        register(models.ListPreset)
        register(models.Session, m2m_fields=["topics"])
        register(models.Contribution, m2m_fields=["topics", "speakers"])
        register(models.Delegation)
        register(models.Delegate, excluded_fields=["name_sort_key"])
        register(models.PublicationDecision)
        register(models.Nomination, excluded_fields=["token_hash"])
        register(models.Document, m2m_fields=["states", "topics", "programmes"])
        post_migrate.connect(set_up_roles, sender=self)
