// Elements are made here and nowhere else: whatever comes from a contract goes in as text, never as markup.

const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

const levelBadge = (level) => make("span", { class: `badge ${level}` }, LEVEL_NAMES[level] || level);

const select = (label, name, options, value, onchange) =>
  make("label", { class: "field" },
    make("span", {}, label),
    make("select", { name, onchange: (event) => onchange(event.target.value) },
      make("option", { value: "" }, "全部"),
      options.map(([option, shown]) => make("option", { value: option, selected: option === value }, shown))));

const announce = (message) => {
  document.getElementById("announce").textContent = message;
};

// Waits for typing to pause before it searches.
const whenQuiet = (action, delay = 150) => {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), delay);
  };
};
