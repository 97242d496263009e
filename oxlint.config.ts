import { readdirSync } from 'node:fs';
import { defineConfig, type OxlintOverride } from 'oxlint';

/**
 * The folders of src/ in the order in which a message travels. A folder imports only what stands to its left; those of
 * one step never import each other.
 */
const ladder = [
  ['contract'],
  ['config'],
  ['database'],
  ['vault'],
  ['audit'],
  ['account'],
  ['line', 'staff'],
  ['ticket'],
  ['media'],
  ['opening-hours'],
  ['waiting-list'],
  ['content'],
  ['assignment'],
  ['supervision', 'emergency', 'bulletin', 'statistics', 'care', 'search', 'disclosure'],
  ['inbox'],
  ['erasure'],
  ['intake', 'console', 'delivery'],
  ['app'],
];
/** The only folders that may import line/. */
const lineUsers = ['intake', 'delivery', 'app'];

const specs = '**/*.{spec,e2e-spec,browser-spec}.{ts,tsx}';
const domains = ladder.flat();
const features = foldersOf('client/src/features');

for (const folder of foldersOf('src')) {
  if (!domains.includes(folder))
    throw new Error(`src/${folder}/ has no place on the ladder of oxlint.config.ts`);
}

function foldersOf(path: string): string[] {
  return readdirSync(new URL(path, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

interface Fence {
  regex: string;
  message: string;
}

/** Relative imports that go into one of these folders, from whatever depth. */
function into(folders: readonly string[], message: string, below = ''): Fence[] {
  if (folders.length === 0) return [];
  return [{ regex: String.raw`^\.\.?/(?:\.\./)*${below}(?:${folders.join('|')})(?:/|$)`, message }];
}

const lineSdk: Fence = { regex: '^@line/bot-sdk(?:/|$)', message: 'Only src/line/ imports the LINE SDK.' };

function zone(files: string[], patterns: Fence[], excludeFiles: string[] = []): OxlintOverride {
  return { files, excludeFiles, rules: { 'eslint/no-restricted-imports': ['error', { patterns }] } };
}

function domainZones(): OxlintOverride[] {
  return ladder.flatMap((step, index) => {
    const left = ladder.slice(0, index).flat();
    return step.map((folder) => {
      const allowed = left.filter((name) => name !== 'line' || lineUsers.includes(folder));
      const forbidden = domains.filter((name) => name !== folder && !allowed.includes(name));
      const message = `src/${folder}/ imports only from: ${allowed.join(', ') || 'nothing of src/'}.`;
      return zone(
        [`src/${folder}/**`],
        [
          ...into([...forbidden, 'main.js'], message),
          ...into(['client', 'stand-in'], 'The server imports neither the console nor the stand-in.'),
          ...(folder === 'line' ? [] : [lineSdk]),
        ],
      );
    });
  });
}

/** Server and console share the contract, so nothing but zod may come along with it. */
const contractZone = zone(
  ['src/contract/**'],
  [
    {
      regex: String.raw`^(?:[^.z]|z(?:[^o]|$)|zo(?:[^d]|$)|zod[^/])`,
      message: 'src/contract/ imports nothing but zod.',
    },
    ...into(
      [...domains.filter((name) => name !== 'contract'), 'client', 'stand-in'],
      'src/contract/ imports nothing but zod.',
    ),
  ],
  [specs],
);

const onlyContract = into(
  [...domains.filter((name) => name !== 'contract'), 'main.js'],
  'The console imports only the contract from the server.',
  'src/',
);

function clientZones(): OxlintOverride[] {
  const noStandIn = into(['stand-in'], 'The console knows nothing of the stand-in.');
  const inner = ['features', 'app', 'main.js'];
  return [
    zone(['client/**'], [...onlyContract, ...noStandIn]),
    zone(
      ['client/src/shared/**'],
      [...onlyContract, ...noStandIn, ...into(inner, 'client/src/shared/ imports no feature and no screen.')],
    ),
    ...features.map((feature) =>
      zone(
        [`client/src/features/${feature}/**`],
        [
          ...onlyContract,
          ...noStandIn,
          ...into(
            [...inner, ...features.filter((other) => other !== feature)],
            'A feature imports no other feature; what they share lies in client/src/shared/, what joins them in client/src/app/.',
          ),
        ],
      ),
    ),
  ];
}

function standInZones(): OxlintOverride[] {
  const alone = [
    ...into(['src'], 'The stand-in knows nothing of the relay.', String.raw`(?:\.\./)`),
    ...into(['client'], 'The stand-in knows nothing of the console.'),
  ];
  return [
    zone(['stand-in/**'], [...alone, lineSdk], [specs]),
    // Its tests speak to it through LINE's own SDK.
    zone([`stand-in/${specs}`], alone),
  ];
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['node_modules', 'dist', 'coverage', '.data'],
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-duplicates': 'error',
    'import/no-self-import': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-require-imports': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/restrict-plus-operands': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'eslint/eqeqeq': 'error',
    'eslint/no-var': 'error',
    'eslint/prefer-const': ['error', { ignoreReadBeforeAssign: true }],
    'eslint/max-lines': ['error', { max: 300 }],
    'unicorn/prefer-node-protocol': 'error',
    // A Nest module is a class without members.
    'typescript/no-extraneous-class': ['error', { allowWithDecorator: true }],
    // Rows and parsed JSON are named where they are read; zod checks what comes from outside.
    'typescript/no-unsafe-type-assertion': 'off',
    // Stylesheets and reflect-metadata are imported for what they do.
    'import/no-unassigned-import': 'off',
    // pg and others are CommonJS: their default export is the one that is always there.
    'import/no-named-as-default-member': 'off',
    // Types of what comes from outside promise more than is there: isTTY is undefined where there is no terminal.
    'typescript/no-unnecessary-boolean-literal-compare': 'off',
    // The compiler knows which switch can't fall through; this rule doesn't.
    'typescript/consistent-return': 'off',
    // An acknowledgement of a socket is a callback.
    'promise/no-callback-in-promise': 'off',
    // A helper may stand beside the only function that uses it.
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/prefer-add-event-listener': 'off',
  },
  overrides: [
    {
      files: ['{src,client,stand-in,test,drill,simulation,scripts}/**/*.{ts,tsx}'],
      rules: {
        'typescript/no-unsafe-argument': 'error',
        'typescript/no-unsafe-assignment': 'error',
        'typescript/no-unsafe-call': 'error',
        'typescript/no-unsafe-member-access': 'error',
        'typescript/no-unsafe-return': 'error',
        'typescript/use-unknown-in-catch-callback-variable': 'error',
      },
    },
    {
      // The compiler doesn't read these, so what they import has no type and strictness is not known.
      files: ['**/*.mjs'],
      rules: {
        'typescript/no-redundant-type-constituents': 'off',
        'typescript/no-unnecessary-type-assertion': 'off',
      },
    },
    {
      // What callers write must never reach a log, and Nest's logger is the only one with levels.
      files: ['src/**', 'client/src/**', 'stand-in/phone/**'],
      rules: { 'eslint/no-console': 'error' },
    },
    {
      files: ['client/**', 'stand-in/phone/**'],
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'react', 'jsx-a11y'],
      rules: {
        'react/rules-of-hooks': 'error',
        'react/exhaustive-deps': 'error',
        'react/button-has-type': 'error',
        'react/jsx-no-target-blank': 'error',
        'react/no-danger': 'error',
        'react/no-unstable-nested-components': 'error',
        // The compiler brings it in.
        'react/react-in-jsx-scope': 'off',
        // An effect that brings a screen in step with what lies outside React may set state, and run for what it does
        // not read; exhaustive-deps watches what it reads.
        'react/set-state-in-effect': 'off',
        'react/exhaustive-effect-dependencies': 'off',
        'react/immutability': 'off',
        'jsx-a11y/control-has-associated-label': 'error',
        'jsx-a11y/no-static-element-interactions': 'error',
        'jsx-a11y/interactive-supports-focus': 'error',
        // React Aria moves the focus in a way that screen readers follow.
        'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
        // A region that scrolls must be reached by keyboard, and Escape closes what it is pressed in.
        'jsx-a11y/no-noninteractive-tabindex': 'off',
        'jsx-a11y/no-noninteractive-element-interactions': 'off',
        // The role says what a screen reader hears; <output> and <fieldset> bring more than that.
        'jsx-a11y/prefer-tag-over-role': 'off',
      },
    },
    {
      // Every word of the console is in its dictionaries, in both languages.
      files: ['client/src/**'],
      rules: { 'react/jsx-no-literals': 'error' },
    },
    {
      files: [specs, 'test/**'],
      rules: { 'eslint/max-lines': ['error', { max: 400 }] },
    },
    {
      // The steps of one migration belong together, and one that has landed is never edited.
      files: ['src/database/migrations/**'],
      rules: { 'eslint/max-lines': 'off' },
    },
    ...domainZones(),
    contractZone,
    ...clientZones(),
    ...standInZones(),
  ],
});
