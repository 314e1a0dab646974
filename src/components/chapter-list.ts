/** Brings the chapter being read into view in its list, without moving the page. */
function showCurrent(): void {
  const list = document.querySelector<HTMLElement>("#chapters");
  const current = list?.querySelector<HTMLElement>("[aria-current=page]");
  if (!list || !current) return;
  const offset = current.getBoundingClientRect().top - list.getBoundingClientRect().top;
  list.scrollTop += offset - list.clientHeight / 3;
}

document.addEventListener("astro:page-load", showCurrent);
// Opened as a drawer, the list has a height only then.
document.addEventListener("toggle", showCurrent, { capture: true });
