// Turns a text with its entities into nodes; offsets count UTF-16 units, as strings do here. Only text goes in, no HTML.
import { h } from "./dom.js";
import { link, openName, runCommand } from "./links.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = ["blockquote", "expandable_blockquote", "pre"];

// A fragment; entities may nest, and may overlap: what sticks out of one goes on behind it.
export function rich(text, entities = []) {
	const marks = entities.map((entity) => ({ ...entity, from: entity.offset, to: entity.offset + entity.length }));
	return build(text, 0, text.length, marks);
}

function build(text, from, to, marks) {
	const fragment = document.createDocumentFragment();
	let at = from;
	let left = ordered(marks);
	while (left.length) {
		const [mark, ...others] = left;
		const start = Math.max(mark.from, at);
		const end = Math.min(mark.to, to);
		left = ordered(others.flatMap((other) => remainder(other, end)));
		if (start >= end) continue;
		fragment.append(text.slice(at, start));
		const inside = others.filter((other) => other.from < end);
		const kept = inside.map((other) => ({ ...other, from: Math.max(other.from, start), to: Math.min(other.to, end) }));
		fragment.append(wrap(mark, text.slice(start, end), build(text, start, end, kept)));
		// A block ends its line by itself: the break behind it would show as an empty line.
		at = BLOCKS.includes(mark.type) && text[end] === "\n" ? end + 1 : end;
	}
	fragment.append(text.slice(at, to));
	return fragment;
}

// Longer ones first; of two alike, the block is the outer one.
const ordered = (marks) =>
	[...marks].sort(
		(one, other) => one.from - other.from || other.to - one.to || BLOCKS.includes(other.type) - BLOCKS.includes(one.type),
	);

const remainder = (mark, end) =>
	mark.from >= end ? [mark] : mark.to > end ? [{ ...mark, from: end }] : [];

function wrap(mark, text, content) {
	const { type } = mark;
	if (PLAIN[type]) return h(PLAIN[type], {}, content);
	if (type === "pre") return h("pre", { tabindex: "0" }, h("code", content));
	if (type === "blockquote") return h("blockquote", content);
	if (type === "expandable_blockquote") return expandable(content);
	if (type === "spoiler") return spoiler(content);
	if (type === "url") return link(text, {}, content);
	if (type === "text_link") return link(mark.url, { title: mark.url }, content);
	if (type === "bot_command") return tappable(() => runCommand(text), content);
	if (type === "mention") return tappable(() => openName(text), content);
	return content;
}

const tappable = (run, content) => h("button.link", { onclick: run }, content);

function spoiler(content) {
	const words = h("span.hidden-words", { "aria-hidden": "true" }, content.textContent);
	const button = h("button.spoiler", { "aria-label": "Hidden text. Show it" }, words);
	const show = () => {
		const shown = h("span.unveiled", { tabindex: "-1" }, content);
		button.replaceWith(shown);
		return shown;
	};
	button.addEventListener("click", () => show().focus());
	button.addEventListener("reopen", show);
	return button;
}

function expandable(content) {
	const words = h("div.quote-words", content);
	const more = h("button.more", { "aria-expanded": "false" }, "Show more");
	const quote = h("blockquote.expandable", words, more);
	const open = (wanted) => {
		quote.classList.toggle("open", wanted);
		more.setAttribute("aria-expanded", String(wanted));
		more.textContent = wanted ? "Show less" : "Show more";
	};
	more.addEventListener("click", () => open(!quote.classList.contains("open")));
	quote.addEventListener("reopen", () => open(true));
	words.addEventListener("focusin", () => open(true)); // nobody should be on a link that cannot be seen
	return quote;
}

// Which quotes and spoilers somebody has opened, in their order, and opening them in what was drawn anew.
const folds = (element) => [...element.querySelectorAll(".expandable, .spoiler, .unveiled")];
export const opened = (element) => folds(element).map((fold) => fold.matches(".open, .unveiled"));
export function reopen(element, were) {
	folds(element).forEach((fold, index) => were[index] && fold.dispatchEvent(new Event("reopen")));
}

// Once on the page, and when its width has changed: takes the button away from quotes that are short enough.
export function trimQuotes(element) {
	const all = [...element.querySelectorAll(".expandable:not(.open) > .quote-words")];
	const short = all.map((words) => words.scrollHeight <= words.clientHeight + 1); // all are measured before any is changed
	all.forEach((words, index) => (words.parentElement.lastElementChild.hidden = short[index]));
}
