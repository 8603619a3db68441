// A computational graph: every number is run again when an input changes; steps, nodes and paths only choose what is seen.
for (const article of document.querySelectorAll("article.graph")) graph(article);

function graph(article) {
  const data = JSON.parse(article.querySelector('script[type="application/json"]').textContent);
  const words = data.words, functions = data.functions;
  const nodes = data.nodes.map(([name, equation, rate, value, adjoint, kind]) => ({ name, equation, rate, value, adjoint, kind }));
  const edges = data.edges.map(([part, whole, formula, local, share]) => ({ part, whole, formula, local, share }));
  const fields = [...article.querySelectorAll(".field input")];
  const steps = [...data.forward.map((node) => ({ node, back: false })), ...data.reverse.map((node) => ({ node, back: true }))];
  const firstOf = { passes: edges.reduce((found, edge) => { if (edge.local >= 0) (found[edge.whole] ??= []).push(edge); return found; }, {}),
    uses: edges.reduce((found, edge) => { if (edge.local >= 0) (found[edge.part] ??= []).push(edge); return found; }, {}) };
  let machine, step = 0, path = null;
  const all = (selector) => [...article.querySelectorAll(selector)];
  const say = (text) => { article.querySelector(".now").textContent = text; };

  // --- numbers ---
  const at = (row) => (machine.lost[row] >= 0 ? words.none : written(machine.values[row], words));
  const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);
  function work() {
    machine = run(data.rows, fields.map((field) => number(field.value).value ?? NaN));
    for (const slot of all("[data-row]")) {
      const row = Number(slot.dataset.row), lost = machine.lost[row] >= 0;
      slot.textContent = lost && missing(row) ? "" : at(row);
      slot.classList.toggle("lost", lost);
    }
  }
  const missing = (row) => { const lost = data.rows[machine.lost[row]]; return lost !== undefined && (lost[0] === "in" || lost[0] === "unknown"); };
  function cause(row) {
    const operation = data.rows[row], [name, ...parts] = operation, value = (part) => written(machine.values[part], words);
    if (name === "in") return filled(words.missing, { name: nodes[data.inputs[parts[0]]].name });
    if (name === "unknown") return filled(words.unknown, { name: parts[0] });
    if (name === "pieces") return words.branch;
    if (name === "smooth") return words.corner;
    if (Math.abs(machine.values[row]) === Infinity) return words.large;
    if (name === "/") return words.zero;
    if (name.startsWith("^")) return filled(words.raised, { u: bracketed(value(parts[0])), v: value(parts[1]) });
    return filled(words.of, { name: functions[name] ?? name, values: parts.map(value).join(words.and) });
  }
  // Why a node has no value: at the first that lost it the cause, at all others its name.
  function lostAt(node) {
    const from = machine.lost[node.value], first = nodes.find((other) => machine.lost[other.value] === from);
    return first === node ? filled(words.lost, { name: node.name, cause: cause(from) })
      : filled(words.after, { name: node.name, first: first.name });
  }

  // --- what each step says ---
  function told({ node: index, back }) {
    const node = nodes[index];
    if (!back) {
      if (machine.lost[node.value] < 0) return filled(words.forward, { equation: node.equation, value: at(node.value) });
      return missing(node.value) ? filled(words.forwardEmpty, { equation: node.equation }) : lostAt(node);
    }
    const uses = firstOf.uses[index] ?? [], list = (texts) => texts.join(", ");
    if (index !== data.output && missing(node.adjoint)) {
      return filled(words.backEmpty, { rate: node.rate, wholes: list([...new Set(uses.map((edge) => nodes[edge.whole].name))]) });
    }
    if (machine.lost[node.adjoint] >= 0) {
      return filled(words.lostAdjoint, { rate: node.rate, cause: cause(machine.lost[node.adjoint]) });
    }
    if (index === data.output) return filled(words.seed, { rate: node.rate, name: node.name });
    const reached = uses.filter((edge) => machine.lost[edge.share] !== UNREACHED);
    if (!reached.length) return filled(words.backNone, { name: node.name });
    const products = reached.map((edge) => ({ whole: nodes[edge.whole].name, product: bracketed(at(edge.share)),
      signal: bracketed(at(nodes[edge.whole].adjoint)), local: bracketed(at(edge.local)) }));
    if (products.length === 1) return filled(words.backOne, { name: node.name, ...products[0], product: at(node.adjoint) });
    return filled(words.backSum, { name: node.name, count: products.length, adjoint: at(node.adjoint),
      products: list(products.map((product) => filled(words.product, product))) });
  }
  function closely(index) {
    const node = nodes[index], passes = node.adjoint < 0 ? [] : firstOf.passes[index] ?? [];
    if (machine.lost[node.value] >= 0) return missing(node.value) ? node.equation : lostAt(node);
    const adjoint = node.adjoint < 0 ? "" : at(node.adjoint);
    return [filled(node.adjoint < 0 ? words.nodeHeld : words.node, { equation: node.equation, value: at(node.value), adjoint }),
      ...passes.map((edge) => filled(words.passes, { part: nodes[edge.part].name, local: bracketed(at(edge.local)),
        signal: bracketed(adjoint), product: edge.share < 0 ? words.none : at(edge.share) }))].join(" ");
  }

  // --- what is seen ---
  function show() {
    const seen = steps.slice(0, step), now = step ? steps[step - 1] : null;
    const forward = new Set(seen.filter(({ back }) => !back).map(({ node }) => node));
    const backward = new Set(seen.filter(({ back }) => back).map(({ node }) => node));
    for (const element of all("[data-node]")) {
      const index = Number(element.dataset.node), node = nodes[index];
      const valued = forward.has(index) || !data.forward.includes(index), reached = backward.has(index);
      element.classList.toggle("has-value", valued);
      element.classList.toggle("has-adjoint", reached);
      element.classList.toggle("current", now?.node === index);
      element.classList.toggle("gone", valued && machine.lost[node.value] >= 0 && !missing(node.value));
      if (!element.matches(".node")) continue;
      const known = (row) => row >= 0 && !missing(row);
      element.setAttribute("aria-label", node.equation
        + (valued && known(node.value) && node.kind !== "constant" ? filled(words.labelValue, { value: at(node.value) }) : "")
        + (reached && known(node.adjoint) ? filled(words.labelAdjoint, { adjoint: at(node.adjoint) }) : ""));
    }
    for (const line of all(".line, .local")) {
      const edge = edges[line.dataset.edge];
      line.classList.toggle("current", now !== null && (now.back ? edge.part === now.node && edge.share >= 0 : edge.whole === now.node));
      line.classList.toggle("back", now !== null && now.back);
      line.classList.toggle("on-path", path !== null && data.paths[path][1].includes(Number(line.dataset.edge)));
    }
    article.querySelector(".count").textContent = filled(words.count, { step, count: steps.length });
    for (const button of all("[data-go]")) {
      const end = ["first", "back"].includes(button.dataset.go) ? 0 : steps.length;
      button.setAttribute("aria-disabled", String(step === end));
    }
    scrollable();
  }
  function go(way) {
    const to = { first: 0, back: Math.max(0, step - 1), next: Math.min(steps.length, step + 1), last: steps.length }[way];
    step = to;
    show();
    say(step ? told(steps[step - 1]) : steps.length ? words.start : words.nothing);
    const node = article.querySelector(".node.current");
    if (node) bring(node);
  }
  // Bring a node into sight within the drawing; the page itself stays where it is.
  function bring(node) {
    const stage = node.closest(".stage"), box = node.getBoundingClientRect(), frame = stage.getBoundingClientRect();
    for (const [start, end, scroll] of [["left", "right", "scrollLeft"], ["top", "bottom", "scrollTop"]]) {
      if (box[start] < frame[start]) stage[scroll] -= frame[start] - box[start] + 20;
      else if (box[end] > frame[end]) stage[scroll] += box[end] - frame[end] + 20;
    }
  }

  // --- hands on ---
  all("[data-go]").forEach((button) => button.addEventListener("click", () => go(button.dataset.go)));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input, .wide[tabindex]")) return;
    const way = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last" }[event.key];
    const walk = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (way) go(way);
    else if (walk && event.target.matches(".node")) focusOn(Number(event.target.dataset.node) + walk);
    else return;
    event.preventDefault();
  });
  const buttons = all(".node");
  function focusOn(index) {
    if (!buttons[index]) return;
    buttons.forEach((button, other) => { button.tabIndex = other === index ? 0 : -1; });
    buttons[index].focus({ preventScroll: true });
    bring(buttons[index]);
  }
  function open(index, opens) {
    all(".detail").forEach((detail, other) => detail.classList.toggle("shown", opens && other === index));
    article.querySelector(".closely .none").hidden = opens;
    buttons.forEach((button, other) => button.setAttribute("aria-expanded", String(opens && other === index)));
    all(".open[data-open]").forEach((button) => button.setAttribute("aria-expanded", String(opens && Number(button.dataset.open) === index)));
    scrollable();
    if (opens) say(closely(index));
  }
  buttons.forEach((button, index) => button.addEventListener("click", () => {
    buttons.forEach((other) => { other.tabIndex = other === button ? 0 : -1; });
    open(index, button.getAttribute("aria-expanded") !== "true");
  }));
  all("button[data-open]").forEach((button) => button.addEventListener("click", () => {
    open(Number(button.dataset.open), button.getAttribute("aria-expanded") !== "true");
  }));
  all("[data-path]").forEach((button, index) => button.addEventListener("click", () => {
    path = path === index ? null : index;
    all("[data-path]").forEach((other, place) => other.setAttribute("aria-pressed", String(place === path)));
    show();
    const [told, , row] = data.paths[index];
    if (path !== null) say(filled(words.path, { path: told, rate: missing(row) ? words.none : at(row) }));
  }));
  fields.forEach((field, index) => {
    field.addEventListener("input", () => {
      const { problem } = number(field.value);
      field.setAttribute("aria-invalid", String(Boolean(problem)));
      article.querySelector(`#said-${index}`).textContent = problem ?? "";
      work();
      show();
    });
    field.addEventListener("change", () => {
      const output = nodes[data.output];
      if (number(field.value).problem) return;
      if (missing(output.value)) say(filled(words.missing, { name: cause(machine.lost[output.value]).split(" ")[0] }));
      else if (machine.lost[output.value] >= 0) say(lostAt(nodes.find((node) => machine.lost[node.value] === machine.lost[output.value])));
      else {
        const gradient = data.variables.map((variable) => `${nodes[variable].rate} = ${at(nodes[variable].adjoint)}`).join(", ");
        say(filled(words.changed, { output: output.name, value: at(output.value), gradient }));
      }
    });
  });
  // A number as it is typed: a decimal, pi or e, their products and quotients, with a sign; else what is wrong with it.
  function number(typed) {
    const text = typed.trim(), wrong = (template, fields = {}) => ({ problem: filled(template, { text, ...fields }) });
    if (!text) return wrong(words.empty);
    if (/^[-+−]?\d+,\d+$/.test(text)) return wrong(words.comma, { mend: text.replace(",", ".") });
    const factor = /^\s*(?:((?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)\s*(pi|π|e)?|(pi|π|e))\s*/i;
    let rest = text.replace(/^[-+−]/, ""), value = /^[-−]/.test(text) ? -1 : 1;
    for (let sign = "*"; ; sign = rest[0], rest = rest.slice(1)) {
      const found = factor.exec(rest);
      if (!found) return wrong(words.bad);
      const letter = (found[2] ?? found[3] ?? "").toLowerCase();
      const one = Number(found[1] ?? 1) * (letter === "e" ? Math.E : letter ? Math.PI : 1);
      if (sign === "/" && one === 0) return wrong(words.divided);
      value = sign === "/" ? value / one : value * one;
      rest = rest.slice(found[0].length);
      if (!rest) break;
      if (!"*/·".includes(rest[0])) return wrong(words.bad);
    }
    return Number.isFinite(value) ? { value } : wrong(words.beyond);
  }

  // --- the size of the drawing ---
  const stage = article.querySelector(".stage"), canvas = article.querySelector(".canvas");
  if (stage) {
    const [width, height] = canvas.dataset.size.split(" ").map(Number);
    let size = 1;
    const resize = (to) => {
      size = Math.min(2, Math.max(0.2, to));
      canvas.style.transform = `scale(${size})`;
      canvas.style.marginRight = `${width * (size - 1)}px`;
      canvas.style.marginBottom = `${height * (size - 1)}px`;
    };
    const fit = (least) => resize(Math.max(least, Math.min(1, (stage.clientWidth - 2) / width)));
    const ways = { out: () => resize(size / 1.25), in: () => resize(size * 1.25), fit: () => fit(0.2) };
    all("[data-zoom]").forEach((button) => button.addEventListener("click", ways[button.dataset.zoom]));
    fit(0.7);
  }
  article.classList.add("live");
  work();
  show();
}
