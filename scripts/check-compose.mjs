// npm run check:compose: what can be said about docker-compose.yml and Dockerfile without a container engine. The former
// is checked against the published schema of the Compose Specification; in both, what they refer to must exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { buildStale } from './lib/build-parts.mjs';
import { ROOT } from './lib/tools.mjs';

/** @param {string} path */
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** @type {string[]} */
const faults = [];
/** @param {boolean} fine @param {string} fault */
function must(fine, fault) {
  if (!fine) faults.push(fault);
}

/** @param {unknown} compose */
function checkSchema(compose) {
  const { $schema: _dialect, ...schema } = JSON.parse(read('docker/compose-spec.schema.json'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  if (validate(compose)) return;
  for (const { instancePath, message, params } of validate.errors ?? []) {
    const extra = params['additionalProperty'] ?? params['propertyName'] ?? '';
    faults.push(`docker-compose.yml${instancePath}: ${message} ${extra}`.trimEnd());
  }
}

/** @param {unknown} value a list, or an object whose keys are the list @returns {string[]} */
const namesIn = (value) => (Array.isArray(value) ? value.map(String) : Object.keys(value ?? {}));

/** What a service names must be declared, and what is mounted must be there. @param {any} compose */
function checkReferences(compose) {
  for (const [name, service] of Object.entries(compose.services)) {
    const at = `docker-compose.yml: services.${name}`;
    for (const kind of ['secrets', 'networks']) {
      const declared = Object.keys(compose[kind] ?? {});
      for (const used of namesIn(service[kind]))
        must(declared.includes(used), `${at}: ${kind}: ${used} is not declared`);
    }
    for (const other of namesIn(service.depends_on)) {
      must(other in compose.services, `${at}: depends_on: there is no service ${other}`);
    }
    for (const mount of service.volumes ?? []) {
      const [source] = String(mount).split(':');
      const known = source.startsWith('.')
        ? existsSync(join(ROOT, source))
        : source in (compose.volumes ?? {});
      must(known, `${at}: volumes: there is no ${source}`);
    }
    const spool = service.environment?.SPOOL_DIR;
    const kept = (service.volumes ?? []).some(
      (/** @type {unknown} */ mount) => String(mount).split(':')[1] === spool,
    );
    must(spool === undefined || kept, `${at}: SPOOL_DIR: ${spool} is on no volume`);
    const mounted = namesIn(service.secrets).map((secret) => `/run/secrets/${secret}`);
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      if (!String(value).startsWith('/run/secrets/')) continue;
      must(mounted.includes(String(value)), `${at}: ${variable}: the secret ${value} is not mounted`);
    }
  }
}

/** Our own rules for a service with people's words in it. @param {any} compose */
function checkPolicy(compose) {
  const { database, app } = compose.services;
  must(database.ports === undefined, 'docker-compose.yml: the database publishes a port');
  must(/^postgres:18\b/.test(database.image), 'docker-compose.yml: the database is not PostgreSQL 18');
  for (const port of app.ports ?? []) {
    must(
      String(port).startsWith('127.0.0.1:'),
      `docker-compose.yml: port ${port} is published beyond this machine`,
    );
  }
  for (const [name, service] of Object.entries(compose.services)) {
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      const bare = /PASSWORD|SECRET|KEY|TOKEN/.test(variable) && !/_(?:FILE|URL)$/.test(variable);
      const inAddress = /^\w+:\/\/[^/@]*:[^/@]+@/.test(String(value));
      must(
        !bare && !inAddress,
        `docker-compose.yml: services.${name}: ${variable} holds a secret; mount a file`,
      );
    }
  }
  const own = ['', 'MIGRATION_', 'KEY_', 'KEY_MIGRATION_'].map((part) => `${part}DATABASE_PASSWORD_FILE`);
  const settings = [...read('src/config/environment.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(
    ([, name]) => name,
  );
  for (const variable of Object.keys(app.environment)) {
    must(
      [...settings, ...own].includes(variable),
      `docker-compose.yml: the server knows no variable ${variable}`,
    );
  }
}

/** What the compose file gives the server is what the server takes. @param {Record<string, unknown>} given */
async function checkEnvironment(given) {
  if (!(await buildStale({ only: ['server'] }))) process.exit(1);
  const { readEnvironment } = await import(pathToFileURL(join(ROOT, 'dist/src/config/environment.js')).href);
  // ${NAME:-default} gives its default; what must be given by the operator is the public address.
  const values = Object.entries(given).map(([variable, value]) => [
    variable,
    String(value).replaceAll(
      /\$\{\w+:(?:-([^}]*)|\?[^}]*)\}/g,
      (_all, fallback) => fallback ?? 'https://example.org',
    ),
  ]);
  try {
    readEnvironment({ ...Object.fromEntries(values), NODE_ENV: 'production' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    faults.push(`docker-compose.yml: services.app.environment: ${message}`);
  }
}

/** @param {string} dockerfile as lines that were continued with a backslash, joined */
function checkDockerfile(dockerfile) {
  const lines = dockerfile
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n');
  const shared = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  /** @type {string[]} */
  const stages = [];
  for (const line of lines) {
    const [instruction, ...words] = line.trim().split(/\s+/);
    if (instruction === 'FROM') {
      const [image = '', , stage] = words;
      must(/^node:24-bookworm-slim$/.test(image), `Dockerfile: FROM ${image} is not the official Node 24`);
      stages.push(stage ?? '');
    }
    if (instruction !== 'COPY' && instruction !== 'ADD') continue;
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
    if (from !== undefined) {
      must(stages.includes(from), `Dockerfile: COPY --from=${from}: there is no such stage`);
      continue;
    }
    for (const source of words.filter((word) => !word.startsWith('--')).slice(0, -1)) {
      must(existsSync(join(ROOT, source)), `Dockerfile: COPY ${source}: there is no such file`);
      must(shared.includes(source), `Dockerfile: COPY ${source}: .dockerignore keeps it back`);
    }
  }
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM')));
  must(
    last.some((line) => /^USER (?!root|0)\w+/.test(line)),
    'Dockerfile: the last stage runs as root',
  );
  must(
    last.some((line) => line.startsWith('HEALTHCHECK ')),
    'Dockerfile: the last stage has no HEALTHCHECK',
  );
}

/** The image is installed without the development packages, so the server may import only the others. */
function checkImports() {
  const { dependencies } = JSON.parse(read('package.json'));
  for (const entry of readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/(?<!\.spec)\.ts$/.test(entry.name)) continue;
    const path = relative(ROOT, join(entry.parentPath, entry.name));
    for (const [, source = ''] of read(path).matchAll(/(?:\bfrom|\bimport\(?)\s*'([^'.][^']*)'/g)) {
      const [scope = '', name] = source.split('/');
      const owner = scope.startsWith('@') ? `${scope}/${name}` : scope;
      must(
        source.startsWith('node:') || owner in dependencies,
        `${path}: ${owner} is not installed in the image`,
      );
    }
  }
}

const compose = parse(read('docker-compose.yml'));
checkSchema(compose);
if (faults.length === 0) {
  checkReferences(compose);
  checkPolicy(compose);
  await checkEnvironment(compose.services.app.environment);
}
checkDockerfile(read('Dockerfile'));
checkImports();
if (faults.length === 0) {
  console.log(
    'compose: docker-compose.yml fits the Compose Specification (by its schema; no image was built)',
  );
} else {
  console.error(['compose:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
  process.exitCode = 1;
}
