/**
 * Files that the server would refuse are named before they travel, and the others stay chosen.
 * The rule and its sentences stand in the field's data attributes, as the server renders them.
 */

/**
 * Why a file cannot go along with those already taken; an empty string when it can.
 * @param {File} file @param {File[]} taken @param {DOMStringMap} rule
 */
function objection(file, taken, rule) {
  const name = file.name.toLowerCase();
  const together = taken.reduce((sum, one) => sum + one.size, file.size);
  const isNamed = rule.endings?.split(" ").some((end) => name.endsWith(end));
  if (!isNamed && !rule.media?.split(" ").includes(file.type)) return rule.wrongKind;
  if (!file.size) return rule.empty;
  if (file.size > Number(rule.maxBytes)) return rule.tooLarge;
  if (taken.length >= Number(rule.maxFiles)) return rule.tooMany;
  if (Number(rule.maxTogether) && together > Number(rule.maxTogether)) return rule.tooMuch;
  return "";
}

/** @param {HTMLInputElement} input @param {HTMLElement} note */
function check(input, note) {
  /** @type {File[]} */
  const taken = [];
  const sentences = [];
  for (const file of input.files ?? []) {
    const sentence = objection(file, taken, input.dataset);
    if (sentence) sentences.push(`${file.name}: ${sentence}`);
    else taken.push(file);
  }
  note.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = sentence;
    return line;
  }));
  input.closest(".field")?.classList.toggle("has-error", sentences.length > 0);
  if (!sentences.length) {
    input.removeAttribute("aria-invalid");
    return;
  }
  input.setAttribute("aria-invalid", "true");
  const rest = new DataTransfer();
  for (const file of taken) rest.items.add(file);
  input.files = rest.files;
}

for (const input of document.querySelectorAll("input[data-max-bytes]")) {
  if (!(input instanceof HTMLInputElement)) continue;
  const note = document.createElement("div");
  note.id = `${input.id}-refused`;
  note.setAttribute("role", "alert");
  input.after(note);
  input.setAttribute("aria-describedby", `${note.id} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
  // Before others look at the choice (crop.js draws it).
  input.addEventListener("change", () => check(input, note), { capture: true });
}
