import { changePlace, clampSize, panelLimits, sizeForKey } from "./panel-place.ts";

/** At this width the panel stands at the right; `src/styles/layout.css` has the same line. */
const wide = matchMedia("(min-width: 72rem)");

/**
 * Makes the panel's separator work with pointer and keyboard, and keeps its values for assistive technology.
 * @param separator an element with `role="separator"`
 */
export function wireSeparator(separator: HTMLElement, panel: HTMLElement): void {
  const axis = () => (wide.matches ? "inline" : "block");
  const limits = () => panelLimits(axis(), wide.matches ? innerWidth : innerHeight);
  const size = () => (wide.matches ? panel.offsetWidth : panel.offsetHeight);

  const report = () => {
    const { min, max } = limits();
    separator.setAttribute("aria-orientation", wide.matches ? "vertical" : "horizontal");
    separator.setAttribute("aria-valuemin", String(min));
    separator.setAttribute("aria-valuemax", String(max));
    separator.setAttribute("aria-valuenow", String(clampSize(size(), { min, max })));
  };
  const resize = (next: number) => {
    changePlace({ [axis()]: clampSize(next, limits()) });
    report();
  };

  separator.addEventListener("keydown", (event) => {
    const next = sizeForKey(event.key, size(), limits());
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  });
  separator.addEventListener("pointerdown", (event) => {
    separator.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  separator.addEventListener("pointermove", (event) => {
    if (!separator.hasPointerCapture(event.pointerId)) return;
    const box = panel.getBoundingClientRect();
    resize(wide.matches ? box.right - event.clientX : box.bottom - event.clientY);
  });
  new ResizeObserver(report).observe(panel);
  wide.addEventListener("change", report);
}
