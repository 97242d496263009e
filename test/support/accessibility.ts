import axe, { type AxeResults } from 'axe-core';
import { type Page } from 'playwright-core';

const everything = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** The rules about colours. A theme changes nothing else: neither what is there, nor its size, nor what it is called. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

export const dialog = '[role="dialog"], [role="alertdialog"]';
/** What floats over a screen, and is looked at by itself. */
export const floating = `${dialog}, [role="menu"], [role="listbox"]`;

interface Checked {
  readonly violations: readonly string[];
}

/** As much of a browser's page as is asked for: tests are compiled without the types of a browser. */
interface Screen {
  readonly axe?: { run(context: unknown, options: unknown): Promise<AxeResults> };
  readonly document: { querySelector(selector: string): unknown };
}

/** Everything serious or critical that axe finds: where, and what. */
async function findings(page: Page, within: string | null, wanted: typeof everything): Promise<string[]> {
  const isThere = await page.evaluate(() => (globalThis as unknown as Screen).axe !== undefined);
  if (!isThere) await page.evaluate(axe.source);
  const results = await page.evaluate(
    async ({ selector, runOnly }) => {
      const screen = globalThis as unknown as Screen;
      const context = selector === null ? screen.document : { include: [[selector]] };
      // An experiment of axe's yet, but the one that looks for what is shown in the name of what shows it.
      const rules = { 'label-content-name-mismatch': { enabled: true } };
      const { violations } = (await screen.axe?.run(context, {
        runOnly,
        // Named, a rule would run among those that were chosen, too.
        ...(runOnly.type === 'tag' ? { rules } : {}),
        resultTypes: ['violations'],
      })) ?? {
        violations: [],
      };
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes
            // It takes the explanation of a menu's entry for its label.
            .filter(({ html }) => id !== 'label-content-name-mismatch' || !html.includes('role="menuitem'))
            .map(({ html, any }) => `${id}: ${html.slice(0, 160)} — ${any[0]?.message ?? ''}`),
        );
    },
    { selector: within, runOnly: wanted },
  );
  return results;
}

interface AxNode {
  readonly ignored: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
}

/** What takes the keyboard and has no name for a screen reader, as the browser itself tells it. */
async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] };
  await session.detach();
  return nodes
    .filter(({ ignored, role, name, properties = [] }) => {
      const takesKeys = properties.some((each) => each.name === 'focusable' && each.value.value === true);
      const isPlace = role?.value === 'RootWebArea' || role?.value === 'generic';
      return !ignored && takesKeys && !isPlace && (name?.value ?? '').trim() === '';
    })
    .map(({ role }) => `without a name: ${role?.value ?? 'something'}`);
}

/**
 * One screen in light and dark: nothing serious or critical, a name for everything that takes the keyboard. Everything is
 * looked at in light, and what a theme can change in dark once more.
 */
export async function checked(page: Page, within: string | null = null): Promise<Checked> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await findings(page, within, everything);
  const names = await nameless(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = (await findings(page, within, colours)).map((each) => `dark ${each}`);
  await page.emulateMedia({ colorScheme: 'light' });
  return { violations: [...light, ...names, ...dark] };
}
