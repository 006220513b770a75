// The page: two columns on a desk, two screens on a telephone.

import * as api from "./api.js";
import { $, avatar, h } from "./dom.js";
import { Composer } from "./composer.js";
import { History } from "./history.js";
import { drawHeader } from "./header.js";
import { drawPeople, showTime } from "./people.js";
import { openFile } from "./dialogs.js";
import { closeMenu } from "./menus.js";
import { chat, deselect, load, on, person, receive, select, store } from "./store.js";
import { loadTexts, setLanguage, t } from "./texts.js";

const phone = matchMedia("(max-width: 720px)");
const composer = new Composer();
const history = new History(composer);

function speak() {
  setLanguage(person()?.language_code ?? store.people.values().next().value?.language_code ?? "en");
}

/** On a telephone the chat is a screen of its own, which the browser's "back" leaves. */
async function choose(id) {
  if (phone.matches && location.hash === "") window.history.pushState({ chat: true }, "", `#${id}`);
  else window.history.replaceState(window.history.state, "", `#${id}`);
  if (store.selected !== id) await select(id);
  document.body.dataset.screen = "chat";
  $("#chat").focus({ preventScroll: true });
  composer.root.querySelector("textarea, .wide")?.focus({ preventScroll: true });
}

function goBack() {
  if (phone.matches && window.history.state?.chat) window.history.back();
  else leave();
}

function leave() {
  const id = store.selected;
  document.body.dataset.screen = "people";
  if (phone.matches) deselect();
  window.history.replaceState(null, "", location.pathname);
  $(`[data-person="${id}"]`)?.focus();
}

function drawSide() {
  speak();
  drawPeople($("#side"), choose);
}

function drawChat() {
  speak();
  const root = $("#chat");
  if (!chat()) return root.replaceChildren(h("p", { class: "pill placeholder" }, t("choose_person")));
  const isNew = !person().started && !chat().messages.size;
  root.replaceChildren(...drawHeader(goBack, (message) => history.jump(message)).filter(Boolean), isNew ? welcome() : history.frame, composer.root);
  composer.draw();
  if (!isNew) history.draw();
}

function welcome() {
  const { bot_name: name, description } = chat();
  const lines = (description || t("no_description")).split("\n");
  return h(
    "div",
    { class: "history" },
    h(
      "div",
      { class: "welcome" },
      avatar(name, store.bot.id, "bot-avatar large"),
      h("h3", {}, name),
      h("div", { class: "welcome-card" }, description ? h("strong", {}, t("what_can")) : null, lines.map((line) => h("p", {}, line))),
    ),
  );
}

function acceptDrops() {
  const root = $("#chat");
  const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files") && chat();
  root.addEventListener("dragover", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    root.dataset.drop = t("drop_here");
  });
  for (const name of ["dragleave", "drop"]) root.addEventListener(name, () => delete root.dataset.drop);
  root.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file || !chat()) return;
    event.preventDefault();
    openFile(store.selected, file);
  });
}

function connect() {
  const bar = h("div", { class: "offline", role: "status" });
  let lost = false;
  const onEvent = async (event) => {
    if (event.kind !== "ready") return receive(event);
    bar.remove();
    if (lost) await load();
    lost = false;
  };
  const onLost = () => {
    lost = true;
    bar.textContent = t("offline");
    document.body.append(bar);
  };
  return new Promise((resolve) => {
    api.listen((event) => { onEvent(event); if (event.kind === "ready") resolve(); }, onLost);
  });
}

window.addEventListener("popstate", () => {
  const id = Number(location.hash.slice(1));
  if (store.people.has(id)) choose(id);
  else leave();
});
on("people", drawSide);
on("clock", () => showTime());
on("chat", drawChat);
on("pinned", drawChat);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (!closeMenu() && document.body.dataset.screen === "chat") goBack();
});

await loadTexts();
await connect();
await load();
acceptDrops();
setInterval(showTime, 1000);
const wanted = Number(location.hash.slice(1));
if (store.people.has(wanted)) await choose(wanted);
else if (!phone.matches) {
  await select(store.people.keys().next().value);
}
drawSide();
document.body.dataset.ready = "true";
