import { existsSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Runtime from 'jest-runtime';
import { register } from 'prom-client';
import { setGlobals } from './globals.mjs';

const require = createRequire(import.meta.url);
const globalsUrl = new URL('globals.mjs', import.meta.url).href;
const ESM = {
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};
/** Where Jest keeps, on `globalThis`, what is told to it by one file of tests. */
const settings = [
  'EVENT_HANDLERS',
  'TEST_TIMEOUT_SYMBOL',
  'RETRY_TIMES',
  'RETRY_IMMEDIATELY',
  'WAIT_BEFORE_RETRY',
  'LOG_ERRORS_BEFORE_RETRY',
];

/** Of everything loaded in this worker: a file of tests meets modules that an earlier one brought. */
const sourceMaps = new Map();
/** The runtime of the file that runs, whose cached transformer makes JavaScript of what it imports. */
let current;
let runs = 0;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === '@jest/globals') return { url: globalsUrl, shortCircuit: true };
    if (specifier.startsWith('.') && specifier.endsWith('.js')) {
      const source = new URL(`${specifier.slice(0, -'.js'.length)}.ts`, context.parentURL);
      if (source.protocol === 'file:' && existsSync(source)) return { url: source.href, shortCircuit: true };
    }
    return nextResolve(specifier, context);
  },
  load(url, context, nextLoad) {
    if (!/^file:.*\.ts(\?|$)/.test(url)) return nextLoad(url, context);
    return { format: 'module', source: current.compile(url), shortCircuit: true };
  },
});

/**
 * Loads the server and the libraries once for each worker, by Node's own loader. Jest would load all of them anew for
 * each file of tests, in a world apart: half of what the tests of a running server cost, and with other `Error`s and
 * `Array`s than Node's own. It leans on inner names of jest-runtime; where one is gone, every test fails at once.
 */
export default class NativeRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    current = this;
  }

  /** JavaScript of a TypeScript module, whose map a stack will ask for by the same URL. */
  compile(url) {
    const file = fileURLToPath(url);
    const code = this.transformCache.transform(file, ESM);
    sourceMaps.set(url, super.getSourceMaps().get(file));
    return code;
  }

  /** Runs a file of tests, also one that has run in this worker before. */
  async unstable_importModule(file) {
    setGlobals(this.jestGlobals.cjsGlobals(file));
    // A process counts for its whole life: what servers of earlier files counted is no concern of this one.
    register.resetMetrics();
    runs += 1;
    await import(`${pathToFileURL(file).href}?run=${runs}`);
  }

  /** Jest's own part, `describe` and its like: begun anew for each file, or it would know of the tests before. */
  requireInternalModule(from, to) {
    if (to !== undefined) return createRequire(from)(to);
    for (const name of settings) delete globalThis[Symbol.for(name)];
    delete require.cache[from];
    return require(from);
  }

  /** Node's own is the right one here. */
  installGetBuiltinModule() {}

  getSourceMaps() {
    return sourceMaps;
  }
}
