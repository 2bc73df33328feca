/** Copy buttons: data-copy is the text, or the id of the field that holds it; data-copied the word
 * that says it is done. Hidden in the page, because without this module they do nothing. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLElement) || !navigator.clipboard) continue;
  button.hidden = false;
  const before = button.textContent;
  button.addEventListener("click", async () => {
    const text = button.dataset.copy ?? "";
    const field = document.getElementById(text);
    try {
      await navigator.clipboard.writeText(field instanceof HTMLInputElement ? field.value : text);
    } catch {
      // Not allowed here: what stands in a field is selected, to be copied by hand.
      if (field instanceof HTMLInputElement) field.select();
      return;
    }
    button.textContent = button.dataset.copied ?? before;
    setTimeout(() => (button.textContent = before), 2500);
  });
}
