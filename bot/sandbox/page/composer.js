// Where a message is written: the field, the commands, the bot's keyboard, attachments.

import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { openFile } from "./dialogs.js";
import { openMenu } from "./menus.js";
import { chat, on, person, store } from "./store.js";
import { createCommands } from "./commands.js";
import { setBlocked } from "./header.js";
import { replyKeyboard } from "./reply-keyboard.js";
import { summary } from "./summary.js";
import { t } from "./texts.js";
import { toast, trying } from "./toast.js";

const LONGEST = 4096;
const ALMATY = [43.23755, 76.94554];

export function createComposer() {
  const root = h("div", { class: "composer" });
  const drafts = new Map(); // person id → text
  let field = null;
  let about = null; // { kind: "reply" | "edit", message }
  let keyboardOpen = true;
  let commands = null;

  async function say(text) {
    const to = about?.kind === "reply" ? about.message.message_id : undefined;
    setAbout(null);
    return trying(api.say(store.selected, text, to));
  }

  async function submit() {
    const text = field.value.trim();
    if (!text) return;
    if (text.length > LONGEST) return toast(t("too_long"));
    const editing = about?.kind === "edit" ? about.message : null;
    field.value = "";
    drafts.delete(store.selected);
    grow();
    if (editing) {
      setAbout(null);
      await trying(api.edit(store.selected, editing.message_id, text));
    } else if ((await say(text)) === undefined) {
      field.value = text;
      grow();
    }
  }

  function setAbout(next) {
    if (about?.kind === "edit" && field) field.value = "";
    about = next;
    root.querySelector(".about")?.remove();
    if (!next || !field) return;
    const label = next.kind === "edit" ? t("editing") : t("replying", { name: next.message.from.first_name });
    const stop = iconButton("close", t("cancel"), () => { setAbout(null); field.focus(); });
    const lines = h("span", { class: "reply-lines" }, h("span", { class: "reply-name" }, label), h("span", { class: "reply-text" }, summary(next.message)));
    root.prepend(h("div", { class: "about" }, icon(next.kind === "edit" ? "edit" : "reply"), lines, stop));
    if (next.kind === "edit") field.value = next.message.text;
    grow();
    field.focus();
  }

  function grow() {
    field.style.height = "auto";
    // Nothing is measured while the chat's screen is not shown; one row is right then.
    if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    root.classList.toggle("filled", field.value.trim() !== "");
  }

  function draw() {
    if (field && root.dataset.person) drafts.set(Number(root.dataset.person), field.value);
    root.dataset.person = store.selected;
    about = null;
    field = null;
    const one = person();
    if (one.deactivated) return root.replaceChildren(h("p", { class: "notice" }, t("deactivated")));
    if (one.blocked) return root.replaceChildren(wide("unblock", () => setBlocked(one, false)));
    if (!one.started) return root.replaceChildren(wide("start", () => say("/start")));
    root.replaceChildren(line(one), h("div", { class: "reply-keyboard-slot" }));
    drawKeyboard();
    grow();
    commands.filter(field.value);
    if (matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
  }

  const wide = (key, onclick) => h("button", { type: "button", class: "button primary wide", onclick }, t(key));

  function line(one) {
    field = h("textarea", { rows: "1", placeholder: t("message"), "aria-label": t("message"), enterkeyhint: "send", autocomplete: "off" });
    field.value = drafts.get(one.id) ?? "";
    commands = createCommands(field, chat().commands, (command) => { say(command); field.value = ""; grow(); });
    field.addEventListener("input", () => { grow(); commands.filter(field.value); });
    field.addEventListener("keydown", onKey);
    field.addEventListener("paste", (event) => {
      const [file] = event.clipboardData.files;
      if (file) { event.preventDefault(); openFile(store.selected, file); }
    });
    const picker = h("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
    picker.addEventListener("change", () => { if (picker.files[0]) openFile(store.selected, picker.files[0]); picker.value = ""; });
    return h(
      "form",
      { class: "line", onsubmit: (event) => { event.preventDefault(); submit(); } },
      commands.panel,
      h("button", { type: "button", class: "commands-button", "aria-label": t("commands"), title: t("commands"), onclick: () => commands.toggle() }, icon("menu"), h("span", {}, t("menu"))),
      h("div", { class: "field" }, field, keyboardToggle(), iconButton("clip", t("attach"), (event) => openAttach(event.currentTarget, picker), { "aria-haspopup": "menu" }), picker),
      h("button", { class: "send", "aria-label": t("send"), title: t("send") }, icon("send")),
    );
  }

  function onKey(event) {
    if (commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && about) {
      event.stopPropagation();
      setAbout(null);
    } else if (event.key === "ArrowUp" && field.value === "" && !about) {
      const own = [...chat().messages.values()].filter((message) => !message.from.is_bot && message.text).at(-1);
      if (own) { event.preventDefault(); setAbout({ kind: "edit", message: own }); }
    }
  }

  function openAttach(anchor, picker) {
    const id = store.selected;
    const send = async (sending) => { await trying(sending); field?.focus(); };
    openMenu(
      [
        { label: t("attach_file"), icon: "file", action: () => picker.click() },
        { label: t("attach_location"), icon: "place", action: () => send(api.sendLocation(id, ...ALMATY)) },
        { label: t("attach_contact"), icon: "person", action: () => send(api.sendContact(id)) },
      ],
      anchor,
      t("attach"),
    );
  }

  function keyboardToggle() {
    const label = t(keyboardOpen ? "hide_keyboard" : "show_keyboard");
    return iconButton("keyboard", label, () => { keyboardOpen = !keyboardOpen; drawKeyboard(); }, { class: "icon-button keyboard-toggle", hidden: true });
  }

  function drawKeyboard() {
    const slot = root.querySelector(".reply-keyboard-slot");
    if (!slot) return;
    const keyboard = chat().keyboard;
    const buttons = replyKeyboard(keyboard, say);
    slot.replaceChildren(...(buttons && keyboardOpen ? [buttons] : []));
    const toggle = root.querySelector(".keyboard-toggle");
    toggle.hidden = !buttons;
    const label = t(keyboardOpen ? "hide_keyboard" : "show_keyboard");
    toggle.setAttribute("aria-label", label);
    toggle.setAttribute("aria-pressed", String(keyboardOpen));
    toggle.title = label;
    field.placeholder = keyboard?.input_field_placeholder ?? t("message");
    if (keyboard?.force_reply) {
      const last = [...chat().messages.values()].filter((message) => message.from.is_bot).at(-1);
      if (last) setAbout({ kind: "reply", message: last });
    }
  }

  on("keyboard", () => { keyboardOpen = true; drawKeyboard(); });
  // A forced reply is announced before the message it belongs to.
  on("message", (message) => message.from.is_bot && chat().keyboard?.force_reply && drawKeyboard());

  return {
    root,
    draw,
    say,
    reply: (message) => setAbout({ kind: "reply", message }),
    edit: (message) => setAbout({ kind: "edit", message }),
  };
}
