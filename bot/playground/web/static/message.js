// One message as an article: a bubble with its words and what belongs to them, its buttons, and its actions.
import { post } from "./api.js";
import { buttonsOf } from "./buttons.js";
import { forwardHeader, media, replyHeader, service } from "./content.js";
import { chooseChat, openMenu, sure } from "./dialogs.js";
import { avatar, colour, h, icon, time } from "./dom.js";
import { opened, reopen, rich } from "./entities.js";
import { attempt, note } from "./notices.js";
import { current, editable, emit, go, isMine, sender, senderId, words, writes } from "./store.js";

const articleId = (chat, id) => `m-${chat}-${id}`;

export function article(message) {
	const element = h("article", { id: articleId(message.chat.id, message.message_id), tabindex: "-1" });
	element.addEventListener("contextmenu", (event) => {
		if (event.target.closest("a, img") || String(getSelection())) return;
		event.preventDefault();
		actions(element, at(event, element));
	});
	element.addEventListener("keydown", (event) => {
		if (event.target !== element || event.key !== "Enter") return;
		event.preventDefault();
		actions(element, at(event, element));
	});
	fill(element, message);
	return element;
}

// Where a menu opens: at the pointer, or for a key at the message.
function at(event, element) {
	if (event.clientX || event.clientY) return { x: event.clientX, y: event.clientY };
	const { left, top, height } = (element.querySelector(".bubble") ?? element).getBoundingClientRect();
	return { x: left + 24, y: Math.min(Math.max(top + 24, 80), top + height) };
}

const buttonsIn = (element) => [...element.querySelectorAll(".buttons :is(button, a)")];

// Draws a message into its article, anew after an edit; what was opened stays open, and the focus where it was.
export function fill(element, message) {
	const { activeElement } = document;
	const held = element.contains(activeElement) && activeElement !== element;
	const index = held ? buttonsIn(element).indexOf(activeElement) : -1;
	const were = opened(element);
	element.message = message;
	element.setAttribute("aria-label", `${sender(message)}, ${time(message.date)}`);
	const sentence = service(message);
	element.className = sentence ? "service" : isMine(message) && current()?.kind !== "channel" ? "mine" : "theirs";
	element.replaceChildren(...(sentence ? [h("p", sentence)] : body(element, message)));
	reopen(element, were);
	if (held) successor(element, activeElement.textContent, index).focus({ preventScroll: true });
}

// What has the label that had the focus, else the button that stands in its place.
function successor(element, label, index) {
	const buttons = buttonsIn(element);
	const all = [buttons[index], ...element.querySelectorAll("button, a")];
	const named = all.find((one) => one?.textContent === label);
	return named ?? buttons[Math.min(Math.max(index, 0), buttons.length - 1)] ?? element;
}

function body(element, message) {
	const more = h("button", { class: "icon actions", "aria-label": "Message actions", "aria-haspopup": "menu", tabindex: "-1" }, icon("dots"));
	more.addEventListener("click", () => {
		const { left, bottom } = more.getBoundingClientRect();
		actions(element, { x: left, y: bottom });
	});
	const bubble = h("div.bubble", header(message), forwardHeader(message), replyHeader(message), media(message), text(message));
	const column = h("div.column", bubble, buttonsOf(message, message.chat.id));
	return [avatar(senderId(message), sender(message)), column, more];
}

function header(message) {
	const via = message.via_bot ? h("span.via", `via @${message.via_bot.username}`) : "";
	return h("p.name", h("strong", { class: colour(senderId(message)) }, sender(message)), " ", via);
}

function text(message) {
	const said = message.text || message.photo || message.document || message.location;
	const content = said
		? rich(words(message), message.entities ?? message.caption_entities)
		: h("em", "This kind of message is not shown here.");
	const stamp = new Date(message.date * 1000).toISOString();
	const meta = h("span.meta", message.edit_date ? "edited " : "", h("time", { datetime: stamp }, time(message.date)));
	return h("div.words", content, meta);
}

function actions(element, point) {
	const { message } = element;
	if (service(message)) return;
	const selected = String(getSelection());
	const quote = selected && element.contains(getSelection().anchorNode) && words(message).includes(selected) ? selected : null;
	const chat = current();
	const free = writes(chat);
	const all = [
		free && { label: "Reply", run: () => emit("reply", { message, quote: null }) },
		free && quote && { label: "Quote the selected words", run: () => emit("reply", { message, quote }) },
		{ label: "Forward…", run: () => forward(message) },
		editable(message) && { label: "Edit", run: () => emit("rewrite", message) },
		message.own && { label: "Delete", run: () => remove(message) },
		words(message) && { label: "Copy text", run: () => copy(message) },
	];
	openMenu(all.filter(Boolean), point, element);
}

async function forward(message) {
	const to = await chooseChat("Forward to", { topics: true, fits: writes });
	if (!to) return;
	const body = { from_chat: message.chat.id, id: message.message_id, chat: to.chat, topic: to.topic };
	if (await attempt(() => post("forward", body))) go(to.chat, to.topic);
}

async function remove(message) {
	if (!(await sure("Delete this message?", "It goes for everybody in this chat.", "Delete"))) return;
	await attempt(() => post("delete", { chat: message.chat.id, id: message.message_id }));
}

const copy = (message) =>
	attempt(async () => {
		await navigator.clipboard.writeText(words(message));
		note("Copied.");
	});
