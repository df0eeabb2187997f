// What is offered above the message field while somebody types: commands after "/", results after the bot's name.
import { post } from "./api.js";
import { $, h } from "./dom.js";
import { announce, attempt, complain } from "./notices.js";
import { current, go, here, privateChat, store } from "./store.js";

const PAUSE = 300;
const panel = $("suggestions");
const field = $("text");

let kind = "";
let items = []; // {element, run, complete}
let active = -1;
let timer = 0;
let asked = 0;
let found = null; // {key, query, next, busy}
let send = null;
let giveBack = null;

export function startSuggestions(sending, givingBack) {
	[send, giveBack] = [sending, givingBack];
}

export const offering = () => kind;

export function closeSuggestions() {
	clearTimeout(timer);
	asked += 1;
	[kind, items, active, found] = ["", [], -1, null];
	panel.replaceChildren();
	field.removeAttribute("aria-activedescendant");
	field.removeAttribute("aria-controls");
	$("commands").setAttribute("aria-expanded", "false");
}

export function suggest(text) {
	const command = /^\/(\w*)$/.exec(text);
	const name = `@${store.bot.username.toLowerCase()}`;
	if (command) return showCommands(command[1].toLowerCase());
	if (name !== "@" && text.toLowerCase() === name) return hint();
	if (name !== "@" && text.toLowerCase().startsWith(`${name} `)) return inline(text.slice(name.length).trim());
	if (kind) closeSuggestions();
}

export function showCommands(start = "") {
	const all = store.history?.commands ?? [];
	const fitting = all.filter(({ command }) => command.startsWith(start));
	if (!fitting.length) return closeSuggestions();
	const news = kind !== "commands";
	closeSuggestions();
	list("commands", "Commands");
	if (news) announce(`${fitting.length === 1 ? "1 command" : `${fitting.length} commands`}. Arrow keys choose.`);
	const suffix = current().kind === "private" ? "" : `@${store.bot.username}`;
	for (const { command, description } of fitting) {
		const text = `/${command}${suffix}`;
		add([h("strong", `/${command}`), h("span", description)], () => send(text), `${text} `);
	}
	$("commands").setAttribute("aria-expanded", "true");
}

function list(name, label) {
	kind = name;
	const box = h("div", { role: "listbox", id: "options", tabindex: "0", "aria-label": label, class: name });
	box.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
	box.addEventListener("keydown", (event) => suggestionKey(event) && field.focus());
	box.addEventListener("scroll", () => box.scrollHeight - box.scrollTop - box.clientHeight < 60 && more());
	panel.replaceChildren(box);
	field.setAttribute("aria-controls", "options");
	return box;
}

function add(content, run, complete = null) {
	const element = h("div.option", { role: "option", id: `option-${items.length}`, "aria-selected": "false", onclick: run }, ...content);
	items.push({ element, run, complete });
	$("options").append(element);
}

function mark(index) {
	items[active]?.element.setAttribute("aria-selected", "false");
	active = index;
	const chosen = items[active]?.element;
	if (!chosen) return field.removeAttribute("aria-activedescendant");
	chosen.setAttribute("aria-selected", "true");
	field.setAttribute("aria-activedescendant", chosen.id);
	chosen.scrollIntoView({ block: "nearest" });
	if (active === items.length - 1) more();
}

export function suggestionKey(event) {
	if (!kind) return false;
	if (event.key === "Escape") closeSuggestions();
	else if (event.key === "ArrowDown" && items.length) mark((active + 1) % items.length);
	else if (event.key === "ArrowUp" && items.length) mark((active <= 0 ? items.length : active) - 1);
	else if (event.key === "Enter" && !event.shiftKey && active >= 0) items[active].run();
	else if (event.key === "Tab" && !event.shiftKey && completion()) complete(completion());
	else return false;
	event.preventDefault();
	event.stopPropagation();
	return true;
}

// What Tab writes: the chosen command, or the first of those that what is typed begins.
const completion = () => (items[active] ?? (field.value && items[0]))?.complete;

function complete(text) {
	field.value = text;
	field.dispatchEvent(new Event("input", { bubbles: true }));
}

function hint() {
	closeSuggestions();
	kind = "hint";
	say(`Type a space and a few words after @${store.bot.username}.`);
}

function say(sentence) {
	panel.replaceChildren(h("p.searching", sentence));
	announce(sentence);
}

function inline(query) {
	clearTimeout(timer);
	asked += 1; // an answer to other words is of no use any more
	if (kind === "inline" && found?.query === query) return;
	if (kind !== "inline") {
		closeSuggestions();
		kind = "inline";
		panel.replaceChildren(h("p.searching", "Searching…"));
	}
	timer = setTimeout(() => attempt(() => search(query)), PAUSE);
}

async function search(query) {
	const number = (asked += 1);
	const answer = await post("inline", { chat: store.open.chat, query }).catch((problem) => {
		if (number === asked) closeSuggestions();
		throw problem;
	});
	if (number !== asked) return;
	closeSuggestions();
	found = { key: answer.key, query, next: answer.next_offset, busy: false };
	kind = "inline";
	if (!answer.results.length) say("Nothing found. Try other words.");
	else {
		list("inline", "Inline results");
		announce(`${answer.results.length} results. Arrow keys choose.`);
	}
	if (answer.button) panel.prepend(above(answer.button));
	answer.results.forEach((result) => offer(result, answer.key));
}

function above(button) {
	const run = async () => {
		closeSuggestions();
		field.value = "";
		go(privateChat().id);
		await attempt(() => post("start", { payload: button.start_parameter }));
	};
	return h("button.above", { onclick: run }, button.text);
}

function offer(result, key) {
	const title = result.title || result.text.split("\n")[0];
	const letter = h("span.letter", { "aria-hidden": "true" }, [...title.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "·");
	const text = h("span.entry-text", h("strong", title), h("span", result.description ?? ""));
	add([letter, text], () => choose(key, result.id));
}

async function choose(key, result) {
	const { chat, topic } = store.open;
	const [person, where, text] = [store.me, here(), field.value];
	closeSuggestions();
	complete("");
	const went = await attempt(() => post("choose", { chat, topic, key, result }));
	if (!went && person === store.me) giveBack(where, text);
}

async function more() {
	if (!found?.next || found.busy) return;
	const mine = found;
	mine.busy = true;
	try {
		const answer = await post("inline", { chat: store.open.chat, query: mine.query, offset: mine.next });
		if (found !== mine) return;
		mine.next = answer.next_offset;
		answer.results.forEach((result) => offer(result, answer.key));
	} catch (problem) {
		if (found === mine) complain(problem);
	}
	mine.busy = false;
}
