// One contract: what was found and read on the left, the text (or the picture of the page) on the right.

const LONGEST_MARKED = 160; // a fact that is a whole passage is not underlined until it is chosen
const SURE = 0.95;
let shown = null; // { key, contract, items, lines, segments, chosen, step, pictures }

const showContract = async (key, asked) => {
  const at = placeAsked(asked);
  if (!shown || shown.key !== key || at || !document.querySelector(".contract")) {
    await drawContract(key, at);
  }
  const wanted = at ? shown.items.at(-1)
    : asked.has("finding") ? shown.items.find((item) => item.kind === "finding" && item.position === Number(asked.get("finding")))
    : asked.has("fact") ? shown.items.find((item) => item.kind === "fact" && item.position === Number(asked.get("fact"))) : null;
  if (wanted) choose(wanted, 0, { fromAddress: true });
};

const placeAsked = (asked) => {
  const match = /^(\d+)-(\d+)$/.exec(asked.get("at") || "");
  return match ? [Number(match[1]), Number(match[2])] : null;
};

const drawContract = async (key, at) => {
  const contract = await contractOf(key);
  const entry = index.contracts.find((candidate) => candidate.key === key);
  const items = itemsOf(contract);
  if (at) {
    const units = contract.units || { [at[0]]: at[0], [at[1]]: at[1] };
    items.push({ kind: "place", spans: [[units[at[0]] ?? 0, units[at[1]] ?? 0]] });
  }
  shown = { key, contract, items, lines: [], segments: [], chosen: null, step: 0, pictures: false };
  document.body.className = "reading";
  document.title = `${titleOf(entry)} · 合同核对报告`;
  const text = textPane(contract);
  document.getElementById("view").replaceChildren(
    make("article", { class: "contract" },
      contractHead(entry, contract),
      make("div", { class: "split" }, factsPane(contract, items), text)));
  showPlace();
};

// Everything that has places in the text, findings first.
const itemsOf = (contract) => {
  const findings = contract.findings.map((finding, position) => ({
    kind: "finding", position, spans: finding.spans, finding,
  }));
  const rows = contract.facts.flatMap((group) => group.rows);
  const facts = rows.map((row, position) => ({ kind: "fact", position, spans: row[2], row }));
  return [...findings, ...facts];
};

// -- head --------------------------------------------------------------------------------------------------

const contractHead = (entry, contract) => {
  const info = contract.document;
  const position = index.contracts.indexOf(entry);
  const neighbour = (step, label) => {
    const other = index.contracts[position + step];
    return other ? make("a", { href: contractLink(other), title: titleOf(other) }, label) : make("span", {}, label);
  };
  const pages = info.pages ? `，${info.pages} 页` : "";
  const ocr = info.ocr_pages.length ? `，识别 ${info.ocr_pages.length} 页` : "";
  const many = index.contracts.length > 1;
  return make("header", { class: "head" },
    many ? make("nav", { class: "steps", "aria-label": "合同" },
      make("a", { href: "#contracts" }, "← 返回列表"),
      neighbour(-1, "上一份"), neighbour(1, "下一份"),
      make("span", { class: "note" }, `${position + 1} / ${index.contracts.length}`)) : null,
    make("h2", {}, titleOf(entry), entry.doubt ? make("span", { class: "tag" }, entry.doubt) : null,
      info.redacted ? make("span", { class: "tag" }, "个人信息已遮盖") : null),
    make("p", { class: "note" },
      `${info.path}，${info.characters.toLocaleString("zh-CN")} 字${pages}${ocr}，SHA-256 ${info.sha256.slice(0, 16)}…`),
    info.warnings.map((warning) => make("p", { class: "warned" }, `注意：${warning}`)));
};

// -- left: findings and facts ------------------------------------------------------------------------------

const factsPane = (contract, items) => {
  const groups = contract.facts.map((group) => [group.title, group.rows]);
  const facts = items.filter((item) => item.kind === "fact");
  let position = 0;
  const sections = groups.map(([title, rows]) =>
    make("section", { class: "group", "data-group": title }, make("h3", {}, title), make("div", { class: "rows" },
      rows.map(() => factRow(facts[position++])))));
  const jump = (title) => make("button", {
    type: "button", onclick: () => pane.querySelector(`[data-group="${title}"]`).scrollIntoView({ block: "start" }),
  }, title);
  const found = contract.findings.length;
  const pane = make("div", { class: "facts", tabindex: "-1", "aria-label": "核对结果与读取内容" },
    make("nav", { class: "jumps", "aria-label": "分组" }, jump("问题"), groups.map(([title]) => jump(title))),
    make("section", { class: "group", "data-group": "问题" },
      make("h3", {}, found ? `问题 ${found} 条` : "问题"),
      found ? [...items].filter((item) => item.kind === "finding").sort(byLevel).map(findingCard)
        : make("p", { class: "note" }, contract.checks.length ? "已完成的核对未发现问题。" : "未执行核对。"),
      openChecks(contract), checkSummary(contract)),
    sections);
  return pane;
};

const byLevel = (one, other) => LEVEL_RANK[levelOf(one.finding)] - LEVEL_RANK[levelOf(other.finding)];
const levelOf = (finding) => (finding.accepted ? "accepted" : finding.severity);

const factRow = (item) => {
  const [label, value, spans, confidence] = item.row;
  item.element = make("button", {
    type: "button", class: "fact", disabled: spans.length === 0, onclick: () => choose(item, 0),
  },
  make("span", { class: "label" }, label),
  make("span", { class: "value" }, value,
    confidence < SURE ? make("span", { class: "tag unsure" }, `把握 ${Math.round(confidence * 100)}%`) : null),
  spans.length > 1 ? make("span", { class: "places" }, `${spans.length} 处`) : null);
  return item.element;
};

const findingCard = (item) => {
  const { finding } = item;
  const detail = (label, value) => (value ? [make("dt", {}, label), make("dd", {}, value)] : []);
  item.element = make("article", { class: `finding ${finding.severity}${finding.accepted ? " accepted" : ""}` },
    make("button", { type: "button", class: "message", onclick: () => choose(item, 0) },
      levelBadge(finding.severity), make("code", {}, finding.code),
      make("span", { class: "about" }, checkTitle(finding.code)),
      finding.accepted ? make("span", { class: "tag" }, "已接受") : null,
      make("span", { class: "said" }, finding.message)),
    make("dl", {},
      detail("比照", differing(finding.expected, finding.actual)), detail("所写", differing(finding.actual, finding.expected)),
      finding.spans.length ? [make("dt", {}, "原文"), make("dd", {}, quotes(item))] : [],
      detail("依据", finding.basis.join("；")), detail("建议", finding.suggestion), detail("接受", finding.accepted)));
  return item.element;
};

// The words with the characters marked in which they differ from `other`, when the two are alike otherwise.
const differing = (words, other) => {
  if (!words || !other || words === other) return words;
  if (words.length !== other.length && /^[\d,]*\.\d+$/.test(words.includes(".") ? words : other)) return words; // 64800 and 68400.00
  const [mine, theirs] = [[...words], [...other]];
  let head = 0;
  while (head < Math.min(mine.length, theirs.length) && mine[head] === theirs[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(mine.length, theirs.length) - head && mine.at(-1 - tail) === theirs.at(-1 - tail)) tail += 1;
  if (head + tail < Math.max(mine.length, theirs.length) / 2) return words;
  const end = mine.length - tail;
  return [mine.slice(0, head).join(""), make("ins", {}, mine.slice(head, end).join("")), mine.slice(end).join("")];
};

const MOST_QUOTES = 5;
const quotes = (item) => {
  const all = item.finding.spans.map((span, step) => quoteButton(item, step));
  if (all.length <= MOST_QUOTES) return all;
  const rest = all.slice(MOST_QUOTES - 1);
  return [...all.slice(0, MOST_QUOTES - 1), make("details", {}, make("summary", {}, `另 ${rest.length} 处`), rest)];
};

const quoteButton = (item, step) => {
  const [start, end, page] = item.spans[step];
  const words = wordsOf(start, end);
  const place = [page ? `第 ${page} 页` : "", clauseAt(start, end)].filter(Boolean).join(" ");
  return make("button", { type: "button", class: "quote", onclick: () => choose(item, step) },
    make("q", {}, words), place ? make("small", {}, place) : null);
};

const LONGEST_QUOTE = 120;
const wordsOf = (start, end) => {
  const text = shown.contract.text === null ? "" : shown.contract.text.slice(start, end).replace(/\s+/g, " ");
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
};

const clauseAt = (start, end) => {
  let best = null;
  for (const clause of shown.contract.clauses) {
    if (clause[0] <= start && end <= clause[1] && (!best || clause[1] - clause[0] < best[1] - best[0])) best = clause;
  }
  return best ? best[2] : "";
};

const openChecks = (contract) =>
  contract.checks.filter(([, status]) => status === "unverifiable" || status === "crashed").map(([code, status, reason]) =>
    make("p", { class: `open ${status}` }, levelBadge(status), make("code", {}, code),
      make("span", { class: "said" }, reason || "未说明原因"),
      checkTitle(code) ? make("span", { class: "about" }, `（核对有无：${checkTitle(code)}）`) : null));

const checkSummary = (contract) => {
  if (!contract.checks.length) return null;
  const lines = Object.keys(STATUSES).map((status) => [status, contract.checks.filter((check) => check[1] === status)])
    .filter(([, checks]) => checks.length);
  return make("details", { class: "summary" },
    make("summary", {}, `核对 ${contract.checks.length} 项：${lines.map(([status, checks]) => `${STATUSES[status]} ${checks.length}`).join("，")}`),
    lines.map(([status, checks]) => make("p", {}, make("b", {}, `${STATUSES[status]}（${STATUS_MEANINGS[status]}）`), " ",
      checks.map(([code, , reason]) => (`${code} ${checkTitle(code)}`.trim() + (reason && status !== "fail" ? `（${reason}）` : ""))).join("、"))));
};

// -- right: text and pages ---------------------------------------------------------------------------------

const textPane = (contract) => {
  const paged = Object.keys(contract.pages).length > 0;
  const clauses = contract.clauses.filter((clause) => clause[3] <= 2);
  const jump = (event) => {
    const clause = clauses[Number(event.target.value)];
    if (clause) lineAt(clause[0]).element.scrollIntoView({ block: "start" });
  };
  const step = (by) => () => choose(shown.chosen, shown.step + by);
  const body = make("div", { class: "body", tabindex: "0", "aria-label": "合同原文" });
  body.append(...(contract.text === null
    ? [make("p", { class: "empty" }, "输出目录中没有这份合同的原文，无法显示。")]
    : drawLines(contract.text, shown.items)));
  return make("section", { class: "source" },
    make("div", { class: "tools" },
      clauses.length && contract.text !== null
        ? make("select", { "aria-label": "跳到条款", onchange: jump }, make("option", { value: "" }, "跳到条款…"),
          clauses.map((clause, position) => make("option", { value: String(position) }, `${clause[3] > 1 ? "　" : ""}${clause[2]}`.slice(0, 40))))
        : null,
      paged ? make("button", { type: "button", id: "toggle", onclick: togglePictures }, "看页面图") : null,
      make("span", { id: "where", class: "note" }),
      make("span", { id: "stepper", hidden: true },
        make("button", { type: "button", id: "before", title: "上一处（p）", onclick: step(-1) }, "‹"),
        make("b", { id: "counter" }),
        make("button", { type: "button", id: "after", title: "下一处（n）", onclick: step(1) }, "›"))),
    body,
    paged ? make("div", { class: "page", hidden: true }) : null);
};

// Cuts the text at every border of every place, so that any place is a whole number of segments.
const drawLines = (text, items) => {
  const cuts = new Map(); // offset → items that begin or end there
  const cut = (offset, item, begins) => {
    if (!cuts.has(offset)) cuts.set(offset, []);
    cuts.get(offset).push([item, begins]);
  };
  for (const item of items) {
    for (const [start, end] of item.spans) {
      if (start < end && end <= text.length) {
        cut(start, item, true);
        cut(end, item, false);
      }
    }
  }
  const borders = [...cuts.keys()].sort((one, other) => one - other);
  const active = new Map();
  let next = 0;
  let start = 0;
  const passBorders = (offset) => {
    for (; next < borders.length && borders[next] <= offset; next += 1) {
      for (const [item, begins] of cuts.get(borders[next])) {
        const depth = (active.get(item) || 0) + (begins ? 1 : -1);
        if (depth) active.set(item, depth);
        else active.delete(item);
      }
    }
  };
  for (const words of text.split("\n")) {
    const line = { start, element: make("div", { class: "line", "data-number": String(shown.lines.length + 1) }) };
    const end = start + words.length;
    let from = start;
    while (from < end) {
      passBorders(from);
      const to = next < borders.length ? Math.min(borders[next], end) : end;
      line.element.append(segment(text.slice(from, to), from, to, [...active.keys()]));
      from = to;
    }
    shown.lines.push(line);
    start = end + 1;
  }
  return shown.lines.map((line) => line.element);
};

const segment = (words, start, end, items) => {
  if (!items.length) return document.createTextNode(words);
  const levels = items.filter((item) => item.kind === "finding").map((item) => item.finding.severity);
  const level = Object.keys(SEVERITIES).find((severity) => levels.includes(severity));
  const marked = items.some((item) => item.kind === "fact" && sizeOf(item) <= LONGEST_MARKED);
  const element = make("span", { class: level ? `seg ${level}` : marked ? "seg read" : "seg" }, words);
  element.addEventListener("click", () => {
    if (String(getSelection())) return; // words are being marked to copy them
    choose(items.reduce((best, item) => (sizeOf(item) < sizeOf(best) ? item : best)), null, { start });
  });
  shown.segments.push({ start, end, element });
  return element;
};

const sizeOf = (item) => Math.min(...item.spans.map(([start, end]) => end - start));

const lineAt = (offset) => {
  let [low, high] = [0, shown.lines.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (shown.lines[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  return shown.lines[low];
};

// -- choosing ----------------------------------------------------------------------------------------------

// Highlights an item's places and scrolls to one of them; `clicked.start` is where in the text it was clicked.
const choose = (item, step, clicked = {}) => {
  if (!item || !item.spans.length) {
    if (item?.element) item.element.scrollIntoView({ block: "nearest" });
    return;
  }
  if (shown.chosen?.element) shown.chosen.element.classList.remove("chosen");
  shown.chosen = item;
  shown.step = step === null
    ? Math.max(0, item.spans.findIndex(([start, end]) => start <= clicked.start && clicked.start < end))
    : (step + item.spans.length) % item.spans.length;
  if (item.element) {
    item.element.classList.add("chosen");
    if (step === null || clicked.fromAddress) item.element.scrollIntoView({ block: "nearest" });
  }
  if (item.kind !== "place") {
    history.replaceState(null, "", `#contract=${shown.key}&${item.kind}=${item.position}`);
  }
  showPlace();
};

const showPlace = () => {
  const { chosen, step, segments } = shown;
  const spans = chosen ? chosen.spans : [];
  const within = ([start, end], part) => start <= part.start && part.end <= end;
  let first = null;
  for (const part of segments) {
    const current = chosen && within(spans[step], part);
    part.element.classList.toggle("on", spans.some((span) => within(span, part)));
    part.element.classList.toggle("current", Boolean(current));
    if (current && !first) first = part.element;
  }
  if (first) first.scrollIntoView({ block: "center" });
  document.getElementById("stepper").hidden = spans.length < 2;
  document.getElementById("counter").textContent = `${step + 1} / ${spans.length}`;
  const [start, end, page] = spans[step] || [];
  const where = chosen && shown.lines.length
    ? [page ? `第 ${page} 页` : "", `第 ${shown.lines.indexOf(lineAt(start)) + 1} 行`, clauseAt(start, end)] : [];
  document.getElementById("where").textContent = where.filter(Boolean).join(" ").slice(0, 60);
  if (chosen) announce(`已标出 ${spans.length} 处，当前第 ${step + 1} 处`);
  if (shown.pictures) showPage();
};

const onKey = (event) => {
  if (!shown || !document.body.classList.contains("reading") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "n" && shown.chosen) choose(shown.chosen, shown.step + 1);
  if (event.key === "p" && shown.chosen) choose(shown.chosen, shown.step - 1);
  if (event.key === "Escape" && index.contracts.length > 1) location.hash = "#contracts";
};
