"""Measures the playground as a person meets it: from the command to the page, and from Enter to the answer."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "NO CHROMIUM: the playground is not measured; apt-get install -y chromium"
ROUNDS = 20
PAUSE = 4.0
"""Seconds before a question: the bot keeps to Telegram's message a second in a chat, and answers may have several."""
QUESTIONS = ("/summary", "/quotes", "/figures", "/brief", "/help")
PATIENCE = 120_000
WATCHING = """new MutationObserver(() => {
  if (!window.firstChat && document.querySelector('[role=log] article')) window.firstChat = performance.now();
}).observe(document, {childList: true, subtree: true});"""
"""Notes when the first message stands on the page."""
LOADED = """() => {
  const [page] = performance.getEntriesByType('navigation');
  const all = [page, ...performance.getEntriesByType('resource')];
  return [page.loadEventEnd, window.firstChat, all.reduce((sum, each) => sum + each.transferSize, 0)];
}"""
ARMED = """() => {
  const ids = () => [...document.querySelectorAll('[role=log] article')].map(each => each.id);
  const before = new Set(ids());
  window.answered = new Promise(done => document.addEventListener('keydown', () => {
    const entered = performance.now();
    const look = () => ids().filter(id => !before.has(id)).length > 1
      ? done(performance.now() - entered) : requestAnimationFrame(look);
    look();
  }, {once: true, capture: true}));
}"""
"""Starts a clock with the next key; it stops at the frame in which the answer stands below the question."""


class Opened(NamedTuple):
    """How the page came up: milliseconds to its load event and to its first message, and bytes on the wire."""

    load: float
    chat: float
    bytes: int


def playground() -> None:
    """Two starts in an empty folder, then in Chromium the bot's answers and the page."""
    if CHROMIUM is None:
        print(NO_CHROMIUM)
        return
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        command, where = [sys.executable, "-m", "bot", "run", "--playground"], Path(folder)
        with _started(command, where, "first start, empty folder"):
            pass
        with _started(command, where, "second start") as address:
            _print_answers(browser, address)
            _print_loads([_load(browser, address) for _ in range(ROUNDS)])


def clone() -> None:
    """From `git clone` to the first briefing in the browser, packages and all; what pip has cached comes from there."""
    if CHROMIUM is None:
        print(NO_CHROMIUM)
        return
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        begin, fresh = time.perf_counter(), Path(folder) / "verbatim"
        subprocess.run(["git", "clone", "--quiet", ROOT, fresh], check=True)  # noqa: S603, S607 - our own
        with _started(["make", "run"], fresh, "make run in a clone") as address:
            page = browser.new_page()
            _first_briefing(page, address)
            print(f"from git clone to the first briefing     {(time.perf_counter() - begin) / 60:6.1f} min")


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # As root in a container Chromium's own sandbox cannot start; the pages are ours.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _started(command: Sequence[str], folder: Path, what: str) -> Iterator[str]:
    """Runs the playground there and yields its page's address; tells how long both its lines took."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
    environment |= {"PLAYGROUND_PORT": "0", "PYTHONPATH": str(folder if command[0] == "make" else ROOT)}
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE)  # noqa: S603 - our own command
    try:
        address = _said(process, r"Playground: (\S+)")
        print(f"{what}: until the Playground line {time.perf_counter() - begin:6.2f} s")
        _said(process, r"(The bot answers)")
        print(f"{what}: until the bot answers     {time.perf_counter() - begin:6.2f} s")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _said(process: subprocess.Popen[str], words: str) -> str:
    for line in process.stdout or ():
        if found := re.match(words, line):
            return found[1]
    raise RuntimeError(f"the playground ended without saying {words}")


def _first_briefing(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Start", exact=True).click(timeout=PATIENCE)
    page.get_by_role("log").get_by_text("Who said what").first.wait_for(timeout=PATIENCE)


def _print_answers(browser: Browser, address: str) -> None:
    page = browser.new_page()
    _first_briefing(page, address)
    for question in QUESTIONS:
        taken = sorted(_asked(page, question) for _ in range(ROUNDS))
        middle, late = statistics.median(taken), taken[int(0.95 * ROUNDS) - 1]
        print(f"{question:10} Enter to answer: p50 {middle:5.0f} ms   p95 {late:5.0f} ms   worst {taken[-1]:5.0f} ms")
    page.close()


def _asked(page: Page, question: str) -> float:
    """Milliseconds from Enter to the answer, after a pause."""
    time.sleep(PAUSE)
    box = page.get_by_role("textbox", name="Message")
    box.fill(question)
    page.keyboard.press("Escape")  # the list of commands
    page.evaluate(ARMED)
    box.press("Enter")
    return float(page.evaluate("window.answered"))


def _load(browser: Browser, address: str) -> Opened:
    """Opens the page in a browser that has never seen it."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCHING)
    page.goto(address, wait_until="load")
    page.get_by_role("article").first.wait_for()
    load, chat, size = page.evaluate(LOADED)
    context.close()
    return Opened(load, chat, size)


def _print_loads(loads: Sequence[Opened]) -> None:
    for name, times in (
        ("load event", [each.load for each in loads]),
        ("first message", [each.chat for each in loads]),
    ):
        print(f"page, {name:14} p50 {statistics.median(times):5.0f} ms   worst {max(times):5.0f} ms")
    print(f"page, transferred    {max(each.bytes for each in loads) / 1000:5.0f} kB")
