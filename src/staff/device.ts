import { type Device, deviceSchema } from '../contract/sign-in.js';

/** In this order: every browser calls itself by the names of those before it. */
const browsers: readonly [Device['browser'], RegExp][] = [
  ['edge', /\bEdg(?:e|A|iOS)?\//],
  ['firefox', /\b(?:Firefox|FxiOS)\//],
  ['chrome', /\b(?:Chrome|HeadlessChrome|CriOS|Chromium)\//],
  ['safari', /\bSafari\//],
];
const systems: readonly [Device['system'], RegExp][] = [
  ['ios', /\b(?:iPhone|iPad|iPod)\b/],
  ['android', /\bAndroid\b/],
  ['chromeos', /\bCrOS\b/],
  ['windows', /\bWindows\b/],
  ['mac', /\bMac(?:intosh| OS)\b/],
  ['linux', /\bLinux\b/],
];

/** What is kept of a browser's name of itself: two words, by which a person knows it again. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, 500);
  return {
    browser: browsers.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other',
    system: systems.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other',
  };
}

export function deviceText({ browser, system }: Device): string {
  return `${browser}/${system}`;
}

export function parseDevice(text: string): Device {
  const [browser, system] = text.split('/');
  const parsed = deviceSchema.safeParse({ browser, system });
  return parsed.success ? parsed.data : { browser: 'other', system: 'other' };
}
