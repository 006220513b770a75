// The top of the chat: who the bot is, who writes, what can be done.

import * as api from "./api.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { ask } from "./dialogs.js";
import { openMenu } from "./menus.js";
import { chat, on, person, store } from "./store.js";
import { LANGUAGES, t } from "./texts.js";
import { trying } from "./toast.js";
import { summary } from "./summary.js";

const TYPING_LASTS = 5000; // Telegram shows an action for five seconds

let status = null;
let timer = 0;

export function drawHeader(goBack, jump) {
  const one = person();
  const name = chat().bot_name;
  status = h("span", { class: "status" });
  rest();
  return [
    h(
      "header",
      { class: "bar chat-bar" },
      iconButton("back", t("back"), goBack, { class: "icon-button only-phone" }),
      avatar(name, store.bot.id, "bot-avatar"),
      h("div", { class: "titles" }, h("h2", {}, name), status),
      languageButton(one),
      iconButton("more", t("more"), (event) => openMore(one, event.currentTarget), { "aria-haspopup": "menu" }),
    ),
    pinnedBar(jump),
  ];
}

function rest() {
  status.classList.remove("typing");
  status.textContent = t("writing_as", { name: person().first_name });
}

on("typing", (action) => {
  clearTimeout(timer);
  const words = /upload|record/.test(action) ? t("sending_file") : t("typing");
  status.classList.add("typing");
  status.replaceChildren(words, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")));
  timer = setTimeout(rest, TYPING_LASTS);
});
on("message", (message) => {
  if (!message.from.is_bot) return;
  clearTimeout(timer);
  rest();
});

function languageButton(one) {
  const choose = (event) => {
    const items = Object.entries(LANGUAGES).map(([code, label]) => ({
      label,
      checked: code === one.language_code,
      action: () => trying(api.change(one.id, { language_code: code })),
    }));
    openMenu(items, event.currentTarget, t("language"));
  };
  const label = `${t("language")}: ${LANGUAGES[one.language_code] ?? one.language_code}`;
  return h(
    "button",
    { type: "button", class: "language", "aria-label": label, title: label, "aria-haspopup": "menu", onclick: choose },
    icon("globe"),
    h("span", {}, one.language_code.toUpperCase()),
  );
}

function openMore(one, anchor) {
  const toggle = { label: t(one.blocked ? "unblock" : "block"), icon: one.blocked ? "tick" : "block", action: () => setBlocked(one, !one.blocked) };
  const clear = {
    label: t("clear_chat"),
    icon: "trash",
    danger: true,
    action: () => ask(t("clear_question"), t("delete"), () => trying(api.clear(one.id))),
  };
  openMenu([toggle, clear], anchor, t("more"));
}

export function setBlocked(one, blocked) {
  return trying(api.change(one.id, { blocked }));
}

function pinnedBar(jump) {
  const message = chat().messages.get(chat().pinned);
  if (!message) return null;
  return h(
    "button",
    { type: "button", class: "pinned", onclick: () => jump(message.message_id) },
    icon("pin"),
    h("span", { class: "reply-lines" }, h("span", { class: "reply-name" }, t("pinned")), h("span", { class: "reply-text" }, summary(message))),
  );
}
