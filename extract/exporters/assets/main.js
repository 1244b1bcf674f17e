// Which view the address asks for: #contracts, #findings, #checks, #cross, #unread, or #contract=KEY with a place in it.

const route = async () => {
  const asked = new URLSearchParams(location.hash.slice(1));
  const key = asked.get("contract");
  for (const link of document.querySelectorAll("#top nav a")) {
    const current = !key && link.hash.slice(1) === currentList();
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!key) {
    firstRow = 0;
    showLists(currentList());
  } else if (index.contracts.some((entry) => entry.key === key)) {
    await showContract(key, asked);
  } else {
    document.getElementById("view").replaceChildren(make("p", { class: "empty" }, "本报告没有这份合同。"));
  }
};

const header = () => {
  const tabs = Object.entries(LISTS).filter(([name]) =>
    (name !== "unread" || index.failures.length) && (name !== "cross" || index.cross.length));
  const rules = index.rules ? `，规则 ${index.rules.slice(0, 12)}` : "";
  return [
    make("h1", {}, make("span", { class: "mark", "aria-hidden": "true" }, "勘合"), "合同核对报告"),
    make("nav", { "aria-label": "列表" }, tabs.map(([name, [label]]) => make("a", { href: `#${name}` }, label))),
    make("p", { class: "run" }, `kanhe ${index.version}${rules}`),
  ];
};

const start = async () => {
  index = await unpack("index");
  const top = document.getElementById("top");
  top.append(...header());
  top.hidden = false;
  document.getElementById("starting").remove();
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeprint", () => { printing = true; refresh(); });
  window.addEventListener("afterprint", () => { printing = false; refresh(); });
  document.addEventListener("keydown", onKey);
  if (index.contracts.length === 1 && !location.hash) {
    history.replaceState(null, "", `#contract=${index.contracts[0].key}`); // a run of one contract opens it
  }
  await route();
};

start();
