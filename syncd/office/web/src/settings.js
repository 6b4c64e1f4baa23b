// What the browser keeps for one person: language and theme. Blocked storage only means that they are asked again.

function keep(name, value) {
  try { localStorage.setItem(`xiangji.${name}`, value); } catch { /* private window */ }
}

export function currentLanguage() {
  return document.documentElement.lang === "en" ? "en" : "zh";
}

export function setLanguage(language) {
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  keep("lang", language);
}

/** Who works here, as they said; forgotten with the tab. Until there is a sign-in nobody checks it. */
export function operator() {
  try { return sessionStorage.getItem("xiangji.operator") ?? ""; } catch { return ""; }
}

export function setOperator(name) {
  try { sessionStorage.setItem("xiangji.operator", name); } catch { /* private window */ }
}

/** "auto" follows the system. */
export function currentTheme() {
  return document.documentElement.dataset.theme ?? "auto";
}

export function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  keep("theme", theme);
}
