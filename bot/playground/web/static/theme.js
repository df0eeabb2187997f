// Light or dark: follows the system until the button is pressed, then remembers the choice where that is allowed.
const KEY = "playground-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function stored() {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null; // storage is refused: the choice lasts as long as the page
	}
}

let chosen = stored();
const dark = () => (chosen ? chosen === "dark" : system.matches);

function apply() {
	document.documentElement.style.colorScheme = chosen ?? "light dark";
	document.getElementById("theme")?.setAttribute("aria-pressed", String(dark()));
}

function toggle() {
	chosen = dark() ? "light" : "dark";
	try {
		localStorage.setItem(KEY, chosen);
	} catch {
		// it lasts as long as the page
	}
	apply();
}

export function startTheme() {
	document.getElementById("theme").addEventListener("click", toggle);
	system.addEventListener("change", apply);
	apply();
}

apply();
