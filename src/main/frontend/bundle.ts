import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** What a first visit may cost in JavaScript, in bytes as they go over the wire. */
const FIRST_LOAD_LIMIT = 200 * 1024;

/** Prints what the page weighs, and fails the build when its first load is too heavy. */
export function bundleTable(): Plugin {
  return {
    name: "bundle-table",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((each) => each.type === "chunk");
      const first = new Set<string>();
      for (const entry of chunks.filter((each) => each.isEntry && each.facadeModuleId?.endsWith(".html"))) addWithImports(entry, bundle, first);
      const rows = chunks.map((chunk) => ({ name: chunk.fileName, first: first.has(chunk.fileName), bytes: gzipSync(chunk.code).length }));
      rows.sort((a, b) => Number(b.first) - Number(a.first) || b.bytes - a.bytes);
      const total = rows.filter((row) => row.first).reduce((sum, row) => sum + row.bytes, 0);
      const lines = rows.map((row) => `  ${(row.first ? "first load" : "on demand").padEnd(12)}${kib(row.bytes)}  ${row.name}`);
      this.info(["JavaScript, gzip", ...lines, `  ${"first load".padEnd(12)}${kib(total)}  of ${kib(FIRST_LOAD_LIMIT).trim()} allowed`].join("\n"));
      if (total > FIRST_LOAD_LIMIT) this.error(`the first load is ${kib(total).trim()} of JavaScript, more than ${kib(FIRST_LOAD_LIMIT).trim()}`);
    },
  };
}

/** Writes every script and style sheet in its packed form beside it, for the server to send. */
export function packed(): Plugin {
  return {
    name: "packed",
    writeBundle({ dir }, bundle) {
      if (dir === undefined) return;
      for (const name of Object.keys(bundle).filter((each) => /\.(?:js|css)$/.test(each))) {
        const file = join(dir, name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}

function addWithImports(chunk: Rollup.OutputChunk, bundle: Rollup.OutputBundle, seen: Set<string>): void {
  if (seen.has(chunk.fileName)) return;
  seen.add(chunk.fileName);
  for (const name of chunk.imports) {
    const next = bundle[name];
    if (next?.type === "chunk") addWithImports(next, bundle, seen);
  }
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(7)} KiB`;
}

/** Keeps only the newest format of each of the formulas' fonts: every browser that runs this page reads it. */
export function woff2Only(): Plugin {
  return {
    name: "woff2-only",
    enforce: "pre",
    transform: (code, id) => (id.endsWith("katex.min.css") ? code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, "") : undefined),
  };
}
