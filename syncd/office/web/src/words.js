import { createContext, useContext } from "/vendor/preact.js";
import { en } from "./words_en.js";
import { zh } from "./words_zh.js";

export const Language = createContext("zh");

/** "{count} 条" and {count: 3} → "3 条". */
export function fill(pattern, values = {}) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

export function wordsOf(language) {
  const words = language === "en" ? en : zh;
  return (key, values) => fill(words[key], values);
}

/** t("entries", {count: 3}) in the page's language; `t.label` picks from the catalogue's {zh, en}. */
export function useWords() {
  const language = useContext(Language);
  const t = wordsOf(language);
  t.language = language;
  t.label = (label) => (language === "en" ? label.en : label.zh) || label.zh || label.en;
  return t;
}

export function grouped(number, language) {
  return Number(number).toLocaleString(language === "en" ? "en-GB" : "zh-CN");
}
