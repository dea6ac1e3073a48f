// The document as it stands, as HTML, and a number that changes with its text.
// Open shadow roots are put where they show, frames of the same origin that hold text in their
// place. Called with [number of the last look, greatest length]; html is null for the same number.
([known, limit]) => {
  const empty = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
    "source", "track", "wbr"]);
  const raw = new Set(["script", "style", "xmp", "noembed", "noframes", "plaintext"]);
  const skipped = new Set(["noscript", "template"]); // shown to nobody
  const leastFrame = 200; // characters
  const entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\u00a0": "&nbsp;"};
  const escaped = (text) => text.replace(/[&<>"\u00a0]/g, (sign) => entities[sign]);
  const parts = ["<!DOCTYPE html>"];
  let size = 0;
  let number = 0x811c9dc5; // FNV-1a
  const mix = (text) => {
    for (let place = 0; place < text.length; place += 1) {
      number = Math.imul(number ^ text.charCodeAt(place), 0x01000193);
    }
  };
  const frameBody = (node) => {
    try {
      const body = node.contentDocument && node.contentDocument.body;
      return body && body.textContent.trim().length >= leastFrame ? body : null;
    } catch (error) {
      return null; // another origin
    }
  };
  const childrenOf = (node) => {
    if (node.shadowRoot) {
      const unslotted = [...node.children].filter((child) => !child.assignedSlot);
      return [...node.shadowRoot.childNodes, ...unslotted];
    }
    const assigned = node.localName === "slot" ? node.assignedNodes() : [];
    return assigned.length ? assigned : node.childNodes;
  };
  const stack = [document.documentElement];
  while (stack.length && size <= limit) {
    const node = stack.pop();
    if (typeof node === "string") {
      parts.push(node);
    } else if (node.nodeType === Node.TEXT_NODE) {
      const inside = node.parentNode && node.parentNode.localName;
      parts.push(raw.has(inside) ? node.data : escaped(node.data));
      if (!raw.has(inside)) mix(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && !skipped.has(node.localName)) {
      const frame = node.localName === "iframe" ? frameBody(node) : null;
      const name = frame ? "div" : node.localName;
      const attributes = [...node.attributes].map((a) => ` ${a.name}="${escaped(a.value)}"`);
      parts.push(`<${name}${attributes.join("")}>`);
      if (!empty.has(name)) {
        mix(name);
        stack.push(`</${name}>`);
        const children = node.localName === "iframe" && !frame ? [] : childrenOf(frame || node);
        for (let place = children.length - 1; place >= 0; place -= 1) stack.push(children[place]);
      }
    } else {
      continue;
    }
    size += parts[parts.length - 1].length;
  }
  const key = `${number}:${size}`;
  return {key, html: size > limit || key === known ? null : parts.join(""), large: size > limit};
}
