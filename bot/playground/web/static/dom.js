// Small helpers for building the page: elements from plain values, icons, avatars, times. Text goes in as text only.
const SVG = "http://www.w3.org/2000/svg";
const COLOURS = 5;

export const $ = (id) => document.getElementById(id);

// An element, "tag" or "tag.class"; attributes that are null or false are left out, "on..." are listeners.
export function h(name, attributes = {}, ...children) {
	const [tag, ...classes] = name.split(".");
	if (attributes?.constructor !== Object) return h(name, {}, attributes, ...children);
	const element = document.createElement(tag);
	if (classes.length) element.className = classes.join(" ");
	for (const [key, value] of Object.entries(attributes)) {
		if (value === null || value === undefined || value === false) continue;
		if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
		else element.setAttribute(key, value === true ? "" : value);
	}
	element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
	return element;
}

export function icon(name) {
	const svg = document.createElementNS(SVG, "svg");
	const use = document.createElementNS(SVG, "use");
	svg.setAttribute("aria-hidden", "true");
	svg.setAttribute("viewBox", "0 0 24 24");
	use.setAttribute("href", `#i-${name}`);
	svg.append(use);
	return svg;
}

export const colour = (id) => `c${Math.abs(Number(id) || 0) % COLOURS}`;

export function avatar(id, name) {
	const words = name.split(/\s+/).filter(Boolean);
	const initials = [words[0], words[1]].map((word) => (word ? [...word][0] : "")).join("");
	return h("span", { class: `avatar ${colour(id)}`, "aria-hidden": "true" }, initials.toUpperCase());
}

// Made when the first time is shown: the first of them takes some 50 ms.
function formatter(options) {
	let made;
	return (seconds) => (made ??= new Intl.DateTimeFormat("en-GB", options)).format(new Date(seconds * 1000));
}

export const time = formatter({ hour: "2-digit", minute: "2-digit" });
export const date = formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const short = formatter({ day: "numeric", month: "short" });

// The time for the day that the clock shows, the date for another.
export const when = (seconds, clock) => (date(seconds) === date(clock) ? time(seconds) : short(seconds));

export function bytes(size) {
	if (size < 1000) return `${size} B`;
	if (size < 1e6) return `${(size / 1000).toFixed(size < 1e4 ? 1 : 0)} kB`;
	return `${(size / 1e6).toFixed(1)} MB`;
}

export const wide = () => matchMedia("(min-width: 720px)").matches;
export const degrees = (value, [plus, minus]) => `${Math.abs(value)}° ${value < 0 ? minus : plus}`;
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function arrows(event, elements) {
	const from = elements.indexOf(document.activeElement);
	const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: elements.length - 1 }[event.key];
	if (to === undefined || !elements.length) return false;
	event.preventDefault();
	elements[(to + elements.length) % elements.length].focus();
	return true;
}
