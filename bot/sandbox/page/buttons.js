// Inline keyboards: a pressed button turns until the bot has answered.

import * as api from "./api.js";
import { alertBox } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { on, store } from "./store.js";
import { t } from "./texts.js";
import { toast, trying } from "./toast.js";

const PATIENCE = 15000;
const waiting = new Map(); // query id → what to do with its answer
const early = new Map(); // answers that were faster than the reply to our own request

on("answer", (answer) => {
  const settle = waiting.get(answer.query_id);
  if (settle) settle(answer);
  else early.set(answer.query_id, answer);
});

export function keyboardUnder(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div", { class: "keyboard" }, rows.map((row) => h("div", { class: "keyboard-row" }, row.map((one) => key(message, one)))));
}

function key(message, one) {
  if (one.url) {
    return h("a", { class: "key", href: one.url, target: "_blank", rel: "noopener noreferrer" }, h("span", {}, one.text), icon("arrow"));
  }
  const press = (event) => (one.copy_text ? copy(one.copy_text.text) : send(event.currentTarget, message, one.callback_data));
  const style = one.style ? `key-${one.style}` : "";
  return h("button", { type: "button", class: `key ${style}`.trim(), onclick: press }, h("span", {}, one.text));
}

async function copy(text) {
  await navigator.clipboard?.writeText(text);
  toast(t("copied"));
}

async function send(button, message, data) {
  if (data === undefined || button.classList.contains("busy")) return;
  button.classList.add("busy");
  button.setAttribute("aria-busy", "true");
  const pressed = await trying(api.press(store.selected, message.message_id, data));
  const answer = pressed ? await answered(pressed.query_id) : {};
  button.classList.remove("busy");
  button.removeAttribute("aria-busy");
  if (answer === null) return toast(t("no_answer"));
  if (answer.url) window.open(answer.url, "_blank", "noopener");
  if (answer.text && answer.show_alert) alertBox(store.bot.first_name, answer.text);
  else if (answer.text) toast(answer.text);
}

/** The bot's answer; null if there is none in time. */
function answered(id) {
  if (early.has(id)) {
    const answer = early.get(id);
    early.delete(id);
    return answer;
  }
  return new Promise((resolve) => {
    const settle = (answer) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(answer);
    };
    const timer = setTimeout(settle, PATIENCE, null);
    waiting.set(id, settle);
  });
}
