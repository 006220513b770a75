// One message.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { openPhoto } from "./dialogs.js";
import { keyboardUnder } from "./buttons.js";
import { rich } from "./rich.js";
import { clockTime, fileSize, t } from "./texts.js";
import { kindOf, summary } from "./summary.js";
import { store } from "./store.js";

/** `actions`: { command, jump, menu } are called with a command, with a message's id, with (message, anchor). */
export function bubble(message, actions) {
  const own = !message.from.is_bot;
  const kind = kindOf(message);
  const words = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const body = h(
    "div",
    { class: `bubble ${kind ? `with-${kind}` : ""} ${words ? "" : "wordless"}`.trim() },
    forwarded(message),
    quote(message, actions),
    media(message, kind),
    words ? h("div", { class: "words", dir: "auto" }, rich(words, entities, actions.command), meta(message)) : meta(message),
    reactions(message),
  );
  const item = h(
    "article",
    {
      class: `message ${own ? "own" : "theirs"}`,
      id: `message-${message.message_id}`,
      tabindex: "-1",
      "aria-label": `${own ? t("you") : store.bot.first_name}, ${timeOf(message)}: ${summary(message)}`,
      data: { id: message.message_id, date: message.date, own },
    },
    h("div", { class: "stack" }, body, keyboardUnder(message)),
  );
  body.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, img")) return;
    event.preventDefault();
    actions.menu(message, { x: event.clientX, y: event.clientY });
  });
  body.append(
    h("button", { type: "button", class: "bubble-more", tabindex: "-1", "aria-label": t("more"), onclick: (event) => actions.menu(message, event.currentTarget) }, icon("chevron")),
  );
  return item;
}

const timeOf = (message) => clockTime(new Date(message.date * 1000));

function meta(message) {
  const mark = message.edit_date ? h("span", { class: "edited" }, t("edited")) : null;
  const sent = message.from.is_bot ? null : icon("tick");
  return h("span", { class: "meta" }, mark, h("time", {}, timeOf(message)), sent);
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name ?? origin.sender_user_name ?? "";
  return h("div", { class: "forwarded" }, t("forwarded", { name }));
}

function quote(message, actions) {
  const to = message.reply_to_message;
  if (!to) return null;
  const name = to.from.is_bot ? store.bot.first_name : t("you");
  return h(
    "button",
    { type: "button", class: "reply-quote", onclick: () => actions.jump(to.message_id) },
    h("span", { class: "reply-name" }, name),
    h("span", { class: "reply-text" }, summary(to)),
  );
}

function media(message, kind) {
  switch (kind) {
    case "photo":
      return photo(message);
    case "document":
      return fileLine(message.document, message.document.file_name);
    case "location":
      return place(message.location);
    case "contact":
      return card("person", message.contact.first_name, message.contact.phone_number);
    case "voice":
      return h("audio", { controls: true, preload: "none", src: api.fileAddress(message.voice) });
    case "video":
      return fileLine(message.video, t("video"));
    case "sticker":
      return h("img", { class: "sticker", src: api.fileAddress(message.sticker), alt: t("sticker") });
    default:
      return null;
  }
}

function photo(message) {
  const largest = message.photo.at(-1);
  const address = api.fileAddress(largest);
  const picture = h("img", { src: address, alt: message.caption ?? t("photo"), width: largest.width, height: largest.height });
  return h("button", { type: "button", class: "photo", "aria-label": t("open_photo"), onclick: () => openPhoto(address, message.caption ?? "") }, picture);
}

function fileLine(file, name) {
  const label = t("download", { name });
  return h(
    "a",
    { class: "card", href: api.fileAddress(file), download: name, "aria-label": label, title: label },
    h("span", { class: "card-icon" }, icon("file")),
    h("span", { class: "card-lines" }, h("span", { class: "card-title" }, name), h("span", { class: "card-note" }, fileSize(file.file_size))),
  );
}

function place({ latitude, longitude }) {
  return card("place", t("location"), `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`);
}

function card(name, title, note) {
  return h(
    "div",
    { class: "card" },
    h("span", { class: "card-icon" }, icon(name)),
    h("span", { class: "card-lines" }, h("span", { class: "card-title" }, title), h("span", { class: "card-note" }, note)),
  );
}

function reactions(message) {
  if (!message.reaction?.length) return null;
  return h("div", { class: "reactions" }, message.reaction.map((emoji) => h("span", { class: "reaction" }, emoji)));
}
