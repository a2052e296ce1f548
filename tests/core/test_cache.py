"""Redis is optional: while it is away, nothing is kept, nothing fails, and the log says so once."""

import socket

import pytest

from core.cache import OptionalRedisCache


@pytest.fixture
def away():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    OptionalRedisCache._away_until = 0.0
    yield OptionalRedisCache(
        f"redis://127.0.0.1:{port}/0", {"OPTIONS": {"socket_connect_timeout": 1}}
    )
    OptionalRedisCache._away_until = 0.0


def test_it_holds_nothing_while_redis_is_away(away):
    away.set("page", b"x")

    assert away.get("page") is None
    assert away.get("page", "other") == "other"
    assert away.get_many(["page"]) == {}
    assert "page" not in away
    assert away.incr("count") == 1
    assert away.add("count", 1) is True
    assert away.delete("page") is False
    assert away.get_or_set("page", lambda: b"made") == b"made"


def test_the_log_says_so_once(away, caplog):
    for _attempt in range(5):
        away.get("page")

    assert [record.message[:17] for record in caplog.records] == ["The cache is away"]
