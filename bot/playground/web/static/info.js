// What there is to know and to set about a chat: who is in it, what the bot may do, its topics, the flood limits.
import { post } from "./api.js";
import { ask } from "./dialogs.js";
import { $, avatar, h } from "./dom.js";
import { current, gone, isGroup, manages, store } from "./store.js";
import { refresh } from "./sync.js";

const STATUS = {
	creator: "owner",
	administrator: "administrator",
	member: "member",
	restricted: "may not write",
	left: "not in this chat",
	kicked: "removed",
};

function line(id, name, status, ...buttons) {
	const text = h("span.choice-text", h("span", name), h("small", status));
	return h("li.member", avatar(id, name), text, ...buttons);
}

function botButtons(chat, act) {
	const set = (label, action) => h("button", { onclick: () => act("bot", { chat: chat.id, action }) }, label);
	if (chat.kind === "private") return [chat.blocked ? set("Unblock the bot", "unblock") : set("Block the bot", "block")];
	if (!manages(chat)) return [];
	if (gone(chat.bot)) return [set("Add the bot", "add")];
	const role = chat.bot === "administrator" ? set("Take its rights away", "demote") : set("Make it an administrator", "promote");
	return [chat.kind === "channel" && chat.bot === "administrator" ? "" : role, set("Remove the bot", "remove")];
}

function members(chat) {
	if (chat.kind === "private") return [];
	const people = chat.members.filter(({ id }) => id !== store.bot.id);
	const rows = people.map(({ id, name, status }) => line(id, name, STATUS[status] ?? status));
	const bot = line(store.bot.id, store.bot.name, gone(chat.bot) ? STATUS.left : (STATUS[chat.bot] ?? chat.bot));
	return [h("h3", "Members"), h("ul.members", rows), h("h3", "Bot"), h("ul.members", bot)];
}

function topics(chat, act) {
	if (!chat.forum || !chat.topics.length) return [];
	const button = ({ id, name, closed }) => {
		const label = closed ? "Open again" : "Close";
		const set = () => act("topic", { chat: chat.id, topic: id, closed: !closed });
		return h("button", { "aria-label": `${label}: ${name}`, onclick: set }, label);
	};
	const row = (topic) => line(topic.id, topic.name, topic.closed ? "closed" : "open", manages(chat) ? button(topic) : "");
	return [h("h3", "Topics"), h("ul.members", chat.topics.map(row))];
}

function strict(act) {
	const box = h("input", { type: "checkbox", id: "strict", role: "switch", checked: store.strict });
	box.addEventListener("change", () => act("strict", { strict: box.checked }));
	const hint = h("small", { id: "strict-hint" }, "The bot is refused when it writes too fast, as on Telegram.");
	box.setAttribute("aria-describedby", "strict-hint");
	return h("div.strict", h("label.check", { for: "strict" }, box, "Strict limits"), hint);
}

function about(chat) {
	if (chat.kind !== "private") {
		const kind = isGroup(chat) ? "group" : "channel";
		return [h("p.words", `You are ${{ creator: "the owner", administrator: "an administrator" }[chat.status] ?? "a member"} of this ${kind}.`)];
	}
	const { username, about: short, description } = store.bot;
	return [h("p.words", `@${username}`), h("p.words", short || description || "")];
}

async function open() {
	const body = h("div.info");
	const problem = h("p", { role: "alert", class: "problem" });
	const act = async (path, what) => {
		const label = document.activeElement?.textContent;
		try {
			await post(path, what);
			await refresh();
			problem.textContent = "";
		} catch (refusal) {
			problem.textContent = refusal.message;
		}
		draw();
		const buttons = [...body.querySelectorAll("button, input")];
		(buttons.find((button) => button.textContent === label) ?? buttons[0])?.focus();
	};
	const draw = () => {
		const chat = current();
		if (!chat) return body.closest("dialog")?.close("");
		const buttons = botButtons(chat, act);
		const set = buttons.length ? h("div", { class: "actions start" }, ...buttons) : "";
		body.replaceChildren(...about(chat), ...members(chat), set, ...topics(chat, act), h("h3", "Limits"), strict(act), problem);
	};
	draw();
	await ask(current().title, [body]);
}

export function startInfo() {
	$("info").addEventListener("click", open);
}
