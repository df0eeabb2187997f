// Links, commands and names that are tapped: what leads to the bot is done in the page, other addresses open beside it.
import { post } from "./api.js";
import { choose, chooseChat } from "./dialogs.js";
import { h } from "./dom.js";
import { attempt, note } from "./notices.js";
import { chatOf, current, draft, go, isGroup, manages, privateChat, store, writes } from "./store.js";

const HOSTS = ["t.me", "telegram.me", "telegram.dog"];

export function botLink(address) {
	const url = parsed(address);
	if (!url) return null;
	const query = url.searchParams;
	const given = url.protocol === "tg:" ? query.get("domain") : HOSTS.includes(url.hostname) ? url.pathname.slice(1) : "";
	return given && given.replace(/\/$/, "").toLowerCase() === store.bot.username.toLowerCase() ? query : null;
}

function parsed(address) {
	try {
		return new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`);
	} catch {
		return null;
	}
}

// A link as an element: this bot's as one that stays in the page, http(s) as one that opens beside it, else text.
export function link(address, attributes, ...children) {
	if (botLink(address)) {
		const follow = (event) => {
			event.preventDefault();
			followBot(botLink(address));
		};
		return h("a", { ...attributes, href: address, onclick: follow }, ...children);
	}
	const url = parsed(address);
	if (!["http:", "https:"].includes(url?.protocol)) return h("span", attributes, ...children);
	// The address as it was given: a text fragment must not be encoded anew.
	const href = /^https?:/i.test(address) ? address : `http://${address}`;
	return h("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export async function followBot(query) {
	if (query.has("startgroup")) return addTo("Add the bot to a group", isGroup, query.get("startgroup"));
	if (query.has("startchannel")) return addTo("Add the bot to a channel", ({ kind }) => kind === "channel", "");
	go(privateChat().id);
	if (query.has("start")) await attempt(() => post("start", { payload: query.get("start") }));
}

async function addTo(title, fits, payload) {
	const none = "You are an administrator of no such chat. Switch to somebody who is.";
	const chosen = await chooseChat(title, { fits: (chat) => fits(chat) && manages(chat), none });
	if (!chosen) return;
	const done = await attempt(() => post("bot", { chat: chosen.chat, action: "add", payload: payload || undefined }));
	if (done) go(chosen.chat);
}

export function runCommand(text) {
	const { chat, topic } = store.open;
	const whole = current().kind === "private" || text.includes("@") ? text : `${text}@${store.bot.username}`;
	return attempt(() => post("say", { chat, topic, text: whole }));
}

export function openName(name) {
	const wanted = name.replace("@", "").toLowerCase();
	if (wanted === store.bot.username.toLowerCase()) return go(privateChat().id);
	const channel = store.chats.find(({ username }) => username?.toLowerCase() === wanted);
	if (channel) go(channel.id);
	else note(`${name} has no chat with you here.`);
}

// Puts `@bot words` into the message field, with `asked` of a chat that is chosen.
export async function switchInline(query, asked) {
	const chosen = asked ? await chooseChat("Choose a chat", { topics: true, fits: writes }) : store.open;
	if (!chosen) return;
	draft(chosen.chat, chosen.topic, `@${store.bot.username} ${query}`);
	if (asked) go(chosen.chat, chosen.topic);
}

export async function shareChat(request, offered) {
	const rows = offered.map((chat) => ({ value: chat.id, id: chat.id, title: chat.title, detail: chatOf(chat.id)?.kind }));
	const none = "No chat of yours fits. An administrator of a group or channel can choose one.";
	const shared = await choose(request.chat_is_channel ? "Choose a channel" : "Choose a group", rows, none);
	const body = { chat: store.open.chat, request_id: request.request_id, shared };
	if (shared !== null) await attempt(() => post("share", body));
}
