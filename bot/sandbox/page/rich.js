// A text with entities as elements. Offsets count UTF-16 units, as strings here do.

import { h, icon } from "./dom.js";
import { t } from "./texts.js";

const SIMPLE = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code",
  mention: "span", hashtag: "span", cashtag: "span", phone_number: "span", custom_emoji: "span", text_mention: "span",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Nodes for `text`; `onCommand` is called with a bot command that was pressed. */
export function rich(text, entities = [], onCommand = () => {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nest(text, sorted, 0, text.length, onCommand);
}

function nest(text, entities, from, to, onCommand) {
  const nodes = [];
  let at = from;
  const queue = [...entities];
  while (queue.length) {
    const entity = queue.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const inside = [];
    while (queue.length && queue[0].offset < end) inside.push(queue.shift());
    // What runs over the end of its parent goes on after it.
    for (const child of inside) {
      const over = child.offset + child.length - end;
      if (over > 0) queue.unshift({ ...child, offset: end, length: over });
    }
    if (start > at) nodes.push(text.slice(at, start));
    nodes.push(element(entity, text.slice(start, end), nest(text, inside, start, end, onCommand), onCommand));
    // A block ends its line by itself.
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function element(entity, text, children, onCommand) {
  switch (entity.type) {
    case "url":
      return link(text, children);
    case "text_link":
      return link(entity.url, children);
    case "email":
      return link(`mailto:${text}`, children);
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => onCommand(text) }, children);
    case "spoiler":
      return spoiler(children);
    case "pre":
      return h("pre", { data: entity.language ? { language: entity.language } : {} }, h("code", {}, children));
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return expandable(children);
    default:
      return h(SIMPLE[entity.type] ?? "span", { class: `entity-${entity.type}` }, children);
  }
}

function link(address, children) {
  // Only what a person may safely follow: never javascript: or data:.
  if (!/^(https?|mailto|tg|tel):/i.test(address)) return h("span", {}, children);
  return h("a", { href: address, title: address, target: "_blank", rel: "noopener noreferrer" }, children);
}

function spoiler(children) {
  const span = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler") }, children);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    span.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) span.removeAttribute(name);
  };
  span.addEventListener("click", show);
  span.addEventListener("keydown", show);
  return span;
}

/** Folded to three lines until it is pressed; a quotation of three lines needs no folding. */
function expandable(children) {
  const toggle = h("button", { type: "button", class: "unfold", "aria-expanded": "false", "aria-label": t("expand") }, icon("chevron"));
  const body = h("div", { class: "quote-body" }, children);
  const quote = h("blockquote", { class: "expandable folded" }, body, toggle);
  const turn = (event) => {
    if (event.target.closest("a, .command, .spoiler") || String(getSelection())) return;
    const folded = quote.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.setAttribute("aria-label", t(folded ? "expand" : "collapse"));
  };
  quote.addEventListener("click", turn);
  requestAnimationFrame(() => {
    if (!quote.isConnected || body.scrollHeight > body.clientHeight + 2) return;
    quote.classList.remove("folded", "expandable");
    quote.removeEventListener("click", turn);
    toggle.remove();
  });
  return quote;
}
