// Unpacks the npm-shipped Chromium, and the libraries and fonts that a bare machine lacks: node extract.mjs <folder>
import { spawnSync } from "node:child_process";
import { chmodSync, createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const archives = join(dirname(fileURLToPath(import.meta.url)), "node_modules/@sparticuz/chromium/bin");
const folder = process.argv[2];

const unpack = (name, to) =>
  pipeline(createReadStream(join(archives, name)), createBrotliDecompress(), createWriteStream(to));

mkdirSync(folder, { recursive: true });
for (const name of ["al2023", "fonts", "swiftshader"]) {
  const tar = join(folder, `${name}.tar`);
  await unpack(`${name}.tar.br`, tar);
  const { status } = spawnSync("tar", ["-xf", tar, "-C", folder], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
  rmSync(tar);
}
// besides the machine's own fonts, if it has any: without one a browser shows no text at all
writeFileSync(
  join(folder, "fonts.conf"),
  `<?xml version="1.0"?>
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
</fontconfig>
`,
);
// the executable comes last and in one step: where it is, everything is
const unfinished = join(folder, "chromium.new");
await unpack("chromium.br", unfinished);
chmodSync(unfinished, 0o755);
renameSync(unfinished, join(folder, "chromium"));
