"""The caches of the register, between tests."""

from django.core.cache import caches


def clear_caches() -> None:
    """Forget every kept page and every count."""
    for cache in caches.all(initialized_only=False):
        cache.clear()
