from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "topics"
    verbose_name = _("Topics and programmes")

    def ready(self):
        from simple_history import register

        from topics import models

        register(models.Topic)
        register(models.Programme)
        register(models.Phase)
