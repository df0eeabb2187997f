"""A person at the page: does what hands do, waits for what eyes see, and notes what the browser complains of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, FilePayload, Locator, Page, expect

HERE = frozenset({"127.0.0.1"})
PATIENCE = 15_000
"""Milliseconds that a busy machine may take to show what a quiet one shows at once."""
WATCH = """addEventListener('securitypolicyviolation', e =>
    console.error(`the policy refused ${e.violatedDirective} ${e.blockedURI}`))"""

expect.set_options(timeout=PATIENCE)


@dataclass  # without slots: Playwright keeps something of its own on who listens
class Complaints:
    """What must not be: errors on the console, refusals of the content policy, requests that leave this machine.

    `forgiven` are words of errors that a test brings about.
    """

    noted: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    async def watch(self, context: BrowserContext) -> None:
        """Watches all windows of a context."""
        await context.add_init_script(WATCH)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.noted.append(f"{error.error}"))
        context.on("request", lambda request: self._request(request.url))

    @property
    def unforgiven(self) -> list[str]:
        return [each for each in self.noted if not any(words in each for words in self.forgiven)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.noted.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("blob", "data") and parts.hostname not in HERE:
            self.noted.append(f"a request left this machine: {url}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One window of one person."""

    page: Page
    complaints: Complaints

    @property
    def box(self) -> Locator:
        """Where one types."""
        return self.page.get_by_role("textbox", name="Message", exact=True).or_(
            self.page.get_by_role("combobox", name="Message", exact=True)
        )

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def chats(self) -> Locator:
        return self.page.get_by_role("navigation", name="Chats")

    def chat(self, title: str) -> Locator:
        """Its button in the list, whatever is unread there."""
        name = re.escape(title).replace("/", r"\/")  # which ends a pattern where Playwright reads it
        return self.chats.get_by_role("button", name=re.compile(rf"^{name}(, \d+ new)?$"))

    def message(self, words: str | re.Pattern[str]) -> Locator:
        """The last message that has these words."""
        return self.log.get_by_role("article").filter(has_text=words).last

    def button(self, label: str, *, of: str = "") -> Locator:
        """The last button of that label below a message (with such words): of the bot's, or an address."""
        article = self.message(of) if of else self.log
        groups = article.get_by_role("group", name="Buttons of this message")
        return groups.get_by_role("button", name=label).or_(groups.get_by_role("link", name=label)).last

    async def opens(self, url: str) -> None:
        await self.page.goto(url)
        await expect(self.page.get_by_role("heading", level=1)).to_have_text("Verbatim")

    async def becomes(self, name: str) -> None:
        """Chooses who to be."""
        await self.page.get_by_role("combobox", name="You are").select_option(label=name)

    async def goes_to(self, chat: str, topic: str = "") -> None:
        """Opens a chat, or a topic of it."""
        await self.chat(topic or chat).first.click()
        heading = self.page.get_by_role("main").get_by_role("heading", level=1)
        await expect(heading).to_contain_text(topic or chat)

    async def starts(self) -> None:
        """Presses Start in the private chat, and waits for the briefing."""
        await self.page.get_by_role("button", name="Start", exact=True).click()
        await self.sees("Briefing of 4 sources")

    async def says(self, text: str) -> None:
        """Types a text and sends it with Enter."""
        await self.box.fill(text)
        await self.box.press("Enter")
        await expect(self.box).to_have_value("")

    async def sees(self, words: str | re.Pattern[str]) -> Locator:
        """Waits for a message with these words, and gives it."""
        found = self.message(words)
        await expect(found).to_be_visible()
        return found

    async def asks(self, text: str, answer: str) -> Locator:
        """Says something, and waits for words of the answer."""
        await self.says(text)
        return await self.sees(answer)

    async def presses(self, label: str, *, of: str = "") -> None:
        """Presses a button below a message."""
        await self.button(label, of=of).click()

    async def sends_file(self, name: str, data: bytes, mime: str = "text/plain") -> None:
        """Chooses a file as the picker does, and sends it."""
        async with self.page.expect_file_chooser() as chosen:
            await self.page.get_by_role("button", name="Attach a file").click()
        payload: FilePayload = {"name": name, "mimeType": mime, "buffer": data}
        await (await chosen.value).set_files(payload)
        await self.page.get_by_role("dialog").get_by_role("button", name="Send file").click()

    async def acts(self, words: str, action: str) -> None:
        """Opens the actions of a message and chooses one."""
        message = await self.sees(words)
        await message.hover()
        await message.get_by_role("button", name="Message actions").click()
        await self.page.get_by_role("menuitem", name=action).click()

    async def number(self, message: Locator) -> str:
        """The id by which a message is found again, whatever becomes of its words."""
        return await message.get_attribute("id") or ""

    def numbered(self, number: str) -> Locator:
        return self.page.locator(f'[id="{number}"]')

    async def note(self, words: str) -> None:
        """Reads what passes by."""
        await expect(self.page.get_by_role("status", name="Note")).to_contain_text(words)

    async def closes_alert(self, words: str) -> None:
        """Reads an alert and closes it."""
        alert = self.page.get_by_role("alertdialog")
        await expect(alert).to_contain_text(words)
        await alert.get_by_role("button", name="OK").click()
        await expect(alert).to_be_hidden()

    async def holds_still(self) -> None:
        """Waits until all pictures are there and nothing moves."""
        await self.page.evaluate("document.fonts.ready")
        await self.page.evaluate("Promise.all([...document.images].map(i => i.decode().catch(() => 0)))")
        await self.page.evaluate("Promise.all(document.getAnimations().map(a => a.finished.catch(() => 0)))")

    async def too_wide(self) -> Sequence[str]:
        """What of the page sticks out of the window to the right; nothing, where nobody has to scroll."""
        found: list[str] = await self.page.evaluate(WIDER)
        return found


WIDER = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width) found.push('page ' + document.documentElement.scrollWidth);
  const log = document.querySelector('[role=log]');
  if (log && log.scrollWidth > log.clientWidth + 1) found.push('log ' + log.scrollWidth);
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect();
    if (box.width && box.right > width + 1 && e.checkVisibility() && !e.closest('pre, [hidden]'))
      found.push(e.tagName + '.' + e.className + ' ' + Math.round(box.right));
  }
  return found.slice(0, 5);
}"""
PHONE: Mapping[str, Any] = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
