// The lists of a run: contracts, findings, checks, findings across contracts (cross.js), unread files; their filters, order and pages.

const ROWS_PER_PAGE = 100;
const LEVELS = Object.keys(LEVEL_NAMES);

const filters = { levels: new Set(), code: "", family: "", buyer: "", supplier: "", text: "", inText: false };
const order = { contracts: ["", true], findings: ["级别", true] };
let firstRow = 0;
let printing = false;
let textHits = new Set(); // keys of contracts whose text holds the words searched for

// -- what the filters leave --------------------------------------------------------------------------------

const rowsOf = new Map(); // entry → its findings and open checks, made once

const findingsOf = (entry) => {
  if (!rowsOf.has(entry)) {
    const found = entry.findings.map((finding, position) => ({ ...finding, entry, position }));
    const open = entry.open.map(([code, status, reason]) => ({ code, level: status, message: reason, entry }));
    rowsOf.set(entry, [...found, ...open]);
  }
  return rowsOf.get(entry);
};

const narrowed = () => filters.levels.size > 0 || filters.code !== "" || filters.family !== "";

const fits = (finding) =>
  (filters.levels.size === 0 || filters.levels.has(finding.level)) &&
  (!filters.code || finding.code === filters.code) &&
  (!filters.family || familyOf(finding.code) === filters.family);

const holds = (text, words) => text !== null && text !== undefined && text.toLowerCase().includes(words);

const namedLike = (entry, words) =>
  [entry.path, entry.title, entry.number, entry.project, ...entry.buyers, ...entry.suppliers].some((text) =>
    holds(text, words)) || (filters.inText && textHits.has(entry.key));

const saysLike = (finding, words) => holds(finding.message, words) || holds(finding.code, words);

const partiesFit = (entry) =>
  (!filters.buyer || entry.buyers.includes(filters.buyer)) &&
  (!filters.supplier || entry.suppliers.includes(filters.supplier));

const wordsSought = () => filters.text.trim().toLowerCase();

const shownContracts = () => {
  const words = wordsSought();
  return index.contracts.filter((entry) =>
    partiesFit(entry) &&
    (!narrowed() || findingsOf(entry).some(fits)) &&
    (!words || namedLike(entry, words) || findingsOf(entry).some((finding) => saysLike(finding, words))));
};

const shownFindings = () => {
  const words = wordsSought();
  return index.contracts.filter(partiesFit).flatMap((entry) => {
    const named = !words || namedLike(entry, words);
    return findingsOf(entry).filter((finding) => fits(finding) && (named || saysLike(finding, words)));
  });
};

const searchTexts = async () => {
  const words = wordsSought();
  textHits = new Set();
  if (!words || !filters.inText) return;
  announce("正在查找原文");
  for (const [position, entry] of index.contracts.entries()) {
    const { text } = await unpack(`contract-${entry.key}`);
    if (wordsSought() !== words || !filters.inText) return; // a newer search has begun
    if (holds(text, words)) textHits.add(entry.key);
    if (position % 50 === 49) announce(`正在查找原文：${position + 1} / ${index.contracts.length}`);
  }
  announce("");
  refresh();
};

// -- columns -----------------------------------------------------------------------------------------------

const LEVEL_RANK = Object.fromEntries(LEVELS.map((level, rank) => [level, rank]));
const contractLink = (entry, rest = "") => `#contract=${entry.key}${rest}`;
const count = (number, level) => (number ? make("span", { class: `count ${level}` }, String(number)) : "·");

// heading, what it is sorted by, what it shows, class of its cells
const CONTRACT_COLUMNS = [
  ["合同", titleOf, (entry) => [
    make("a", { href: contractLink(entry) }, titleOf(entry)),
    entry.doubt ? make("span", { class: "tag" }, entry.doubt) : null,
    make("small", {}, entry.path),
  ], "wide"],
  ["采购方", (entry) => entry.buyers.join("；"), (entry) => entry.buyers.join("；") || "—", "party"],
  ["供应方", (entry) => entry.suppliers.join("；"), (entry) => entry.suppliers.join("；") || "—", "party"],
  ["签订日期", (entry) => entry.signed, (entry) => entry.signed || "—", "day"],
  ["合同总价", (entry) => entry.order, (entry) => entry.total || "—", "number"],
  ...["error", "warning", "info"].map((level) => [
    SEVERITIES[level], (entry) => countOf(entry, level), (entry) => count(countOf(entry, level), level), "number small",
  ]),
  ["无法核对", (entry) => openOf(entry, "unverifiable"), (entry) => entry.checked
    ? count(openOf(entry, "unverifiable"), "unverifiable") : "未核对", "number small"],
  ["程序问题", (entry) => openOf(entry, "crashed"), (entry) => count(openOf(entry, "crashed"), "crashed"), "number small"],
];

const FINDING_COLUMNS = [
  ["级别", (finding) => LEVEL_RANK[finding.level], (finding) => levelBadge(finding.level), "level"],
  ["核对项", (finding) => finding.code, (finding) => [
    make("code", {}, finding.code), make("small", {}, checkTitle(finding.code)),
  ], "about"],
  ["问题", (finding) => finding.message, (finding) => [
    make("a", {
      href: contractLink(finding.entry, finding.position === undefined ? "" : `&finding=${finding.position}`),
    }, finding.message || "（未说明原因）"),
  ], "wide"],
  ["合同", (finding) => titleOf(finding.entry), (finding) => [
    titleOf(finding.entry), make("small", {}, finding.entry.path),
  ], "party"],
  ["采购方", (finding) => finding.entry.buyers.join("；"), (finding) => finding.entry.buyers.join("；") || "—", "party"],
  ["供应方", (finding) => finding.entry.suppliers.join("；"), (finding) => finding.entry.suppliers.join("；") || "—", "party"],
];

const compare = (one, other) => {
  if (one === other) return 0;
  if (one === null || one === undefined || one === "") return 1; // what is not known comes last
  if (other === null || other === undefined || other === "") return -1;
  if (typeof one === "number") return one - other;
  return one.localeCompare(other, "zh-CN", { numeric: true });
};

const sorted = (rows, columns, [heading, ascending]) => {
  const column = columns.find((candidate) => candidate[0] === heading);
  if (!column) return rows;
  const unknown = (value) => value === null || value === undefined || value === "";
  return [...rows].sort((one, other) => {
    const [first, second] = [column[1](one), column[1](other)];
    const result = compare(first, second);
    return ascending || unknown(first) || unknown(second) ? result : -result;
  });
};

// -- drawing -----------------------------------------------------------------------------------------------

const table = (name, columns, rows, unit) => {
  const listed = sorted(rows, columns, order[name]);
  firstRow = firstRow < listed.length ? firstRow : 0;
  const shown = printing ? listed : listed.slice(firstRow, firstRow + ROWS_PER_PAGE);
  const heads = columns.map(([heading, , , look]) => {
    const [current, ascending] = order[name];
    const direction = heading === current ? (ascending ? "ascending" : "descending") : "none";
    return make("th", { class: look, scope: "col", "aria-sort": direction },
      make("button", { type: "button", onclick: () => sortBy(name, heading) }, heading));
  });
  const body = shown.map((row) =>
    make("tr", { class: row.level === "accepted" ? "accepted" : null },
      columns.map(([, , cell, look]) => make("td", { class: look }, cell(row)))));
  return [
    make("div", { class: "tabled" },
      make("table", { class: `list ${name}` }, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, body))),
    listed.length ? pager(listed.length, unit) : make("p", { class: "empty" }, "没有符合条件的内容。"),
  ];
};

const sortBy = (name, heading) => {
  const [current, ascending] = order[name];
  const descendingFirst = heading !== current && /^(合同总价|错误|警告|提示|无法核对|程序问题)$/.test(heading);
  order[name] = [heading, heading === current ? !ascending : !descendingFirst];
  firstRow = 0;
  refresh();
  [...document.querySelectorAll("th button")].find((button) => button.textContent === heading)?.focus();
};

const pager = (total, unit) => {
  const last = Math.min(firstRow + ROWS_PER_PAGE, total);
  const turn = (rows) => {
    firstRow += rows;
    refresh();
    window.scrollTo(0, 0);
  };
  return make("nav", { class: "pager", "aria-label": "翻页" },
    make("button", { type: "button", disabled: firstRow === 0, onclick: () => turn(-ROWS_PER_PAGE) }, "上一页"),
    make("span", {}, `第 ${firstRow + 1}–${last} ${unit}，共 ${total} ${unit}`),
    make("button", { type: "button", disabled: last === total, onclick: () => turn(ROWS_PER_PAGE) }, "下一页"));
};

const checksTable = () => {
  const statuses = Object.keys(STATUSES);
  const heads = ["代码", "类别", "何为不符", ...statuses.map((status) => STATUSES[status])];
  const rows = Object.entries(index.checks).map(([code, counts]) =>
    make("tr", {},
      make("td", { class: "code" }, make("a", { href: "#findings", onclick: () => only(code) }, code)),
      make("td", {}, familyName(familyOf(code))),
      make("td", { class: "wide" }, checkTitle(code)),
      statuses.map((status) => make("td", { class: "number" },
        counts[status] ? make("span", { class: `count ${status}` }, String(counts[status])) : "·"))));
  return make("div", { class: "tabled" },
    make("table", { class: "list checks" },
      make("thead", {}, make("tr", {}, heads.map((heading, position) =>
        make("th", { scope: "col", class: position > 2 ? "number" : null }, heading)))),
      make("tbody", {}, rows)),
    make("p", { class: "note" }, "「无法核对」指所需文字缺失或无法辨认，「程序问题」指核对未能运行：二者都不表示通过。"));
};

const only = (code) => {
  Object.assign(filters, { code, family: "", levels: new Set() });
};

const unreadTable = () =>
  make("div", { class: "tabled" },
    make("table", { class: "list unread" },
      make("thead", {}, make("tr", {}, make("th", {}, "文件"), make("th", {}, "未能读取的原因"))),
      make("tbody", {}, index.failures.map(([name, reason]) =>
        make("tr", {}, make("td", {}, name), make("td", {}, reason))))));

const FILTERED = new Set(["contracts", "findings"]);

const LISTS = {
  contracts: ["合同", () => table("contracts", CONTRACT_COLUMNS, shownContracts(), "份")],
  findings: ["问题", () => table("findings", FINDING_COLUMNS, shownFindings(), "条")],
  checks: ["核对项", checksTable],
  cross: ["跨合同", () => crossList()],
  unread: ["未读文件", unreadTable],
};

// -- filters -----------------------------------------------------------------------------------------------

const changed = (name) => (value) => {
  filters[name] = value;
  firstRow = 0;
  refresh();
};

const uniqueSorted = (values) => [...new Set(values)].sort((one, other) => compare(one, other));

const levelButtons = () => {
  const totals = Object.fromEntries(LEVELS.map((level) => [level, 0]));
  for (const entry of index.contracts) for (const finding of findingsOf(entry)) totals[finding.level] += 1;
  const toggle = (level) => {
    if (!filters.levels.delete(level)) filters.levels.add(level);
    firstRow = 0;
    if (!FILTERED.has(currentList())) location.hash = "#findings"; // lists that have levels
    else refresh();
  };
  return LEVELS.filter((level) => level !== "accepted" || totals.accepted).map((level) =>
    make("button", {
      type: "button", class: `figure ${level}`, "data-level": level, onclick: () => toggle(level),
      title: `只看${LEVEL_NAMES[level]}`,
    }, make("b", {}, String(totals[level])), make("span", {}, LEVEL_NAMES[level])));
};

const figures = () => {
  const openAcross = index.cross.filter((finding) => finding.level !== "accepted");
  const fixed = (number, label, look = "") =>
    make("div", { class: `figure ${look}` }, make("b", {}, String(number)), make("span", {}, label));
  return make("section", { class: "figures", "aria-label": "汇总，点按级别可筛选" },
    fixed(index.contracts.length, "合同"),
    levelButtons(),
    index.cross.length ? fixed(openAcross.length, "跨合同（另计）", "cross") : [],
    fixed(index.failures.length, "未能读取", index.failures.length ? "unreadable" : ""));
};

const filterBar = () => {
  const search = whenQuiet((value) => {
    changed("text")(value);
    searchTexts();
  });
  const findings = index.contracts.flatMap(findingsOf);
  const codes = uniqueSorted(findings.map((finding) => finding.code));
  const families = uniqueSorted(codes.map(familyOf));
  const named = (role) => uniqueSorted(index.contracts.flatMap((entry) => entry[role])).map((name) => [name, name]);
  return make("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    make("label", { class: "field search" }, make("span", {}, "查找"),
      make("input", {
        type: "search", name: "text", value: filters.text, placeholder: "名称、编号、当事人、问题",
        oninput: (event) => search(event.target.value),
      })),
    make("label", { class: "check" },
      make("input", {
        type: "checkbox", name: "inText", checked: filters.inText,
        onchange: (event) => {
          changed("inText")(event.target.checked);
          searchTexts();
        },
      }), "含合同原文"),
    select("问题类别", "family", families.map((family) => [family, familyName(family)]), filters.family, changed("family")),
    select("代码", "code", codes.map((code) => [code, `${code} ${checkTitle(code)}`.trim()]), filters.code, changed("code")),
    select("采购方", "buyer", named("buyers"), filters.buyer, changed("buyer")),
    select("供应方", "supplier", named("suppliers"), filters.supplier, changed("supplier")),
    make("button", { type: "button", class: "plain", onclick: clearFilters }, "清除筛选"));
};

const clearFilters = () => {
  Object.assign(filters, { levels: new Set(), code: "", family: "", buyer: "", supplier: "", text: "", inText: false });
  firstRow = 0;
  showLists(currentList());
};

const currentList = () => (LISTS[location.hash.slice(1)] ? location.hash.slice(1) : "contracts");

// Draws figures, filters and the list; `refresh` then redraws the list alone, so that typing keeps its place.
const showLists = (name) => {
  document.getElementById("view").replaceChildren(
    figures(), FILTERED.has(name) ? filterBar() : "", make("section", { id: "list" }));
  document.body.className = "lists";
  document.title = "合同核对报告";
  refresh();
};

const refresh = () => {
  const list = document.getElementById("list");
  if (!list) return;
  for (const button of document.querySelectorAll(".figure[data-level]")) {
    button.setAttribute("aria-pressed", String(filters.levels.has(button.dataset.level)));
  }
  list.replaceChildren(...[LISTS[currentList()][1]()].flat());
};
