/* Calculators: read the form, call the functions printed from the laws, show numbers, formulas and a plot.
   Whatever a reader or an address brings in is parsed as a number or looked up in a list, and shown as text. */
(function () {
  "use strict";

  const { laws, calculators, address } = window.reasoncostCalculators;
  const NONE = "—";
  const POINTS = 80;
  const REST = 300; // milliseconds without a change, after which the address follows: browsers limit how often it may
  const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

  /* Numbers, as text and from text. */

  const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 12 });

  function written(value) {
    if (!Number.isFinite(value)) return NONE;
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e12)) {
      const [digits, exponent] = value.toExponential(5).split("e");
      const raised = String(Number(exponent)).replace(/[-0-9]/g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
      return `${String(Number(digits))} × 10${raised}`;
    }
    return grouped.format(Number(value.toPrecision(6)));
  }

  function putIn(value) {
    const text = written(value);
    return text.includes("×") || text.startsWith("-") ? `(${text})` : text;
  }

  /* Separators count only between groups of three: 4,096 is a number, 0,5 and 12,34 are not. */
  function parsed(text) {
    const whole = String(text).trim();
    const plain = /^[+-]?\d{1,3}([,_\s]\d{3})+(?!\d)/.test(whole) ? whole.replace(/[,_\s]/g, "") : whole;
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  }

  function admits(input, value) {
    const above = input.lowOpen ? value > input.low : value >= input.low;
    const below = input.high === null || (input.highOpen ? value < input.high : value <= input.high);
    return Number.isFinite(value) && above && below && (!input.whole || Number.isInteger(value));
  }

  /* A calculation: inputs in base units and settings in, every step out. */

  const holds = (when, settings) => Object.entries(when).every(([name, wanted]) => wanted.includes(settings[name]));
  const inBase = (value, [top, bottom]) => (value * top) / bottom;
  const inShown = (value, [top, bottom]) => (value * bottom) / top;
  const argumentsOf = (step, known) => step.arguments.map((one) => (typeof one === "string" ? known[one] ?? NaN : one));

  function isAbove(step, known) {
    for (const name in step.above) if (!(known[name] > step.above[name])) return false;
    return true;
  }

  function stepValue(step, known, settings) {
    if (step.steps) return fixedPoint(step, known, settings);
    if (!isAbove(step, known)) return NaN;
    const given = argumentsOf(step, known);
    const value = given.every(Number.isFinite) ? laws[step.law](...given) : NaN;
    return Number.isFinite(value) ? value : NaN;
  }

  function fixedPoint(step, known, settings) {
    const trial = { ...known };
    const inside = step.steps.filter((inner) => holds(inner.when, settings));
    const bound = (batch) => {
      trial[step.trial] = batch;
      for (const inner of inside) trial[inner.name] = stepValue(inner, trial, settings);
      return trial[step.bound];
    };
    const first = bound(1);
    if (!(first >= 1)) return first;
    let low = 1, high = Math.floor(first) + 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (bound(middle) >= middle) low = middle;
      else high = middle;
    }
    return Math.min(bound(low), low + 1 - 1e-9); // rounds down to low, as in law/plan.py
  }

  function run(steps, values, settings) {
    const known = { ...values };
    for (const step of steps) if (holds(step.when, settings)) known[step.name] = stepValue(step, known, settings);
    return known;
  }

  function applies(rule, known, settings) {
    const value = known[rule.value] ?? NaN;
    if (!holds(rule.when, settings)) return false;
    if (rule.missing) return !Number.isFinite(known[rule.missing]);
    if (!rule.value) return true;
    if (!Number.isFinite(value)) return false;
    const number = (name) => (typeof name === "string" ? known[name] ?? NaN : name);
    if (rule.below !== null && !(value < number(rule.below))) return false;
    return rule.leastOf.every((name) => !(value > number(name))) && rule.mostOf.every((name) => !(value < number(name)));
  }

  const verdict = (rules, known, settings) => rules.find((rule) => applies(rule, known, settings)).says;

  /* One calculator on the page. */

  class Calculator {
    constructor(root, spec) {
      this.root = root;
      this.spec = spec;
      const field = (one) => root.querySelector(`[name="${one.name}"]`);
      this.fields = new Map(spec.inputs.map((one) => [one.name, field(one)]));
      this.switches = new Map(spec.switches.map((one) => [one.name, field(one)]));
      this.choices = new Map(spec.choices.map((one) => [one.name, field(one)]));
      this.sliders = new Map([...root.querySelectorAll("input[type=range]")].map((one) => [one.dataset.input, one]));
      this.rows = [...root.querySelectorAll("[data-step]")].map((row) => ({
        row,
        step: spec.steps[row.dataset.step],
        label: row.querySelector("dt").textContent,
        value: row.querySelector(".calculator-value"),
        places: [...row.querySelectorAll("[data-argument]")],
      }));
      this.part = (name) => root.querySelector(`.calculator-${name}`);
      this.listen();
      root.classList.add("is-live");
    }

    listen() {
      for (const field of [...this.fields.values(), ...this.switches.values()])
        field.addEventListener("input", () => this.changed());
      for (const choice of this.spec.choices)
        this.choices.get(choice.name).addEventListener("input", () => this.chosen(choice));
      for (const [name, slider] of this.sliders) slider.addEventListener("input", () => this.slid(name));
      this.part("form").addEventListener("submit", (event) => event.preventDefault());
      this.part("cite").addEventListener("click", () => this.cite());
      this.part("reset").addEventListener("click", () => {
        this.reset();
        this.changed();
      });
      window.addEventListener("pagehide", () => this.address());
    }

    write(name, value) {
      this.fields.get(name).value = value === null ? "" : String(value);
    }

    reset() {
      for (const one of this.spec.inputs) this.write(one.name, one.value);
      for (const one of this.spec.switches) this.switches.get(one.name).value = one.value;
      for (const one of this.spec.choices) this.choose(one, one.value);
      this.say("");
    }

    choose(choice, key) {
      this.choices.get(choice.name).value = key;
      for (const [name, value] of Object.entries(choice.rows[key].inputs)) this.write(name, value);
      for (const [name, value] of Object.entries(choice.rows[key].switches)) this.switches.get(name).value = value;
    }

    chosen(choice) {
      const key = this.choices.get(choice.name).value;
      if (own(choice.rows, key)) this.choose(choice, key);
      this.changed();
    }

    /* A choice whose record is no longer what the fields say becomes "my own numbers". */
    checkChoices() {
      for (const choice of this.spec.choices) {
        const select = this.choices.get(choice.name);
        if (!own(choice.rows, select.value)) continue;
        const { inputs, switches } = choice.rows[select.value];
        const same =
          Object.entries(inputs).every(([name, value]) => Object.is(this.given(name), value ?? NaN)) &&
          Object.entries(switches).every(([name, value]) => this.switches.get(name).value === value);
        if (!same) select.value = "";
      }
    }

    given(name) {
      return parsed(this.fields.get(name).value);
    }

    slid(name) {
      const input = this.spec.inputs.find((one) => one.name === name);
      const [from, to] = input.slider;
      const share = Number(this.sliders.get(name).value) / 1000;
      const value = input.linear ? from + (to - from) * share : from * (to / from) ** share;
      this.write(name, input.whole ? Math.round(value) : Number(value.toPrecision(3)));
      this.changed();
    }

    changed() {
      this.checkChoices();
      this.say("");
      this.part("citation").hidden = true;
      this.show();
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.address(), REST);
    }

    /* Bring the address up to date, if it is not. */
    address() {
      if (this.resting) history.replaceState(null, "", this.fragment());
      clearTimeout(this.resting);
      this.resting = null;
    }

    /* The state in the address: every setting, every choice, every field that is filled, and those left empty. */

    fragment() {
      const state = new URLSearchParams();
      const settings = this.settings();
      for (const input of this.spec.inputs) {
        const text = this.fields.get(input.name).value.trim();
        if (text || holds(input.when, settings)) state.set(input.name, text);
      }
      for (const [name, select] of [...this.switches, ...this.choices]) state.set(name, select.value);
      return `#${this.root.id}:${state}`;
    }

    /* Records first, then what the address itself says: its numbers stand where a record has changed since. */
    recall(text) {
      clearTimeout(this.resting);
      this.reset();
      const refused = new Set();
      const state = [...new URLSearchParams(text)];
      const chosen = state.filter(([name]) => this.choices.has(name));
      const given = state.filter(([name]) => !this.choices.has(name));
      for (const [name, value] of [...chosen, ...given]) if (!this.take(name, value)) refused.add(this.nameOf(name));
      this.checkChoices();
      this.show();
      if (refused.size) this.say(`This link could not be read in full. Left out of it: ${[...refused].join(", ")}.`);
      this.root.scrollIntoView();
    }

    take(name, value) {
      const input = this.spec.inputs.find((one) => one.name === name);
      const setting = this.spec.switches.find((one) => one.name === name);
      const choice = this.spec.choices.find((one) => one.name === name);
      if (input && value === "") this.write(name, null);
      else if (input && admits(input, parsed(value))) this.write(name, parsed(value));
      else if (setting && setting.options.includes(value)) this.switches.get(name).value = value;
      else if (choice && value === "") this.choices.get(name).value = "";
      else if (choice && own(choice.rows, value)) this.choose(choice, value);
      else return false;
      return true;
    }

    nameOf(name) {
      const field = this.fields.get(name) ?? this.switches.get(name) ?? this.choices.get(name);
      return field ? this.root.querySelector(`label[for="${field.id}"]`).textContent : "an unknown entry";
    }

    say(text) {
      this.part("message").textContent = text;
    }

    settings() {
      return Object.fromEntries([...this.switches].map(([name, select]) => [name, select.value]));
    }

    /* Inputs in base units, and what is wrong with them. */
    values(settings) {
      const values = {};
      const wrong = [];
      for (const input of this.spec.inputs) {
        const value = this.given(input.name);
        const active = holds(input.when, settings);
        const good = admits(input, value);
        this.fields.get(input.name).setAttribute("aria-invalid", String(active && !good));
        if (active) values[input.gives] = good ? inBase(value, input.scale) : NaN;
        if (active && !good) wrong.push(this.wrong(input));
        this.follow(input, value);
      }
      return { values, wrong };
    }

    wrong(input) {
      const lacking = this.spec.choices
        .filter((one) => own(one.rows, this.choices.get(one.name).value))
        .find((one) => one.rows[this.choices.get(one.name).value].inputs[input.name] === null);
      if (lacking) {
        const title = this.choices.get(lacking.name).selectedOptions[0].textContent;
        return `${title}: the catalog has no value for “${input.label}”. Choose another setting, or type a number.`;
      }
      const unread = this.fields.get(input.name).value.trim() && Number.isNaN(this.given(input.name));
      return `${input.label}: must be ${input.domain}${unread ? ", written like 0.5, 4096, 4,096 or 4.1e3" : ""}.`;
    }

    follow(input, value) {
      const slider = this.sliders.get(input.name);
      if (!slider || !Number.isFinite(value)) return;
      const [from, to] = input.slider;
      const share = input.linear ? (value - from) / (to - from) : Math.log(value / from) / Math.log(to / from);
      if (document.activeElement !== slider) slider.value = String(Math.round(1000 * Math.min(1, Math.max(0, share))));
      slider.setAttribute("aria-valuetext", `${written(value)} ${input.unit}`.trim());
    }

    show() {
      const settings = this.settings();
      const { values, wrong } = this.values(settings);
      if (wrong.length) this.say(wrong[0]);
      for (const input of this.spec.inputs)
        this.root.querySelector(`[data-field="${input.name}"]`).hidden = !holds(input.when, settings);
      const known = run(this.spec.steps, values, settings);
      this.known = known;
      this.rows.forEach((one) => this.showRow(one, known, settings));
      this.part("main").textContent = this.main();
      this.part("verdict").textContent = wrong.length ? "" : verdict(this.spec.verdict, known, settings);
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => {
        this.plot(values, settings, known);
        this.letScroll();
      });
    }

    showRow({ row, step, value, places }, known, settings) {
      row.hidden = !holds(step.when, settings) || !isAbove(step, known);
      if (row.hidden) return;
      const unit = Number.isFinite(known[step.name]) ? step.unit : "";
      value.textContent = `${written(inShown(known[step.name], step.scale))} ${unit}`.trim();
      if (!step.law) return;
      const given = argumentsOf(step, known).map(putIn);
      for (const place of places) place.textContent = given[place.dataset.argument];
    }

    main() {
      const shown = this.rows.filter(({ row }) => !row.hidden && row.classList.contains("is-main"));
      return shown.map(({ label, value }) => `${label}: ${value.textContent}`).join("; ");
    }

    /* Formulas wider than their frame can be reached, and so scrolled, by the keyboard. */
    letScroll() {
      const formulas = this.rows.filter(({ row }) => !row.hidden).map(({ row }) => row.querySelector(".calculator-formula"));
      const wide = formulas.map((one) => one.scrollWidth > one.clientWidth);
      formulas.forEach((one, order) => (wide[order] ? one.setAttribute("tabindex", "0") : one.removeAttribute("tabindex")));
    }

    plot(values, settings, known) {
      const { over, low, high, curves, axis } = this.spec.plot;
      const input = this.spec.inputs.find((one) => one.name === over);
      const x = Array.from({ length: POINTS + 1 }, (_, index) => low * (high / low) ** (index / POINTS));
      const steps = this.spec.steps.filter((one) => holds(one.when, settings));
      const runs = x.map((one) => run(steps, { ...values, [input.gives]: inBase(one, input.scale) }, settings));
      const scaleOf = (name) => (this.spec.inputs.find((one) => one.gives === name)
        ?? this.spec.steps.find((one) => one.name === name && one.scale)).scale;
      const series = curves.map(({ name, label }) => {
        const shown = (one) => inShown(one[name] ?? NaN, scaleOf(name));
        const positive = (value) => (Number.isFinite(value) && value > 0 ? value : null);
        return { label, values: runs.map((one) => positive(shown(one))), at: positive(shown(known)) };
      });
      const names = { x: `${input.label}${input.unit ? ` (${input.unit})` : ""}`, y: axis };
      window.reasoncostPlot(this.part("plot"), x, series, this.given(over), names);
    }

    async cite() {
      const settings = this.settings();
      const { wrong } = this.values(settings);
      if (wrong.length) return this.say(wrong[0]);
      const inputs = this.spec.inputs.filter((one) => holds(one.when, settings)).map((one) => {
        const unit = one.unit ? ` ${one.unit}` : "";
        return `${one.label.toLowerCase()} ${this.fields.get(one.name).value.trim()}${unit}`;
      });
      const chosen = [...this.choices, ...this.switches].map(
        ([name, select]) => `${this.nameOf(name).toLowerCase()} ${select.selectedOptions[0].textContent}`);
      const text = [
        this.spec.citation,
        `Inputs: ${[...chosen, ...inputs].join("; ")}.`,
        `Result: ${this.main()}.`,
        `Laws: ${this.spec.laws.join(", ")}.`,
        `${address}${this.fragment()}`,
      ].join(" ");
      const shown = this.part("citation");
      shown.textContent = text;
      shown.hidden = false;
      try {
        await navigator.clipboard.writeText(text);
        this.say("The citation stands below and is on the clipboard.");
      } catch {
        this.say("The citation stands below; select it to copy it.");
      }
    }
  }

  /* The page: every calculator on it, and the one that the address names. */

  const live = new Map();

  function recallAddress() {
    const [id, state] = location.hash.slice(1).split(/:(.*)/s);
    if (state !== undefined && live.has(id)) live.get(id).recall(state);
    else if (live.has(id)) live.get(id).root.scrollIntoView();
  }

  for (const root of document.querySelectorAll(".calculator")) {
    const calculator = new Calculator(root, calculators[root.id]);
    live.set(root.id, calculator);
    calculator.reset();
    calculator.show();
  }
  recallAddress();
  window.addEventListener("hashchange", recallAddress);

  const redraw = () => live.forEach((one) => one.show());
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const sizes = new ResizeObserver(redraw);
  live.forEach((one) => sizes.observe(one.part("form")));

  /* For tests: a calculation from inputs in the shown units. */
  window.reasoncostCalculators.run = (id, shown, settings) => {
    const { inputs, steps, verdict: rules } = calculators[id];
    const active = inputs.filter((one) => holds(one.when, settings));
    const values = Object.fromEntries(active.map((one) => [one.gives, inBase(shown[one.name] ?? NaN, one.scale)]));
    const known = run(steps, values, settings);
    return { known, verdict: verdict(rules, known, settings) };
  };
})();
