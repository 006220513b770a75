// The messages of the chat that is open.

import { bubble } from "./bubble.js";
import { h, moveFocus } from "./dom.js";
import { openMenu } from "./menus.js";
import { Scrolling } from "./scrolling.js";
import { chat, now, on, store } from "./store.js";
import { dayName, t } from "./texts.js";
import { readOut, toast } from "./toast.js";
import { summary } from "./summary.js";

const ONE_GROUP = 300; // seconds between messages that belong together

export class History {
  #composer;
  #list = h("div", { class: "messages", role: "log", "aria-live": "off", onkeydown: (event) => this.#key(event) });
  #scrolling = new Scrolling(this.#list);

  constructor(composer) {
    this.#composer = composer;
    on("message", (message) => this.#add(message));
    on("edited", (message) => this.#change(message));
    on("deleted", (id) => this.#remove(id));
  }

  get frame() {
    return this.#scrolling.frame;
  }

  draw() {
    this.#list.setAttribute("aria-label", t("history"));
    this.#scrolling.label();
    this.#list.replaceChildren();
    const messages = [...chat().messages.values()];
    for (const message of messages) this.#append(this.#bubble(message));
    if (!messages.length && chat().person.started) this.#list.append(h("p", { class: "pill lonely" }, t("no_messages")));
    this.#arrange();
    this.#scrolling.goDown(false);
    requestAnimationFrame(() => this.#scrolling.settle());
  }

  jump(id) {
    const target = document.getElementById(`message-${id}`);
    if (!target) return;
    this.#scrolling.goTo(target);
    target.classList.remove("flash");
    requestAnimationFrame(() => target.classList.add("flash"));
  }

  #bubble(message) {
    return bubble(message, {
      command: (text) => this.#composer.say(text),
      jump: (id) => this.jump(id),
      menu: (one, anchor) => this.#menu(one, anchor),
    });
  }

  #menu(message, anchor) {
    const words = message.text ?? message.caption;
    const copy = async () => {
      await navigator.clipboard?.writeText(words);
      toast(t("copied"));
    };
    const items = [{ label: t("reply"), icon: "reply", action: () => this.#composer.reply(message) }];
    if (!message.from.is_bot && message.text) {
      items.push({ label: t("edit"), icon: "edit", action: () => this.#composer.edit(message) });
    }
    if (words) items.push({ label: t("copy"), icon: "copy", action: copy });
    openMenu(items, anchor, t("more"));
  }

  #articles() {
    return [...this.#list.querySelectorAll("article")];
  }

  #key(event) {
    const item = event.target.closest("article");
    if (!item || event.target !== item) return;
    if (moveFocus(event, () => this.#articles())) return this.#rove(document.activeElement);
    const message = chat().messages.get(Number(item.dataset.id));
    if (event.key !== "Enter" || !message) return;
    event.preventDefault();
    this.#menu(message, item.querySelector(".bubble"));
  }

  /** One message at a time can be reached with Tab. */
  #rove(item) {
    for (const one of this.#articles()) one.tabIndex = one === item ? 0 : -1;
  }

  #add(message) {
    this.#list.querySelector(".lonely")?.remove();
    const item = this.#bubble(message);
    const there = document.getElementById(item.id);
    if (there) there.replaceWith(item);
    else {
      item.classList.add("new");
      this.#append(item);
    }
    this.#arrange();
    if (there) return;
    if (message.from.is_bot) readOut(`${store.bot.first_name}: ${summary(message)}`);
    if (message.from.is_bot && !this.#scrolling.following) this.#scrolling.miss();
    else this.#scrolling.goDown(true);
  }

  #change(message) {
    const old = document.getElementById(`message-${message.message_id}`);
    if (!old) return;
    const hadFocus = old.contains(document.activeElement);
    const item = this.#bubble(chat().messages.get(message.message_id) ?? message);
    old.replaceWith(item);
    this.#arrange();
    if (hadFocus) (item.querySelector(".key") ?? item).focus({ preventScroll: true });
    this.#scrolling.settle();
  }

  #remove(id) {
    document.getElementById(`message-${id}`)?.remove();
    this.#arrange();
    this.#scrolling.settle();
  }

  /** Each day is a section, so that its pill stays in sight until the next day pushes it away. */
  #append(item) {
    let section = this.#list.lastElementChild;
    if (section?.dataset.day !== dayOf(item)) {
      section = h("section", { class: "day", data: { day: dayOf(item) } }, dayPill(item));
      this.#list.append(section);
    }
    section.append(item);
  }

  /** Which bubbles stand together, and which one can be reached with Tab. */
  #arrange() {
    for (const section of this.#list.querySelectorAll(".day:not(:has(article))")) section.remove();
    const items = this.#articles();
    items.forEach((item, at) => {
      item.classList.toggle("first", !together(items[at - 1], item));
      item.classList.toggle("last", !together(item, items[at + 1]));
    });
    const focused = items.find((item) => item === document.activeElement);
    if (items.length) this.#rove(focused ?? items.at(-1));
  }
}

const dayOf = (item) => new Date(Number(item.dataset.date) * 1000).toDateString();

function dayPill(item) {
  return h("div", { class: "pill day-pill" }, dayName(new Date(Number(item.dataset.date) * 1000), now()));
}

function together(a, b) {
  if (!a || !b || a.dataset.own !== b.dataset.own || dayOf(a) !== dayOf(b)) return false;
  return b.dataset.date - a.dataset.date < ONE_GROUP && !a.querySelector(".keyboard");
}
