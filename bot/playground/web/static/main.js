// Puts the page together and starts it.
import { startKeyboard } from "./buttons.js";
import { startChats } from "./chats.js";
import { startComposer } from "./composer.js";
import { $, icon } from "./dom.js";
import { startInfo } from "./info.js";
import { startLog } from "./log.js";
import { address } from "./store.js";
import { enter, openPlace } from "./sync.js";
import { startTheme } from "./theme.js";

for (const start of [startTheme, startChats, startLog, startComposer, startKeyboard, startInfo]) start();
for (const button of document.querySelectorAll("[data-icon]")) button.prepend(icon(button.dataset.icon));
addEventListener("hashchange", openPlace);
$("person").addEventListener("change", () => {
	history.replaceState(null, "", " ");
	location.hash = `#${$("person").value}`;
});
enter(address().person);
