// The table of claims. On the ledger's page: filter by text, verdict and kind; sort by a column; the page is complete
// without it. On the search page: the claims that the search finds.
(() => {
  const table = document.getElementById("ledger-table");
  const form = document.getElementById("ledger-controls");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const entry = (row) => document.getElementById(row.dataset.id);
  const asked = new URLSearchParams(location.search).get("q") ?? "";

  // 39,000 and 39k are 39000, and a number is found where a number begins: 72 in "72 sequences", not in "1723".
  const plain = (text) =>
    text.toLowerCase().replace(/(\d)[,\u2009](?=\d{3})/g, "$1").replace(/(?<![\d.])(\d+)k\b/g, "$1000");
  const holds = (text, word) => {
    const number = /^\d/.test(word);
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
      if (!number || !/[\d.]/.test(text[at - 1] ?? "")) return true;
    return false;
  };
  const finder = (query) => {
    const words = plain(query).split(/\s+/).filter(Boolean);
    return (row) => words.every((word) => holds(plain(row.dataset.text), word));
  };

  if (!form) {
    const found = finder(asked);
    for (const row of rows) row.hidden = !found(row);
    document.getElementById("claims-found").hidden = !asked.trim() || rows.every((row) => row.hidden);
    return;
  }

  function filter() {
    const found = finder(form.elements.text.value);
    let shown = 0;
    for (const row of rows) {
      const fits =
        found(row) &&
        ["verdict", "kind"].every((name) => !form.elements[name].value || form.elements[name].value === row.dataset[name]);
      row.hidden = !fits;
      const section = entry(row);
      if (section) section.hidden = !fits;
      shown += fits;
    }
    form.elements.count.value = `${shown} of ${rows.length} claims`;
  }

  function sort(head) {
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    const order = new Intl.Collator("en", { numeric: true });
    const sorted = [...rows].sort((a, b) => {
      if (!value(a) !== !value(b)) return value(a) ? -1 : 1; // what has no value stays last
      return (down ? -1 : 1) * order.compare(value(a), value(b));
    });
    body.append(...sorted);
    const sections = sorted.map(entry).filter(Boolean);
    if (sections.length) sections[0].parentNode.append(...sections);
  }

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(head));
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.text.value = asked;
  filter();
})();
