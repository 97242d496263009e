import { type JSX } from 'react';
import { OwnDebrief } from '../features/debrief/own-debrief.js';
import { ShiftView } from '../features/shift/shift-view.js';
import { useDesk } from '../shared/live/use-desk.js';
import { LoadState } from '../shared/ui/load-state.js';
import styles from './shift-screen.module.css';

export function ShiftScreen(): JSX.Element {
  const desk = useDesk();
  if (desk.data === undefined) return <LoadState query={desk} />;
  return (
    <main className={styles.screen}>
      <ShiftView debrief={<OwnDebrief desk={desk.data} />} />
    </main>
  );
}
