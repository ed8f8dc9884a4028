// gzip.mjs SOURCE TARGET: the same bytes for the same source, on every machine.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";

const [source, target] = process.argv.slice(2);
mkdirSync(dirname(target), { recursive: true });
const partial = `${target}.${process.pid}`;
writeFileSync(partial, gzipSync(readFileSync(source), { level: 9 }));
renameSync(partial, target);
