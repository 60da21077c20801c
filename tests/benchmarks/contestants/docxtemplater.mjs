// Contestant: docxtemplater with its expression parser. Arguments: a case's folder, the folder in which npm installed it.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const [folder, packages] = process.argv.slice(2);
const require = createRequire(join(resolve(packages), "package.json"));
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");
const parser = require("docxtemplater/expressions.js");

const views = readFileSync(join(folder, "views.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const template = readFileSync(join(folder, "docxtemplater.docx"));

function make(number) {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true, parser });
  document.render(views[number]);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const begun = process.hrtime.bigint();
  const made = asked.papers.map(make);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  process.stdout.write(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS / 1024 }) + "\n");
  made.forEach((data, i) => writeFileSync(join(asked.folder, `${asked.papers[i]}.docx`), data));
  process.stdout.write("done\n");
}
