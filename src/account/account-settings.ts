/** Screens edit them too, so they are part of the contract. */
export { type AccountSettings, accountSettingsSchema } from '../contract/account-settings.js';
