// The list of messages: days and groups, where it is scrolled to, what is new below, and the way through it by keys.
import { $, arrows, calm, date, h } from "./dom.js";
import { trimQuotes } from "./entities.js";
import { article, fill } from "./message.js";
import { service } from "./content.js";
import { announce } from "./notices.js";
import { current, gist, gone, here, isHere, isMine, on, sender, senderId, shown, store } from "./store.js";
import { earlier } from "./sync.js";

const NEAR = 80;
const GROUPED = 300; // seconds within which messages of one person stand together

const scroller = $("scroller");
const log = $("log");
const articles = new Map();
const days = new Map();
const dated = new WeakMap(); // to name a day takes long
let drawn = ""; // the chat and topic whose messages stand here
let stop = null; // the one message in the tab order
let below = 0;
let followed = true; // whether the reader is at the end, and wants to stay there

const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;

function dayOf(message) {
	if (!dated.has(message)) dated.set(message, date(message.date));
	return dated.get(message);
}

function together(one, other) {
	if (!one || !other || service(one) || service(other)) return false;
	return senderId(one) === senderId(other) && other.date - one.date < GROUPED && dayOf(one) === dayOf(other);
}

// The articles and the days between them, in their order.
function wanted() {
	const messages = shown();
	return messages.flatMap((message, index) => {
		const before = messages[index - 1];
		const key = message.message_id;
		const name = dayOf(message);
		if (!articles.has(key)) articles.set(key, article(message));
		const element = articles.get(key);
		element.classList.toggle("first", !together(before, message));
		element.classList.toggle("last", !together(message, messages[index + 1]));
		if (before && dayOf(before) === name) return [element];
		if (!days.has(name)) days.set(name, h("p.day", h("span", name)));
		return [days.get(name), element];
	});
}

// Puts the log in order, and touches nothing that stands right already: what goes is taken out first, or all behind it
// would have to move. The focus of a message that goes is the next one's.
function arrange() {
	const held = document.activeElement?.closest("#log article");
	const index = [...log.querySelectorAll("article")].indexOf(held);
	const nodes = wanted();
	const kept = new Set(nodes);
	for (const node of [...log.children]) if (!kept.has(node)) node.remove();
	let next = log.firstChild;
	for (const node of nodes) {
		if (node === next) next = next.nextSibling;
		else log.insertBefore(node, next);
	}
	reachable();
	showEmpty();
	if (!held || held.isConnected) return;
	const left = log.querySelectorAll("article");
	(left[Math.min(index, left.length - 1)] ?? $("text")).focus({ preventScroll: true });
}

// One message is in the tab order; the arrow keys lead to the others.
function reachable(element = null) {
	const chosen = element ?? document.activeElement?.closest("#log article") ?? log.lastElementChild;
	if (stop !== chosen) tabbed(stop, -1);
	tabbed(chosen, 0);
	stop = chosen;
}

function tabbed(element, index) {
	for (const one of [element, element?.querySelector(".actions")]) if (one) one.tabIndex = index;
}

// Brings what stands here up to what is known: anew for another chat, else only what has changed.
function draw(quiet) {
	if (drawn !== here() || !store.history) {
		articles.clear();
		log.replaceChildren();
	}
	drawn = here();
	for (const [id, element] of articles) renew(id, element, store.history.messages.get(id));
	log.dataset.kind = current()?.kind ?? "";
	arrange();
	trimQuotes(log);
	if (!quiet || followed) toEnd();
}

function renew(id, element, message) {
	if (!message) articles.delete(id);
	else if (JSON.stringify(message) !== JSON.stringify(element.message)) fill(element, message);
}

function toEnd(smooth = false) {
	followed = true;
	scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth && !calm() ? "smooth" : "instant" });
	showBelow();
}

// Shows something new at the end: all of it, or from its beginning if it is longer than the window.
function follow(element) {
	if (element.offsetHeight <= scroller.clientHeight - 24) return toEnd();
	scroller.scrollTop = element.offsetTop - 12;
	followed = atEnd();
	showBelow();
}

function showBelow() {
	if (atEnd()) below = 0;
	$("down").hidden = atEnd();
	$("below").textContent = below || "";
	$("down").setAttribute("aria-label", below ? `To the newest message, ${below} new` : "To the newest message");
}

function showEmpty() {
	const chat = current();
	const unread = !store.history || store.history.more;
	const lines = log.childElementCount ? [] : !chat || unread ? waitingLine() : emptyLines(chat);
	$("empty").replaceChildren(...lines);
}

const waitingLine = () => (store.open || !store.me ? [h("p.loading", "Loading…")] : [h("p", "Choose a chat.")]);

function emptyLines(chat) {
	const { bot } = store;
	if (chat.kind === "private" && !chat.started) {
		const about = bot.description || `Press Start, and ${bot.name} answers.`;
		return [h("div.card", h("h2", "What can this bot do?"), h("p", about))];
	}
	if (gone(chat.bot)) {
		const how = `${bot.name} is not in this chat. Chat info adds it. Without it, type @${bot.username} and a few words.`;
		return [h("p", how)];
	}
	if (chat.kind === "channel") return [h("p", "Nothing has been posted here yet.")];
	return [h("p", `No messages yet. Press Commands, or type / to see what ${bot.name} understands.`)];
}

function added({ chat, message }) {
	if (!isHere(chat, message)) return;
	const end = followed || atEnd();
	arrange();
	const element = articles.get(message.message_id);
	trimQuotes(element);
	if (isMine(message)) return toEnd();
	announce(`${sender(message)}: ${service(message) ?? gist(message)}`);
	if (end) follow(element);
	else below += 1;
	showBelow();
}

function edited({ chat, message }) {
	const element = articles.get(message.message_id);
	if (!element || !isHere(chat, message)) return;
	const end = followed;
	const words = element.message.text;
	fill(element, message);
	arrange();
	trimQuotes(element);
	if (words !== message.text && !isMine(message)) announce(`${sender(message)}, edited: ${gist(message)}`);
	if (end && element === log.lastChild) follow(element);
	showBelow();
}

function removed({ id }) {
	if (!articles.delete(id)) return;
	arrange();
	showBelow();
	needMore();
}

function grown() {
	const fromEnd = scroller.scrollHeight - scroller.scrollTop;
	arrange();
	trimQuotes(log);
	scroller.scrollTop = scroller.scrollHeight - fromEnd;
	needMore(); // nothing may have come: the messages of all topics are read together
}

const needMore = () => scroller.scrollTop < 300 && earlier();

function jump(element) {
	scroller.scrollTo({ top: element.offsetTop - 60, behavior: calm() ? "instant" : "smooth" });
	element.focus({ preventScroll: true });
	element.classList.add("lit");
	setTimeout(() => element.classList.remove("lit"), 1600);
}

function keys(event) {
	const element = event.target.closest("article");
	if (!element) return;
	if (event.key === "Escape") return $("text").focus();
	if (event.target !== element) return;
	if (arrows(event, [...log.querySelectorAll("article")])) document.activeElement.scrollIntoView({ block: "nearest" });
}

export function startLog() {
	for (const kind of ["place", "history"]) {
		on(kind, (quiet) => {
			draw(quiet);
			needMore();
		});
	}
	on("earlier", grown);
	on("state", showEmpty);
	on("message", added);
	on("edit", edited);
	on("delete", removed);
	log.addEventListener("jump", (event) => jump(event.target));
	log.addEventListener("keydown", keys);
	log.addEventListener("focusin", (event) => reachable(event.target.closest("article")));
	let [width, height] = [0, 0];
	scroller.addEventListener("scroll", () => {
		if (scroller.clientHeight === height) followed = atEnd(); // or it was not the reader who moved
		showBelow();
		needMore();
	});
	$("down").addEventListener("click", () => {
		toEnd(true);
		$("text").focus({ preventScroll: true });
	});
	new ResizeObserver(() => {
		if (scroller.clientWidth !== width) trimQuotes(log);
		width = scroller.clientWidth;
		height = scroller.clientHeight;
		if (followed) toEnd();
	}).observe(scroller);
}
