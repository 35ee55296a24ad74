// Runs before the first paint, so that a chosen theme does not flash the other one.
try {
  var theme = localStorage.getItem("streamchat.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch (e) {
  /* storage is switched off: the system's theme it is */
}
