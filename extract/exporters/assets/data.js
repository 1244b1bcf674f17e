"use strict";

// What is packed into the file, unpacked when it is asked for.

const unpack = async (id) => {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
};

let index; // set once, before anything is shown

// The last few contracts that were opened; a report of thousands never holds them all.
const opened = new Map();
const MOST_OPENED = 8;

const contractOf = async (key) => {
  if (!opened.has(key)) {
    opened.set(key, withUnits(await unpack(`contract-${key}`)));
    if (opened.size > MOST_OPENED) opened.delete(opened.keys().next().value);
  }
  return opened.get(key);
};

const pictureOf = (key, page) =>
  `data:image/jpeg;base64,${document.getElementById(`picture-${key}-${page}`).textContent}`;

// Offsets in a record count characters; strings here count UTF-16 units, and a rare Han character takes two.
const withUnits = (contract) => {
  const text = contract.text;
  if (text === null || !/[\ud800-\udbff]/.test(text)) return contract;
  const units = [];
  let position = 0;
  for (const character of text) {
    units.push(position);
    position += character.length;
  }
  units.push(position);
  const moved = (span) => [units[span[0]], units[span[1]], ...span.slice(2)];
  for (const group of contract.facts) for (const row of group.rows) row[2] = row[2].map(moved);
  for (const finding of contract.findings) finding.spans = finding.spans.map(moved);
  contract.clauses = contract.clauses.map(moved);
  contract.units = units;
  return contract;
};

const SEVERITIES = { error: "错误", warning: "警告", info: "提示" };
const LEVEL_NAMES = { ...SEVERITIES, unverifiable: "无法核对", crashed: "程序问题", accepted: "已接受" };
const STATUSES = { pass: "通过", fail: "不符", not_applicable: "不适用", unverifiable: "无法核对", crashed: "程序问题" };
const STATUS_MEANINGS = {
  pass: "没有发现下列情形", fail: "发现下列情形", not_applicable: "合同没有所涉内容", unverifiable: "不能断定有无下列情形",
  crashed: "核对未能运行",
};
const FAMILIES = {
  AMT: "金额", LIN: "价格明细", PAY: "付款", PTY: "主体与账户", DAT: "日期期限", CLS: "条款", PEN: "违约责任",
  CON: "保密", DSP: "争议解决", GUA: "担保", LAW: "法规", SLA: "服务等级", OCR: "识别质量", XCT: "跨合同",
};

const familyOf = (code) => code.slice(0, 3);
const familyName = (family) => FAMILIES[family] || family;
const checkTitle = (code) => index.titles[code] || "";
const titleOf = (entry) => entry.title || entry.path;
const countOf = (entry, level) => entry.findings.filter((finding) => finding.level === level).length;
const openOf = (entry, status) => entry.open.filter((outcome) => outcome[1] === status).length;
