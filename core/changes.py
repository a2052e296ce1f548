"""Every change of public content is announced here, inside its transaction.

A single save, a change of a many-to-many relation and a deletion announce themselves by Django's
signals; bulk writes (`core.bulk`) announce the records that they wrote. Whoever keeps something in
step with the content, such as the content revision and the search index, listens here alone.
"""

from collections.abc import Collection

from django.db import models
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
