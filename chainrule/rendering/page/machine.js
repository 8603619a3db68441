// A little machine: each row is a number, or an operation with the rows that it takes. Operations come from these tables
// alone, so what a person typed is never code. NaN means that there is no real value, ±Infinity that it is too large.
const UNREACHED = -2; // nothing is passed on to here
const over = (a, b) => (b === 0 ? NaN : a / b);
const where = (holds, value) => (holds ? value : NaN);
const HOLDS = {
  "=": (a, b) => a === b, "!=": (a, b) => a !== b, "<": (a, b) => a < b, "<=": (a, b) => a <= b,
  ">": (a, b) => a > b, ">=": (a, b) => a >= b,
};
const OPERATIONS = {
  "+": total, "*": (...factors) => factors.reduce((a, b) => a * b),
  "-": (u) => -u, "/": over, "^": (u, v) => power(u, v, Number.isInteger(v) ? (v % 2 ? -1 : 1) : 0),
  "^+": (u, v) => power(u, v, 1), "^-": (u, v) => power(u, v, -1), "^0": (u, v) => power(u, v, 0),
  given: (u) => u, large: () => Infinity,
  sin, cos, tan: (u) => over(sin(u), cos(u)), sec: (u) => over(1, cos(u)), csc: (u) => over(1, sin(u)),
  cot: (u) => over(cos(u), sin(u)), arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan,
  arcsec: (u) => Math.acos(over(1, u)), arccsc: (u) => Math.asin(over(1, u)), arccot: (u) => Math.atan2(1, u),
  atan2: Math.atan2, sinc: (u) => (u === 0 ? 1 : Math.sin(u) / u),
  sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  sech: (u) => (Math.abs(u) < 700 ? 1 / Math.cosh(u) : 2 * Math.exp(-Math.abs(u))),
  csch: (u) => (Math.abs(u) < 700 ? over(1, Math.sinh(u)) : Math.sign(u) * 2 * Math.exp(-Math.abs(u))),
  coth: (u) => over(1, Math.tanh(u)), arcsinh: Math.asinh, arccosh: Math.acosh, arctanh: artanh,
  arcsech: (u) => Math.acosh(over(1, u)), arccsch: (u) => Math.asinh(over(1, u)), arccoth: (u) => artanh(over(1, u)),
  exp: Math.exp, expm1: Math.expm1, ln, log: (u, v) => over(ln(u), ln(v)), log10: (u) => where(u > 0, Math.log10(u)),
  log2: (u) => where(u > 0, Math.log2(u)), log1p: (u) => where(u > -1, Math.log1p(u)),
  sqrt: Math.sqrt, cbrt: Math.cbrt, root, abs: Math.abs, sign: Math.sign, step: (u) => (u > 0 ? 1 : 0),
  min: Math.min, max: Math.max, relu: (u) => (u > 0 ? u : 0), leaky_relu: (u) => (u > 0 ? u : 0.01 * u),
  sigmoid, softplus: (u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))), silu: (u) => u * sigmoid(u),
  gelu: (u) => 0.5 * u * erfc(-u / Math.SQRT2), erf: (u) => Math.sign(u) * erf(Math.abs(u)),
  Si: (u) => (u === 0 ? 0 : Math.sign(u) * integrals(Math.abs(u))[1]), Ci: (u) => (u > 0 ? integrals(u)[0] : NaN),
  gamma, loggamma: (u) => where(u > 0, logGamma(u)), digamma, trigamma: (u) => polygamma(1, u), polygamma,
};
// Those that take something else than values: each gives a value, and the row where it was lost, -1, or UNREACHED.
const FORMS = {
  in: ([input], { inputs }) => [inputs[input], -1],
  unknown: () => [NaN, -1],
  pieces: ([branches, otherwise], machine) => {
    for (const [value, relations] of branches) {
      const lost = firstLost(relations.flatMap((relation) => relation.slice(1)), machine);
      if (lost >= 0) return [NaN, lost];
      if (relations.every((relation) => holds(relation, machine))) return [machine.values[value], machine.lost[value]];
    }
    return otherwise === undefined ? [NaN, -1] : [machine.values[otherwise], machine.lost[otherwise]];
  },
  smooth: ([value, chosen, ...relations], machine) => {
    const asked = relations.filter(([, left, right, branch]) => firstLost([left, right], machine) < 0
      && (machine.lost[chosen] >= 0 || branch <= machine.values[chosen]));
    return [where(asked.every((relation) => holds(relation, machine)), machine.values[value]), machine.lost[value]];
  },
  share: ([signal, local], machine) => {
    if (machine.lost[signal] === UNREACHED) return [0, UNREACHED];
    const lost = firstLost([signal, local], machine);
    return [lost >= 0 ? NaN : machine.values[signal] * machine.values[local], lost];
  },
  branch: ([signal, local], machine) => (machine.lost[local] < 0 && machine.values[local] === 0
    ? [0, UNREACHED] : FORMS.share([signal, local], machine)),
  adjoint: (shares, machine) => {
    const reached = shares.filter((share) => machine.lost[share] !== UNREACHED);
    const lost = firstLost(reached, machine);
    if (!reached.length) return [0, UNREACHED];
    return lost >= 0 ? [NaN, lost] : [total(...reached.map((share) => machine.values[share])), -1];
  },
};

// The value of every row, and where it was lost: what comes of a lost value is lost with it.
function run(rows, inputs) {
  const machine = { inputs, values: [], lost: [] };
  rows.forEach((row, here) => {
    const [value, lost] = typeof row === "number" ? [row, -1] : worked(row, machine);
    machine.values[here] = value;
    machine.lost[here] = lost !== -1 ? lost : Number.isFinite(value) ? -1 : here;
  });
  return machine;
}

function worked([operation, ...parts], machine) {
  if (Object.hasOwn(FORMS, operation)) return FORMS[operation](parts, machine);
  const lost = firstLost(parts, machine);
  return [lost >= 0 ? NaN : OPERATIONS[operation](...parts.map((part) => machine.values[part])), lost];
}

function firstLost(rows, machine) {
  const found = rows.find((row) => machine.lost[row] >= 0);
  return found === undefined ? -1 : machine.lost[found];
}

function holds([sign, left, right], machine) {
  return firstLost([left, right], machine) < 0 && HOLDS[sign](machine.values[left], machine.values[right]);
}

// --- functions that the browser lacks, as in chainrule/expression/numerics.py ---

// What is nothing but the rounding of its parts is 0: so sin(pi) is, and 0.1 + 0.2 - 0.3.
const ROUNDING = 2 ** -52;
function total(...terms) {
  const sum = terms.reduce((a, b) => a + b);
  return Math.abs(sum) <= ROUNDING * Math.max(...terms.map(Math.abs)) ? 0 : sum;
}
function sin(u) { return settled(Math.sin(u), u); }
function cos(u) { return settled(Math.cos(u), u); }
function settled(value, angle) {
  const size = Math.abs(angle);
  return size > 1 && Math.abs(value) <= ROUNDING * Math.min(size, 2 ** 20) ? 0 : value;
}

// The real power; of a negative base it is `sign` times that of its size, or nothing.
function power(base, exponent, sign) {
  if (base > 0) return base ** exponent;
  if (base === 0) return exponent < 0 ? NaN : exponent === 0 ? 1 : 0;
  return sign ? sign * (-base) ** exponent : NaN;
}

function root(u, v) {
  if (v === 0 || (u === 0 && v < 0) || (u < 0 && Math.abs(v % 2) !== 1)) return NaN;
  const size = Math.abs(u) ** (1 / v), near = Math.round(size);
  const exact = Number.isInteger(v) && v > 0 && v < 64 && near ** v === Math.abs(u);
  return (u < 0 ? -1 : 1) * (exact ? near : size);
}

function ln(u) { return where(u > 0, Math.log(u)); }
function artanh(u) { return where(Math.abs(u) < 1, Math.atanh(u)); }

function sigmoid(u) {
  const small = Math.exp(-Math.abs(u));
  return u >= 0 ? 1 / (1 + small) : small / (1 + small);
}

// For u >= 0: a series without cancelling, else by the complement.
function erf(u) {
  if (u > 2.5) return 1 - erfc(u);
  let term = u, total = u;
  for (let n = 1; term > 1e-18 * total; n += 1) total += term *= (2 * u * u) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-u * u) * total;
}

function erfc(u) {
  if (u < 0) return 1 + erf(-u);
  if (u <= 2.5) return 1 - erf(u);
  let fraction = u;
  for (let n = 60; n > 0; n -= 1) fraction = u + n / 2 / fraction;
  return Math.exp(-u * u) / Math.sqrt(Math.PI) / fraction;
}

// Lanczos's sum, with the numbers of CPython and Boost.
const LANCZOS = 6.024680040776729583740234375;
const ABOVE = [
  23531376880.41075968857, 42919803642.64909876895, 35711959237.35566804944, 17921034426.03720969991,
  6039542586.352028005064, 1439720407.311721673663, 248874557.8620541565114, 31426415.58540019438061,
  2876370.628935372441225, 186056.2653952234950402, 8071.672002365816210638, 210.8242777515793458725,
  2.506628274631000270164,
];
const BELOW = [0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1];

function lanczos(u) {
  const sum = (numbers) => (u < 5 ? numbers.reduceRight((total, n) => total * u + n, 0)
    : numbers.reduce((total, n) => total / u + n, 0));
  return sum(ABOVE) / sum(BELOW);
}

function gamma(u) {
  if (Number.isInteger(u)) {
    let product = u > 0 ? 1 : NaN;
    for (let n = 2; n < u && Number.isFinite(product); n += 1) product *= n;
    return product;
  }
  if (u < 0) {
    const nearest = Math.round(u), sine = Math.sin(Math.PI * (u - nearest)) * (nearest % 2 ? -1 : 1);
    return u < -200 ? 0 : Math.PI / sine / gamma(1 - u);
  }
  const y = u + LANCZOS - 0.5, half = y ** (u / 2 - 0.25);
  return u < 1e-20 ? 1 / u : ((lanczos(u) / Math.exp(y)) * half) * half;
}

function logGamma(u) {
  if (u === 1 || u === 2) return 0;
  if (u < 1e-20) return -Math.log(u);
  return Math.log(lanczos(u)) - LANCZOS + (u - 0.5) * (Math.log(u + LANCZOS - 0.5) - 1);
}

function digamma(u) {
  if (u <= 0) {
    return Number.isInteger(u) ? NaN : digamma(1 - u) - Math.PI / Math.tan(Math.PI * (u - Math.floor(u)));
  }
  let shift = 0;
  for (; u < 10; u += 1) shift -= 1 / u;
  const s = 1 / (u * u);
  const series = [1 / 12, 1 / 120, 1 / 252, 1 / 240, 1 / 132, 691 / 32760, 1 / 12];
  return shift + Math.log(u) - 0.5 / u - s * series.reduceRight((rest, number) => number - s * rest, 0);
}

// The u-th derivative of digamma: the Euler-Maclaurin sum of the Hurwitz zeta function.
function polygamma(u, v) {
  if (!Number.isInteger(u) || u < 0 || (v <= 0 && Number.isInteger(v)) || v < -1e5) return NaN;
  if (u > 160) return Infinity;
  if (u === 0) return digamma(v);
  const s = u + 1;
  let total = 0;
  for (; v < 20 + u; v += 1) total += v ** -s;
  total += v ** -s * (v / (s - 1) + 0.5);
  let term = s * v ** (-s - 1), factorial = 1;
  [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6].forEach((bernoulli, index) => {
    const k = index + 1;
    factorial *= 2 * k * (2 * k - 1);
    total += (bernoulli * term) / factorial;
    term *= ((s + 2 * k - 1) * (s + 2 * k)) / v ** 2;
  });
  return gamma(s) * total * (s % 2 ? -1 : 1);
}

// [Ci(t), Si(t)] for t > 0: the power series near 0, else Lentz's continued fraction.
function integrals(t) {
  if (t <= 2) {
    const totals = [0.5772156649015329 + Math.log(t), 0];
    for (let k = 1, term = 1; Math.abs(term) > 1e-18; k += 1) {
      term *= t / k;
      totals[k % 2] += (term / k) * [1, 1, -1, -1][k % 4];
    }
    return totals;
  }
  const times = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];
  const one = ([a, b]) => [a / (a * a + b * b), -b / (a * a + b * b)];
  const plus = (real, factor, [a, b]) => [real + factor * a, t + factor * b];
  let real = 1, c = [1e300, 0], d = one([1, t]), h = d;
  for (let k = 1, change = [0, 0]; Math.hypot(change[0] - 1, change[1]) > 1e-16 && k < 500; k += 1) {
    real += 2;
    d = one(plus(real, -k * k, d));
    c = k === 1 ? [real, t] : plus(real, -k * k, one(c));
    change = times(c, d);
    h = times(h, change);
  }
  const [x, y] = times(h, [Math.cos(t), -Math.sin(t)]);
  return [-x, Math.PI / 2 + y];
}
