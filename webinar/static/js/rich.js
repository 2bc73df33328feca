/**
 * Rich text that is pasted keeps its headings, lists, tables, quotations, emphasis and links: it is
 * written as the Markdown that the field takes. Text without any of these, and Word's lists, which
 * are only drawn as lists, are pasted as they always were; the server recognises what is typed.
 * Undo takes a paste back. The words said afterwards stand in the field's data-rich.
 */

import { insert } from "./insert.js";

const STRUCTURE = "h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre";
const BLOCKS = `${STRUCTURE}, p, div, section, article, header, main, figure, hr`;
const SKIPPED = "script, style, head, title, template, noscript, iframe, object, svg, nav, form, button";

/** @param {string} text */
function escaped(text) {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>$]/g, "\\$&");
}

/** @param {string} line what would begin a heading, a list or a quotation is meant as it stands */
function asText(line) {
  return line.replace(/^(\d+)([.)])(?=\s)/, "$1\\$2").replace(/^(?=[#+-](?:\s|$)|#{2,6}\s)/, "\\");
}

/** @param {Element} element Google's documents wrap everything in a "bold" that is none */
function isPlain(element) {
  return /font-(weight|style):\s*(normal|400)/.test(element.getAttribute("data-style") ?? "");
}

/** @param {string} words @param {string} mark emphasis begins and ends at letters */
function marked(words, mark) {
  const bare = words.trim();
  if (!bare) return words;
  return words.replace(bare, () => `${mark}${bare}${mark}`);
}

/** @param {Node} node */
function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.textContent ?? "");
  if (!(node instanceof Element) || node.matches(SKIPPED)) return "";
  if (node.matches("br")) return "\n";
  const words = [...node.childNodes].map(inline).join("");
  if (node.matches("strong, b") && !isPlain(node)) return marked(words, "**");
  if (node.matches("em, i") && !isPlain(node)) return marked(words, "*");
  if (node.matches("code") && words.trim()) return `\`${(node.textContent ?? "").trim().replaceAll("`", "'")}\``;
  if (node.matches("a[href]") && words.trim()) {
    const address = node.getAttribute("href") ?? "";
    return /^(https?|mailto):/i.test(address) ? `[${words.trim()}](<${address.replace(/[<>\s]/g, encodeURIComponent)}>)` : words;
  }
  return words;
}

/** @param {string} words the lines of a paragraph */
function lines(words) {
  const found = words.split("\n").map((line) => asText(line.trim()));
  return found.filter((line, place) => line || (place && place < found.length - 1)).join("\\\n");
}

/** @param {string} text @param {string} first @param {string} other */
function prefixed(text, first, other) {
  return text.split("\n").map((line, place) => (place ? (line ? other + line : line) : first + line)).join("\n");
}

/** @param {Element} list */
function items(list) {
  let number = Number(list.getAttribute("start") ?? 1) || 1;
  return [...list.children]
    .filter((item) => item.matches("li, ul, ol"))
    .map((item) => {
      const sign = list.matches("ol") ? `${number}. ` : "- ";
      const below = " ".repeat(sign.length);
      // Google's documents put an inner list beside its item, not into it.
      if (!item.matches("li")) return prefixed(items(item), below, below);
      number += 1;
      return prefixed(blocks(item).join("\n\n").replace(/\n\n(?=\s*(?:- |\d+\. ))/g, "\n"), sign, below);
    })
    .join("\n");
}

/** @param {Element} table */
function rows(table) {
  const found = [...table.querySelectorAll("tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => inline(cell).replace(/\s+/g, " ").replaceAll("|", "\\|").trim()),
  );
  const width = Math.max(0, ...found.map((row) => row.length));
  if (!width) return "";
  const told = found.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  return [told[0], `|${" --- |".repeat(width)}`, ...told.slice(1)].join("\n");
}

/** @param {Element} element @returns {string} */
function block(element) {
  const level = /^H([1-6])$/.exec(element.tagName);
  if (level) return `${"#".repeat(Math.max(2, Number(level[1])))} ${lines(inline(element)).replace(/\\?\n/g, " ")}`;
  if (element.matches("ul, ol")) return items(element);
  if (element.matches("table")) return rows(element);
  if (element.matches("pre")) return `~~~\n${(element.textContent ?? "").replaceAll("~~~", "~ ~ ~").trimEnd()}\n~~~`;
  if (element.matches("hr")) return "---";
  if (element.matches("blockquote")) return prefixed(blocks(element).join("\n\n"), "> ", "> ").replace(/^$/gm, ">");
  return blocks(element).join("\n\n");
}

/** @param {Element} parent its blocks, and the runs of words between them @returns {string[]} */
function blocks(parent) {
  /** @type {string[]} */
  const found = [];
  let run = "";
  const end = () => {
    found.push(lines(run));
    run = "";
  };
  for (const node of parent.childNodes) {
    if (node instanceof Element && node.matches(SKIPPED)) continue;
    if (node instanceof Element && (node.matches(BLOCKS) || node.querySelector(BLOCKS))) {
      end();
      found.push(block(node));
    } else run += inline(node);
  }
  end();
  return found.filter((words) => words.trim());
}

/** @param {string} html @returns {string} empty where there is nothing that plain text would lose */
export function markdown(html) {
  // A document of its own: nothing in it runs or is fetched. Its styles and handlers would be
  // blocked all the same; under another name they are not even looked at.
  const tame = html.replace(/<[^<>]*>/g, (tag) => tag.replace(/\s(style|on\w+)(?=\s*=)/gi, " data-$1"));
  const body = new DOMParser().parseFromString(tame, "text/html").body;
  if (!body.querySelector(STRUCTURE) || html.includes("mso-list")) return "";
  return blocks(body).join("\n\n");
}

for (const field of document.querySelectorAll("textarea[data-rich]")) {
  if (!(field instanceof HTMLTextAreaElement)) continue;
  const said = document.createElement("p");
  said.className = "help";
  said.setAttribute("role", "status");
  field.after(said);
  field.addEventListener("paste", (event) => {
    const words = markdown(event.clipboardData?.getData("text/html") ?? "");
    if (!words) return;
    event.preventDefault();
    insert(field, words);
    said.textContent = field.dataset.rich ?? "";
  });
}
