"""Abstract models that every app uses, and the content revision."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from slugify import slugify

from core.text import fold


def related_objects(model: type[models.Model], *path: str) -> models.Manager:
    """The manager of the records at the end of `path`, relations of `model` one after another.

    For querysets, which the models import and which therefore cannot import the models.
    """
    for relation in path:
        # A relation has a model at its end.
        model = cast(type[models.Model], model._meta.get_field(relation).related_model)
    return model._default_manager


class SluggedModel(models.Model):
    """A model with an address of its own.

    The slug is made from `slug_sources()` when the record is first saved, is unique, and never
    changes by itself afterwards, so that a link once given out keeps working. Cyrillic is
    transliterated.
    """

    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Part of the page's address. Left empty, it is made from the title."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self._free_slug()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
        super().save(*args, **kwargs)

    def slug_sources(self) -> list[str]:
        """Texts to make the slug from, the best first; the last is numbered if all are taken."""
        raise NotImplementedError

    def _free_slug(self) -> str:
        others = type(self)._base_manager.exclude(pk=self.pk)
        own: Any = self._meta.get_field("slug")
        limit, slug = own.max_length - 6, str(self._meta.model_name)
        for source in self.slug_sources():
            slug = slugify(source, max_length=limit, word_boundary=True) or slug
            if not others.filter(slug=slug).exists():
                return slug
        taken = set(others.filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
        number = 2
        while f"{slug}-{number}" in taken:
            number += 1
        return f"{slug}-{number}"


class SearchableModel(models.Model):
    """A model found by any spelling: `search_text` holds its `search_fields`, folded.

    A column of our own, because SQLite's LIKE knows no Cyrillic capitals and neither database
    is blind to accents.
    """

    search_fields: tuple[str, ...] = ()

    search_text = models.TextField(editable=False, blank=True, default="")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.search_text = self.make_search_text()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    def make_search_text(self) -> str:
        """The text of `search_fields`, folded (see `core.text.fold`)."""
        return fold(" ".join(str(getattr(self, name) or "") for name in self.search_fields))


class SearchableQuerySet(models.QuerySet):
    def search(self, text: str):
        """Records that hold every word of `text`, in any case, accent and order."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found


class PublicContent(models.Model):
    """A model that public pages are made of: each change to one moves the content revision on.

    Its querysets are of `core.changes.PublicContentQuerySet`.
    """

    class Meta:
        abstract = True


class ContentRevision(models.Model):
    """One row: a token that is new after each change of public content. Caches are keyed by it.

    A random token rather than a counter, so that a revision rolled back or restored from a
    backup is never taken for another one of the same number.
    """

    token = models.CharField(max_length=32)

    def __str__(self):
        return self.token

    @classmethod
    def current(cls) -> str:
        """The token now; empty before the first change."""
        waiting = _waiting()
        if waiting is not None and waiting.moved:
            # Nothing of this transaction is to be kept under the token of before.
            waiting.moved = False
            cls._write()
        for mark in _marks():
            mark.unread = False
        return cls.objects.filter(pk=1).values_list("token", flat=True).first() or ""

    @classmethod
    def of(cls, request) -> str:
        """The token that `request` is answered at; None stands for no request."""
        return getattr(request, "content_revision", None) or cls.current()

    @classmethod
    def move_on(cls) -> None:
        """Say that public content has changed.

        Within a transaction, one new token stands for all changes until somebody reads it.
        """
        waiting = _waiting()
        if waiting is None:
            cls._write()
        else:
            waiting.moved = True

    @classmethod
    @contextmanager
    def written_last(cls) -> Iterator[None]:
        """A block of a transaction that writes much: the new token is written at its end.

        Its row is the same for all writers, who would wait for it as long as the block takes.
        """
        connection = transaction.get_connection()
        if _waiting() is not None:
            yield
            return
        connection.waiting_revision = waiting = _WaitingRevision()
        try:
            yield
        finally:
            connection.waiting_revision = None
        if waiting.moved:
            cls._write()

    @classmethod
    def _write(cls) -> None:
        if any(mark.unread for mark in _marks()):
            return
        cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(_UnreadToken())


@dataclass(slots=True)
class _WaitingRevision:
    """That the present transaction writes its token last, and whether it has to."""

    moved: bool = False


def _waiting() -> _WaitingRevision | None:
    return getattr(transaction.get_connection(), "waiting_revision", None)


class _UnreadToken:
    """Among what a transaction does once it is committed: its new token, which nobody has read.

    A savepoint that is rolled back takes the mark away together with the token.
    """

    unread = True

    def __call__(self):
        self.unread = False


def _marks() -> Iterator[_UnreadToken]:
    """The marks of the present transaction."""
    for _savepoints, function, _robust in transaction.get_connection().run_on_commit:
        if isinstance(function, _UnreadToken):
            yield function
