// What the page says, in the language of the person who is selected.

let catalogue = {};
let language = "en";

export const LANGUAGES = { en: "English", ru: "Русский", kk: "Қазақша" };

export async function loadTexts() {
  catalogue = await (await fetch("/page/texts.json")).json();
}

export function setLanguage(code) {
  language = code in LANGUAGES ? code : "en";
  document.documentElement.lang = language;
}

function lookUp(key) {
  const entry = catalogue[key];
  if (!entry) throw new Error(`texts.json lacks "${key}"`);
  return entry[language] ?? entry.en;
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function t(key, values = {}) {
  return fill(lookUp(key), values);
}

/** A text that depends on a number; Kazakh nouns stay singular after numerals, so it has one form. */
export function plural(key, n) {
  const forms = lookUp(key);
  const form = language === "kk" ? "other" : new Intl.PluralRules(language).select(n);
  return fill(forms[form] ?? forms.other, { n });
}

const two = (number) => String(number).padStart(2, "0");

export function clockTime(date) {
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

// Own month names: browsers do not all carry Kazakh.
export function dayName(date, now) {
  const days = Math.round((midnight(now) - midnight(date)) / 86400000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  const template = date.getFullYear() === now.getFullYear() ? "day" : "day_of_year";
  return t(template, { day: date.getDate(), month: lookUp("months")[date.getMonth()], year: date.getFullYear() });
}

export function fullDay(date) {
  const names = { day: date.getDate(), month: lookUp("months")[date.getMonth()], year: date.getFullYear() };
  return t("day_of_year", names);
}

function midnight(date) {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

export function fileSize(bytes) {
  const units = lookUp("file_units");
  let at = 0;
  let size = bytes;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  const shown = at && size < 10 ? size.toFixed(1) : String(Math.round(size));
  return `${language === "en" ? shown : shown.replace(".", ",")} ${units[at]}`;
}
