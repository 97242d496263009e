import { type JSX } from 'react';
import { OpeningHours } from '../features/opening-hours/opening-hours.js';
import { addressOfHours, useAccountInAddress } from '../shared/navigation/location.js';
import styles from './hours-screen.module.css';

export function HoursScreen(): JSX.Element {
  const accountId = useAccountInAddress();
  return (
    <main className={styles.screen}>
      <OpeningHours accountId={accountId} addressOfAccount={addressOfHours} />
    </main>
  );
}
