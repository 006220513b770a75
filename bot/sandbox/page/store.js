// What the page knows, and who wants to hear of changes.

import * as api from "./api.js";

export const store = {
  bot: null,
  people: new Map(),
  chats: new Map(), // person id → { messages: Map, keyboard, pinned, commands, description, bot_name }
  unread: new Map(),
  selected: null,
  clockShift: 0, // milliseconds that the sandbox's clock is ahead of ours
};

const MOST_LOOKS = 5;
let arrived = 0; // events so far

const listeners = new Map();

/** Calls `listener` after every change of `kind`: people, chat, message, edited, deleted, typing … */
export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
}

function tell(kind, ...details) {
  for (const listener of listeners.get(kind) ?? []) listener(...details);
}

export const now = () => new Date(Date.now() + store.clockShift);
export const person = () => store.people.get(store.selected);
export const chat = () => store.chats.get(store.selected);

export async function load() {
  const known = await api.overview();
  store.bot = known.bot;
  for (const one of known.people) store.people.set(one.id, one);
  setClock(known.now);
  tell("people");
  if (store.selected !== null) await loadChat(store.selected);
}

function setClock(instant) {
  store.clockShift = new Date(instant) - Date.now();
  tell("clock");
}

async function loadChat(id) {
  let body;
  let before;
  // An event that comes while the answer is on its way may be newer than the answer: look again.
  for (let tries = 0; tries < MOST_LOOKS && (tries === 0 || before !== arrived); tries += 1) {
    before = arrived;
    body = await api.chatOf(id);
  }
  store.chats.set(id, { ...body, messages: new Map(body.messages.map((message) => [message.message_id, message])) });
  if (id === store.selected) tell("chat");
}

export async function select(id) {
  store.selected = id;
  store.unread.delete(id);
  await loadChat(id);
  tell("people");
}

export function deselect() {
  store.selected = null;
  tell("people");
}

export const totalUnread = () => [...store.unread.values()].reduce((sum, n) => sum + n, 0);

let reload = 0;

/** A starting bot sets a dozen menus and texts in a row; one look at them is enough. */
function reloadSoon() {
  clearTimeout(reload);
  reload = setTimeout(() => store.selected !== null && loadChat(store.selected), 150);
}

const reducers = {
  message({ chat_id: id, message }) {
    const one = store.people.get(id);
    if (!one) return;
    one.last_message = message;
    store.chats.get(id)?.messages.set(message.message_id, message);
    const seen = id === store.selected && document.visibilityState === "visible";
    if (message.from.is_bot && !seen) store.unread.set(id, (store.unread.get(id) ?? 0) + 1);
    tell("people");
    if (id === store.selected) tell("message", message);
  },
  edited({ chat_id: id, message }) {
    const one = store.people.get(id);
    const before = store.chats.get(id)?.messages.get(message.message_id);
    if (before) store.chats.get(id).messages.set(message.message_id, { ...message, reaction: before.reaction });
    if (one?.last_message?.message_id === message.message_id) one.last_message = message;
    tell("people");
    if (id === store.selected) tell("edited", message);
  },
  deleted({ chat_id: id, message_id: number }) {
    const messages = store.chats.get(id)?.messages;
    messages?.delete(number);
    const one = store.people.get(id);
    if (one?.last_message?.message_id === number) one.last_message = [...(messages?.values() ?? [])].at(-1) ?? null;
    tell("people");
    if (id === store.selected) tell("deleted", number);
  },
  reaction({ chat_id: id, message_id: number, reaction }) {
    const message = store.chats.get(id)?.messages.get(number);
    if (message) message.reaction = reaction;
    if (message && id === store.selected) tell("edited", message);
  },
  pinned({ chat_id: id, message_id: number }) {
    if (store.chats.has(id)) store.chats.get(id).pinned = number;
    if (id === store.selected) tell("pinned");
  },
  keyboard({ chat_id: id, keyboard }) {
    if (store.chats.has(id)) store.chats.get(id).keyboard = keyboard;
    if (id === store.selected) tell("keyboard");
  },
  person({ person: changed }) {
    store.people.set(changed.id, { ...store.people.get(changed.id), ...changed });
    tell("people");
    if (changed.id === store.selected) loadChat(changed.id);
  },
  typing: ({ chat_id: id, action }) => id === store.selected && tell("typing", action),
  answer: (event) => tell("answer", event),
  clock: ({ now: instant }) => setClock(instant),
  commands: reloadSoon,
  profile: reloadSoon,
  cleared({ chat_id: id }) {
    if (store.people.has(id)) store.people.get(id).last_message = null;
    store.chats.delete(id);
    tell("people");
    if (id === store.selected) loadChat(id);
  },
};

export function receive(event) {
  arrived += 1;
  reducers[event.kind]?.(event);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && store.unread.delete(store.selected)) tell("people");
});
