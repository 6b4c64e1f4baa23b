// Runs before the first paint, so that nobody's dark evening starts with a white flash.
(function () {
  "use strict";
  var root = document.documentElement;
  var kept = function (name) {
    try { return localStorage.getItem("xiangji." + name); } catch (blocked) { return null; }
  };
  var theme = kept("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  var asked = new URLSearchParams(location.search).get("lang") || kept("lang");
  root.lang = asked === "en" ? "en" : "zh-CN";
})();
