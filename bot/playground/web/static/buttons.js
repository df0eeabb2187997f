// The buttons below a message, and the keyboard that the bot puts below the message field.
import { get, post } from "./api.js";
import { alertBox, askPlace } from "./dialogs.js";
import { $, h, icon } from "./dom.js";
import { botLink, followBot, link, shareChat, switchInline } from "./links.js";
import { attempt, note } from "./notices.js";
import { on, store } from "./store.js";

const SWITCHES = {
	switch_inline_query: (words) => switchInline(words, true),
	switch_inline_query_current_chat: (words) => switchInline(words, false),
	switch_inline_query_chosen_chat: (asked) => switchInline(asked.query ?? "", true),
};
const busy = new Set(); // presses that wait for their answer; a message that is drawn anew meanwhile shows them too

export function buttonsOf(message, chat) {
	const rows = message.reply_markup?.inline_keyboard;
	if (!rows?.length) return null;
	const row = (buttons) => h("div.button-row", buttons.map((button) => element(button, message, chat)));
	return h("div.buttons", { role: "group", "aria-label": "Buttons of this message" }, rows.map(row));
}

function element(button, message, chat) {
	const label = h("span", button.text);
	if (button.url) {
		return link(button.url, { class: "button" }, label, botLink(button.url) ? "" : icon("out"));
	}
	if (button.callback_data === undefined) {
		return h("button.button", { onclick: () => attempt(() => act(button)) }, label);
	}
	const key = `${store.me}/${chat}/${message.message_id}/${button.callback_data}`;
	const made = h("button.button", { "data-press": key }, label);
	made.addEventListener("click", () => press(key, message, chat, button.callback_data));
	if (busy.has(key)) show(made, true);
	return made;
}

async function act(button) {
	if (button.copy_text) {
		await navigator.clipboard.writeText(button.copy_text.text);
		return note("Copied.");
	}
	const kind = Object.keys(SWITCHES).find((name) => name in button);
	return kind ? SWITCHES[kind](button[kind]) : note("This kind of button does nothing here.");
}

// Not disabled: a button that is would lose the focus.
function show(button, waits) {
	for (const name of ["aria-busy", "aria-disabled"]) {
		if (waits) button.setAttribute(name, "true");
		else button.removeAttribute(name);
	}
}

function showAll(key) {
	for (const button of document.querySelectorAll("[data-press]")) {
		if (button.dataset.press === key) show(button, busy.has(key));
	}
}

async function press(key, message, chat, data) {
	if (busy.has(key)) return;
	const person = store.me;
	busy.add(key);
	showAll(key);
	await attempt(async () => {
		const given = await post("press", { chat, id: message.message_id, data });
		if (person === store.me) answer(given.answer);
	});
	busy.delete(key);
	showAll(key);
}

function answer(given) {
	if (!given) return note("The bot has not answered yet.");
	if (given.url && botLink(given.url)) followBot(botLink(given.url));
	if (given.text && given.alert) alertBox(given.text);
	else if (given.text) note(given.text);
}

async function tap(key) {
	const { chat } = store.open;
	if (key.request_chat) {
		const offered = await get("offered", { chat, request_id: key.request_chat.request_id });
		if (store.open?.chat === chat) await shareChat(key.request_chat, offered);
		return;
	}
	const place = key.request_location ? await askPlace() : {};
	if (place) await post("tap", { chat, text: key.text, ...place });
}

function showKeys() {
	const board = store.history?.keyboard;
	const rows = board?.keyboard ?? [];
	const keys = $("keys");
	const held = keys.contains(document.activeElement);
	keys.hidden = !rows.length;
	const row = (list) => h("div.button-row", list.map(keyElement));
	keys.replaceChildren(...rows.map(row));
	if (held) (keys.querySelector("button") ?? $("text")).focus();
}

function keyElement(given) {
	const key = typeof given === "string" ? { text: given } : given;
	return h("button.key", { onclick: () => attempt(() => tap(key)) }, key.text);
}

export function startKeyboard() {
	for (const kind of ["place", "history", "keyboard"]) on(kind, showKeys);
}
