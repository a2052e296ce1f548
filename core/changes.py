"""Every change of public content is announced here, inside its transaction.

A single save, a change of a many-to-many relation and a deletion announce themselves by Django's
signals, an `update` by its queryset; bulk writes (`core.bulk`) announce the records that they
wrote. Whoever keeps something in step with the content, such as the content revision and the search
index, listens here alone.
"""

from collections.abc import Collection

from django.db import models, transaction
from django.dispatch import Signal

from core.models import ContentRevision, PublicContent

# Sent with `sender` (the model; None stands for everything), `keys` (the primary keys) and
# `deleting`: whether the records are about to be deleted, while what they point at can still be
# looked up.
content_changed = Signal()


def announce(model: type[models.Model], keys: Collection[int], *, deleting: bool = False) -> None:
    """Say that the records `keys` of `model` have changed, or are about to be deleted."""
    content_changed.send(model, keys=keys, deleting=deleting)
    ContentRevision.move_on()


def announce_everything() -> None:
    """Say that so much has changed that listeners had better start anew."""
    content_changed.send(None, keys=(), deleting=False)
    ContentRevision.move_on()


def announce_saved(sender, instance, raw=False, **kwargs) -> None:
    """Receiver of post_save and m2m_changed."""
    # The other end of a many-to-many relation announces nothing of its own: `instance` may be
    # of either model.
    if isinstance(instance, PublicContent) and not raw:
        announce(type(instance), [instance.pk])


def announce_deletion(sender, instance, **kwargs) -> None:
    """Receiver of pre_delete."""
    if isinstance(instance, PublicContent):
        announce(type(instance), [instance.pk], deleting=True)


class PublicContentQuerySet(models.QuerySet):
    """Of records whose change the public must see at once, however it is written."""

    def update(self, **values) -> int:
        # Sends no signals; Django's own `bulk_update` comes through here too.
        with transaction.atomic(using=self.db, savepoint=False):
            # Those that were changed may not be found by the same filter afterwards.
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            if keys:
                announce(self.model, keys)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]  # read by templates
