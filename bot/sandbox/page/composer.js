// Where a message is written: the field, the commands, the bot's keyboard, attachments.

import * as api from "./api.js";
import { Commands } from "./commands.js";
import { h, icon, iconButton } from "./dom.js";
import { openFile } from "./dialogs.js";
import { setBlocked } from "./header.js";
import { openMenu } from "./menus.js";
import { replyKeyboard, sendPlace } from "./reply-keyboard.js";
import { chat, on, person, store } from "./store.js";
import { summary } from "./summary.js";
import { t } from "./texts.js";
import { toast, trying } from "./toast.js";

const LONGEST = 4096;
const TALLEST = 180; // pixels

export class Composer {
  root = h("div", { class: "composer" });

  #drafts = new Map(); // person id → text
  #field = null;
  #commands = null;
  #about = null; // { kind: "reply" | "edit", message }
  #keyboardOpen = true;

  constructor() {
    on("keyboard", () => { this.#keyboardOpen = true; this.#drawKeyboard(); });
    // A forced reply is announced before the message it belongs to.
    on("message", (message) => message.from.is_bot && chat().keyboard?.force_reply && this.#drawKeyboard());
  }

  async say(text) {
    const to = this.#about?.kind === "reply" ? this.#about.message.message_id : undefined;
    this.#setAbout(null);
    return trying(api.say(store.selected, text, to));
  }

  reply(message) {
    this.#setAbout({ kind: "reply", message });
  }

  edit(message) {
    this.#setAbout({ kind: "edit", message });
  }

  draw() {
    if (this.#field) this.#drafts.set(Number(this.root.dataset.person), this.#field.value);
    this.root.dataset.person = store.selected;
    this.#about = null;
    this.#field = null;
    const one = person();
    if (one.deactivated) this.root.replaceChildren(h("p", { class: "notice" }, t("deactivated")));
    else if (one.blocked) this.root.replaceChildren(wide("unblock", () => setBlocked(one, false)));
    else if (!one.started) this.root.replaceChildren(wide("start", () => this.say("/start")));
    else this.#drawLine(one);
  }

  #drawLine(one) {
    this.root.replaceChildren(this.#line(one), h("div", { class: "reply-keyboard-slot" }));
    this.#drawKeyboard();
    this.#grow();
    this.#commands.filter(this.#field.value);
    // On a telephone the focus would bring up the keys over half of the chat.
    if (matchMedia("(hover: hover)").matches) this.#field.focus({ preventScroll: true });
  }

  #line(one) {
    this.#field = this.#makeField(this.#drafts.get(one.id) ?? "");
    this.#commands = new Commands(this.#field, chat().commands, (command) => { this.#set(""); this.say(command); });
    const picker = filePicker();
    const attach = iconButton("clip", t("attach"), (event) => this.#openAttach(event.currentTarget, picker), { "aria-haspopup": "menu" });
    return h(
      "form",
      { class: "line", onsubmit: (event) => { event.preventDefault(); this.#submit(); } },
      this.#commands.panel,
      this.#commandsButton(),
      h("div", { class: "field" }, this.#field, this.#keyboardToggle(), attach, picker),
      h("button", { class: "send", "aria-label": t("send"), title: t("send") }, icon("send")),
    );
  }

  #makeField(text) {
    const field = h("textarea", {
      rows: "1",
      placeholder: t("message"),
      "aria-label": t("message"),
      enterkeyhint: "send",
      autocomplete: "off",
      oninput: () => { this.#grow(); this.#commands.filter(field.value); },
      onkeydown: (event) => this.#onKey(event),
      onpaste: (event) => {
        const [file] = event.clipboardData.files;
        if (!file) return;
        event.preventDefault();
        openFile(store.selected, file);
      },
    });
    field.value = text;
    return field;
  }

  #commandsButton() {
    const label = t("commands");
    const properties = { type: "button", class: "commands-button", "aria-label": label, title: label, onclick: () => this.#commands.toggle() };
    return h("button", properties, icon("menu"), h("span", {}, t("menu")));
  }

  #set(text) {
    this.#field.value = text;
    this.#grow();
  }

  #grow() {
    const field = this.#field;
    field.style.height = "auto";
    // Nothing is measured while the chat's screen is not shown; one row is right then.
    if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
    this.root.classList.toggle("filled", field.value.trim() !== "");
  }

  async #submit() {
    const text = this.#field.value.trim();
    if (!text) return;
    if (text.length > LONGEST) return toast(t("too_long"));
    const editing = this.#about?.kind === "edit" ? this.#about.message : null;
    this.#set("");
    this.#drafts.delete(store.selected);
    if (editing) {
      this.#setAbout(null);
      await trying(api.edit(store.selected, editing.message_id, text));
    } else if ((await this.say(text)) === undefined) this.#set(text);
  }

  #onKey(event) {
    if (this.#commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#about) {
      event.stopPropagation();
      this.#setAbout(null);
    } else if (event.key === "ArrowUp" && this.#field.value === "" && !this.#about) this.#editLast(event);
  }

  #editLast(event) {
    const own = [...chat().messages.values()].filter((message) => !message.from.is_bot && message.text).at(-1);
    if (!own) return;
    event.preventDefault();
    this.edit(own);
  }

  /** What the next message is about: the one replied to, or the one being edited. */
  #setAbout(next) {
    const field = this.#field;
    if (this.#about?.kind === "edit" && field) field.value = "";
    this.#about = next;
    this.root.querySelector(".about")?.remove();
    if (!next || !field) return;
    this.root.prepend(this.#aboutBar(next));
    if (next.kind === "edit") field.value = next.message.text;
    this.#grow();
    field.focus();
  }

  #aboutBar({ kind, message }) {
    const label = kind === "edit" ? t("editing") : t("replying", { name: message.from.first_name });
    const stop = () => { this.#setAbout(null); this.#grow(); this.#field.focus(); };
    const lines = [h("span", { class: "reply-name" }, label), h("span", { class: "reply-text" }, summary(message))];
    return h("div", { class: "about" }, icon(kind), h("span", { class: "reply-lines" }, lines), iconButton("close", t("cancel"), stop));
  }

  #openAttach(anchor, picker) {
    const id = store.selected;
    const send = async (sending) => { await trying(sending); this.#field?.focus(); };
    const items = [
      { label: t("attach_file"), icon: "file", action: () => picker.click() },
      { label: t("attach_location"), icon: "place", action: () => send(sendPlace(id)) },
      { label: t("attach_contact"), icon: "person", action: () => send(api.sendContact(id)) },
    ];
    openMenu(items, anchor, t("attach"));
  }

  #keyboardToggle() {
    const turn = () => { this.#keyboardOpen = !this.#keyboardOpen; this.#drawKeyboard(); };
    return iconButton("keyboard", "", turn, { class: "icon-button keyboard-toggle", hidden: true });
  }

  #drawKeyboard() {
    const slot = this.root.querySelector(".reply-keyboard-slot");
    if (!slot || !this.#field) return;
    const keyboard = chat().keyboard;
    const buttons = replyKeyboard(keyboard, (text) => this.say(text));
    slot.replaceChildren(...(buttons && this.#keyboardOpen ? [buttons] : []));
    this.#labelToggle(buttons !== null);
    this.#field.placeholder = keyboard?.input_field_placeholder ?? t("message");
    if (!keyboard?.force_reply) return;
    const last = [...chat().messages.values()].filter((message) => message.from.is_bot).at(-1);
    if (last) this.reply(last);
  }

  #labelToggle(shown) {
    const toggle = this.root.querySelector(".keyboard-toggle");
    const label = t(this.#keyboardOpen ? "hide_keyboard" : "show_keyboard");
    toggle.hidden = !shown;
    toggle.title = label;
    toggle.setAttribute("aria-label", label);
    toggle.setAttribute("aria-pressed", String(this.#keyboardOpen));
  }
}

function wide(key, onclick) {
  return h("button", { type: "button", class: "button primary wide", onclick }, t(key));
}

function filePicker() {
  const picker = h("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  picker.addEventListener("change", () => {
    if (picker.files[0]) openFile(store.selected, picker.files[0]);
    picker.value = "";
  });
  return picker;
}
