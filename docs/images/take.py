# ruff: noqa: INP001 - a script beside what it makes
"""Takes the README's pictures anew: the real sandbox, the real bot, headless Chromium.

python docs/images/take.py
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

HERE = Path(__file__).parent
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ZONE = "Asia/Almaty"
CONVERSATIONS = {
    "Данияр Ахметов": ("Что запланировано на 2020 год?",),
    "Айгерім Нұрланова": ("Қазақстан жағын кім басқарды?", "ал Ресей ше?"),
    "Ирина Соколова": ("кто руководит росконцертом", "А сколько зарабатывает Малышев?"),
    "Emma Clarke": ("Who headed the Kazakh delegation?", "How many people came from libraries?"),
}


@contextmanager
def sandbox() -> Iterator[str]:
    """The address of a sandbox of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/agreement.db",
            "CLOCK_START": "2026-06-01T09:30:00+05:00",
        }
        command = (sys.executable, "-m", "bot", "sandbox", "--port", "0")
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0]
            process.terminate()


def converse(page: Page, name: str, questions: Sequence[str]) -> None:
    """Begin as this person and ask; each reply is awaited."""
    page.locator(".person", has_text=name).click()
    page.locator(".composer .wide").click()
    expect(page.locator(".theirs")).to_have_count(1)
    for number, question in enumerate(questions, start=2):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".theirs")).to_have_count(number)


def take(page: Page, name: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)  # what moves has come to rest
    path = HERE / f"{name}.png"
    page.screenshot(path=path)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")  # noqa: T201


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sandbox() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        desk = browser.new_page(
            viewport={"width": 1180, "height": 900}, color_scheme="light", timezone_id=ZONE
        )
        desk.set_default_timeout(60_000)
        desk.goto(url)
        for name, questions in CONVERSATIONS.items():
            converse(desk, name, questions)
        take(desk, "sandbox-desktop")
        telephone = browser.new_page(
            viewport={"width": 390, "height": 800}, color_scheme="dark", timezone_id=ZONE
        )
        telephone.goto(url)
        telephone.locator(".person", has_text="Ирина").click()
        take(telephone, "sandbox-phone")
        browser.close()


if __name__ == "__main__":
    main()
