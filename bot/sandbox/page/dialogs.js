// Dialogs: an alert, a question, the clock, a file to send, a photo in full size.

import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { now } from "./store.js";
import { clockTime, fileSize, fullDay, t } from "./texts.js";
import { toast, trying } from "./toast.js";

function show(title, properties, ...content) {
  const dialog = h(
    "dialog",
    { "aria-label": title, ...properties },
    h("header", {}, h("h2", {}, title), iconButton("close", t("close"), () => dialog.close())),
    ...content,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const button = (label, onclick, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick }, label);

/** The bot's answer with `show_alert`. */
export function alertBox(title, text) {
  const dialog = show(title, { class: "small" }, h("p", {}, text), h("footer", {}, button(t("ok"), () => dialog.close(), "primary")));
  dialog.querySelector("footer button").focus();
}

export function ask(question, action, onYes) {
  const yes = () => {
    dialog.close();
    onYes();
  };
  const buttons = [button(t("cancel"), () => dialog.close()), button(action, yes, "primary danger")];
  const dialog = show(action, { class: "small" }, h("p", {}, question), h("footer", {}, buttons));
  dialog.querySelector("footer button").focus();
}

const pad = (n) => String(n).padStart(2, "0");

function local(date) {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

export function openClock() {
  const field = h("input", { type: "datetime-local", id: "clock-field", required: true, value: local(now()) });
  const turn = async (date) => {
    if (Number.isNaN(date.getTime())) return field.reportValidity();
    dialog.close();
    await trying(api.turnClock(date));
    toast(t("clock_turned", { time: `${fullDay(date)}, ${clockTime(date)}` }));
  };
  const later = (hours) => () => turn(new Date(now().getTime() + hours * 3600000));
  const morning = () => {
    const date = now();
    if (date.getHours() >= 9) date.setDate(date.getDate() + 1);
    date.setHours(9, 0, 0, 0);
    return turn(date);
  };
  const quick = [
    button(t("plus_hour"), later(1)), button(t("plus_day"), later(24)), button(t("plus_week"), later(168)),
    button(t("next_morning"), morning), button(t("real_time"), () => turn(new Date())),
  ];
  const form = h(
    "form",
    { onsubmit: (event) => { event.preventDefault(); turn(new Date(field.value)); } },
    h("label", { for: "clock-field" }, t("clock_time")),
    field,
    h("div", { class: "quick" }, quick),
    h("footer", {}, button(t("cancel"), () => dialog.close()), h("button", { class: "button primary" }, t("set"))),
  );
  const dialog = show(t("clock"), { class: "small" }, h("p", { class: "hint" }, t("clock_hint")), form);
  field.focus();
}

/** A file before it is sent, with a caption; resolves when it was sent or put away. */
export function openFile(person, file) {
  if (file.size > 50e6) return toast(t("too_large"));
  const isPhoto = /^image\/(png|jpeg|gif)$/.test(file.type) && file.size < 10e6;
  const caption = h("textarea", { rows: "1", maxlength: "1024", placeholder: t("caption"), "aria-label": t("caption") });
  const asFile = h("input", { type: "checkbox", id: "as-file" });
  const address = isPhoto ? URL.createObjectURL(file) : null;
  const send = async (event) => {
    event.preventDefault();
    dialog.close();
    const kind = isPhoto && !asFile.checked ? "photo" : "document";
    await trying(api.sendFile(person, file, kind, caption.value));
  };
  caption.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && send(event));
  const form = h(
    "form",
    { onsubmit: send },
    isPhoto ? h("img", { class: "preview", src: address, alt: "" }) : null,
    h("div", { class: "file-line" }, icon("file"), h("span", { class: "file-name" }, file.name), h("span", {}, fileSize(file.size))),
    isPhoto ? h("label", { class: "check", for: "as-file" }, asFile, t("as_file")) : null,
    caption,
    h("footer", {}, button(t("cancel"), () => dialog.close()), h("button", { class: "button primary" }, t("send"))),
  );
  const dialog = show(t("send_file"), { class: "small" }, form);
  dialog.addEventListener("close", () => address && URL.revokeObjectURL(address));
  caption.focus();
}

export function openPhoto(address, caption) {
  const picture = h("img", { src: address, alt: caption });
  const dialog = show(t("photo"), { class: "photo-box" }, picture);
  picture.addEventListener("click", () => dialog.close());
}
