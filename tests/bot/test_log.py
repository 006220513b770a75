import io
import logging

import pytest

from bot.log import Redacting, set_up_logging

TOKEN = "7104552918:" + "AbC-_" * 7


@pytest.fixture
def log() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def logger(log: io.StringIO) -> logging.Logger:
    handler = logging.StreamHandler(log)
    handler.setFormatter(Redacting(["short", TOKEN, ""], "%(levelname)s %(message)s"))
    own = logging.getLogger("test")
    own.handlers[:] = [handler]
    own.propagate = False
    own.setLevel(logging.INFO)
    return own


def test_a_secret_is_hidden_in_message_arguments_and_traceback(
    logger: logging.Logger, log: io.StringIO
) -> None:
    try:
        int(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        logger.exception("failed at %s with %s", TOKEN, {"key": "a short one"})
    logger.info("POST /file/bot%s/x", TOKEN)
    assert TOKEN not in log.getvalue()
    assert "short" not in log.getvalue()
    assert "https://api.telegram.org/bot<token>/getMe" in log.getvalue()


def test_what_looks_like_a_token_is_hidden_too(logger: logging.Logger, log: io.StringIO) -> None:
    other = "123456789:" + "ZyX-_" * 7
    logger.info("mistyped %s, at 10:15 for 2019-10-14", other)
    assert log.getvalue() == "INFO mistyped <token>, at 10:15 for 2019-10-14\n"


def test_libraries_that_tell_addresses_are_quiet() -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    names = ("httpx", "httpcore", "telegram", "uvicorn.access", "alembic", "apscheduler", "asyncio")
    levels = {name: logging.getLogger(name).level for name in names}
    try:
        set_up_logging("DEBUG", [TOKEN])
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("telegram.Bot").isEnabledFor(logging.DEBUG)
        assert logging.getLogger("bot.running").isEnabledFor(logging.DEBUG)
        assert len(root.handlers) == 1
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        for name, own in levels.items():
            logging.getLogger(name).setLevel(own)
