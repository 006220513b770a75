// The messages of the chat that is open.

import { bubble } from "./bubble.js";
import { h, icon, moveFocus } from "./dom.js";
import { openMenu } from "./menus.js";
import { chat, now, on, store } from "./store.js";
import { dayName, t } from "./texts.js";
import { readOut, toast } from "./toast.js";
import { summary } from "./summary.js";

const A_MOMENT = 1000; // milliseconds within which a scroll is taken for the reader's
const ONE_GROUP = 300; // seconds between messages that belong together

/** `compose`: { say, reply, edit } is what messages ask of the composer. */
export function createHistory(compose) {
  const list = h("div", { class: "messages", role: "log", "aria-live": "off" });
  const count = h("span", { class: "badge", hidden: true });
  const toBottom = h("button", { type: "button", class: "to-bottom", hidden: true }, icon("down"), count);
  const frame = h("div", { class: "history" }, h("div", { class: "scroller", tabindex: "-1" }, list), toBottom);
  const scroller = frame.firstChild;
  let missed = 0;
  let following = true; // until the reader scrolls up; what moves by itself does not count
  let lastTop = 0;
  let touched = -Infinity;
  let resting = 0;

  const atBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const goDown = (smooth) => scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  const articles = () => [...list.querySelectorAll("article")];

  function showMissed() {
    if (atBottom()) missed = 0;
    toBottom.hidden = atBottom();
    count.hidden = missed === 0;
    count.textContent = String(missed);
  }
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    scroller.addEventListener(name, () => { touched = performance.now(); }, { passive: true });
  }
  scroller.addEventListener("scroll", () => {
    if (atBottom()) following = true;
    else if (scroller.scrollTop < lastTop && performance.now() - touched < A_MOMENT) following = false;
    lastTop = scroller.scrollTop;
    showMissed();
    showDay();
  }, { passive: true });

  /** The day in sight floats above the messages while they move, and then gets out of their way. */
  function showDay() {
    for (const pill of list.querySelectorAll(".day-pill")) pill.classList.toggle("afloat", pill.offsetTop > 16);
    frame.classList.add("moving");
    clearTimeout(resting);
    resting = setTimeout(() => frame.classList.remove("moving"), 1200);
  }
  toBottom.addEventListener("click", () => goDown(true));

  const actions = { command: compose.say, jump, menu };

  function jump(id) {
    const target = document.getElementById(`message-${id}`);
    if (!target) return;
    following = false;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.remove("flash");
    requestAnimationFrame(() => target.classList.add("flash"));
  }

  function menu(message, anchor) {
    const words = message.text ?? message.caption;
    const copy = async () => {
      await navigator.clipboard?.writeText(words);
      toast(t("copied"));
    };
    const items = [{ label: t("reply"), icon: "reply", action: () => compose.reply(message) }];
    if (!message.from.is_bot && message.text) items.push({ label: t("edit"), icon: "edit", action: () => compose.edit(message) });
    if (words) items.push({ label: t("copy"), icon: "copy", action: copy });
    openMenu(items, anchor, t("more"));
  }

  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("article");
    if (!item || event.target !== item) return;
    if (moveFocus(event, articles)) return rove(document.activeElement);
    const message = chat().messages.get(Number(item.dataset.id));
    if (event.key === "Enter" && message) {
      event.preventDefault();
      menu(message, item.querySelector(".bubble"));
    }
  });

  /** One message at a time can be reached with Tab. */
  function rove(item) {
    for (const one of articles()) one.tabIndex = one === item ? 0 : -1;
  }

  function draw() {
    list.setAttribute("aria-label", t("history"));
    toBottom.setAttribute("aria-label", t("to_bottom"));
    toBottom.title = t("to_bottom");
    const messages = [...chat().messages.values()];
    list.replaceChildren();
    for (const message of messages) append(bubble(message, actions));
    if (!messages.length && chat().person.started) list.append(h("p", { class: "pill lonely" }, t("no_messages")));
    arrange();
    missed = 0;
    following = true;
    goDown(false);
    requestAnimationFrame(() => { goDown(false); showMissed(); });
  }

  /** Each day is a section, so that its pill stays in sight until the next day pushes it away. */
  function append(item) {
    let section = list.lastElementChild;
    if (section?.dataset.day !== dayOf(item)) {
      section = h("section", { class: "day", data: { day: dayOf(item) } }, dayPill(item));
      list.append(section);
    }
    section.append(item);
  }

  /** Which bubbles stand together, and which one can be reached with Tab. */
  function arrange() {
    for (const section of list.querySelectorAll(".day:not(:has(article))")) section.remove();
    const items = articles();
    items.forEach((item, at) => {
      const before = items[at - 1];
      const after = items[at + 1];
      item.classList.toggle("first", !together(before, item));
      item.classList.toggle("last", !together(item, after));
    });
    if (items.length && !items.some((item) => item.tabIndex === 0)) items.at(-1).tabIndex = 0;
    else if (items.length) rove(items.at(-1));
  }

  on("message", (message) => {
    const stay = !following && message.from.is_bot;
    list.querySelector(".lonely")?.remove();
    const item = bubble(message, actions);
    const there = document.getElementById(item.id);
    if (there) return there.replaceWith(item), arrange();
    item.classList.add("new");
    append(item);
    arrange();
    if (message.from.is_bot) readOut(`${store.bot.first_name}: ${summary(message)}`);
    if (stay) missed += 1;
    else {
      following = true;
      goDown(true);
    }
    showMissed();
  });
  on("edited", (message) => {
    const old = document.getElementById(`message-${message.message_id}`);
    if (!old) return;
    const hadFocus = old.contains(document.activeElement);
    const item = bubble(chat().messages.get(message.message_id) ?? message, actions);
    old.replaceWith(item);
    arrange();
    if (hadFocus) (item.querySelector(".key") ?? item).focus({ preventScroll: true });
    if (following) goDown(false);
  });
  on("deleted", (id) => {
    document.getElementById(`message-${id}`)?.remove();
    arrange();
    showMissed();
  });

  // What grows above must not push the end out of sight: keyboards open, pictures load.
  new ResizeObserver(() => {
    if (following) goDown(false);
    showMissed();
  }).observe(scroller);
  list.addEventListener("load", () => following && goDown(false), true);

  return { frame, draw, jump };
}

const dayOf = (item) => new Date(Number(item.dataset.date) * 1000).toDateString();

function dayPill(item) {
  return h("div", { class: "pill day-pill" }, dayName(new Date(Number(item.dataset.date) * 1000), now()));
}

function together(a, b) {
  if (!a || !b || a.dataset.own !== b.dataset.own || dayOf(a) !== dayOf(b)) return false;
  return b.dataset.date - a.dataset.date < ONE_GROUP && !a.querySelector(".keyboard");
}
