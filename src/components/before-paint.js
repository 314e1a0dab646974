// Runs inline before the first paint, and again after each navigation without reload, which clears these attributes:
// the theme and the terminal's place are there from the first frame.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const apply = () => {
    const root = document.documentElement;
    root.dataset.js = "";
    const theme = read("darsena:theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    try {
      const panel = JSON.parse(read("darsena:panel") ?? "{}");
      if (panel.state === "open" || panel.state === "collapsed") root.dataset.panel = panel.state;
      if (panel.inline > 0) root.style.setProperty("--panel-inline", `${panel.inline}px`);
      if (panel.block > 0) root.style.setProperty("--panel-block", `${panel.block}px`);
    } catch {
      // A damaged value means the default place.
    }
  };
  apply();
  document.addEventListener("astro:after-swap", apply);
})();
