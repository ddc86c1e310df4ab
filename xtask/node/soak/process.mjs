// How much memory the workerds have that this process started. Where the system does not tell, none.

import { readFileSync, readdirSync } from "node:fs";

// The processes, the newest last.
export function workerds() {
  return processes().filter((pid) => {
    const status = read(`/proc/${pid}/status`);
    return field(status, "PPid") === process.pid && status.startsWith("Name:\tworkerd");
  });
}

// Bytes.
export function memoryOf(pid) {
  return (field(read(`/proc/${pid}/status`), "VmRSS") ?? 0) * 1024;
}

function processes() {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger).sort((one, other) => one - other);
  } catch {
    return [];
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function field(text, name) {
  const [, number] = new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}
