/**
 * What the buttons above a text do to its Markdown, without the page: each function takes the text
 * and what is selected in it, and tells what becomes of them.
 *
 * @typedef {{text: string, start: number, end: number, first?: string}} Written `first`: a step
 *   on the way
 * @typedef {{link: string, column: string, formula: string}} Samples
 */

/** Quotation and indentation, what the line begins with, its words. */
const LINE = /^(\s*(?:> ?)*)(#{1,6}[ \t]+|[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(.*)$/s;
/** How deep the three headings are written; one # is as good as two, and four as good as six. */
const LEVELS = { "heading-1": 2, "heading-2": 3, "heading-3": 4 };
const LISTS = { bullets: /^[-*+]/, numbers: /^\d/ };

/** @param {string} line */
function parts(line) {
  const [, before, sign = "", words] = /** @type {RegExpExecArray} */ (LINE.exec(line));
  return { before, sign, words };
}

/** @param {string} line */
function depth(line) {
  const sign = parts(line).sign.trim();
  return sign.startsWith("#") ? Math.min(4, Math.max(2, sign.length)) : 0;
}

/** The lines that the selection touches. @param {Written} written */
function touched({ text, start, end }) {
  const from = start ? text.lastIndexOf("\n", start - 1) + 1 : 0;
  // A selection that ends at the beginning of a line does not mean that line.
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const to = text.indexOf("\n", last);
  return { from, to: to < 0 ? text.length : to };
}

/**
 * The lines between are replaced; the selection keeps its words, or spans what is new.
 * @param {Written} written @param {number} from @param {number} to @param {string[]} lines
 */
function withLines(written, from, to, lines) {
  const { text, start, end } = written;
  const made = lines.join("\n");
  const grown = made.length - (to - from);
  const whole = text.slice(0, from) + made + text.slice(to);
  if (start !== end) return { text: whole, start: from, end: from + made.length };
  const caret = Math.max(from, end + grown);
  return { text: whole, start: caret, end: caret };
}

/**
 * Blank lines where the block would run into what stands beside it.
 * @param {Written} written @param {(line: string) => boolean} isLike
 * @param {{text: string, start: number, end: number}} made @param {number} from
 * @param {number} length
 */
function apart(written, isLike, made, from, length) {
  const above = made.text.slice(0, from).split("\n").at(-2) ?? "";
  const rest = made.text.slice(from + length);
  const below = rest.split("\n")[1] ?? "";
  const before = from && above.trim() && !isLike(above) ? "\n" : "";
  const after = below.trim() && !isLike(below) && !/^\s/.test(below) ? "\n" : "";
  return {
    text: made.text.slice(0, from) + before + made.text.slice(from, from + length) + after + rest,
    start: made.start + before.length,
    end: made.end + before.length,
  };
}

/** @param {Written} written @param {(line: string) => boolean} isSo lines with words, all of them */
function all(written, isSo) {
  const { from, to } = touched(written);
  const lines = written.text.slice(from, to).split("\n").filter((line) => line.trim());
  return lines.length > 0 && lines.every(isSo);
}

/** @param {Written} written @param {number} level */
function heading(written, level) {
  const { from, to } = touched(written);
  const is = all(written, (line) => depth(line) === level);
  const lines = written.text.slice(from, to).split("\n").map((line, _place, every) => {
    if (!line.trim() && every.length > 1) return line;
    const { before, words } = parts(line);
    return before + (is ? "" : `${"#".repeat(level)} `) + words;
  });
  return withLines(written, from, to, lines);
}

/** @param {Written} written @param {"bullets" | "numbers"} kind */
function list(written, kind) {
  const { from, to } = touched(written);
  /** @param {string} line */
  const isItem = (line) => LISTS[kind].test(parts(line).sign);
  const is = all(written, isItem);
  const above = written.text.slice(0, from).split("\n").at(-2) ?? "";
  let number = kind === "numbers" && isItem(above) ? parseInt(parts(above).sign, 10) : 0;
  const lines = written.text.slice(from, to).split("\n").map((line, _place, every) => {
    if (!line.trim() && every.length > 1) return line;
    const { before, words } = parts(line);
    number += 1;
    return before + (is ? "" : kind === "numbers" ? `${number}. ` : "- ") + words;
  });
  const made = withLines(written, from, to, lines);
  return is ? made : apart(written, isItem, made, from, lines.join("\n").length);
}

/** @param {Written} written */
function quote(written) {
  const { from, to } = touched(written);
  /** @param {string} line */
  const isQuote = (line) => /^\s*>/.test(line);
  const is = all(written, isQuote);
  const lines = written.text.slice(from, to).split("\n").map((line) =>
    is ? line.replace(/^(\s*)> ?/, "$1") : line.trim() ? `> ${line}` : ">".padEnd(from === to ? 2 : 1),
  );
  const made = withLines(written, from, to, lines);
  return is ? made : apart(written, isQuote, made, from, lines.join("\n").length);
}

/**
 * Where emphasis begins and ends in a line: places of its signs, as CommonMark pairs them in what
 * people write.
 * @param {string} line @param {number} size 1 for italic, 2 for bold
 */
function spans(line, size) {
  /** @type {Array<{at: number, size: number}>} */
  const open = [];
  /** @type {Array<{at: number, to: number}>} */
  const found = [];
  for (const run of line.matchAll(/(?<!\\)\*{1,3}/g)) {
    let at = run.index;
    let left = run[0].length;
    const closes = at > 0 && /\S/.test(line[at - 1]);
    const opens = /\S/.test(line[at + left] ?? " ");
    while (left && closes && open.length) {
      const last = open.at(-1);
      if (!last || last.size > left) break;
      open.pop();
      if (last.size === size) found.push({ at: last.at, to: at });
      at += last.size;
      left -= last.size;
    }
    if (!opens) continue;
    if (left >= 2) open.push({ at, size: 2 });
    if (left % 2) open.push({ at: at + left - 1, size: 1 });
  }
  return found;
}

/** A part of a line with its words alone. @param {string} line @param {number} from @param {number} to */
function trimmed(line, from, to) {
  const { before, sign } = parts(line);
  const first = Math.max(from, before.length + sign.length);
  const words = line.slice(first, Math.max(first, to));
  const start = first + words.length - words.trimStart().length;
  return { start, end: Math.max(start, first + words.trimEnd().length) };
}

/** The word around a caret. @param {string} line @param {number} place */
function word(line, place) {
  const before = /[\p{L}\p{N}]*$/u.exec(line.slice(0, place))?.[0].length ?? 0;
  const after = /^[\p{L}\p{N}]*/u.exec(line.slice(place))?.[0].length ?? 0;
  return before && after ? { start: place - before, end: place + after } : { start: place, end: place };
}

/** @param {string} line @param {number} from @param {number} to @param {number} size */
function around(line, from, to, size) {
  return spans(line, size).find((one) => one.at <= from && to <= one.to + size);
}

/** @param {Written} written @param {number} size @param {(line: string, from: number, to: number) => void} tell */
function eachPart(written, size, tell) {
  const { from, to } = touched(written);
  let at = from;
  for (const line of written.text.slice(from, to).split("\n")) {
    const part = trimmed(line, Math.max(0, written.start - at), Math.min(line.length, written.end - at));
    const isOne = written.start === written.end;
    if (isOne) tell(line, written.start - at, written.start - at);
    else tell(line, part.start, part.end);
    at += line.length + 1;
  }
}

/** @param {Written} written @param {number} size */
function isEmphasised(written, size) {
  let count = 0;
  let marked = 0;
  eachPart(written, size, (line, from, to) => {
    if (from === to && written.start !== written.end) return;
    count += 1;
    if (around(line, from, to, size)) marked += 1;
  });
  return count > 0 && count === marked;
}

/** @param {Written} written @param {number} size */
function emphasis(written, size) {
  const sign = "*".repeat(size);
  const { text, start, end } = written;
  const { from, to } = touched(written);
  if (start === end && text.slice(start - size, start) === sign && text.slice(start, start + size) === sign) {
    // Nothing was written between them.
    return { text: text.slice(0, start - size) + text.slice(start + size), start: start - size, end: start - size };
  }
  const is = isEmphasised(written, size);
  /** @type {string[]} */
  const lines = [];
  let first = -1;
  let last = -1;
  let at = from;
  eachPart(written, size, (line, partStart, partEnd) => {
    let begin = partStart;
    let finish = partEnd;
    let made = line;
    const span = is ? around(line, begin, finish, size) : undefined;
    if (span) {
      made = line.slice(0, span.at) + line.slice(span.at + size, span.to) + line.slice(span.to + size);
      begin -= begin > span.at ? Math.min(size, begin - span.at) : 0;
      finish -= finish > span.to ? size + Math.min(size, finish - span.to) : size;
      finish = Math.max(begin, Math.min(finish, made.length));
    } else if (begin !== finish || start === end) {
      const whole = begin === finish ? word(line, begin) : { start: begin, end: finish };
      let words = line.slice(whole.start, whole.end);
      for (const inner of spans(words, size).reverse()) {
        words = words.slice(0, inner.at) + words.slice(inner.at + size, inner.to) + words.slice(inner.to + size);
      }
      made = line.slice(0, whole.start) + sign + words + sign + line.slice(whole.end);
      begin = begin === finish ? begin + size : whole.start + size;
      finish = start === end ? begin : whole.start + size + words.length;
    }
    if (first < 0 && (begin !== finish || start === end)) first = at + begin;
    if (begin !== finish || start === end) last = at + finish;
    lines.push(made);
    at += made.length + 1;
  });
  if (first < 0) return written;
  return { text: text.slice(0, from) + lines.join("\n") + text.slice(to), start: first, end: last };
}

/** @param {Written} written @param {string} words @param {number} from @param {number} to of what is selected in the words */
function put({ text, start, end }, words, from, to) {
  return { text: text.slice(0, start) + words + text.slice(end), start: start + from, end: start + to };
}

/** @param {Written} written @param {Samples} samples */
function link(written, samples) {
  const { text } = written;
  const { from, to } = touched({ ...written, end: written.start });
  const line = text.slice(from, to);
  for (const one of line.matchAll(/\[(?:[^[\]\\]|\\.)*\]\(([^()\s]*)\)/g)) {
    const at = from + one.index;
    // It is one already: its address is what can be changed.
    if (at <= written.start && written.end <= at + one[0].length) {
      const end = at + one[0].length - 1;
      return { text, start: end - one[1].length, end };
    }
  }
  const place = written.start === written.end ? word(line, written.start - from) : undefined;
  const start = place ? from + place.start : written.start;
  const end = place ? from + place.end : written.end;
  const words = text.slice(start, end);
  if (/^(https?:\/\/|mailto:)\S+$/i.test(words.trim())) {
    return put({ text, start, end }, `[${samples.link}](${words.trim()})`, 1, 1 + samples.link.length);
  }
  const said = words.trim().replace(/\s*\n\s*/g, " ").replace(/[[\]]/g, "\\$&");
  if (!said) return put({ text, start, end }, `[${samples.link}](https://)`, 1, 1 + samples.link.length);
  return put({ text, start, end }, `[${said}](https://)`, said.length + 3, said.length + 11);
}

/**
 * A block of its own beneath the line of the caret.
 * @param {Written} written @param {string} words @param {number} from @param {number} to
 */
function block(written, words, from, to) {
  const lines = touched(written);
  const line = written.text.slice(lines.from, lines.to);
  const start = line.trim() ? lines.to : lines.from;
  const above = written.text.slice(0, start);
  const below = written.text.slice(lines.to);
  const before = !above.trim() ? "" : above.endsWith("\n\n") ? "" : above.endsWith("\n") ? "\n" : "\n\n";
  const after = !below.trim() || below.startsWith("\n\n") ? "" : "\n";
  return put({ text: written.text, start, end: lines.to }, before + words + after, before.length + from, before.length + to);
}

/** @param {Written} written @param {Samples} samples */
function table(written, samples) {
  const head = samples.column;
  const words = `| ${head} 1 | ${head} 2 |\n| --- | --- |\n|  |  |\n|  |  |`;
  return block(written, words, 2, head.length + 4);
}

/** @param {Written} written @param {Samples} samples */
function formula(written, samples) {
  const { text, start, end } = written;
  const words = text.slice(start, end);
  for (const [open, close] of start === end ? [] : [["$$\n", "\n$$"], ["$$", "$$"], ["$", "$"]]) {
    if (!text.slice(0, start).endsWith(open) || !text.startsWith(close, end)) continue;
    const [from, to] = [start - open.length, end + close.length];
    return { text: text.slice(0, from) + words + text.slice(to), start: from, end: from + words.length };
  }
  const inner = /^(\${1,2})([^$]+)\1$/.exec(words);
  if (inner) return put(written, inner[2], 0, inner[2].length);
  if (words.trim().includes("\n")) {
    const said = words.trim();
    return block(put(written, "", 0, 0), `$$\n${said}\n$$`, 3, 3 + said.length);
  }
  const { from, to } = touched(written);
  if (!text.slice(from, to).trim()) return block(written, `$$\n${samples.formula}\n$$`, 3, 3 + samples.formula.length);
  const said = words.trim() || samples.formula;
  const before = words.slice(0, words.length - words.trimStart().length);
  const after = words.trim() ? words.slice(words.trimEnd().length) : "";
  return put(written, `${before}$${said}$${after}`, before.length + 1, before.length + 1 + said.length);
}

/**
 * The sign of the next note where the selection ends, and its note at the end of the text, where
 * one writes on.
 * @param {Written} written
 */
function footnote({ text, end }) {
  const numbers = [...text.matchAll(/\[\^(\d{1,6})\]/g)].map((one) => Number(one[1]));
  const sign = `[^${Math.max(0, ...numbers) + 1}]`;
  const kept = text.trimEnd();
  // A sign that would stand behind the last word stays there.
  const place = Math.min(end, kept.length);
  const first = `${kept}\n\n${sign}: `;
  const made = first.slice(0, place) + sign + first.slice(place);
  // Two places, two steps: all that stands between them need not be written again.
  return { text: made, start: made.length, end: made.length, first };
}

/**
 * What a button does. @param {string} name @param {Written} written @param {Samples} samples
 * @returns {Written}
 */
export function edited(name, written, samples) {
  if (name in LEVELS) return heading(written, LEVELS[/** @type {keyof typeof LEVELS} */ (name)]);
  if (name === "bullets" || name === "numbers") return list(written, name);
  if (name === "bold") return emphasis(written, 2);
  if (name === "italic") return emphasis(written, 1);
  if (name === "quote") return quote(written);
  if (name === "link") return link(written, samples);
  if (name === "table") return table(written, samples);
  if (name === "footnote") return footnote(written);
  return formula(written, samples);
}

/** Buttons whose work is done where the selection is. @param {Written} written @returns {Set<string>} */
export function active(written) {
  const found = new Set();
  for (const [name, level] of Object.entries(LEVELS)) {
    if (all(written, (line) => depth(line) === level)) found.add(name);
  }
  for (const [name, sign] of Object.entries(LISTS)) {
    if (all(written, (line) => sign.test(parts(line).sign))) found.add(name);
  }
  if (all(written, (line) => /^\s*>/.test(line))) found.add("quote");
  if (isEmphasised(written, 2)) found.add("bold");
  if (isEmphasised(written, 1)) found.add("italic");
  return found;
}

/**
 * Enter in a list: the next item begins, and an empty one ends the list. Null where Enter is only
 * Enter.
 * @param {Written} written @returns {Written | null}
 */
export function nextItem(written) {
  const { text, start, end } = written;
  const { from, to } = touched(written);
  const { before, sign, words } = parts(text.slice(from, to));
  if (start !== end || !sign || sign.startsWith("#") || start < from + before.length + sign.length) return null;
  if (!words.trim()) {
    // A line right beneath an item would belong to it.
    const said = before.trim() ? `${before.trimEnd()}\n${before}` : "\n";
    return put({ text, start: from, end: to }, said, said.length, said.length);
  }
  const number = parseInt(sign, 10);
  const next = Number.isNaN(number) ? sign : sign.replace(/^\d+/, String(number + 1));
  const made = put({ text, start, end: start }, `\n${before}${next}`, 1 + before.length + next.length, 1 + before.length + next.length);
  return Number.isNaN(number) ? made : counted(made, before, number + 1);
}

/** The items that follow count on. @param {Written} written @param {string} before @param {number} number */
function counted(written, before, number) {
  const { from, to } = touched(written);
  const lines = written.text.slice(to + 1).split("\n");
  let count = number;
  for (const [place, line] of lines.entries()) {
    const found = parts(line);
    if (found.before === before && /^\d/.test(found.sign)) {
      count += 1;
      lines[place] = before + found.sign.replace(/^\d+/, String(count)) + found.words;
    } else if (!line.trim() || found.before.length <= before.length) break;
  }
  return to < written.text.length ? { ...written, text: `${written.text.slice(0, to + 1)}${lines.join("\n")}` } : written;
}
