// A computational graph: when an input changes every row is run again; steps, nodes and paths choose what is seen.
for (const article of document.querySelectorAll("article.graph")) graph(article);

function graph(article) {
  const data = JSON.parse(article.querySelector('script[type="application/json"]').textContent);
  const { words, paths } = data;
  const nodes = data.nodes.map(([name, equation, rate, value, adjoint]) => (
    { name, equation, rate, value, adjoint, uses: [], parts: [], input: false, made: false }));
  const edges = data.edges.map(([part, whole, formula, rate, local, share]) => (
    { part: nodes[part], whole: nodes[whole], formula, rate, local, share }));
  for (const edge of edges.filter(({ local }) => local >= 0)) {
    edge.part.uses.push(edge);
    edge.whole.parts.push(edge);
  }
  for (const index of data.inputs) nodes[index].input = true;
  for (const index of data.forward) nodes[index].made = true;
  const output = nodes[data.output];
  const steps = [...data.forward.map((index) => ({ index, back: false })), ...data.reverse.map((index) => ({ index, back: true }))];
  const all = (selector) => [...article.querySelectorAll(selector)];
  const say = (text) => { article.querySelector("p.now").textContent = text; };
  const fields = all(".field input"), boxes = all(".node");
  let machine, step = 0, path = null;

  // --- numbers and what is said of them ---

  const isLost = (row) => machine.lost[row] >= 0;
  const isMissing = (row) => isLost(row) && ["in", "unknown"].includes(data.rows[machine.lost[row]][0]);
  const shown = (row) => (isMissing(row) ? words.missing : isLost(row) ? words.none : written(machine.values[row], words));
  const factor = (row) => bracketed(shown(row));
  const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);
  const firstLostAs = (row) => nodes.find((node) => machine.lost[node.value] === row);

  function cause(row) {
    const [name, ...parts] = data.rows[row];
    if (name === "in") return filled(words.noNumber, { name: nodes[data.inputs[parts[0]]].name });
    if (name === "unknown") return filled(words.unknown, { name: parts[0] });
    if (name === "pieces") return words.branch;
    if (name === "smooth") return words.corner;
    if (Math.abs(machine.values[row]) === Infinity) return words.large;
    if (name === "/") return words.zero;
    const values = parts.map((part) => written(machine.values[part], words)), [u, v] = values.map(bracketed);
    if (name.startsWith("^")) return filled(words.raised, { u, v });
    const called = data.functions[name] ?? name;
    return called.includes("{") ? filled(called, { u, v }) : filled(words.of, { name: called, values: values.join(words.and) });
  }
  // At the first node without a value the cause; at those made of it, its name.
  function lost(node) {
    const row = machine.lost[node.value], first = firstLostAs(row);
    return first === node ? filled(words.lost, { name: node.name, cause: cause(row) })
      : filled(words.after, { name: node.name, first: first.name });
  }

  function toldForward(node) {
    if (!isLost(node.value)) return filled(words.forward, { equation: node.equation, value: shown(node.value) });
    return isMissing(node.value) ? filled(words.forwardEmpty, node) : lost(node);
  }
  function toldBackward(node) {
    if (node === output && !isLost(node.adjoint)) return filled(words.seed, node);
    if (isMissing(node.adjoint)) {
      const sum = node.uses.map(({ whole, rate }) => `${whole.rate} · ${rate}`).join(" + ");
      return node === output ? filled(words.seed, node) : filled(words.backEmpty, { rate: node.rate, sum });
    }
    if (isLost(node.adjoint)) return filled(words.lostAdjoint, { rate: node.rate, cause: cause(machine.lost[node.adjoint]) });
    const products = node.uses.filter(({ share }) => machine.lost[share] !== UNREACHED).map(({ whole, local, share }) => (
      { whole: whole.name, signal: shown(whole.adjoint), local: shown(local), product: shown(share) }));
    if (!products.length) return filled(words.backNone, node);
    if (products.length === 1) return filled(words.backOne, { name: node.name, ...products[0] });
    return filled(words.backSum, { name: node.name, count: products.length, adjoint: shown(node.adjoint),
      products: products.map(({ whole, signal, local }) => (
        filled(words.product, { whole, signal: bracketed(signal), local: bracketed(local) }))).join(", ") });
  }
  function toldClosely(node) {
    if (isMissing(node.value)) {
      return [`${node.equation}.`, ...node.parts.map(({ part, formula }) => filled(words.local, { part: part.name, formula }))].join(" ");
    }
    if (isLost(node.value)) return lost(node);
    if (!node.made && !node.input) return filled(words.constant, node);
    if (node.adjoint < 0) return filled(words.nodeHeld, { equation: node.equation, value: shown(node.value) });
    const signal = factor(node.adjoint);
    return [filled(words.node, { equation: node.equation, value: shown(node.value), adjoint: shown(node.adjoint) }),
      ...node.parts.map(({ part, local, share }) => (
        filled(words.passes, { part: part.name, local: factor(local), signal, product: shown(share) })))].join(" ");
  }
  function toldChange() {
    if (isMissing(output.value)) return `${cause(machine.lost[output.value])}.`;
    if (isLost(output.value)) return lost(firstLostAs(machine.lost[output.value]));
    const gradient = data.variables.map((index) => `${nodes[index].rate} = ${shown(nodes[index].adjoint)}`).join(", ");
    return filled(gradient ? words.changed : words.changedValue, { output: output.name, value: shown(output.value), gradient });
  }

  // --- what is seen ---

  function work() {
    machine = run(data.rows, fields.map((field) => numberTyped(field.value, words).value));
    for (const slot of all("[data-row]")) {
      const row = Number(slot.dataset.row), gone = isLost(row) && !isMissing(row);
      slot.textContent = !gone ? shown(row) : !slot.matches(".why") ? (slot.closest(".node") ? words.noValue : words.none)
        : firstLostAs(machine.lost[row])?.value === row ? filled(words.noValueHere, { cause: cause(machine.lost[row]) })
        : words.noValue;
      slot.classList.toggle("lost", gone);
    }
    show();
  }
  function show() {
    const seen = steps.slice(0, step), now = seen.at(-1);
    const isSeen = (index, back) => seen.some((other) => other.index === index && other.back === back);
    for (const element of all("[data-node]")) {
      const index = Number(element.dataset.node), node = nodes[index];
      const valued = !node.made || isSeen(index, false), reached = isSeen(index, true);
      element.classList.toggle("has-value", valued);
      element.classList.toggle("has-adjoint", reached);
      element.classList.toggle("current", now?.index === index);
      element.classList.toggle("gone", valued && isLost(node.value) && !isMissing(node.value));
      if (element.matches(".node")) element.setAttribute("aria-label", label(node, valued, reached));
    }
    for (const element of all("[data-edge]")) {
      const edge = edges[element.dataset.edge], end = now && nodes[now.index];
      element.classList.toggle("current", Boolean(now) && (now.back ? edge.part === end && edge.share >= 0 : edge.whole === end));
      element.classList.toggle("back", Boolean(now?.back));
      element.classList.toggle("on-path", path !== null && paths[path][1].includes(Number(element.dataset.edge)));
    }
    article.querySelector(".count").textContent = filled(words.count, { step, count: steps.length });
    for (const button of all("[data-go]")) {
      const end = ["first", "back"].includes(button.dataset.go) ? 0 : steps.length;
      button.setAttribute("aria-disabled", String(step === end));
    }
    scrollable();
  }
  function label(node, valued, reached) {
    const value = valued && (node.made || node.input) && !isMissing(node.value);
    const adjoint = reached && node.adjoint >= 0 && !isMissing(node.adjoint);
    return node.equation + (value ? filled(words.labelValue, { value: shown(node.value) }) : "")
      + (adjoint ? filled(words.labelAdjoint, { adjoint: shown(node.adjoint) }) : "");
  }

  // --- what is done ---

  function go(way) {
    step = { first: 0, back: Math.max(0, step - 1), next: Math.min(steps.length, step + 1), last: steps.length }[way];
    show();
    if (!step) return say(steps.length ? words.start : words.nothing);
    const { index, back } = steps[step - 1];
    say(back ? toldBackward(nodes[index]) : toldForward(nodes[index]));
    if (boxes[index]) bring(boxes[index]);
  }
  function walk(index) {
    if (!boxes[index]) return;
    boxes.forEach((box, other) => { box.tabIndex = other === index ? 0 : -1; });
    boxes[index].focus({ preventScroll: true });
    bring(boxes[index]);
  }
  function look(index) {
    const opens = boxes[index].getAttribute("aria-expanded") !== "true";
    const expand = (button, other) => button.setAttribute("aria-expanded", String(opens && other === index));
    boxes.forEach(expand);
    all("[data-open]").forEach((button) => expand(button, Number(button.dataset.open)));
    all(".detail").forEach((detail, other) => detail.classList.toggle("shown", opens && other === index));
    article.querySelector(".closely .none").hidden = opens;
    scrollable();
    if (opens) say(toldClosely(nodes[index]));
  }
  function follow(index) {
    path = path === index ? null : index;
    all("[data-path]").forEach((button, other) => button.setAttribute("aria-pressed", String(other === path)));
    show();
    const [name, , row] = paths[index];
    if (path !== null) say(filled(isMissing(row) ? words.pathEmpty : words.path, { path: name, rate: shown(row) }));
  }
  function typed(field, index) {
    const { problem } = numberTyped(field.value, words);
    field.setAttribute("aria-invalid", String(problem !== undefined));
    article.querySelector(`#said-${index}`).textContent = problem ?? "";
    work();
  }

  all("[data-go]").forEach((button) => button.addEventListener("click", () => go(button.dataset.go)));
  boxes.forEach((box, index) => box.addEventListener("click", () => { walk(index); look(index); }));
  all("[data-open]").forEach((button) => button.addEventListener("click", () => look(Number(button.dataset.open))));
  all("[data-path]").forEach((button, index) => button.addEventListener("click", () => follow(index)));
  fields.forEach((field, index) => {
    field.addEventListener("input", () => typed(field, index));
    field.addEventListener("change", () => { if (numberTyped(field.value, words).problem === undefined) say(toldChange()); });
  });
  document.addEventListener("keydown", (event) => {
    const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (held || event.target.closest("input, .wide[tabindex]")) return;
    const way = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last" }[event.key];
    const on = event.target.matches(".node") ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (way) go(way);
    else if (on) walk(boxes.indexOf(event.target) + on);
    else return;
    event.preventDefault();
  });
  if (article.querySelector(".stage")) sizes(article);
  article.classList.add("live");
  work();
}

// Bring a node into sight within the drawing; the page itself stays where it is.
function bring(box) {
  const stage = box.closest(".stage"), inner = box.getBoundingClientRect(), outer = stage.getBoundingClientRect();
  for (const [start, end, scroll] of [["left", "right", "scrollLeft"], ["top", "bottom", "scrollTop"]]) {
    if (inner[start] < outer[start]) stage[scroll] -= outer[start] - inner[start] + 20;
    else if (inner[end] > outer[end]) stage[scroll] += inner[end] - outer[end] + 20;
  }
}

// The drawing larger and smaller.
function sizes(article) {
  const stage = article.querySelector(".stage"), canvas = article.querySelector(".canvas");
  const [width, height] = canvas.dataset.size.split(" ").map(Number);
  let size = 1;
  const resize = (to) => {
    size = Math.min(2, Math.max(0.2, to));
    Object.assign(canvas.style, { transform: `scale(${size})`, marginRight: `${width * (size - 1)}px`,
      marginBottom: `${height * (size - 1)}px` });
  };
  const fit = (least) => resize(Math.max(least, Math.min(1, (stage.clientWidth - 2) / width)));
  const ways = { out: () => resize(size / 1.25), in: () => resize(size * 1.25), fit: () => fit(0.2) };
  article.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", ways[button.dataset.zoom]));
  fit(0.7);
}

// A number as people type it: decimals, pi and e, their products and quotients, with a sign. Else the problem, in words.
function numberTyped(typed, words) {
  const text = typed.trim(), wrong = (template, fields = {}) => ({ problem: filled(template, { text, ...fields }) });
  if (!text) return wrong(words.empty);
  if (/^[-+−]?\d+,\d+$/.test(text)) return wrong(words.comma, { mend: text.replace(",", ".") });
  const factor = /^\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(pi|π|e)?|(pi|π|e))\s*/i;
  let rest = text.replace(/^[-+−]/, ""), value = /^[-−]/.test(text) ? -1 : 1;
  for (let sign = "*"; ; sign = rest[0], rest = rest.slice(1)) {
    const found = factor.exec(rest);
    if (!found) return wrong(words.bad);
    const letter = (found[2] ?? found[3] ?? "").toLowerCase();
    const one = Number(found[1] ?? 1) * (letter === "e" ? Math.E : letter ? Math.PI : 1);
    if (sign === "/" && one === 0) return wrong(words.divided);
    value = sign === "/" ? value / one : value * one;
    rest = rest.slice(found[0].length);
    if (!rest) return Number.isFinite(value) ? { value } : wrong(words.beyond);
    if (!"*/·".includes(rest[0])) return wrong(words.bad);
  }
}
