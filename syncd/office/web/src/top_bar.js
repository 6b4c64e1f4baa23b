import { html, useState } from "/vendor/preact.js";
import { currentTheme, setTheme } from "./settings.js";
import { useWords } from "./words.js";

export function TopBar({ pulse, onLanguage }) {
  const t = useWords();
  return html`
    <header class="top">
      <div class="brand">
        <img src="/icon.svg" alt="" width="32" height="32" />
        <h1>${t("product")} <span>${t("page")}</span></h1>
      </div>
      <p class=${pulse.lost ? "pulse lost" : "pulse"} role="status">
        ${pulse.lost ? t("offline", { time: pulse.time || "—" }) : pulse.time && t("upToDate", { time: pulse.time })}
      </p>
      <div class="switches">
        <button type="button" class="flat" onClick=${() => print()}>${t("print")}</button>
        <${ThemeSwitch} />
        <${LanguageSwitch} onLanguage=${onLanguage} />
      </div>
    </header>`;
}

function ThemeSwitch() {
  const t = useWords();
  const [theme, setCurrent] = useState(currentTheme());
  const choose = (event) => {
    setTheme(event.currentTarget.value);
    setCurrent(event.currentTarget.value);
  };
  return html`
    <select class="flat" aria-label=${t("theme")} value=${theme} onChange=${choose}>
      <option value="auto">${t("themeAuto")}</option>
      <option value="light">${t("themeLight")}</option>
      <option value="dark">${t("themeDark")}</option>
    </select>`;
}

function LanguageSwitch({ onLanguage }) {
  const t = useWords();
  const other = t.language === "en" ? "zh" : "en";
  return html`
    <button type="button" class="flat" lang=${other === "en" ? "en" : "zh-CN"} onClick=${() => onLanguage(other)}>
      ${other === "en" ? "English" : "中文"}
    </button>`;
}
