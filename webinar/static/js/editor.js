/**
 * The buttons above a text, its preview, and lists that go on by Enter. The text stays Markdown in
 * an ordinary field; without this module nothing of it is seen (components/editor.html).
 */

import { insert } from "./insert.js";
import { active, edited, nextItem } from "./markdown.js";
import "./rich.js";

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const KEYS = { b: "bold", i: "italic", k: "link" };

/**
 * The smallest change that makes one text of the other, so that undo shows where it was.
 * @param {HTMLTextAreaElement} field @param {import("./markdown.js").Written} wanted
 */
function write(field, { text, start, end, first }) {
  if (first !== undefined) write(field, { text: first, start, end });
  const old = field.value;
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
  let same = 0;
  while (same < old.length - from && same < text.length - from && old.at(-1 - same) === text.at(-1 - same)) same += 1;
  const to = old.length - same;
  const words = text.slice(from, text.length - same);
  field.focus();
  if (old !== text) {
    field.setSelectionRange(from, to);
    insert(field, words);
  }
  field.setSelectionRange(start, end);
}

/** @param {HTMLTextAreaElement} field @returns {import("./markdown.js").Written} */
function written(field) {
  return { text: field.value, start: field.selectionStart, end: field.selectionEnd };
}

/**
 * One stop for Tab; the arrows lead from button to button (WAI-ARIA practices, toolbar).
 * @param {HTMLElement} bar @param {HTMLButtonElement[]} buttons
 */
function rove(bar, buttons) {
  /** @param {HTMLButtonElement} here */
  const stop = (here) => {
    for (const button of buttons) button.tabIndex = button === here ? 0 : -1;
  };
  bar.addEventListener("focusin", (event) => stop(/** @type {HTMLButtonElement} */ (event.target)));
  bar.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const isRtl = getComputedStyle(bar).direction === "rtl";
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? -1 : step && place + step;
    if (next === undefined) return;
    event.preventDefault();
    // Beside a preview there is only the way back.
    if (!bar.classList.contains("is-previewing")) buttons.at(next % buttons.length)?.focus();
  });
}

/**
 * The text as its page will show it, made by the server and kept nowhere.
 * @param {HTMLTextAreaElement} field @param {HTMLElement} bar @param {HTMLButtonElement} button
 */
function preview(field, bar, button) {
  const panel = /** @type {HTMLElement} */ (document.getElementById(button.getAttribute("aria-controls") ?? ""));
  const status = /** @type {HTMLElement} */ (bar.parentElement?.querySelector("[role=status]"));
  const { preview: address = "", write: back = "", show = "", shown = "", failed = "" } = button.dataset;
  let turn = 0;

  /** @param {boolean} isShown */
  const turned = (isShown) => {
    turn += 1;
    panel.hidden = !isShown;
    field.hidden = isShown;
    bar.classList.toggle("is-previewing", isShown);
    button.textContent = isShown ? back : show;
    status.textContent = "";
  };

  /** @param {string} words */
  const say = (words) => {
    const line = document.createElement("p");
    line.className = "muted";
    line.textContent = status.textContent = words;
    panel.replaceChildren(line);
  };

  async function ask() {
    const now = turn;
    const sent = new FormData();
    const given = field.form ? new FormData(field.form) : sent;
    sent.set("text", field.value);
    sent.set("name", field.id);
    for (const name of ["language", "csrf_token", "form_time"]) sent.set(name, String(given.get(name) ?? ""));
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body: sent, headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (now !== turn) return;
      if (!found.html) return say(found.sentence ?? failed);
      const made = new DOMParser().parseFromString(found.html, "text/html");
      // Pictures of a draft lie beside its own page.
      for (const picture of made.querySelectorAll("img")) {
        picture.src = new URL(picture.getAttribute("src") ?? "", new URL(field.dataset.figures ?? "", location.href)).href;
      }
      // What is not saved yet is not left for it.
      for (const link of made.querySelectorAll('a[href^="http"]')) link.setAttribute("target", "_blank");
      panel.replaceChildren(...made.body.childNodes);
      status.textContent = shown;
    } catch {
      if (now === turn) say(failed);
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  button.addEventListener("click", () => {
    if (!panel.hidden) return turned(false);
    panel.style.minBlockSize = `${field.offsetHeight}px`;
    panel.replaceChildren();
    turned(true);
    void ask();
  });
  // Links to what is missing or wrong lead to the field itself.
  document.addEventListener("click", (event) => {
    if (panel.hidden || !(event.target instanceof Element)) return;
    if (!event.target.closest(`a[href$="#${CSS.escape(field.id)}"]`)) return;
    turned(false);
    field.focus();
  });
}

/** @param {HTMLElement} tools */
function furnish(tools) {
  const bar = /** @type {HTMLElement} */ (tools.querySelector("[role=toolbar]"));
  const field = document.getElementById(bar.getAttribute("aria-controls") ?? "");
  if (!(field instanceof HTMLTextAreaElement)) return;
  /** @type {HTMLButtonElement[]} */
  const every = [...bar.querySelectorAll("button")];
  const buttons = every.filter((button) => button.dataset.tool);
  const { link = "", column = "", formula = "" } = bar.dataset;
  /** @param {string} name */
  const act = (name) => write(field, edited(name, written(field), { link, column, formula }));

  for (const button of buttons) {
    const name = button.dataset.tool ?? "";
    const key = Object.entries(KEYS).find(([, one]) => one === name)?.[0].toUpperCase();
    if (key) {
      button.setAttribute("aria-keyshortcuts", `${IS_MAC ? "Meta" : "Control"}+${key}`);
      button.title += IS_MAC ? ` (⌘${key})` : ` (${bar.dataset.control}+${key})`;
    }
    // The caret stays where it is.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => act(name));
  }
  rove(bar, every);
  preview(field, bar, every[every.length - 1]);

  const show = () => {
    if (document.activeElement !== field) return;
    const found = active(written(field));
    for (const button of buttons) {
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(found.has(button.dataset.tool ?? "")));
    }
  };
  document.addEventListener("selectionchange", show);
  field.addEventListener("input", show);

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      const wanted = nextItem(written(field));
      if (!wanted) return;
      event.preventDefault();
      write(field, wanted);
      return;
    }
    if (event.shiftKey || (IS_MAC ? event.ctrlKey || !event.metaKey : event.metaKey || !event.ctrlKey)) return;
    const name = KEYS[/** @type {keyof typeof KEYS} */ (event.key.toLowerCase())];
    if (!name) return;
    event.preventDefault();
    act(name);
  });
  tools.hidden = false;
}

for (const tools of document.querySelectorAll(".editor-tools")) {
  if (tools instanceof HTMLElement) furnish(tools);
}
