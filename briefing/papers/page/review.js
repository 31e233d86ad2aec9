/* The review page: steps through facts, shows each one's card, keeps what a person marks and saves it as a file:
 *   {format: "briefing-marks", version: 1, file, sha256, by, marks: [{kind, document, start, end, verdict, quote, was, now, note, at}]}
 * verdict: right | changed | wrong | missed. was, now: the fields of the fact before and after. Offsets are the reader's.
 * From `briefing review --serve` a mark goes straight into the store instead, with the id of the mark it has seen; where somebody else
 * was quicker the answer is 409 and theirs, and the person chooses. */
"use strict";
(() => {
  const { html, render } = htmPreact;
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = document.getElementById("text");
  const panel = document.getElementById("card");
  const key = "briefing-marks:" + data.sha256;
  const STATUS = { actual: "实际", estimate: "预计", target: "目标", "": "" };
  const STAGE = {
    reserved: "谋划储备", preparing: "前期", signed: "签约落地", started: "开工", building: "在建", completed: "竣工投用",
  };
  const MEASURE = {
    level: "数量", yoy: "比上年增减", cagr: "年均增减", ratio: "比重、比率", pp: "相差百分点", rank: "位次", multiple: "倍数",
  };
  const KIND = { indicator: "指标", project: "项目", duty: "责任事项" };
  const SEVERITY = { high: "重要", medium: "一般", low: "提示" };
  const VERDICT = { right: "正确", changed: "改为…", wrong: "不是指标", missed: "漏了一个" };
  const FIELDS = {
    indicator: [["name", "名称"], ["id", "规范指标"], ["value", "数值"], ["unit", "单位"], ["measure", "量度", MEASURE],
      ["status", "状态", STATUS], ["period", "时期"], ["area", "地区"]],
    project: [["name", "名称"], ["stage", "阶段", STAGE], ["status", "状态", STATUS], ["period", "时期"], ["count", "个数"],
      ["investment", "投资"], ["area", "地区"]],
    duty: [["name", "事项"], ["lead", "牵头单位"], ["responsible", "责任单位"], ["period", "时期"]],
  };
  const served = location.protocol.startsWith("http");
  const state = { at: -1, editing: null, search: "", kind: "", status: "", only: "", by: "", marks: {}, missed: [], told: "", near: [], conflict: null };
  const idOf = (each) => [each.kind, each.document, each.start, each.end, each.name].join(":");
  const ids = data.facts.map(idOf);

  // What was marked before, in this browser; a page opened from disk may have no storage, then marks last as long as the page.
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "{}");
    Object.assign(state, served ? { by: kept.by || "" } : kept);
  } catch (error) {
    state.told = "浏览器不让本页保存标记：关闭前请点“保存为文件”。";
  }
  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ by: state.by, marks: state.marks, missed: state.missed }));
    } catch (error) {
      state.told = "浏览器不让本页保存标记：关闭前请点“保存为文件”。";
    }
  }

  // What the store holds; what was marked here and has arrived there is not kept twice.
  let stored = { marks: {}, missed: [] };
  function take(marks) {
    stored = { marks: {}, missed: marks.filter((mark) => mark.verdict === "missed") };
    for (const mark of marks) if (mark.verdict !== "missed") stored.marks[idOf(mark)] = mark;
    const same = (mine) => (its) => Date.parse(its.at) === Date.parse(mine.at);
    for (const [id, mark] of Object.entries(state.marks)) if (stored.marks[id] && same(mark)(stored.marks[id])) delete state.marks[id];
    state.missed = state.missed.filter((mine) => !stored.missed.some(same(mine)));
  }
  const markOf = (place) => state.marks[ids[place]] || stored.marks[ids[place]];

  async function ask(path, body) {
    try {
      const answer = await fetch("../" + path, body && {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      const told = await answer.json();
      if (told.marks) take(told.marks);
      if (answer.status === 409) return told.mark;
      state.told = answer.ok ? "" : told.error;
    } catch (error) {
      state.told = "没有存进去：服务已经停止，重新运行 briefing review --serve。";
    }
    return null;
  }
  // Puts a mark into the store. seen: the id of the mark that this one answers, 0 for none.
  async function send(mark, seen) {
    if (!state.by.trim()) {
      state.told = "先写校核人，再标记。";
      draw();
      return panel.querySelector("input[name=by]").focus();
    }
    const theirs = await ask("marks/" + data.sha256, { by: state.by.trim(), seen, mark });
    state.conflict = theirs ? { mine: mark, theirs } : null;
    finish();
  }

  const pieces = new Map();
  for (const mark of text.querySelectorAll("mark[data-f]")) {
    for (const place of mark.dataset.f.split(" ")) {
      if (!pieces.has(+place)) pieces.set(+place, []);
      pieces.get(+place).push(mark);
    }
  }
  // Doubt counts more in an indicator of the papers, and most where papers print it.
  const weight = (fact) => (1 - fact.confidence) * (fact.id ? 2 : 1) * (1 + (fact.printed || []).length);
  const doubtful = data.facts.map((fact, place) => place)
    .filter((place) => data.facts[place].confidence < data.sure)
    .sort((a, b) => weight(data.facts[b]) - weight(data.facts[a]));

  // Findings at each fact, and the places with findings, those of the gravest first.
  const at = new Map();
  data.facts.forEach((fact, place) => at.set(fact.start, (at.get(fact.start) || []).concat(place)));
  const factsOf = (finding) => finding.at.flatMap(([start, end]) => (at.get(start) || []).filter((place) => data.facts[place].end === end));
  const troubles = new Map();
  for (const finding of data.findings) {
    for (const place of new Set(factsOf(finding))) troubles.set(place, (troubles.get(place) || []).concat(finding));
  }
  const troubled = [...new Map(data.findings.flatMap((finding) => finding.at).map((place) => [place[0], place])).values()];
  let stop = -1;
  function nextTrouble() {
    stop = (stop + 1) % (troubled.length || 1);
    if (troubled.length) jump(troubled[stop]);
  }

  function shown() {
    const words = state.search.trim();
    return data.facts.map((fact, place) => place).filter((place) => {
      const fact = data.facts[place];
      if (state.kind && fact.kind !== state.kind) return false;
      if (state.status && fact.status !== state.status) return false;
      if (state.only === "doubt" && !(fact.confidence < data.sure)) return false;
      if (state.only === "trouble" && !troubles.has(place)) return false;
      if (state.only === "marked" && !markOf(place)) return false;
      if (state.only === "open" && markOf(place)) return false;
      return !words || (fact.name + fact.value + fact.unit + fact.sentence + fact.id).includes(words);
    });
  }

  let here = [];
  function light(marks) {
    for (const mark of here) mark.classList.remove("here");
    here = marks;
    for (const mark of here) mark.classList.add("here");
    if (here[0]) here[0].scrollIntoView({ block: "center" });
  }
  function go(place) {
    if (place === undefined || place < 0 || !data.facts[place]) return;
    state.at = place;
    state.told = "";
    state.near = [];
    state.editing = null;
    state.conflict = null;
    light(pieces.get(place) || []);
    draw();
  }
  // The next number that no fact used, selected so that it can be named at once.
  const unread = [...text.querySelectorAll("mark.unread")];
  let loose = -1;
  function nextUnread() {
    if (!unread.length) return;
    loose = (loose + 1) % unread.length;
    light([unread[loose]]);
    getSelection().selectAllChildren(unread[loose]);
  }
  // #start-end, as papers link here: the fact of that place, else the place itself.
  function arrive() {
    const [start, end] = (location.hash.match(/^#(\d+)-(\d+)$/) || []).slice(1).map(Number);
    if (end === undefined) return;
    const found = data.facts.findIndex((fact) => fact.start === start && fact.end === end);
    if (found >= 0) go(found);
    else show(start);
  }
  // Brings a stretch of the text into view, selected where its end is known.
  function show(start, end) {
    const block = [...text.querySelectorAll("[data-s]")].filter((each) => +each.dataset.s <= start).pop();
    if (!block) return;
    block.scrollIntoView({ block: "center" });
    if (end === undefined) return;
    const range = document.createRange();
    range.selectNodeContents(block);
    const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let at = +block.dataset.s, node = nodes.nextNode(); node; at += node.length, node = nodes.nextNode()) {
      if (at <= start && start < at + node.length) range.setStart(node, start - at);
      if (at < end && end <= at + node.length) range.setEnd(node, end - at);
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  function step(list, way) {
    if (!list.length) return;
    const found = list.indexOf(state.at);
    go(list[found < 0 ? (way > 0 ? 0 : list.length - 1) : (found + way + list.length) % list.length]);
  }

  // Figures of the same sentence: what is wrong with its period or status is wrong with all of them.
  const SHARED = ["status", "period", "area"];
  function beside(place) {
    const own = data.facts[place];
    return data.facts.map((fact, other) => other).filter((other) => {
      const fact = data.facts[other];
      return other !== place && fact.kind === own.kind && fact.document === own.document && fact.sentence === own.sentence
        && SHARED.every((name) => fact[name] === own[name]);
    });
  }
  function settle(verdict, now, place = state.at) {
    const fact = data.facts[place];
    if (!fact) return;
    const mark = { verdict, now: now || null, at: new Date().toISOString() };
    state.editing = null;
    const before = stored.marks[ids[place]];
    if (served) return send(saved(fact, mark), before ? before.id : 0);
    state.marks[ids[place]] = mark;
    finish();
  }
  async function withdraw(mark) {
    delete state.marks[ids[state.at]];
    if (served && mark.id) await ask("revert/" + data.sha256, { by: state.by.trim(), id: mark.id });
    finish();
  }
  function finish() {
    keep();
    paint();
    draw();
  }
  function paint() {
    for (const [place, marks] of pieces) {
      const settled = Boolean(markOf(place));
      for (const mark of marks) mark.classList.toggle("settled", settled);
    }
  }

  function edit(event) {
    event.preventDefault();
    const now = Object.fromEntries(new FormData(event.target));
    if (state.editing === "missed") {
      const mark = { ...state.selected, ...now, at: new Date().toISOString() };
      state.editing = null;
      if (served) return send(added(mark), 0);
      state.missed.push(mark);
      finish();
    } else {
      const fact = data.facts[state.at];
      const { also, ...fields } = now;
      const changed = Object.fromEntries(Object.entries(fields).filter(([name, value]) => String(fact[name]) !== value));
      const shared = Object.fromEntries(Object.entries(changed).filter(([name]) => SHARED.includes(name)));
      if (also && Object.keys(shared).length) for (const place of beside(state.at)) settle("changed", { ...markOf(place)?.now, ...shared }, place);
      settle(Object.keys(changed).length ? "changed" : "right", changed);
    }
  }

  // Offsets of a selection in the reader's text: the block says where its text begins.
  function selected() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return null;
    const block = (range.startContainer.nodeType === 3 ? range.startContainer.parentElement : range.startContainer).closest("[data-s]");
    return { start, end, quote: chosen.toString(), sentence: block.textContent.trim() };
  }
  function offset(node, within) {
    const block = (node.nodeType === 3 ? node.parentElement : node).closest("[data-s]");
    if (!block || !text.contains(block)) return null;
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, within);
    return +block.dataset.s + before.toString().length;
  }

  function change() {
    if (!data.facts[state.at]) return;
    state.editing = "change";
    toEditor();
  }
  function toEditor() {
    draw();
    panel.querySelector("form").scrollIntoView({ block: "nearest" });
    panel.querySelector("form input").focus();
  }
  function missing() {
    const found = selected();
    if (!found) {
      state.told = "先在左边的原文里选中漏掉的数字或项目名，再点“漏了一个”。";
      return draw();
    }
    state.told = "";
    state.selected = found;
    state.editing = "missed";
    toEditor();
  }

  // Marks as files and the store take them.
  function saved(fact, mark) {
    const was = Object.fromEntries(FIELDS[fact.kind].map(([name]) => [name, fact[name] ?? ""]));
    return {
      kind: fact.kind, document: fact.document, start: fact.start, end: fact.end, quote: fact.quote, sentence: fact.sentence,
      verdict: mark.verdict, was, now: mark.now, note: "", at: mark.at,
    };
  }
  function added({ start, end, quote, sentence, at, note, kind, ...now }) {
    return {
      kind, document: documentAt(start), start, end, quote, sentence, verdict: "missed", was: null, now, note: note || "", at,
    };
  }
  function save() {
    const marks = data.facts.flatMap((fact, place) => (state.marks[ids[place]] ? [saved(fact, state.marks[ids[place]])] : []));
    marks.push(...state.missed.map(added));
    const told = { format: "briefing-marks", version: 1, file: data.file, sha256: data.sha256, by: state.by, marks };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1)], { type: "application/json" }));
    link.download = "校核-" + data.file.replace(/\.[^.]+$/, "") + ".json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  function documentAt(start) {
    const found = data.documents.find((each) => each.start <= start && start < each.end);
    return (found || data.documents[0] || { id: "" }).id;
  }

  function field(fact, [name, label, options]) {
    const value = String((fact && fact[name]) ?? "");
    if (!options) return html`<label><span>${label}</span><input name=${name} defaultValue=${value} /></label>`;
    return html`<label><span>${label}</span><select name=${name} defaultValue=${value}>
      ${Object.entries(options).map(([code, word]) => html`<option value=${code} selected=${code === value}>${word || "—"}</option>`)}
    </select></label>`;
  }
  function editor() {
    const missed = state.editing === "missed";
    const fact = missed ? { value: state.selected.quote, status: "actual", measure: "level" } : { ...data.facts[state.at], ...markOf(state.at)?.now };
    const kind = missed ? state.missedKind || "indicator" : fact.kind;
    return html`<form onSubmit=${edit} key=${missed ? "m" + kind : state.at}>
      <h3>${missed ? `漏了：“${state.selected.quote}”` : "改为"}</h3>
      ${missed && html`<label><span>种类</span><select name="kind" onChange=${(e) => { state.missedKind = e.target.value; draw(); }}>
        ${Object.entries(KIND).map(([code, word]) => html`<option value=${code} selected=${code === kind}>${word}</option>`)}</select></label>`}
      ${FIELDS[kind].map((each) => field(fact, each))}
      ${!missed && beside(state.at).length > 0 && html`<label class="also"><input type="checkbox" name="also" />
        <span>同句另外 ${beside(state.at).length} 条的状态、时期、地区也这样改</span></label>`}
      <div class="row"><button type="submit">确定</button>
      <button type="button" onClick=${() => { state.editing = null; draw(); }}>取消</button></div></form>`;
  }

  // 统计科 2026/1/5 16:00 改为…：数值→7.1
  function said(mark, kind) {
    const fields = Object.entries(mark.now || {}).filter(([, value]) => value).map(([name, value]) => {
      const [, label, words] = FIELDS[kind].find(([known]) => known === name) || ["", name];
      return `${label}→${words ? words[value] ?? value : value}`;
    });
    const who = mark.id ? `${mark.by} ${new Date(mark.at).toLocaleString("zh-CN")} ` : "";
    return who + VERDICT[mark.verdict] + (fields.length ? "：" + fields.join("，") : "");
  }
  function conflict() {
    const { mine, theirs } = state.conflict;
    return html`<section role="alert" class="conflict"><p>别人先标了这一处：${said(theirs, theirs.kind)}。你的（${said(mine, mine.kind)}）没有存。</p>
      <div class="row"><button onClick=${() => { state.conflict = null; draw(); }}>用对方的</button>
      <button onClick=${() => send({ ...mine, at: new Date().toISOString() }, theirs.id)}>仍用我的</button></div></section>`;
  }

  // A PDF opens at the first page that prints the fact.
  function href(link, places) {
    const page = /^第(\d+)页$/.exec(places[0] || "");
    return encodeURI(link) + (page ? `#page=${page[1]}` : "");
  }

  function card() {
    const fact = data.facts[state.at];
    if (state.near.length) return html`<section aria-live="polite"><ul class="list">${state.near.map(trouble)}</ul></section>`;
    if (!fact) return html`<p class="note">点左边的数字，或按 <kbd>F</kbd> 到下一个有问题的数，<kbd>N</kbd> 到下一个存疑的数。</p>`;
    const mark = markOf(state.at);
    const told = (name, words) => (words ? words[fact[name]] ?? fact[name] : fact[name]);
    return html`<section aria-live="polite">
      <h2>${fact.name}</h2>
      <div class="note">${KIND[fact.kind]}${fact.place && " · " + fact.place}${fact.section && " · " + fact.section}</div>
      ${troubles.has(state.at) && html`<ul class="list">${troubles.get(state.at).map(trouble)}</ul>`}
      <dl>${FIELDS[fact.kind].filter(([name]) => name !== "name" && fact[name]).map(([name, label, words]) => html`
        <dt>${label}</dt><dd>${told(name, words)}</dd>`)}
        ${fact.stage_words && html`<dt>原文用词</dt><dd>${fact.stage_words}</dd>`}
        ${fact.bound && fact.bound !== "exact" && html`<dt>界限</dt><dd>${{ approx: "约数", min: "下限", max: "上限" }[fact.bound]}</dd>`}
        ${fact.kind === "indicator" && html`<dt>把握</dt><dd>${Math.round(fact.confidence * 100)}%${fact.confidence < data.sure ? "（存疑）" : ""}</dd>`}
        ${(fact.why || []).map(([what, said]) => html`<dt>${what}</dt><dd>${said}</dd>`)}
        <dt>原句</dt><dd>${fact.sentence}</dd></dl>
      <div class="row">
        <button aria-pressed=${mark?.verdict === "right"} onClick=${() => settle("right")}>正确 <kbd>1</kbd></button>
        <button aria-pressed=${mark?.verdict === "changed"} onClick=${change}>改为… <kbd>2</kbd></button>
        <button aria-pressed=${mark?.verdict === "wrong"} onClick=${() => settle("wrong")}>不是${KIND[fact.kind]} <kbd>3</kbd></button>
        ${mark && (served || !mark.id) && html`<button onClick=${() => withdraw(mark)}>撤回</button>`}
      </div>
      ${mark && html`<p class="note">${said(mark, fact.kind)}</p>`}
      ${state.editing && editor()}
      ${(fact.series || []).length > 1 && html`<h3>历年</h3><table class="series">${fact.series.map(([period, status, value, unit, file]) => html`
        <tr><td>${period}</td><td>${STATUS[status]}</td><td>${value}${unit}</td><td>${file}</td></tr>`)}</table>`}
      ${fact.printed && html`<h3>印在</h3><ul class="printed">${fact.printed.map(([paper, ...places]) => html`
        <li><a href=${href(data.papers[paper], places)}>${data.papers[paper].split("/").pop()}</a> ${places.join("、")}</li>`)}</ul>`}
      ${fact.printed && data.more > 0 && html`<p class="note">另有${data.more}份材料用了这个文件，没有逐一查找。</p>`}
    </section>`;
  }

  // What a finding says, with its other places in this file and in others.
  function jump([start, end]) {
    const found = (at.get(start) || []).find((place) => data.facts[place].end === end);
    if (found !== undefined) return go(found);
    state.at = -1;
    state.near = data.findings.filter((finding) => finding.at.some((place) => place[0] === start));
    light([]);
    show(start, end);
    draw();
  }
  function trouble(finding) {
    const places = finding.at.length > 1 ? finding.at : [];
    return html`<li class=${finding.severity}><button onClick=${() => finding.at.length && jump(finding.at[0])}>
      <b>${SEVERITY[finding.severity] || ""}</b> ${finding.message}</button>
      ${places.map((place, n) => html`<button class="place" onClick=${() => jump(place)}>第${n + 1}处</button>`)}
      ${finding.elsewhere.map(([file, link]) => html`<a class="place" href=${link}>${file}</a>`)}</li>`;
  }

  function reviewer() {
    return html`<label><span>校核人</span><input name="by" value=${state.by} onInput=${(event) => { state.by = event.target.value; keep(); }} placeholder="科室或岗位" /></label>`;
  }

  function draw() {
    const list = shown();
    const count = Object.keys(state.marks).length + state.missed.length;
    const settled = new Set([...Object.keys(state.marks), ...Object.keys(stored.marks)]).size + state.missed.length + stored.missed.length;
    const set = (name) => (event) => { state[name] = event.target.value; draw(); };
    render(html`
      <div class="row"><input type="search" placeholder="查找名称、数值、原句" aria-label="查找" value=${state.search} onInput=${set("search")} />
        <select aria-label="种类" onChange=${set("kind")}><option value="">全部种类</option>${Object.entries(KIND).map(([c, w]) => html`<option value=${c}>${w}</option>`)}</select>
        <select aria-label="状态" onChange=${set("status")}><option value="">全部状态</option>${Object.entries(STATUS).filter(([c]) => c).map(([c, w]) => html`<option value=${c}>${w}</option>`)}</select>
        <select aria-label="范围" onChange=${set("only")}><option value="">全部</option><option value="trouble">有问题</option><option value="doubt">存疑</option><option value="open">未看</option><option value="marked">已标</option></select></div>
      <div class="row" role="status"><span class="note">${list.length} / ${data.facts.length} 条 · 问题 ${data.findings.length} · 存疑 ${doubtful.length} · 未读数字 ${data.unread} · 已标 ${settled}</span></div>
      <div class="row"><button onClick=${() => step(list, -1)}>上一个 <kbd>K</kbd></button><button onClick=${() => step(list, 1)}>下一个 <kbd>J</kbd></button>
        <button onClick=${nextTrouble}>下一个问题 <kbd>F</kbd></button>
        <button onClick=${() => step(doubtful, 1)}>下一个存疑 <kbd>N</kbd></button><button onClick=${nextUnread}>下一个未读 <kbd>U</kbd></button>
        <button onClick=${missing}>漏了一个 <kbd>4</kbd></button></div>
      ${served && reviewer()}
      ${state.told && html`<p role="alert" class="high">${state.told}</p>`}
      ${state.conflict && conflict()}
      ${state.editing === "missed" ? editor() : card()}
      ${data.warnings.length > 0 && html`<h3>读取时的提醒</h3><ul>${data.warnings.map((said) => html`<li>${said}</li>`)}</ul>`}
      ${data.findings.length > 0 && html`<h3>问题（${data.findings.length}）</h3><ul class="list">${data.findings.map(trouble)}</ul>`}
      ${state.missed.length + stored.missed.length > 0 && html`<h3>补的（${state.missed.length + stored.missed.length}）</h3><ul class="list">
        ${stored.missed.map((mark) => html`<li><button onClick=${() => show(mark.start)}>${said(mark, mark.kind)}</button></li>`)}
        ${state.missed.map((each, place) => html`
        <li><button title="点一下删去" onClick=${() => { state.missed.splice(place, 1); finish(); }}>${each.name || each.quote} ${each.value || ""}${each.unit || ""} ×</button></li>`)}</ul>`}
      ${served ? html`<p class="note">标记已随时存进数据库，下一次生成起生效。</p>` : html`<h3>保存</h3>${reviewer()}
      <div class="row"><button disabled=${!count} onClick=${save}>保存为文件（${count}）</button></div>
      <p class="note">保存的文件用 briefing corrections import 导入，下一次生成起生效。</p>`}`, panel);
  }

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-f]");
    if (mark && getSelection().isCollapsed) {
      const places = mark.dataset.f.split(" ").map(Number);
      go(places[(places.indexOf(state.at) + 1) % places.length]);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "search") {
      event.target.blur(); // from here on the keys step through what was found
      return step(shown(), 1);
    }
    if (event.ctrlKey || event.altKey || event.metaKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === "Enter" && event.target.matches("mark[data-f]")) return event.target.click();
    const act = {
      j: () => step(shown(), 1), k: () => step(shown(), -1), f: nextTrouble, n: () => step(doubtful, 1), u: nextUnread, p: () => step(doubtful, -1),
      1: () => settle("right"), 2: change, 3: () => settle("wrong"), 4: missing,
    }[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  async function renew() {
    await ask("marks/" + data.sha256);
    finish();
  }
  take(data.marks);
  paint();
  draw();
  arrive();
  addEventListener("hashchange", arrive);
  if (served) {
    renew();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
  }
})();
