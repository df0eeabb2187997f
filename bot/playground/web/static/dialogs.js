// What opens above the page: an alert, a question, a choice of chats, a large photo, a place on Earth, a menu.
import { arrows, avatar, h, icon } from "./dom.js";
import { manages, on, place, store, topicName } from "./store.js";

let opened = 0; // numbers the dialogs: one may stand above another

// Shows a modal dialog and gives its return value.
export function ask(title, content, { role = null, closable = true, kind = "" } = {}) {
	return new Promise((resolve) => {
		const back = document.activeElement;
		const [name, words] = [`dialog-${(opened += 1)}`, `dialog-${opened}-words`];
		const heading = h("h2", { id: name }, title);
		const close = h("button.icon", { "aria-label": "Close" }, icon("close"));
		const head = h("div.dialog-head", heading, closable ? close : "");
		const described = role === "alertdialog" ? words : null;
		if (described) content[0].id = words;
		const dialog = h("dialog", { role, class: kind, "aria-labelledby": name, "aria-describedby": described }, head, ...content);
		close.addEventListener("click", () => dialog.close(""));
		dialog.addEventListener("click", (event) => event.target === dialog && closable && dialog.close(""));
		dialog.addEventListener("close", () => {
			dialog.remove();
			if (back?.isConnected) back.focus({ preventScroll: true });
			resolve(dialog.returnValue);
		});
		document.body.append(dialog);
		dialog.showModal();
		dialog.querySelector("[data-first]")?.focus();
	});
}

// What was asked about one chat does not stay above another; an alert may be about the way there.
on("place", () => {
	const passed = document.querySelectorAll(store.me === null ? "dialog" : "dialog:not([role])");
	for (const dialog of passed) dialog.close("");
	document.querySelector(".menu")?.hidePopover();
});

const closeWith = (event, value) => event.target.closest("dialog").close(String(value));

export function alertBox(text) {
	const ok = h("button.main", { "data-first": true, onclick: (e) => closeWith(e, "") }, "OK");
	const name = store.bot.name;
	return ask(name, [h("p.words", text), h("div.actions", ok)], {
		role: "alertdialog",
		closable: false,
	});
}

export async function sure(title, text, label) {
	const no = h("button", { "data-first": true, onclick: (e) => closeWith(e, "") }, "Cancel");
	const yes = h("button.main", { onclick: (e) => closeWith(e, "yes") }, label);
	const content = [h("p.words", text), h("div.actions", no, yes)];
	return (await ask(title, content, { role: "alertdialog", closable: false })) === "yes";
}

// Lets a person choose among [{value, id, title, detail}], or null; `none` says why there is nothing.
export async function choose(title, rows, none) {
	const row = ({ id, title: name, detail }, index) =>
		h(
			"li",
			{},
			h(
				"button",
				{ class: "choice", "data-first": index === 0, onclick: (e) => closeWith(e, index) },
				avatar(id, name),
				h("span.choice-text", h("span", name), detail ? h("small", detail) : ""),
			),
		);
	const list = h("ul.choices", rows.map(row));
	list.addEventListener("keydown", (event) => arrows(event, [...list.querySelectorAll("button")]));
	const answer = await ask(title, [rows.length ? list : h("p.words", none)]);
	return answer === "" ? null : rows[Number(answer)].value;
}

const KINDS = { private: "private chat", group: "group", supergroup: "group", channel: "channel" };
const row = (chat, topic, detail) => ({ value: { chat: chat.id, topic }, id: chat.id, title: chat.title, detail });

export function chooseChat(title, { fits = () => true, topics = false, none = "There is no chat for this." } = {}) {
	const rows = store.chats.filter(fits).flatMap((chat) => {
		if (!topics || !chat.forum) return [row(chat, null, KINDS[chat.kind])];
		const numbers = [null, ...chat.topics.filter((t) => !t.closed || manages(chat)).map(({ id }) => id)];
		return numbers.map((topic) => row(chat, topic, topicName(chat, topic)));
	});
	const now = store.open && place(store.open.chat, store.open.topic);
	rows.sort((one, other) => isNow(other, now) - isNow(one, now));
	return choose(title, rows, none);
}

const isNow = ({ value }, now) => Number(place(value.chat, value.topic) === now);

export const showPhoto = (address, alt) =>
	ask("Photo", [h("img", { src: address, alt, class: "large" })], { kind: "photo-dialog" });

const CITIES = [
	["Kyiv", 50.45, 30.52],
	["London", 51.51, -0.13],
	["Berlin", 52.52, 13.4],
	["New York", 40.71, -74.01],
	["Kathmandu", 27.72, 85.32],
	["Sydney", -33.87, 151.21],
];

export async function askPlace() {
	const options = CITIES.map(([name], index) => h("option", { value: index }, name));
	const city = h("select", { id: "city", "data-first": true }, options);
	const send = h("button.main", { onclick: (event) => closeWith(event, "yes") }, "Send this location");
	const fields = h("div.fields", h("label", { for: "city" }, "City"), city, h("div.actions", send));
	const answer = await ask("Where are you?", [fields]);
	const [, lat, lon] = CITIES[city.value];
	return answer === "yes" ? { lat, lon } : null;
}

export function openMenu(items, { x, y }, back) {
	const menu = h("div", { role: "menu", class: "menu", popover: "auto", "aria-label": "Message actions" });
	for (const { label, run } of items) {
		const pick = () => {
			menu.hidePopover();
			run();
		};
		menu.append(h("button", { role: "menuitem", tabindex: "-1", onclick: pick }, label));
	}
	menu.addEventListener("keydown", (event) => {
		if (arrows(event, [...menu.children])) return;
		if (event.key === "Tab") menu.hidePopover();
	});
	menu.addEventListener("toggle", (event) => event.newState === "closed" && menu.remove());
	menu.addEventListener("beforetoggle", (event) => {
		if (event.newState === "closed" && menu.contains(document.activeElement)) back.focus({ preventScroll: true });
	});
	document.body.append(menu);
	menu.showPopover();
	const { width, height } = menu.getBoundingClientRect();
	menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
	menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
	menu.firstChild.focus();
}
