"""The page's files: what they say in three languages, and who may load them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Server
from bot.sandbox.server import PAGE

TEXTS = json.loads((PAGE / "texts.json").read_text(encoding="utf-8"))
SCRIPTS = sorted(PAGE.glob("*.js"))
PLURALS = {"en": {"one", "other"}, "ru": {"one", "few", "many", "other"}, "kk": {"other"}}


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_there_in_three_languages(key: str) -> None:
    assert TEXTS[key].keys() == PLURALS.keys()
    if isinstance(TEXTS[key]["en"], dict):
        assert {lang: set(forms) for lang, forms in TEXTS[key].items()} == PLURALS
    elif isinstance(TEXTS[key]["en"], str):
        named = {lang: sorted(re.findall(r"\{\w+\}", text)) for lang, text in TEXTS[key].items()}
        # A day without its year may well come without {year}; everything else must name the same things.
        assert named["en"] == named["ru"] == named["kk"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_text_that_is_asked_for_exists(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    asked = set(re.findall(r'\b(?:t|plural|lookUp|wide)\("(\w+)"', source))
    assert asked <= TEXTS.keys()


def test_no_text_is_left_over() -> None:
    source = "".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    unused = [key for key in TEXTS if f'"{key}"' not in source and not key.startswith("role_")]
    assert unused == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_text_enters_the_page_as_text_only(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)
    assert len(source.splitlines()) < 400


async def test_the_page_loads_nothing_from_elsewhere(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as http:
        page = await http.get("/")
        assert page.status_code == 200
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        for path in re.findall(r'(?:src|href)="(/page/[^"]+)"', page.text):
            answer = await http.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "example.org"},
        {"host": "127.0.0.1.evil.org:80"},
        {"origin": "https://example.org"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/sandbox/people", "/sandbox/events"])
async def test_other_sites_are_kept_out(server: Server, headers: dict[str, str], path: str) -> None:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as http:
        assert (await http.get(path, headers=headers)).status_code == 403
