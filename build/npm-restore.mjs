// npm-restore.mjs FOLDER: runs `npm ci` in FOLDER unless its stamp is newer than its lock file.
// Two builds at once (an editor and a terminal) take turns: `npm ci` deletes node_modules before it fills it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const lockFile = join(folder, "package-lock.json");
const stamp = join(folder, "node_modules", ".stamp");
const turn = join(folder, ".npm-restore");

function fail(message) {
  console.error(`error CN0002: ${message}`);
  process.exit(1);
}

const isFresh = () => existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lockFile).mtimeMs;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// The folder is taken by the process whose id stands in it; a build that was killed does not hold it for ever.
function tryTakeTurn() {
  try {
    mkdirSync(turn);
    writeFileSync(join(turn, "pid"), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") fail(`${folder} cannot be written to: ${error.message}.`);
  }
  try {
    const age = Date.now() - statSync(turn).mtimeMs;
    const pid = Number(readFileSync(join(turn, "pid"), "utf8"));
    if (pid > 0 ? !isAlive(pid) : age > 10_000) rmSync(turn, { recursive: true, force: true });
  } catch (error) {
    // Its owner has just finished, or has not yet written its id: look again.
    if (error.code !== "ENOENT") throw error;
    if (existsSync(turn) && Date.now() - statSync(turn).mtimeMs > 10_000) rmSync(turn, { recursive: true, force: true });
  }
  return false;
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  fail(`Node.js ${process.versions.node} is too old: install Node.js 20 or newer and build again.`);
}

const deadline = Date.now() + 10 * 60_000;
while (!tryTakeTurn()) {
  if (Date.now() > deadline) fail(`another build has held ${turn} for ten minutes: end it, or delete that folder.`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
}

let exitCode = 0;
try {
  if (!isFresh()) {
    const npm = spawnSync("npm ci --no-audit --no-fund --loglevel=error --ignore-scripts", { cwd: folder, stdio: "inherit", shell: true });
    exitCode = npm.status ?? 1;
    if (exitCode === 0) {
      mkdirSync(join(folder, "node_modules"), { recursive: true });
      writeFileSync(stamp, "");
      // A lock file from the future (a clock set back, an unpacked archive) must not restore on every build.
      const newest = Math.max(Date.now(), statSync(lockFile).mtimeMs) / 1000;
      utimesSync(stamp, newest, newest);
    }
  }
} finally {
  rmSync(turn, { recursive: true, force: true });
}

if (exitCode !== 0) fail(`npm ci failed in ${folder}: its own message stands above.`);
