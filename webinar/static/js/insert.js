/**
 * Words into a field as if they were typed: the browser's own undo takes them back, and whoever
 * listens for input hears of them.
 */

/** Beyond it Chromium's insertText takes a minute for what its own paste takes a blink. */
const LONG = 1000;

/** @param {string} words as HTML, which insertHTML puts into a plain field as the words they are */
function asHtml(words) {
  return words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

/**
 * In place of what is selected. Where a browser cannot, the value is set and the event sent: the
 * words are there, only its undo does not know of them.
 * @param {HTMLTextAreaElement} field @param {string} words
 */
export function insert(field, words) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const wanted = value.slice(0, start) + words + value.slice(end);
  const isDone = !words
    ? document.execCommand("delete")
    : words.length > LONG
      ? document.execCommand("insertHTML", false, asHtml(words))
      : document.execCommand("insertText", false, words);
  if (isDone && field.value === wanted) return;
  field.value = wanted;
  field.setSelectionRange(start + words.length, start + words.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
