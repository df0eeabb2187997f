// Talks to the server: every request of the page, and its refusals as sentences for a person.
import { store } from "./store.js";

const MOVED = "The bot was started again. Open the new address that it printed.";
const UNREACHABLE = "The bot cannot be reached. If it has stopped, start it again and open the address that it prints.";

class Refusal extends Error {
	constructor(sentence, status) {
		super(sentence);
		this.status = status;
	}
}

async function read(asked) {
	let response;
	try {
		response = await asked;
	} catch {
		throw new Refusal(UNREACHABLE, 0);
	}
	const body = await response.json().catch(() => ({}));
	const unexplained = response.status === 404 ? MOVED : "That did not work. Load the page again.";
	if (!response.ok) throw new Refusal(body?.error ?? unexplained, response.status);
	return body;
}

export function get(path, parameters = {}) {
	const known = store.me ? { person: store.me, ...parameters } : parameters;
	return read(fetch(`${path}?${new URLSearchParams(known)}`));
}

export function post(path, body = {}) {
	const headers = { "Content-Type": "application/json", "X-Playground": "1" };
	return read(fetch(path, { method: "POST", headers, body: JSON.stringify({ person: store.me, ...body }) }));
}

export const fileAddress = (id) => `files/${encodeURIComponent(id)}?person=${store.me}`;

// `progress` hears the share that has gone, 0 to 1.
export function upload(file, fields, progress) {
	const form = new FormData();
	for (const [name, value] of Object.entries({ person: store.me, ...fields })) {
		if (value !== null && value !== undefined && value !== "") form.append(name, value);
	}
	form.append("file", file, file.name); // last: whoever reads the form knows by then whose it is
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest(); // fetch tells nothing about how much has gone
		request.open("POST", "upload");
		request.setRequestHeader("X-Playground", "1");
		request.responseType = "json";
		request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
		request.onerror = () => reject(new Refusal(UNREACHABLE, 0));
		request.onload = () => {
			const { status, response } = request;
			if (status < 300) resolve(response);
			else reject(new Refusal(response?.error ?? "The file could not be sent. Try a smaller one.", status));
		};
		request.send(form);
	});
}
