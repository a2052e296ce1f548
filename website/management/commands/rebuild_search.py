from django.core.management.base import BaseCommand

from website.search import index


class Command(BaseCommand):
    help = "Makes the search index anew from all public records."

    def handle(self, **options):
        self.stdout.write(f"Indexed {index.rebuild()} records.")
