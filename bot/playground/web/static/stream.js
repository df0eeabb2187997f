// Listens to what happens in the person's chats, and tells when the line is lost, back, or gone for good.
import { $ } from "./dom.js";
import { clearError, sleeps } from "./notices.js";
import { store } from "./store.js";

const LOST = "Connection lost. Trying again…";
const STOPPED = "The bot has stopped. Start it again and open the address that it prints.";
const MOVED = "The bot was started again. Open the new address that it printed.";
const PATIENCE = 8000;
const PAUSE = 1500;

let source = null;
let lostAt = 0;
let timer = 0;
let resume = null; // opens the line again that the browser closed on leaving the page

function say(sentence) {
	const line = $("connection");
	if (line.textContent === sentence) return;
	if (line.contains(document.activeElement)) $("text").focus();
	line.textContent = sentence;
}

// Opens the line; `heard` gets each event, `opened` is called whenever it is open, at first and after a break.
export function listen(heard, opened) {
	close();
	resume = () => listen(heard, opened);
	const mine = (source = new EventSource(`events?person=${store.me}`));
	mine.onopen = () => {
		lostAt = 0;
		say("");
		opened();
	};
	mine.onmessage = ({ data }) => {
		const event = JSON.parse(data);
		if (event.kind === "asleep") sleep();
		else heard(event);
	};
	mine.onerror = () => {
		mine.close(); // the browser's own pauses are long, and it gives up on the first refusal
		if (mine === source) lost();
	};
}

export function hangUp() {
	resume = null;
	close();
}

function close() {
	clearTimeout(timer);
	source?.close();
	source = null;
}

// A browser holds only a few lines to one server: the oldest page gives its own up.
function sleep() {
	const wake = resume;
	hangUp();
	sleeps(wake);
}

async function lost() {
	const mine = source;
	const twice = lostAt > 0;
	lostAt ||= Date.now();
	const status = await fetch(`state?person=${store.me}`).then((response) => response.status, () => 0);
	if (mine !== source) return;
	if (status === 404) {
		clearError(); // there is nothing else to be done
		return say(MOVED);
	}
	const well = status === 200;
	if (!well || twice) say(!well && Date.now() - lostAt > PATIENCE ? STOPPED : LOST);
	timer = setTimeout(resume, well && !twice ? 100 : PAUSE);
}

addEventListener("pagehide", close);
addEventListener("pageshow", ({ persisted }) => persisted && resume?.());
