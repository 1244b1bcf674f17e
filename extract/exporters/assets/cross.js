// What contracts show together: a small graph of who shares what, and the list with every place.

const MOST_DRAWN = 30;
const ROW_HEIGHT = 26;

const draw = (tag, attributes = {}, text = null) => {
  const element = document.createElementNS(document.getElementById("drawing").namespaceURI, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== null) element.textContent = text;
  return element;
};

const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

// Each text cut to `length`; where several would be cut to the same, before what tells them apart.
const cutApart = (texts, length) => texts.map((text) => {
  const alike = texts.filter((other) => other !== text && cut(other, length) === cut(text, length));
  if (!alike.length) return cut(text, length);
  const sharedWith = (other) => {
    let at = 0;
    while (at < text.length && text[at] === other[at]) at += 1;
    return at;
  };
  const apart = Math.max(...alike.map(sharedWith));
  return `${text.slice(0, 6)}…${cut(text.slice(apart - 4), length - 7)}`;
});

const contractsOf = (finding) => [...new Map(finding.places.map(([key, path]) => [key, path]))];

// Contracts on the left, findings on the right, a line wherever a contract takes part in one.
const crossGraph = () => {
  const findings = index.cross.filter((finding) => finding.level !== "accepted").slice(0, MOST_DRAWN);
  const contracts = [...new Map(findings.flatMap(contractsOf))].slice(0, MOST_DRAWN * 2);
  const rows = new Map(contracts.map(([key], row) => [key, row]));
  const height = Math.max(contracts.length, findings.length) * ROW_HEIGHT;
  const middle = (row, count) => ((row + 0.5) * height) / count;
  const graph = draw("svg", {
    viewBox: `0 0 900 ${height}`, role: "img", class: "graph", "aria-label": "合同与跨合同问题的联系，内容同下表",
  });
  const said = cutApart(findings.map((finding) => `${finding.code} ${finding.message}`), 26);
  const paths = cutApart(contracts.map(([, path]) => path), 26);
  findings.forEach((finding, row) => {
    const y = middle(row, findings.length);
    for (const [key] of contractsOf(finding)) {
      if (!rows.has(key)) continue;
      const from = middle(rows.get(key), contracts.length);
      graph.append(draw("line", { x1: 330, y1: from, x2: 570, y2: y, class: finding.level }));
    }
    graph.append(draw("circle", { cx: 570, cy: y, r: 4, class: finding.level }),
      draw("text", { x: 580, y: y + 4 }, said[row]));
  });
  contracts.forEach(([key], row) => {
    const y = middle(row, contracts.length);
    const link = draw("a", { href: contractLink({ key }) });
    link.append(draw("text", { x: 320, y: y + 4, "text-anchor": "end" }, paths[row]));
    graph.append(draw("circle", { cx: 330, cy: y, r: 4 }), link);
  });
  return graph;
};

const crossPlace = ([key, path, text, start, end]) =>
  make("li", {}, make("a", { href: contractLink({ key }, `&at=${start}-${end}`) }, path),
    text ? `：「${cut(text.replace(/\s+/g, " "), 80)}」` : "");

const crossList = () => [
  crossGraph(),
  make("div", { class: "tabled" },
    make("table", { class: "list cross" },
      make("thead", {}, make("tr", {},
        ["级别", "代码", "问题", "各合同中的依据"].map((heading) => make("th", { scope: "col" }, heading)))),
      make("tbody", {}, index.cross.map((finding) =>
        make("tr", { class: finding.level === "accepted" ? "accepted" : null },
          make("td", { class: "level" }, levelBadge(finding.level)),
          make("td", { class: "code" }, make("code", {}, finding.code), make("small", {}, checkTitle(finding.code))),
          make("td", { class: "wide" }, finding.message,
            [finding.suggestion, ...finding.basis].filter(Boolean).map((line) => make("small", {}, line))),
          make("td", { class: "wide" }, make("ul", {}, finding.places.map(crossPlace)))))))),
  make("p", { class: "note" }, "跨合同的问题是线索，须核实后才能认定。"),
];
