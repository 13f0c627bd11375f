/**
 * Colours and numbers as the style sheet and the page's language have them, for what is drawn on
 * a canvas and so cannot inherit them.
 */

/** Return the colours of the page's present scheme, read from the custom properties of :root. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    a: colour("bay-a"),
    b: colour("bay-b"),
    neutral: colour("neutral"),
    ink: colour("ink"),
    soft: colour("ink-soft"),
    rule: colour("rule"),
    strong: colour("rule-strong"),
    surface: colour("surface"),
    land: colour("map-land"),
    water: colour("map-water"),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** Call `react` whenever the reader's colour scheme changes. */
export function onSchemeChange(react) {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", react);
}

/** Whether the reader asked for less motion. */
export function reducedMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Write a number in the page's language; a dash for none.
 *
 * @param decimals as many as given; without it as many as needed, at most two.
 */
export function written(number, decimals) {
  if (number === null || number === undefined) return "–";
  const digits = { minimumFractionDigits: decimals ?? 0, maximumFractionDigits: decimals ?? 2 };
  return new Intl.NumberFormat(document.documentElement.lang, digits).format(number);
}

/** Make an element with a class and a text; texts never become markup. */
export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
