import { type TFunction } from 'i18next';
import { type Device } from '../contract.js';

/** `Windows の Chrome`: what a person calls the device before them. */
export function deviceWords({ browser, system }: Device, t: TFunction): string {
  return t('device.words', { browser: t(`device.browser.${browser}`), system: t(`device.system.${system}`) });
}
