// Pictures of pages, with the boxes of the chosen places.

const togglePictures = () => {
  shown.pictures = !shown.pictures;
  document.getElementById("toggle").textContent = shown.pictures ? "看文字" : "看页面图";
  document.querySelector(".source .body").hidden = shown.pictures;
  document.querySelector(".source .page").hidden = !shown.pictures;
  if (shown.pictures) showPage();
};

const showPage = (asked) => {
  const { contract, chosen, step, key } = shown;
  const spans = chosen ? chosen.spans : [];
  const number = asked || spans[step]?.[2] || contract.pictures[0] || 1;
  const frame = document.querySelector(".source .page");
  const others = contract.pictures.map((page) =>
    make("button", { type: "button", "aria-pressed": String(page === number), onclick: () => showPage(page) }, String(page)));
  const size = contract.pages[number];
  if (!contract.pictures.includes(number) || !size) {
    frame.replaceChildren(make("nav", { class: "pages", "aria-label": "页" }, others),
      make("p", { class: "empty" }, `第 ${number} 页的图片没有收入本报告，见输出目录 pages/ 下。`));
    return;
  }
  const [width, height] = size;
  const boxes = spans.flatMap(([, , page, box], position) => {
    if (page !== number || !box) return [];
    const element = make("div", { class: position === step ? "box current" : "box" });
    const [left, top, right, bottom] = box;
    Object.assign(element.style, {
      left: `${(left / width) * 100}%`, top: `${(top / height) * 100}%`,
      width: `${((right - left) / width) * 100}%`, height: `${((bottom - top) / height) * 100}%`,
    });
    return [element];
  });
  frame.replaceChildren(make("nav", { class: "pages", "aria-label": "页" }, others),
    make("div", { class: "sheet" }, make("img", { src: pictureOf(key, number), alt: `第 ${number} 页` }), boxes));
  (frame.querySelector(".box.current") || frame).scrollIntoView({ block: "center" });
};
