"""Redis as a cache that the register can do without."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After a failure Redis is left alone for so long: each request would wait for it anew.
PAUSE_SECONDS = 5


class OptionalRedisCache(RedisCache):
    """Redis; while it is away or full, a cache that holds nothing.

    The failure is logged once, and so is the recovery.
    """

    _away_until = 0.0

    def get(self, key, default=None, version=None):
        return self._try(super().get, default, key, default, version=version)

    def get_many(self, keys, version=None):
        return self._try(super().get_many, {}, keys, version=version)

    def has_key(self, key, version=None):
        return self._try(super().has_key, False, key, version=version)

    def add(self, key, value, **options):
        return self._try(super().add, True, key, value, **options)

    def set(self, key, value, **options):
        return self._try(super().set, None, key, value, **options)

    def set_many(self, data, **options):
        return self._try(super().set_many, list(data), data, **options)

    def touch(self, key, **options):
        return self._try(super().touch, False, key, **options)

    def incr(self, key, delta=1, version=None):
        return self._try(super().incr, delta, key, delta, version=version)

    def delete(self, key, version=None):
        return self._try(super().delete, False, key, version=version)

    def delete_many(self, keys, version=None):
        return self._try(super().delete_many, None, keys, version=version)

    def clear(self):
        return self._try(super().clear, False)

    def _try(self, operation, without, *args, **options):
        """The result of `operation`; `without` where Redis does not answer."""
        cls = type(self)
        if time.monotonic() < cls._away_until:
            return without
        try:
            result = operation(*args, **options)
        except (RedisError, OSError) as error:
            if not cls._away_until:
                logger.warning("The cache is away; pages are made without it: %s", error)
            cls._away_until = time.monotonic() + PAUSE_SECONDS
            return without
        if cls._away_until:
            cls._away_until = 0.0
            logger.warning("The cache answers again.")
        return result
