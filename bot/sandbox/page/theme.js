// Runs before the first paint, so that no theme flashes: the chosen one, else the system's.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    document.documentElement.dataset.theme = localStorage.getItem("theme") ?? (system.matches ? "dark" : "light");
  };
  show();
  system.addEventListener("change", show);
})();
