// Brings what the server knows into the store: on loading, on opening a chat, and event by event.
import { get } from "./api.js";
import { service } from "./content.js";
import { wide } from "./dom.js";
import { complain, clearError } from "./notices.js";
import { address, chatOf, current, emit, forget, go, gist, here, isHere, isMine, place, privateChat, sender, store, takeState, topicOf } from "./store.js";
import { hangUp, listen } from "./stream.js";

const PAGE = 200; // as many messages as the server tells at once
const PAUSE = 2000;
let waiting = null; // while a chat is being read: its events, which are laid over what the server then says
let asked = 0;
let entered = 0;

// Reads everything for a person and opens the chat that the address names, else the private one.
export async function enter(person) {
	const number = (entered += 1);
	asked += 1;
	hangUp();
	forget();
	clearError();
	emit("state");
	emit("place");
	const state = await arrive(person, number);
	if (!state || number !== entered) return;
	takeState(state);
	clearError();
	emit("state");
	listen(hear, again);
	if (address().person !== store.me) history.replaceState(null, "", `#${[store.me, privateChat()?.id].join("/")}`);
	await openPlace();
}

// Asks until there is an answer, or somebody else was chosen, or asking again would not help. Whoever asks for nobody that
// is known here gets the first person.
async function arrive(person, number) {
	let said = "";
	while (number === entered) {
		try {
			return await get("state", person ? { person } : {});
		} catch (problem) {
			if (number !== entered) break;
			if (person && problem.status >= 400 && problem.status < 500) {
				person = null;
				continue;
			}
			if (problem.message !== said) complain(problem);
			said = problem.message;
			if (problem.status > 0 && problem.status < 500) break;
			await new Promise((resolve) => setTimeout(resolve, PAUSE));
		}
	}
	return null;
}

// Reads what nobody has asked for: it clears no error, and one of its own is told to no other person.
async function aside(action) {
	const number = entered;
	try {
		await action();
	} catch (problem) {
		if (number === entered) complain(problem);
	}
}

export async function refresh() {
	const number = entered;
	const before = current()?.bot;
	const state = await get("state");
	if (number !== entered) return;
	takeState(state);
	emit("state");
	if (current() && current().bot !== before) aside(() => readMenu(store.open.chat));
	if (store.open && !current()) go(privateChat()?.id ?? null);
}

// The line is open, now or again: what was told before may have changed since.
async function again() {
	await aside(refresh);
	if (store.open) await aside(() => readChat(store.open.chat, true));
}

export async function openPlace() {
	const { person, chat, topic } = address();
	if (person !== store.me && person !== null) return enter(person);
	const known = chat === null ? null : chatOf(chat);
	const before = store.open;
	const fallback = wide() || person === null ? privateChat() : null;
	const wanted = known ?? fallback;
	store.open = wanted ? { chat: wanted.id, topic: known ? topic : null } : null;
	store.unread.delete(here());
	const same = before && store.open && before.chat === store.open.chat && store.history;
	if (!same) {
		store.history = null;
		asked += 1;
	}
	emit("place");
	if (store.open && !same) await aside(() => readChat(store.open.chat, false));
}

// Reads the newest messages; `quiet`: anew, as far back as they were read before.
async function readChat(id, quiet) {
	const number = (asked += 1);
	waiting = [];
	try {
		const oldest = store.history?.oldest ?? Infinity;
		const chat = await readPage(id);
		while (number === asked && chat.more && chat.oldest > oldest) join(chat, await readPage(id, chat.oldest));
		if (number !== asked) return;
		store.history = chat;
		waiting.forEach(keep);
	} finally {
		if (number === asked) waiting = null;
	}
	emit("history", quiet);
}

async function readPage(id, before = null) {
	const { messages, ...rest } = await get("chat", before === null ? { chat: id } : { chat: id, before });
	const numbered = new Map(messages.map((message) => [message.message_id, message]));
	return { id, ...rest, messages: numbered, oldest: messages[0]?.message_id, more: messages.length >= PAGE };
}

function join(chat, { messages, oldest, more }) {
	for (const [id, message] of messages) chat.messages.set(id, message);
	Object.assign(chat, { oldest: oldest ?? chat.oldest, more });
}

export const earlier = () =>
	aside(async () => {
		const chat = store.history;
		if (!chat?.more || chat.busy) return;
		chat.busy = true;
		try {
			join(chat, await readPage(chat.id, chat.oldest));
		} finally {
			chat.busy = false;
		}
		if (chat === store.history) emit("earlier");
	});

async function readMenu(id) {
	const number = entered;
	const { messages, ...rest } = await get("chat", { chat: id });
	if (number !== entered || store.history?.id !== id) return;
	Object.assign(store.history, rest);
	emit("keyboard");
}

// Messages that were not read are left alone when they change.
function keep({ kind, message, id, keyboard }) {
	const { messages } = store.history;
	if (kind === "keyboard") store.history.keyboard = keyboard;
	else if (kind === "delete") messages.delete(id);
	else if (kind === "message" || messages.has(message.message_id)) messages.set(message.message_id, message);
}

const REACTIONS = {
	message: changed,
	edit: changed,
	delete: changed,
	typing: (event) => emit("typing", event),
	keyboard: take,
	chats: () => aside(refresh),
	// Of no chat in particular where the bot sets its commands for many at once.
	menu: ({ chat = store.open?.chat }) => chat && store.open?.chat === chat && aside(() => readMenu(chat)),
	narration: ({ text, clock }) => {
		Object.assign(store, { narration: text, clock: clock ?? store.clock });
		emit("narration");
	},
	clock: ({ clock }) => {
		store.clock = clock;
	},
};

function hear(event) {
	REACTIONS[event.kind]?.(event);
}

function changed(event) {
	const { kind, chat, message } = event;
	if (!chatOf(chat)) return aside(refresh);
	if (kind === "message") count(chat, message);
	take(event);
	if (kind !== "message") retell(chat);
}

function take(event) {
	if (store.open?.chat !== event.chat) return;
	waiting?.push(event);
	if (store.history?.id !== event.chat) return;
	keep(event);
	emit(event.kind, event);
}

function count(chat, message) {
	store.clock = Math.max(store.clock, message.date);
	chatOf(chat).last = lastOf(message);
	const at = place(chat, chatOf(chat).forum ? topicOf(message) : null);
	if (!isHere(chat, message) && !isMine(message)) store.unread.set(at, (store.unread.get(at) ?? 0) + 1);
	emit("chats");
}

// The list of chats tells the newest message of each, also when that was edited or deleted.
function retell(chat) {
	if (store.history?.id !== chat) return aside(refresh);
	const { messages } = store.history;
	const newest = messages.get(Math.max(...messages.keys()));
	chatOf(chat).last = newest ? lastOf(newest) : null;
	emit("chats");
}

function lastOf(message) {
	const notice = service(message);
	return { text: notice ?? gist(message), date: message.date, from: notice ? null : sender(message) };
}
