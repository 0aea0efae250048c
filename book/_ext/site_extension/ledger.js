// The ledger's table: filter by text, verdict and kind; sort by a column. The page is complete without it.
(() => {
  const table = document.getElementById("ledger-table");
  const form = document.getElementById("ledger-controls");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const entry = (row) => document.getElementById(row.dataset.id);
  const plain = (text) => text.toLowerCase().replace(/(\d)[,\u2009](?=\d{3})/g, "$1");

  function filter() {
    const words = plain(form.elements.text.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = plain(row.dataset.text);
      const fits =
        words.every((word) => text.includes(word)) &&
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
  form.elements.text.value = new URLSearchParams(location.search).get("q") ?? "";
  filter();
})();
