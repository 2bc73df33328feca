/**
 * Forms, a little kinder: the error summary gets the focus, and typed words are not lost by a slip
 * or cut off by a limit.
 */

import "./files.js";

// Where the page says what went wrong, or shows what somebody else saved first.
(document.getElementById("error-summary") ?? document.getElementById("conflict"))?.focus();

/**
 * Words beyond the limit stay, and the field says by how many: a paste that is cut off in silence
 * loses its end.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 */
function measure(field) {
  // As the server counts: characters, not halves of them, and a line end is one.
  const over = [...field.value].length - Number(field.dataset.longest);
  const id = `${field.id}-over`;
  const note = document.getElementById(id);
  if (over <= 0) {
    note?.replaceChildren();
    return;
  }
  const line = note ?? document.createElement("p");
  line.textContent = (field.dataset.over ?? "").replace("{over}", over.toLocaleString(document.documentElement.lang));
  if (note) return;
  line.id = id;
  line.className = "error";
  line.setAttribute("role", "status");
  field.after(line);
  field.setAttribute("aria-describedby", `${id} ${field.getAttribute("aria-describedby") ?? ""}`.trim());
}

for (const field of document.querySelectorAll("[data-longest]")) {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
  field.addEventListener("input", () => measure(field));
  measure(field);
}

const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]/g;
// Signs that stand on or within a letter's word do not end it.
const MARKS = /[\p{M}\u200c\u200d\u00ad]/gu;
const WORD = /[\p{L}\p{N}_]+(?:[’'-][\p{L}\p{N}_]+)*/gu;

/**
 * Length as core/textstats.py has it: two characters of Chinese, Japanese or Korean are one word.
 * @param {string} typed @param {string} unit
 */
function lengthOf(typed, unit) {
  const text = typed.trim();
  if (unit !== "words") return [...text].length;
  const plain = text.replace(MARKS, "");
  const unspaced = plain.match(UNSPACED)?.length ?? 0;
  return (plain.replace(UNSPACED, " ").match(WORD)?.length ?? 0) + Math.ceil(unspaced / 2);
}

/**
 * How long a text is and may be, kept current under its field; said aloud only when it passes a
 * limit.
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 */
function count(field) {
  const line = document.createElement("p");
  line.className = "help count";
  line.id = `${field.id}-count`;
  // The server's sentence was about the text as it was stored; this one goes along with it.
  document.getElementById(`${field.id}-lacking`)?.setAttribute("hidden", "");
  const note = document.createElement("p");
  note.className = "hidden-visually";
  note.setAttribute("role", "status");
  field.after(line, note);
  const { count: unit = "words", least, most, countWords = "", tooMany = "", tooFew = "" } = field.dataset;
  const language = document.documentElement.lang;
  let before = "";
  const tell = () => {
    const found = lengthOf(field.value, unit);
    const over = most !== undefined && found > Number(most);
    const under = least !== undefined && found > 0 && found < Number(least);
    const words = over ? tooMany : under ? tooFew : countWords;
    const difference = over ? found - Number(most) : under ? Number(least) - found : 0;
    line.textContent = words
      .replace("{found}", found.toLocaleString(language))
      .replace("{difference}", difference.toLocaleString(language));
    line.classList.toggle("error", over || under);
    const now = over ? "over" : "";
    if (before !== now) note.textContent = over ? line.textContent : "";
    before = now;
  };
  field.addEventListener("input", tell);
  tell();
  field.setAttribute("aria-describedby", `${line.id} ${field.getAttribute("aria-describedby") ?? ""}`.trim());
}

for (const field of document.querySelectorAll("[data-count]")) {
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) count(field);
}

/** Forms with words that are not saved yet. @type {Set<EventTarget>} */
const touched = new Set();

for (const form of document.querySelectorAll("form[data-guard]")) {
  // A form that comes back with errors holds words that are saved nowhere.
  if (form.querySelector(".has-error")) touched.add(form);
  form.addEventListener("input", () => touched.add(form));
  // By autosave.js.
  form.addEventListener("webinar:saved", () => touched.delete(form));
  // What was typed into another form of the page is not sent along.
  form.addEventListener("submit", () => touched.delete(form));
}

// Sent twice by an impatient second press it is one thing; only this browser knows its key.
for (const field of document.querySelectorAll("input[data-once]")) {
  if (field instanceof HTMLInputElement && !field.value) {
    field.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  }
}

window.addEventListener("beforeunload", (event) => {
  if (touched.size) event.preventDefault();
});
