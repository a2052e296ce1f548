from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from events.sample import SampleError, load_sample, remove_sample


def _at_least(least: int):
    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise ArgumentTypeError(f"“{text}” is not a whole number from {least} up.")
        return int(text)

    return number


class Command(BaseCommand):
    help = (
        "Add fictional events, organisations and people, marked as such wherever they appear, to "
        "try the register with; or take all of them away again with --remove. The same seed gives "
        "the same sample. It is added, and removed, as a whole or not at all; meanwhile nobody "
        "can save anything on SQLite. The history has no rows of it until somebody edits it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--events", type=_at_least(1), default=200, help="events in all; 200 if not given"
        )
        parser.add_argument(
            "--delegates",
            type=_at_least(0),
            default=4_000,
            help="delegates of all delegations of all events together; 4000 if not given",
        )
        parser.add_argument(
            "--seed", type=_at_least(0), default=1, help="another seed, another sample"
        )
        parser.add_argument(
            "--remove",
            action="store_true",
            help=(
                "remove the sample with all that was added to its events since; people and "
                "organisations of it that a real record needs are kept and named"
            ),
        )

    def handle(self, *args, events, delegates, seed, remove, **options):
        try:
            if remove:
                self._remove()
            else:
                self._load(events, delegates, seed)
        except SampleError as error:
            raise CommandError(str(error)) from error

    def _load(self, events: int, delegates: int, seed: int) -> None:
        made = load_sample(events, delegates, seed)
        self.stdout.write(
            f"The sample: {made.events} events, {made.delegations} delegations with "
            f"{made.delegates} delegates, {made.persons} persons, "
            f"{made.organisations} organisations.\n"
            "Remove it with: python manage.py load_sample --remove"
        )

    def _remove(self) -> None:
        removed = remove_sample()
        self.stdout.write(
            f"Removed {removed.events} sample events with all that belonged to them, "
            f"{removed.persons} persons and {removed.organisations} organisations."
        )
        for name in removed.kept:
            self.stdout.write(f"Kept, because a real record needs it: {name}")
