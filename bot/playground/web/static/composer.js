// The message field: what it holds for each chat, replies and edits, sending, and what stands in its place.
import { post } from "./api.js";
import { $, h, wide } from "./dom.js";
import { attempt } from "./notices.js";
import { current, editable, gist, gone, here, isMine, manages, on, sender, shown, store, words, writes } from "./store.js";
import { closeSuggestions, offering, showCommands, startSuggestions, suggest, suggestionKey } from "./suggestions.js";
import { sendFiles, startUpload } from "./upload.js";
import { refresh } from "./sync.js";

const TALLEST = 220;
const field = $("text");
let mode = null; // {edit: message} or {reply: message, quote}
let at = ""; // the chat and topic whose words stand in the field

function fit() {
	field.style.height = "auto";
	field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
	$("send").disabled = !field.value.trim();
}

function put(text) {
	field.value = text;
	keep();
	fit();
}

function keep() {
	if (!at) return;
	if (field.value || mode) store.drafts.set(at, { text: field.value, mode });
	else store.drafts.delete(at);
}

function load() {
	at = here();
	const kept = store.drafts.get(at);
	mode = kept?.mode ?? null;
	field.value = kept?.text ?? "";
	closeSuggestions();
	showContext();
	fit();
	place();
}

function setMode(wanted, text = null) {
	if (mode?.edit && !wanted) field.value = "";
	mode = wanted;
	if (text !== null) field.value = text;
	keep();
	showContext();
	fit();
	field.focus();
}

function showContext() {
	$("context").hidden = !mode;
	if (!mode) return;
	const message = mode.edit ?? mode.reply;
	$("context-title").textContent = mode.edit ? "Edit message" : `Reply to ${sender(message)}`;
	$("context-words").textContent = mode.quote ? `“${mode.quote}”` : gist(message);
	$("context-cancel").setAttribute("aria-label", mode.edit ? "Cancel edit" : "Cancel reply");
}

async function submit() {
	const text = field.value;
	if (!text.trim() || !store.open) return;
	const [person, was, where] = [store.me, mode, at];
	const { chat, topic } = store.open;
	closeSuggestions();
	mode = null;
	put("");
	showContext();
	const body = was?.edit ? { chat, id: was.edit.message_id, text } : { chat, topic, text, reply_to: was?.reply?.message_id, quote: was?.quote ?? undefined };
	const went = await attempt(() => post(was?.edit ? "edit" : "say", body));
	if (!went && person === store.me) giveBack(where, text, was);
}

// Words that were refused go where they came from, in front of what has been typed there meanwhile.
function giveBack(where, text, was = null) {
	const kept = store.drafts.get(where);
	store.drafts.set(where, { text: kept?.text ? `${text}\n${kept.text}` : text, mode: kept?.mode ?? was });
	if (here() === where) load();
}

function sendCommand(text) {
	const { chat, topic } = store.open;
	put("");
	closeSuggestions();
	field.focus();
	return attempt(() => post("say", { chat, topic, text }));
}

function editLast() {
	const last = shown().findLast((message) => isMine(message) && editable(message));
	if (last) setMode({ edit: last }, words(last));
	return Boolean(last);
}

function keys(event) {
	if (event.isComposing || suggestionKey(event)) return;
	if (event.key === "Enter" && !event.shiftKey) {
		event.preventDefault();
		submit();
	} else if (event.key === "Escape" && mode) {
		event.preventDefault();
		setMode(null);
	} else if (event.key === "ArrowUp" && !field.value && !event.altKey && editLast()) event.preventDefault();
}

function instead(chat) {
	const act = (label, run) => h("button.wide", { onclick: () => attempt(run) }, label);
	const then = async (asked) => {
		await asked;
		await refresh();
		field.focus();
	};
	if (chat.kind === "private" && chat.blocked) {
		return act("Unblock", () => then(post("bot", { chat: chat.id, action: "unblock" })));
	}
	if (chat.kind === "private" && !chat.started) return act("Start", () => then(post("start")));
	if (!writes(chat)) return h("p", "Only administrators post in this channel.");
	const topic = chat.topics.find(({ id }) => id === store.open.topic);
	if (topic?.closed && !manages(chat)) return h("p", "This topic is closed.");
	return gone(chat.status) ? h("p", "You are not in this chat any more.") : null;
}

function place() {
	const chat = current();
	const other = chat && instead(chat);
	const same = other && $("foot").textContent === other.textContent;
	if (!same) $("foot").replaceChildren(...(other ? [other] : []));
	$("composer").hidden = !chat || Boolean(other);
	$("skip").href = other || !chat ? "#main" : "#text";
	$("commands").hidden = !store.history?.commands?.length;
	const asked = store.history?.keyboard?.input_field_placeholder ?? store.history?.placeholder;
	field.placeholder = asked || (chat?.kind === "channel" ? "Post" : "Message");
	fit();
}

async function take(files) {
	if (!files.length || $("composer").hidden) return;
	const sent = await sendFiles(files, mode?.edit ? "" : field.value, mode?.reply?.message_id ?? null);
	if (sent) {
		mode = null;
		put("");
		showContext();
	}
	field.focus();
}

function toggleCommands() {
	const open = offering() === "commands";
	closeSuggestions();
	field.focus();
	if (!open) showCommands();
}

export function startComposer() {
	startSuggestions(sendCommand, giveBack);
	startUpload(take);
	$("composer").addEventListener("submit", (event) => {
		event.preventDefault();
		submit();
		field.focus();
	});
	field.addEventListener("input", () => {
		keep();
		fit();
		suggest(field.value);
	});
	field.addEventListener("keydown", keys);
	$("context-cancel").addEventListener("click", () => setMode(null));
	$("commands").addEventListener("mousedown", (event) => event.preventDefault());
	$("commands").addEventListener("click", toggleCommands);
	$("skip").addEventListener("click", (event) => {
		event.preventDefault(); // the address belongs to the chats
		($("composer").hidden ? $("foot").querySelector("button") ?? $("scroller").querySelector("article") : field)?.focus();
	});
	addEventListener("pointerdown", ({ target }) => offering() && !target.closest("#suggestions, #composer") && closeSuggestions());
	on("place", () => {
		load();
		if (wide() && !$("composer").hidden && !document.activeElement.closest("nav, dialog")) field.focus();
	});
	on("draft", () => {
		if (store.drafts.has(here())) {
			load();
			suggest(field.value);
			field.focus();
		}
	});
	for (const kind of ["state", "history", "keyboard"]) on(kind, place);
	on("history", () => suggest(field.value));
	on("reply", ({ message, quote }) => setMode({ reply: message, quote }));
	on("rewrite", (message) => setMode({ edit: message }, words(message)));
	on("delete", ({ id }) => [mode?.edit, mode?.reply].some((m) => m?.message_id === id) && setMode(null));
}
