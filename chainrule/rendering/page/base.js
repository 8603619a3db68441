"use strict";
scrollable();
addEventListener("resize", scrollable);

// Words with {fields} filled in.
function filled(template, fields) {
  return template.replace(/\{(\w+)\}/g, (_, field) => fields[field]);
}

// A number as people read it: 4, −0.65364, 1.2·10⁻⁹.
function written(value, words) {
  if (value === null) return words.none;
  const size = Math.abs(value), short = Number(value.toPrecision(5));
  if (size !== 0 && (size < 1e-4 || size >= 1e5)) {
    const [mantissa, exponent] = value.toExponential(4).split("e");
    const raised = [...String(Number(exponent))].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("");
    return `${Number(mantissa)}·10${raised}`.replace("-", "−");
  }
  return String(short).replace("-", "−");
}

// What is too wide scrolls in its own box, and can then be reached by keyboard.
function scrollable() {
  for (const box of document.querySelectorAll(".wide, .piece")) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
