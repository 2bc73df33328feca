/**
 * A paragraph under the pointer shows a quiet sign that leads to it, so that its address can be
 * kept. One sign for the whole text: none to tab through, and nothing for a screen reader.
 */

const sign = document.createElement("a");
sign.className = "place";
sign.textContent = "¶";
sign.tabIndex = -1;
sign.setAttribute("aria-hidden", "true");
document.querySelector(".article .prose:has(> p[id^='p-'])")?.addEventListener("pointerover", (event) => {
  const place = event.target instanceof Element ? event.target.closest("p[id^='p-']") : null;
  if (!place || sign.parentElement === place) return;
  sign.href = `#${place.id}`;
  place.append(sign);
});
