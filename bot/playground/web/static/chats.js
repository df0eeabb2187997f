// The list of chats, with topics below their forum, and the heading of the open one.
import { $, arrows, avatar, h, icon, when } from "./dom.js";
import { current, go, here, isGroup, on, place, store, topicName } from "./store.js";

const COUNTED = 999;

const unread = (chat, topic) => store.unread.get(place(chat.id, topic)) ?? 0;
const numbers = (chat) => [null, ...chat.topics.map(({ id }) => id)];

function button(chat, topic, title, content, news = unread(chat, topic)) {
	const at = place(chat.id, topic);
	const label = news ? `${title}, ${news} new` : title;
	const open = here() === at;
	const badge = news ? h("span.badge", { "aria-hidden": "true" }, String(Math.min(news, COUNTED))) : "";
	return h(
		"button",
		{ "aria-label": label, "aria-current": open && "page", "data-place": at, onclick: () => go(chat.id, topic) },
		...content,
		badge,
	);
}

// A private chat has the person's number, and the bot's face.
const faceOf = (chat) => (chat.kind === "private" ? store.bot.id : chat.id);

function preview(chat) {
	const { last } = chat;
	if (!last) return "No messages yet";
	if (!last.text) return "A notice";
	return isGroup(chat) && last.from ? `${last.from}: ${last.text}` : last.text;
}

function entry(chat) {
	const top = h(
		"span",
		{ class: "entry-top" },
		h("span.entry-name", isGroup(chat) ? icon("group") : chat.kind === "channel" ? icon("channel") : "", h("span", chat.title)),
		chat.last ? h("small", when(chat.last.date, store.clock)) : "",
	);
	const line = h("small.preview", preview(chat));
	const text = h("span.entry-text", top, line);
	const news = numbers(chat).reduce((sum, topic) => sum + unread(chat, topic), 0);
	const main = button(chat, null, chat.title, [avatar(faceOf(chat), chat.title), text], news);
	// A forum is opened at General, whose own button below is then the current one.
	if (chat.forum) main.removeAttribute("aria-current");
	main.classList.add("chat");
	if (chat.forum) main.classList.toggle("inside", store.open?.chat === chat.id);
	return h("li", main, chat.forum ? topics(chat) : "");
}

function topics(chat) {
	const one = (topic) => {
		const name = topicName(chat, topic);
		const closed = chat.topics.find(({ id }) => id === topic)?.closed;
		const label = h("span.entry-text", h("span", name), closed ? h("small", "closed") : "");
		return h("li", button(chat, topic, name, [h("span.hash", { "aria-hidden": "true" }, "#"), label]));
	};
	return h("ul.topics", { "aria-label": `Topics of ${chat.title}` }, numbers(chat).map(one));
}

function list() {
	const held = document.activeElement?.dataset?.place;
	const was = [...$("chats").querySelectorAll("button")].indexOf(document.activeElement);
	$("chats").replaceChildren(...store.chats.map(entry));
	if (held !== undefined && was >= 0) $("chats").querySelectorAll("button")[was]?.focus({ preventScroll: true });
}

function subtitle(chat) {
	if (chat.kind === "private") return "bot";
	const { length } = chat.members;
	return `${length} ${chat.kind === "channel" ? "subscriber" : "member"}${length === 1 ? "" : "s"}`;
}

function heading() {
	const chat = current();
	$("info").hidden = !chat;
	$("face").replaceChildren(chat ? avatar(faceOf(chat), chat.title) : "");
	const title = chat ? (chat.forum ? `${chat.title} · ${topicName(chat, store.open.topic)}` : chat.title) : "Playground";
	$("title").textContent = title;
	$("subtitle").textContent = chat ? subtitle(chat) : "";
	document.title = chat ? `${title} · Playground` : "Playground";
	document.body.dataset.view = chat || !store.me ? "chat" : "list";
}

function people() {
	const options = store.people.map(({ id, name }) => h("option", { value: id }, name));
	const same = options.map(({ text }) => text).join() === [...$("person").options].map(({ text }) => text).join();
	if (!same) $("person").replaceChildren(...options); // or an open list would close
	$("person").value = store.me ?? "";
}

let typingTimer = 0;

function typing({ chat, topic, action }) {
	if (store.open?.chat !== chat || (current()?.forum && (topic ?? null) !== store.open.topic)) return;
	const doing = action?.startsWith("upload") ? "is sending a file…" : "is typing…";
	const sentence = `${store.bot.name} ${doing}`;
	if ($("typing").textContent !== sentence) $("typing").textContent = sentence; // or it would be read out again
	clearTimeout(typingTimer);
	typingTimer = setTimeout(still, 5500);
}

function still() {
	$("typing").textContent = "";
}

export function startChats() {
	on("state", () => {
		people();
		list();
		heading();
	});
	on("chats", list);
	on("place", () => {
		still();
		list();
		heading();
	});
	on("typing", typing);
	on("message", ({ message }) => message.from?.id === store.bot.id && still());
	on("narration", () => ($("narration").textContent = store.narration));
	on("state", () => ($("narration").textContent = store.narration));
	$("chats").addEventListener("keydown", (event) => arrows(event, [...$("chats").querySelectorAll("button")]));
	$("back").addEventListener("click", () => {
		const held = here();
		go();
		setTimeout(() => [...$("chats").querySelectorAll("button")].find((b) => b.dataset.place === held)?.focus());
	});
}
