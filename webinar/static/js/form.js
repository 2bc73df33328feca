/**
 * Forms, a little kinder: the error summary gets the focus, files that are too large are named
 * before they travel, and typed words are not lost by a slip.
 */

const summary = document.getElementById("error-summary");
summary?.focus();

/** @param {HTMLInputElement} input */
function checkSize(input) {
  const limit = Number(input.dataset.maxBytes);
  const isTooLarge = [...(input.files ?? [])].some((file) => file.size > limit);
  const id = `${input.id}-too-large`;
  document.getElementById(id)?.remove();
  input.setCustomValidity(isTooLarge ? (input.dataset.tooLarge ?? "") : "");
  if (!isTooLarge) return;
  const note = document.createElement("p");
  note.id = id;
  note.className = "error";
  note.setAttribute("role", "alert");
  note.textContent = input.dataset.tooLarge ?? "";
  input.after(note);
  input.value = "";
  input.setCustomValidity("");
}

for (const input of document.querySelectorAll("input[data-max-bytes]")) {
  if (input instanceof HTMLInputElement) input.addEventListener("change", () => checkSize(input));
}

/** Forms with words that are not saved yet. @type {Set<EventTarget>} */
const touched = new Set();

for (const form of document.querySelectorAll("form[data-guard]")) {
  // A form that comes back with errors holds words that are saved nowhere.
  if (form.querySelector(".has-error")) touched.add(form);
  form.addEventListener("input", () => touched.add(form));
  // What was typed into another form of the page is not sent along.
  form.addEventListener("submit", () => touched.delete(form));
}

window.addEventListener("beforeunload", (event) => {
  if (touched.size) event.preventDefault();
});
