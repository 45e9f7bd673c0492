// Before the first paint, or the page would flash in the other colours.
(() => {
  const chosen = localStorage.getItem("losslang-theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
})();
