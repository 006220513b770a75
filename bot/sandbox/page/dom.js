// Building the document. Text only ever enters it as text.

const SVG = "http://www.w3.org/2000/svg";

/** An element; `on…` properties are listeners, `data` a dataset, the rest attributes (false and null are left out). */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  alert: "M12 8v5M12 16.5v.01M10.3 4.5 3 17.5A2 2 0 0 0 4.7 20.5h14.6a2 2 0 0 0 1.7-3L13.7 4.5a2 2 0 0 0-3.4 0z",
  arrow: "M7 17 17 7M9 7h8v8",
  back: "M15 5l-7 7 7 7",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.8 5.8l12.4 12.4",
  chevron: "M6 9l6 6 6-6",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v11H9zM5 15V4h10",
  down: "M12 5v14M6 13l6 6 6-6",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z",
  keyboard: "M3 7h18v11H3zM7 11h.01M12 11h.01M17 11h.01M8 15h8",
  menu: "M5 7h14M5 12h14M5 17h14",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  place: "M12 21c4-4.5 7-7.8 7-11.5a7 7 0 1 0-14 0C5 13.2 8 16.5 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  plus: "M12 5v14M5 12h14",
  reply: "M10 6l-6 6 6 6M4 12h9c4 0 7 2 7 6",
  send: "M4 12l16-8-6 16-3-6.5zM11 13.5L20 4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
  tick: "M5 12.5l5 5L19.5 7",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
  clip: "M20 11.5l-8.2 8.2a5.3 5.3 0 0 1-7.5-7.5L13 3.5a3.5 3.5 0 0 1 5 5l-8.6 8.5a1.8 1.8 0 0 1-2.5-2.5l7.8-7.8",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; `label` is read out and shown on hover. */
export function iconButton(name, label, onclick, properties = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...properties }, icon(name));
}

export function avatar(name, number, extra = "") {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => word[0] ?? "").join("");
  return h("span", { class: `avatar tint-${Math.abs(number) % 7} ${extra}`, "aria-hidden": "true" }, initials.toUpperCase());
}

export const $ = (selector) => document.querySelector(selector);

/** Arrow keys, Home and End move the focus among the elements that `items()` gives. */
export function moveFocus(event, items, { next = "ArrowDown", previous = "ArrowUp" } = {}) {
  const all = items();
  const at = all.indexOf(document.activeElement);
  const target = { [next]: at + 1, [previous]: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (target === undefined || !all.length) return false;
  event.preventDefault();
  all[Math.min(Math.max(target, 0), all.length - 1)].focus();
  return true;
}
