// What the page knows: the person, the chats, the open one with its messages, unread counts, drafts. Nothing of others.
export const store = {
	me: null,
	bot: { id: 0, name: "Verbatim", username: "" },
	people: [],
	chats: [],
	clock: 0,
	narration: "",
	strict: false,
	open: null, // {chat, topic}: topic null is General, or a chat without topics
	history: null, // {id, messages: Map, oldest, more, commands, keyboard, menu_button, placeholder} of the open chat
	unread: new Map(),
	drafts: new Map(),
};

const ADMINISTRATORS = ["creator", "administrator"];

export const place = (chat, topic = null) => `${chat}/${topic ?? ""}`;
export const here = () => (store.open ? place(store.open.chat, store.open.topic) : "");
export const chatOf = (id) => store.chats.find((chat) => chat.id === id) ?? null;
export const current = () => (store.open ? chatOf(store.open.chat) : null);
export const privateChat = () => store.chats.find((chat) => chat.kind === "private") ?? null;
export const gone = (status) => ["left", "kicked"].includes(status);
export const isGroup = (chat) => chat.kind === "group" || chat.kind === "supergroup";
export const manages = (chat) => ADMINISTRATORS.includes(chat?.status);
export const writes = (chat) => chat.kind !== "channel" || manages(chat);
export const topicOf = (message) => (message.is_topic_message ? message.message_thread_id : null);
export const topicName = (chat, topic) =>
	topic === null ? "General" : (chat.topics.find(({ id }) => id === topic)?.name ?? "A deleted topic");
export const isHere = (chat, message) =>
	store.open?.chat === chat && (!current()?.forum || topicOf(message) === store.open.topic);

export function shown() {
	const all = [...(store.history?.messages.values() ?? [])].sort((one, other) => one.message_id - other.message_id);
	return all.filter((message) => isHere(store.history.id, message));
}

export function takeState(state) {
	store.me = state.person;
	for (const name of ["bot", "people", "chats", "clock", "narration", "strict"]) store[name] = state[name];
	for (const chat of store.chats) chat.topics = (chat.topics ?? []).filter(({ id }) => id !== 1); // 1 is General
}

export function forget() {
	Object.assign(store, { me: null, chats: [], open: null, history: null });
	store.unread.clear();
	store.drafts.clear();
}

// The name of who wrote a message: a channel and an anonymous administrator speak as the chat.
export function sender(message) {
	const { from, sender_chat: as } = message;
	return as ? as.title : [from?.first_name, from?.last_name].filter(Boolean).join(" ");
}

export const senderId = (message) => message.sender_chat?.id ?? message.from?.id ?? 0;
export const isMine = (message) => message.from?.id === store.me && !message.sender_chat;
export const words = (message) => message.text ?? message.caption ?? "";

export const editable = (message) => message.own && words(message) && !message.forward_origin && !message.via_bot;

export function gist(message) {
	if (words(message)) return words(message).replace(/\s+/g, " ").slice(0, 160);
	if (message.photo) return "Photo";
	if (message.document) return message.document.file_name ?? "File";
	return message.location ? "Location" : "Message";
}

const listeners = new Map();

export function on(kind, react) {
	listeners.set(kind, [...(listeners.get(kind) ?? []), react]);
}

export function emit(kind, value) {
	for (const react of listeners.get(kind) ?? []) react(value);
}

// Opens a chat and topic (none: the list of chats); the address names it, so that Back works and a tab keeps its place.
export function go(chat = null, topic = null) {
	const parts = [store.me, chat, topic].filter((part) => part !== null);
	const wanted = `#${parts.join("/")}`;
	if (location.hash === wanted) emit("place");
	else location.hash = wanted;
}

// What the address names: {person, chat, topic}, null for what it leaves open.
export function address() {
	const [person, chat, topic] = location.hash.slice(1).split("/").map((part) => Number(part) || null);
	return { person: person ?? null, chat: chat ?? null, topic: topic ?? null };
}

export function draft(chat, topic, text) {
	store.drafts.set(place(chat, topic), { text, mode: null });
	emit("draft");
}
