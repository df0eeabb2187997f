// What stands in a bubble beside its words: where it comes from, what it answers, photos, files, places; and notices.
import { fileAddress } from "./api.js";
import { showPhoto } from "./dialogs.js";
import { bytes, colour, degrees, h, icon } from "./dom.js";
import { note } from "./notices.js";
import { gist, sender, senderId, words } from "./store.js";

const WIDEST = 420;

export function service(message) {
	const who = sender(message);
	const names = (users) => users.map((user) => user.first_name).join(", ");
	const joined = message.new_chat_members;
	if (joined) {
		return joined.some(({ id }) => id === message.from?.id) ? `${who} joined` : `${who} added ${names(joined)}`;
	}
	const left = message.left_chat_member;
	if (left) return left.id === message.from?.id ? `${who} left` : `${who} removed ${left.first_name}`;
	if (message.forum_topic_created) return `${who} opened the topic “${message.forum_topic_created.name}”`;
	if (message.forum_topic_closed) return `${who} closed the topic`;
	if (message.forum_topic_reopened) return `${who} opened the topic again`;
	if (message.chat_shared) return `You chose ${message.chat_shared.title ?? "a chat"}`;
	if (message.migrate_to_chat_id) return "This group became a supergroup; it goes on there";
	if (message.migrate_from_chat_id) return "This group became a supergroup";
	return null;
}

export function forwardHeader({ forward_origin: origin }) {
	if (!origin) return null;
	const user = origin.sender_user;
	const chat = origin.chat ?? origin.sender_chat;
	const name = user?.first_name ?? origin.sender_user_name ?? chat?.title ?? "somebody";
	return h("p.forwarded", "Forwarded from ", h("strong", name));
}

export function replyHeader(message) {
	const to = message.reply_to_message;
	const quote = message.quote?.text;
	if (message.external_reply && !to) {
		const from = message.external_reply.chat?.title ?? "another chat";
		return h("div.reply", h("strong", from), h("span", quote ?? "A message of another chat"));
	}
	if (!to || to.forum_topic_created) return null; // every message of a topic answers its first one
	const jump = () => {
		const target = document.getElementById(`m-${to.chat.id}-${to.message_id}`);
		if (!target) return note("That message is no longer shown here.");
		target.dispatchEvent(new CustomEvent("jump", { bubbles: true }));
	};
	const name = h("strong", sender(to));
	const line = h("span", { class: quote ? "quoted" : null }, quote ?? gist(to));
	return h("button", { class: `reply ${colour(senderId(to))}`, onclick: jump }, name, line);
}

export function media(message) {
	if (message.photo) return photo(message);
	if (message.document) return file(message.document);
	return message.location ? spot(message.location) : null;
}

function photo(message) {
	const best = message.photo.reduce((one, other) => (other.width > one.width ? other : one));
	const address = fileAddress(best.file_id);
	const first = words(message).split("\n")[0].slice(0, 120);
	const alt = first ? `Photo: ${first}` : "Photo";
	const shrink = Math.min(1, WIDEST / best.width);
	const size = { width: Math.round(best.width * shrink), height: Math.round(best.height * shrink) };
	const image = h("img", { src: address, alt, ...size, decoding: "async" });
	return h("button.photo", { "aria-haspopup": "dialog", onclick: () => showPhoto(address, alt) }, image);
}

function file(document) {
	const name = document.file_name ?? "File";
	const size = bytes(document.file_size ?? 0);
	const text = h("span.file-text", h("span.file-name", name), h("small", size));
	const disc = h("span.disc", icon("file"));
	return h("a.file", { href: fileAddress(document.file_id), download: name }, disc, text);
}

function spot({ latitude, longitude }) {
	const at = `${degrees(latitude, "NS")}, ${degrees(longitude, "EW")}`;
	const text = h("span.file-text", h("span.file-name", "Location"), h("small", at));
	return h("div.file", h("span.disc", icon("place")), text);
}
