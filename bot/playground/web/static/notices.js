// Says things in passing: a note that goes away, an error that stays until it is read, a word for screen readers.
import { $, h, icon } from "./dom.js";
import { on, store } from "./store.js";

const NOTE_MS = 5000;
let timer = 0;

export function note(text) {
	clearTimeout(timer);
	$("note").textContent = text;
	timer = setTimeout(() => ($("note").textContent = ""), Math.max(NOTE_MS, text.length * 60));
}

export function clearError() {
	if ($("error").firstChild) $("error").replaceChildren();
}

export function complain(problem) {
	if (!(problem instanceof Error)) throw problem;
	if (!("status" in problem)) console.error(problem); // a mistake of the page's, not a refusal
	const close = h("button.icon", { "aria-label": "Close", onclick: clearError }, icon("close"));
	$("error").replaceChildren(h("span", problem.message), close);
}

// Runs something that may be refused; the refusal is shown. Returns whether it went well; what comes of it once another
// person is here concerns nobody.
export async function attempt(action) {
	const person = store.me;
	try {
		await action();
		if (person !== store.me) return false;
		clearError();
		return true;
	} catch (problem) {
		if (person === store.me) complain(problem);
		return false;
	}
}

// Says that this page hears nothing any more, and offers to open its line again.
export function sleeps(wake) {
	const run = () => {
		$("text").focus();
		wake();
	};
	$("connection").replaceChildren("This page sleeps because others are open. ", h("button", { onclick: run }, "Wake it"));
}

// Reads a new message out without reading the whole log: its beginning, once.
export function announce(text) {
	const line = h("p", text.length > 280 ? `${text.slice(0, 280)}…` : text);
	$("announcer").append(line);
	while ($("announcer").childElementCount > 4) $("announcer").firstChild.remove();
}

// Nothing that was said to one person is left on the page of another.
on("place", () => {
	if (store.me !== null) return;
	note("");
	$("announcer").replaceChildren();
});
