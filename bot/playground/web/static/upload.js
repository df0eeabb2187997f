// Files on their way to the bot: chosen, dropped or pasted, shown with a caption field, sent with progress.
import { upload } from "./api.js";
import { ask } from "./dialogs.js";
import { $, bytes, h } from "./dom.js";
import { complain } from "./notices.js";
import { store } from "./store.js";

const PHOTOS = ["image/png", "image/jpeg"];
const LONGEST_CAPTION = 1024;

function shownFile(file) {
	if (!PHOTOS.includes(file.type)) return h("li", h("strong", file.name), h("small", bytes(file.size)));
	const address = URL.createObjectURL(file);
	const image = h("img", { src: address, alt: file.name, onload: () => URL.revokeObjectURL(address) });
	return h("li", image, h("small", `${file.name}, ${bytes(file.size)}`));
}

// Shows files before they go, asks for a caption, and sends them. `reply` is the message that they answer, or null.
export async function sendFiles(files, caption, reply) {
	const { chat, topic } = store.open;
	const person = store.me;
	const left = [...files];
	const photos = files.every(({ type }) => PHOTOS.includes(type));
	const words = h("textarea", { id: "caption", rows: "2", "data-first": true });
	words.value = caption;
	const asPhoto = h("input", { type: "checkbox", id: "as-photo", checked: photos });
	const bar = h("progress", { max: "1", value: "0", "aria-label": "Sent so far", hidden: true });
	const problem = h("p", { role: "alert", class: "problem" });
	const label = () => (left.length > 1 ? `Send ${left.length} files` : "Send file");
	const button = h("button.main", label());
	const list = h("ul.files", files.map(shownFile));
	const form = h(
		"form",
		{ class: "fields" },
		list,
		photos ? h("label.check", asPhoto, "Send as a photo") : "",
		h("label", { for: "caption" }, "Caption"),
		words,
		bar,
		problem,
		h("div.actions", button),
	);
	const send = async () => {
		const as = photos && asPhoto.checked ? "photo" : "document";
		const said = words.value.trim();
		if (said.length > LONGEST_CAPTION) {
			const [most, has] = [LONGEST_CAPTION, said.length].map((count) => count.toLocaleString("en"));
			problem.textContent = `A caption has ${most} characters at most, and this one has ${has}. Shorten it.`;
			return;
		}
		button.disabled = true;
		bar.hidden = false;
		try {
			while (left.length && form.isConnected) {
				const fields = { chat, topic, as, reply_to: reply, caption: left.length > 1 ? "" : said }; // below the last, as in apps
				const gone = files.length - left.length;
				await upload(left[0], fields, (share) => (bar.value = (gone + share) / files.length));
				left.shift(); // what has gone is not sent again after a failure of the next
				list.firstChild.remove();
			}
			form.closest("dialog")?.close("sent");
		} catch (refusal) {
			if (!form.isConnected) return person === store.me && complain(refusal);
			problem.textContent = refusal.message;
			button.textContent = label();
			button.disabled = false;
		}
	};
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		send();
	});
	words.addEventListener("keydown", (event) => {
		if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		form.requestSubmit();
	});
	return (await ask(files.length > 1 ? "Send files" : "Send a file", [form])) === "sent";
}

// Files that are dropped anywhere on the chat or pasted into the field, and the button that asks for some.
export function startUpload(take) {
	const main = $("main");
	let over = 0;
	const has = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
	const hover = (change) => (event) => {
		if (!has(event)) return;
		over = Math.max(0, over + change);
		main.classList.toggle("dropping", over > 0);
	};
	main.addEventListener("dragenter", hover(1));
	main.addEventListener("dragleave", hover(-1));
	addEventListener("dragover", (event) => has(event) && event.preventDefault());
	addEventListener("drop", (event) => {
		if (!has(event)) return;
		event.preventDefault(); // the browser would leave the page for the file
		over = 0;
		main.classList.remove("dropping");
		if (main.contains(event.target)) take([...event.dataTransfer.files]);
	});
	$("text").addEventListener("paste", (event) => {
		const files = [...event.clipboardData.files];
		// A spreadsheet gives its cells as words and as a picture of them.
		if (!files.length || event.clipboardData.types.includes("text/plain")) return;
		event.preventDefault();
		take(files);
	});
	$("attach").addEventListener("click", () => $("file").click());
	$("file").addEventListener("change", () => {
		const files = [...$("file").files];
		$("file").value = "";
		take(files);
	});
}
