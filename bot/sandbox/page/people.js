// The column of people.

import { avatar, h, icon, iconButton, moveFocus } from "./dom.js";
import { clockTime, dayName, fullDay, plural, t } from "./texts.js";
import { now, store, totalUnread } from "./store.js";
import { summary } from "./summary.js";
import { openClock } from "./dialogs.js";

export function drawPeople(root, choose) {
  const focused = focusedIn(root);
  const list = h("ul", { class: "people", "aria-label": t("people"), onkeydown: (event) => moveFocus(event, buttons) });
  const buttons = () => [...list.querySelectorAll("button")];
  const current = store.selected ?? store.people.keys().next().value;
  for (const one of store.people.values()) list.append(h("li", {}, entry(one, list.childElementCount, one.id === current, choose)));
  root.replaceChildren(top(), list, clockBar());
  if (focused) root.querySelector(focused)?.focus();
  document.title = totalUnread() ? `(${totalUnread()}) ${t("app_title")}` : t("app_title");
}

/** How to find again what has the focus, once the column has been drawn anew. */
function focusedIn(root) {
  const active = document.activeElement;
  if (!root.contains(active)) return null;
  if (active.dataset.person) return `[data-person="${active.dataset.person}"]`;
  return active.matches(".clock") ? ".clock" : ".bar button";
}

function top() {
  const dark = isDark();
  const toggle = iconButton(dark ? "sun" : "moon", t(dark ? "theme_light" : "theme_dark"), () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("theme", theme);
    toggle.closest("header").replaceWith(top());
    document.querySelector("#side .bar button").focus();
  });
  return h("header", { class: "bar" }, h("h1", {}, t("app_title")), toggle);
}

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

function entry(one, place, reachable, choose) {
  const name = `${one.first_name} ${one.last_name}`.trim();
  const unread = store.unread.get(one.id) ?? 0;
  const last = one.last_message;
  return h(
    "button",
    {
      type: "button",
      class: "person",
      data: { person: one.id },
      tabindex: reachable ? "0" : "-1",
      "aria-current": one.id === store.selected ? "true" : null,
      onclick: () => choose(one.id),
    },
    avatar(name, place),
    h(
      "span",
      { class: "person-lines" },
      h(
        "span",
        { class: "person-line" },
        h("span", { class: "person-name" }, name),
        one.blocked ? h("span", { class: "person-blocked", title: t("you_blocked") }, icon("block")) : null,
        h("span", { class: "person-time" }, last ? shortTime(last.date) : ""),
      ),
      h(
        "span",
        { class: "person-line" },
        h("span", { class: "person-last" }, last ? preview(last) : t(`role_${one.role}`)),
        unread ? h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, plural("unread", unread))) : null,
        unread || !last ? null : h("span", { class: "role" }, t(`role_${one.role}`)),
      ),
    ),
  );
}

function preview(message) {
  const words = summary(message);
  return message.from.is_bot ? words : [h("span", { class: "own" }, `${t("you")}: `), words];
}

function shortTime(seconds) {
  const date = new Date(seconds * 1000);
  const today = now().toDateString() === date.toDateString();
  return today ? clockTime(date) : dayName(date, now());
}

function clockBar() {
  const time = h("span", { class: "clock-time" });
  const day = h("span", { class: "clock-day" });
  const bar = h(
    "button",
    { type: "button", class: "clock", title: t("clock"), onclick: openClock },
    icon("clock"),
    h("span", { class: "clock-lines" }, time, day),
    h("span", { class: "clock-action" }, t("turn")),
  );
  showTime(bar);
  return bar;
}

/** The clock in the column shows the sandbox's time; called every second. */
export function showTime(bar = document.querySelector(".clock")) {
  if (!bar) return;
  const present = now();
  bar.querySelector(".clock-time").textContent = clockTime(present);
  bar.querySelector(".clock-day").textContent = fullDay(present);
}
