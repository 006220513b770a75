// One line that stands for a message: in the list of people, in quotes, in what is read out.

import { t } from "./texts.js";

const KINDS = ["photo", "document", "location", "contact", "sticker", "voice", "video"];

export function kindOf(message) {
  return KINDS.find((kind) => kind in message) ?? null;
}

export function summary(message) {
  const words = (message.text ?? message.caption ?? "").replace(/\s+/g, " ").trim();
  const kind = kindOf(message);
  if (kind === "document" && !words) return message.document.file_name;
  if (kind && !words) return t(kind);
  return words || t("unsupported");
}
