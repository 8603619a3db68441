// Steps fold by themselves (details); here: all at once, layers that light up everywhere, the point that moves.
for (const article of document.querySelectorAll(".derivation")) {
  const steps = article.querySelectorAll("details.step");
  for (const button of article.querySelectorAll("[data-fold]")) {
    button.addEventListener("click", () => steps.forEach((step) => { step.open = button.dataset.fold === "open"; }));
  }
  layers(article);
  const figure = article.querySelector("figure.live");
  if (figure) live(figure);
}
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((step) => { step.open = true; }));

function layers(article) {
  let pinned = null;
  const parts = [...article.querySelectorAll("[data-layer]")];
  const chips = parts.filter((part) => part.matches("button"));
  const light = (name) => parts.forEach((part) => part.classList.toggle("lit", part.dataset.layer === name));
  const over = (event) => event.target.closest("[data-layer]")?.dataset.layer ?? pinned;
  article.addEventListener("mouseover", (event) => light(over(event)));
  article.addEventListener("mouseleave", () => light(pinned));
  article.addEventListener("focusin", (event) => light(over(event)));
  article.addEventListener("focusout", () => light(pinned));
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      pinned = pinned === chip.dataset.layer ? null : chip.dataset.layer;
      chips.forEach((other) => other.setAttribute("aria-pressed", String(other.dataset.layer === pinned)));
      light(pinned);
    });
  }
}

function live(figure) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const [left, right, low, high] = data.window;
  const [x0, x1, y0, y1] = data.frame;
  const { variable, name } = data.names;
  const slider = figure.querySelector("input");
  const toX = (x) => x0 + ((x - left) / (right - left)) * (x1 - x0);
  const toY = (y) => Math.max(-1e5, Math.min(1e5, y0 - ((y - low) / (high - low)) * (y0 - y1)));
  const place = (element, attributes) => {
    element.setAttribute("visibility", attributes ? "visible" : "hidden");
    for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value.toFixed(1));
  };
  const show = () => {
    const at = Number(slider.value), x = data.xs[at], value = data.values[0][at], slope = data.slopes[at];
    const where = `${variable} = ${written(x, data.words)}`;
    figure.querySelector("output").textContent = where;
    slider.setAttribute("aria-valuetext", where);
    place(figure.querySelector(".point"), value === null ? null : { cx: toX(x), cy: toY(value) });
    place(figure.querySelector(".tangent"), slope === null ? null : {
      x1: x0, y1: toY(value + slope * (left - x)), x2: x1, y2: toY(value + slope * (right - x)),
    });
    for (const cell of figure.querySelectorAll("[data-value]")) {
      cell.textContent = written(data.values[cell.dataset.value][at], data.words);
    }
    for (const cell of figure.querySelectorAll("[data-rate]")) {
      cell.textContent = written(data.rates[cell.dataset.rate][at], data.words);
    }
    const total = figure.querySelector("[data-slope]");
    if (total) total.textContent = written(slope, data.words);
  };
  const tell = () => {
    const at = Number(slider.value), value = data.values[0][at], slope = data.slopes[at], words = data.words;
    const template = value === null ? words.noValue : slope === null ? words.noSlope
      : slope > 0 ? words.grows : slope < 0 ? words.falls : words.level;
    const fields = { variable, name, place: written(data.xs[at], words), value: written(value, words),
      rate: written(slope === null ? null : Math.abs(slope), words) };
    figure.querySelector(".now").textContent = filled(template, fields);
  };
  slider.addEventListener("input", show);
  slider.addEventListener("change", () => { show(); tell(); });
}
