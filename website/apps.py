from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WebsiteConfig(AppConfig):
    name = "website"

    def ready(self):
        from core.changes import content_changed
        from website.search import index

        content_changed.connect(index.note_change)
        post_migrate.connect(index.index_what_is_there, sender=self)
