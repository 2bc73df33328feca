/**
 * The search overlay: opened by "/" or the header's button, results while typing.
 * Everything shown is set as text; without this module the header form leads to /search.
 */

const KEY = "webinar-slash-key";
const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("search-dialog"));
const input = /** @type {HTMLInputElement | null} */ (document.getElementById("dialog-q"));
const choice = /** @type {HTMLInputElement | null} */ (document.getElementById("slash-key"));
const list = dialog?.querySelector("[data-hits]");
const status = /** @type {HTMLElement | null} */ (dialog?.querySelector("[data-status]"));

/** Storage may be closed to us; then the key stays on. */
function slashIsOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

/** @param {boolean} on */
function rememberSlash(on) {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // Nothing to remember it in: the choice holds for this page.
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select") !== null)
  );
}

let timer = 0;
/** @type {AbortController | undefined} */
let running;

async function suggest() {
  if (!input || !list || !status) return;
  running?.abort();
  const query = input.value.trim();
  if (!query) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  running = new AbortController();
  try {
    const address = `${input.dataset.url}?q=${encodeURIComponent(query)}`;
    const answer = await fetch(address, { signal: running.signal, credentials: "omit" });
    if (answer.ok) show((await answer.json()).results);
  } catch (error) {
    // Typing on aborts; when the network is away, Enter still leads to the full page.
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
  }
}

/** @param {{title: string, url: string, kind: string, snippet: string}[]} results */
function show(results) {
  if (!list || !status) return;
  list.replaceChildren(
    ...results.map((result) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = result.url;
      for (const [name, text] of [["kind", result.kind], ["name", result.title], ["about", result.snippet]]) {
        if (!text) continue;
        const part = document.createElement("span");
        part.className = name;
        part.textContent = text;
        link.append(part);
      }
      item.append(link);
      return item;
    }),
  );
  status.textContent = results.length
    ? `${status.dataset.some} ${results.length}`
    : (status.dataset.none ?? "");
}

function open() {
  // showModal() remembers the focused element and gives the focus back on close.
  if (dialog && !dialog.open) dialog.showModal();
  input?.select();
}

/** Arrow keys walk through the hits, Escape leaves. @param {KeyboardEvent} event */
function walk(event) {
  if (event.key === "Escape" && !event.isComposing) {
    // A search field would take the first one to empty itself.
    event.preventDefault();
    dialog?.close();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [input, ...(list?.querySelectorAll("a") ?? [])];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next instanceof HTMLElement) next.focus();
}

if (dialog && input && choice) {
  choice.checked = slashIsOn();
  choice.addEventListener("change", () => rememberSlash(choice.checked));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 150);
  });
  dialog.addEventListener("keydown", walk);
  dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || isTyping(event.target) || !choice.checked) return;
    event.preventDefault();
    open();
  });
  document.querySelector("[data-search-open]")?.addEventListener("submit", (event) => {
    const field = /** @type {HTMLFormElement} */ (event.target).elements.namedItem("q");
    if (field instanceof HTMLInputElement && field.value.trim()) return;
    event.preventDefault();
    open();
  });
}
