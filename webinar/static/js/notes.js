/**
 * Footnotes beside their lines, where the margin has room for them: each is copied to the place
 * that refers to it, and the style sheet shows one of the two.
 */

for (const reference of document.querySelectorAll(".article .prose .footnote-ref a")) {
  const note = document.getElementById(decodeURIComponent(reference.getAttribute("href")?.slice(1) ?? ""));
  const line = reference.closest("p, li, td, blockquote");
  if (!note || !line || line.closest("td, .footnotes")) continue;
  const beside = document.createElement("span");
  beside.className = "margin-note";
  beside.setAttribute("role", "note");
  beside.tabIndex = -1;
  const number = document.createElement("sup");
  number.textContent = reference.textContent;
  beside.append(number, " ");
  for (const part of note.querySelectorAll(":scope > p")) {
    const copy = /** @type {HTMLElement} */ (part.cloneNode(true));
    for (const back of copy.querySelectorAll(".footnote-backref")) back.remove();
    beside.append(...copy.childNodes, " ");
  }
  reference.closest("sup")?.after(beside);
  note.dataset.beside = "yes";
  reference.addEventListener("click", (event) => {
    if (note.checkVisibility()) return;
    event.preventDefault();
    beside.focus();
  });
}
