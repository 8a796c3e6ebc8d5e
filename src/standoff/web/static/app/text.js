// Text that others wrote. Preact escapes it; control characters are isolated and made visible here.
import { html } from "./lib.js";

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const CONTROLS = new RegExp(`(${CONTROL.source})`);

const code = (char) => `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Text for an element: each control character stands in an element that isolates it and shows its code. */
export function shown(text) {
  if (text === null || text === undefined) return null;
  const plain = String(text);
  if (!CONTROL.test(plain)) return plain;
  return plain.split(CONTROLS).map((part) =>
    CONTROL.test(part) ? html`<bdi class="control" data-code=${code(part)}>${part}</bdi>` : part);
}

/** Text for an attribute or an SVG label, where nothing can be isolated: control characters become a box. */
export const plain = (text) => String(text ?? "").replaceAll(new RegExp(CONTROL.source, "g"), "\u2423");

/** The same text on one line and no longer than asked for. */
export function shortened(text, length) {
  const flat = plain(text).replace(/\s+/g, " ").trim();
  const points = Array.from(flat.slice(0, length * 2 + 2));
  return points.length > length ? `${points.slice(0, length - 1).join("")}…` : flat;
}
