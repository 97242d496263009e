import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const OPTIONS = {
  jsc: {
    target: /** @type {const} */ ('es2023'),
    parser: { syntax: /** @type {const} */ ('typescript'), decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: /** @type {const} */ ('es6') },
  sourceMaps: /** @type {const} */ ('inline'),
};

/** From here on TypeScript can be imported as it is written, by the names that its build has (`./x.js` for `x.ts`). */
export function readTypeScript() {
  registerHooks({
    resolve(specifier, context, next) {
      const parent = context.parentURL;
      if (
        /^\.\.?\/.*\.js$/.test(specifier) &&
        parent?.startsWith('file:') &&
        !parent.includes('/node_modules/')
      ) {
        const source = new URL(specifier.replace(/\.js$/, '.ts'), parent);
        if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
      }
      return next(specifier, context);
    },
    load(url, context, next) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
      const loaded = next(url, { ...context, format: 'module-typescript' });
      const text =
        typeof loaded.source === 'string'
          ? loaded.source
          : Buffer.from(/** @type {any} */ (loaded.source)).toString();
      const { code } = transformSync(text, { ...OPTIONS, filename: fileURLToPath(url) });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}
