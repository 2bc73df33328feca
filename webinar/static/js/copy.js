/** Copy buttons: data-copy names the field, data-done is the word when it is done. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLElement) || !navigator.clipboard) continue;
  button.hidden = false;
  const before = button.textContent;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLInputElement)) return;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not allowed here: the text is selected, so the person can copy it by hand.
      field.select();
      return;
    }
    button.textContent = button.dataset.done ?? before;
    setTimeout(() => (button.textContent = before), 2500);
  });
}
