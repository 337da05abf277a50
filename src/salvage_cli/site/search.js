// The search of the site. It runs in the reader's browser on data that came with the page: nothing that is
// typed is sent or kept. Text is only ever set as text, so nothing in a page can act.
"use strict";
(() => {
  const { heard, stop, endings, sections, anyDanger, declined, calls } = salvageWords;
  const STOP = new Set(stop);
  const MOST = 20;
  const ENOUGH = 0.4; // the part of a question, by the weight of its words, that a passage has to hold
  const named = (names, values) => Object.fromEntries(names.map((name, n) => [name, values[n]]));

  // --- words: the same plain form as in salvage_cli/search/words.py

  const tokens = (text) =>
    text
      .replace(/[’']/g, "")
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .match(/\d+(?:\.\d+)?|\p{L}+/gu) || [];

  const stem = (word) => {
    if (word.length < 4 || !/^\p{L}+$/u.test(word)) return word;
    const cut = endings.find(([end]) => word.endsWith(end) && word.length - end.length >= 3);
    if (cut) word = word.slice(0, word.length - cut[0].length) + cut[1];
    if (word.length > 3 && word.at(-1) === word.at(-2) && !"lsz".includes(word.at(-1))) word = word.slice(0, -1);
    if (word.endsWith("e") && word.length > 4) word = word.slice(0, -1);
    return word.endsWith("y") && word.length > 3 ? word.slice(0, -1) + "i" : word;
  };

  // Whether the stems of a phrase stand in `said` in order, with at most `gap` words between them.
  const holds = (said, phrase, gap) =>
    said.some((word, start) => {
      if (word !== phrase[0]) return false;
      let place = start;
      return phrase.slice(1).every((wanted) => {
        const step = said.slice(place + 1, place + 2 + gap).indexOf(wanted);
        place += 1 + step;
        return step >= 0;
      });
    });
  const says = (said, phrases, gap = 0) => phrases.some((phrase) => holds(said, phrase, gap));
  const together = (said, groups) =>
    groups.length > 0 && groups.every((group) => group.some((word) => said.includes(word)));
  const fires = (said, [says_, needs, unless]) =>
    !says(said, unless, 1) && (says(said, says_, 1) || together(said, needs));

  // --- the index: its parts, each with places of its own

  const conditions = [];
  const passages = [];
  const places = new Map();
  const names = new Map();
  const signs = new Map();
  for (const part of salvageParts) {
    const first = conditions.length;
    const before = passages.length;
    for (const row of part.conditions) {
      const condition = named(["slug", "name", "names", "broader"], row);
      for (const name of condition.names) names.set(name, [...(names.get(name) || []), conditions.length]);
      conditions.push(condition);
    }
    for (const [condition, ...row] of part.passages) {
      passages.push({ condition: first + condition, ...named(["section", "place", "title", "text"], row) });
    }
    for (const row of part.signs) signs.set(row[0], named(["id", "place", "text", "phrases", "call"], row));
    for (const [word, steps] of Object.entries(part.words)) {
      let place = before;
      const held = steps.split(" ").map((step) => (place += parseInt(step, 36)));
      places.set(word, (places.get(word) || []).concat(held));
    }
  }

  // --- a question: what it names, what it asks for, whether it sounds like an emergency

  const read = (question) => {
    const words = tokens(question).flatMap((word) => (heard.spelling[word] || word).split(" "));
    const said = words.map(stem);
    const about = new Set();
    const used = new Set();
    for (let length = Math.min(6, words.length); length > 0; length--) {
      for (let start = 0; start + length <= words.length; start++) {
        const name = words.slice(start, start + length).join("-");
        const found = names.get(name) || names.get(name.replace(/s$/, ""));
        if (!found || [...Array(length).keys()].some((n) => used.has(start + n))) continue;
        for (let n = 0; n < length; n++) used.add(start + n);
        found.forEach((condition) => about.add(condition));
      }
    }
    for (const [slug, phrases] of heard.hint) {
      if (says(said, phrases)) conditions.forEach(({ slug: own }, n) => own === slug && about.add(n));
    }
    const topic = words.filter((word, n) => !used.has(n) && !STOP.has(word) && word.length > 1).map(stem);
    const lay = heard.same.filter(([ways]) => says(said, ways)).flatMap(([, means]) => means);
    const other = lay.flatMap(tokens).filter((word) => !STOP.has(word)).map(stem);
    const asked = heard.section.filter(([, ways]) => says(said, ways)).map(([section]) => section);
    return { words, said, about, topic: new Set(topic), other: new Set(other), asked: new Set(asked) };
  };

  const isFever = (word) => (word >= 38 && word < 43) || (word >= 100.4 && word < 109);

  // How like a phrase of a sign a question is, 0 to 1: what happens in it counts, by the weight of its words.
  const UNSAID = 5;
  const CLEAR = 10;
  const LIKE = 0.5;
  const likeness = (topic, [stems, happens], said) => {
    if (stems.length > 1 && holds(said, stems, 1)) return 1;
    const shared = happens.filter((word) => topic.has(word));
    const worth = shared.reduce((sum, word) => sum + weight(word), 0);
    const whole = worth + UNSAID * (happens.length - shared.length);
    return whole ? (worth / whole) * Math.min(1, worth / CLEAR) : 0;
  };

  // The sign that a question sounds like: by the phrases of the lexicon, else by the signs' own words.
  const alarm = ({ words, said, about, topic, other }) => {
    const tone = (phrases) => says(said, phrases);
    const only = tone(heard.asking) || heard.asks.includes(words[0]);
    if (only && !tone(heard.happening) && !tone(heard.personal)) return null;
    const heardSaid = said.concat(words.filter(isFever).map(() => "hightemp"));
    const rule = heard.emergency.find(([, , ...trigger]) => fires(heardSaid, trigger));
    if (rule) return signs.get(rule[0]) || signs.get(anyDanger);
    const own = new Set([...topic, ...other]);
    const concern = new Set([...about].map((n) => conditions[n].slug).concat("general", "cancer"));
    const happens = tone(heard.happening) || tone(heard.personal);
    let [best, most] = [null, LIKE];
    for (const sign of signs.values()) {
      // A sign of an illness that nobody named may be about somebody else's drug: then only that it is danger.
      const near = concern.has(sign.id.replace(/^own\./, "").split(".")[0]);
      if (!near && !(happens && sign.call === "emergency")) continue;
      const like = Math.max(0, ...sign.phrases.map((phrase) => likeness(own, phrase, said)));
      if (like > most) [best, most] = [near ? sign : signs.get(anyDanger), like];
    }
    return best;
  };

  const refusal = ({ said }) => {
    const found = heard.decline.find(([, ...trigger]) => fires(said, trigger));
    return found ? found[0] || declined : null;
  };

  // --- the passages that answer it, best first

  const ranked = ({ about, topic, other, asked }) => {
    const scores = new Map();
    const whole = [...topic].reduce((sum, word) => sum + weight(word), 0) || 1;
    for (const word of new Set([...topic, ...other])) {
      const worth = (weight(word) / whole) * (topic.has(word) ? 1 : 0.7);
      for (const place of places.get(word) || []) {
        scores.set(place, (scores.get(place) || 0) + worth);
      }
    }
    if (!scores.size) {
      passages.forEach(({ condition, section }, place) => {
        if (about.has(condition) && (asked.has(section) || section === "overview")) scores.set(place, 0);
      });
    }
    const results = [...scores].map(([place, score]) => {
      const passage = passages[place];
      const title = new Set(tokens(passage.title).map(stem));
      const hits = [...topic, ...other].filter((word) => title.has(word)).length;
      score += title.size ? (0.6 * hits) / Math.sqrt(title.size) : 0;
      if (about.has(passage.condition)) score += 1;
      else if (!about.size && ["general", "cancer"].includes(conditions[passage.condition].slug)) score += 0.15;
      if (asked.has(passage.section)) score += 0.4;
      return { passage, score, place };
    });
    const held = Math.max(0, ...[...scores.values()]);
    if (!about.size && held < ENOUGH) return [];
    results.sort((a, b) => b.score - a.score || a.place - b.place);
    return results.slice(0, MOST).map(({ passage }) => passage);
  };

  const weight = (word) => Math.log(1 + passages.length / (1 + (places.get(word) || []).length));

  // --- what is shown

  const element = (tag, text = "", more = {}) =>
    Object.assign(document.createElement(tag), { textContent: text.replaceAll(" °", "\u00a0°") }, more);

  const card = (sign) => {
    const box = element("section", undefined, { className: "card" });
    const list = element("ul");
    list.append(element("li", sign.text));
    if (sign.call === "emergency") list.append(element("li", calls));
    else if (sign.call.startsWith("Call")) list.append(element("li", sign.call));
    const more = element("p");
    more.append(element("a", "Read this sign on its page", { href: sign.place }));
    box.append(element("h2", "Signs that need help now"), list, more);
    return box;
  };

  const result = ({ condition, section, place, title, text }) => {
    const box = element("div", undefined, { className: "item" });
    const heading = element("h3");
    const where = `${conditions[condition].name}: ${sections[section].toLowerCase()}`;
    heading.append(element("a", title ? `${where}: ${title}` : where, { href: place }));
    box.append(heading);
    if (text) box.append(element("p", text));
    return box;
  };

  const show = (question) => {
    const found = document.getElementById("found");
    found.replaceChildren();
    if (!question.trim()) return;
    const asked = read(question);
    const sign = alarm(asked);
    const no = sign ? null : refusal(asked);
    const results = ranked(asked);
    if (sign) found.append(card(sign));
    if (no) found.append(element("p", no, { className: "warning" }));
    found.append(element("h2", results.length ? "Found" : "Nothing was found"));
    if (!results.length) found.append(element("p", "Try other words, or look at the lists below."));
    found.append(...results.map(result));
  };

  // --- the page

  const box = document.getElementById("question");
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(box.value), 150);
  });
  document.getElementById("ask").hidden = false;
  document.getElementById("without").hidden = true;
  if (box.value) show(box.value);
})();
