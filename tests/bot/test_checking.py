"""What `check` finds: all of it at once, without changing anything and without telling the token."""

from __future__ import annotations

import http.server
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.checking import problems
from bot.opening import index_path
from bot.settings import Settings, load_settings
from knowledge.errors import WrongSettings
from knowledge.index import Index
from knowledge.lexicon import lexicon_digest
from knowledge.model import Fact, Pack, Topic
from knowledge.records import Records

TOKEN = "123456:ABC-DEF"
PACK = Pack(
    "small",
    {"en": "Small"},
    topics=(Topic("t", {"en": "T"}),),
    facts=(Fact("f", "t", {"en": "The lighthouse is red."}),),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/a.db"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database and its index."""
    folder = tmp_path_factory.mktemp("made")
    url = f"sqlite:///{folder}/a.db"
    with Records.open(url) as records:
        records.apply(PACK, actor="test", now=datetime(2021, 7, 1, tzinfo=UTC))
        Index(index_path(settings(url)), records).refresh()
    return folder


@pytest.fixture
def whole(made: Path, tmp_path: Path, url: str) -> str:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return url


def settings(url: str, **more: str) -> Settings:
    return load_settings({"DATABASE_URL": url, **more}, env_file=None)


Serve = Callable[[int], str]


@pytest.fixture
def telegram() -> Iterator[Serve]:
    """A server that says the same to every call: `telegram(401)` is its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def serve(status: int) -> str:
        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.path == f"/bot{TOKEN}/getMe"
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_all_is_in_order(whole: str) -> None:
    assert problems(settings(whole)) == []


def test_a_database_that_is_not_there_is_not_made(url: str, tmp_path: Path) -> None:
    (told,) = problems(settings(url))
    assert told
    assert "\n" not in told
    assert list(tmp_path.iterdir()) == []


def test_an_index_is_missing_damaged_or_old(whole: str) -> None:
    path = index_path(settings(whole))
    told = []
    with Records.open(whole) as records:
        records.apply(
            Pack("more", {"en": "More"}, topics=(Topic("u", {"en": "U"}),)),
            actor="test",
            now=datetime(2021, 7, 2, tzinfo=UTC),
        )
    told += problems(settings(whole))
    path.write_bytes(b"garbage")
    told += problems(settings(whole))
    path.unlink()
    told += problems(settings(whole))
    for line, word in zip(told, ("made from other records", "damaged", "missing"), strict=True):
        assert line.startswith(f"the search index is {word}")
        assert line.endswith("`agreement-bot reindex` builds it anew")
    assert not path.exists()
    assert lexicon_digest()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (200, []),
        (401, ["TELEGRAM_TOKEN is not accepted by Telegram"]),
        (404, ["TELEGRAM_TOKEN is not accepted by Telegram"]),
        (502, ["Telegram answers 502"]),
    ],
)
def test_the_token_is_tried(whole: str, telegram: Serve, status: int, told: list[str]) -> None:
    assert problems(settings(whole, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram(status))) == told


def nobody_listens() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize("address", [nobody_listens, lambda: "http://127.0.0.1:99999", lambda: "http://[::1"])
def test_a_telegram_out_of_reach_is_one_line_without_the_token(
    whole: str, address: Callable[[], str]
) -> None:
    try:
        given = settings(whole, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=address())
    except WrongSettings as error:
        told = list(error.problems)
    else:
        told = problems(given)
    assert len(told) == 1
    assert "\n" not in told[0]
    assert TOKEN not in told[0]


def test_everything_wrong_is_told_at_once(url: str, telegram: Serve) -> None:
    told = problems(settings(url, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram(401)))
    assert len(told) == 2
