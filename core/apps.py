from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_save, pre_delete


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from core import changes

        for signal in (post_save, m2m_changed):
            signal.connect(changes.announce_saved)
        pre_delete.connect(changes.announce_deletion)
