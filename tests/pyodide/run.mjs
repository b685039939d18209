// Runs tests/pyodide/run.py under one of the newer Pythons, which are here as WebAssembly.
//   node tests/pyodide/run.mjs 3.15 MODULES SITE_PACKAGES [arguments of pytest]
// MODULES: the folder in which `npm ci` put the interpreters; SITE_PACKAGES: that of an environment with the
// tests' packages, of which those of pure Python are used.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [version, modules, packages, ...rest] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const folder = join(resolve(modules), "node_modules", `python-${version}`);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: folder });

const { FS } = python;
for (const [place, real] of [["/project", resolve(here, "../..")], ["/packages", resolve(packages)]]) {
  FS.mkdirTree(place);
  FS.mount(FS.filesystems.NODEFS, { root: real }, place);
}
python.globals.set("arguments", python.toPy(rest));
process.exitCode = python.runPython(readFileSync(join(here, "run.py"), "utf8"));
